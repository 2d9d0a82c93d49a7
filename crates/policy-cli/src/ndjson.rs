use std::io::{BufRead, Write};

use workspace::ErrorReport;
use workspace::file_text::FileText;

use crate::input::Source;
use crate::outcome::{Failure, Outcome};

/// Answers every line of an input on a line of its own; `answer` is given the text of one. A line that cannot be used gets an
/// object with `error` in its place, and the rest goes on. The worst outcome counts.
pub(crate) fn answer_lines<W: Write>(
    source: &Source,
    output: &mut W,
    answer: impl Fn(&str, &mut W) -> Result<Result<Outcome, String>, Failure>,
) -> Result<Outcome, Failure> {
    let about = |error: String| Failure::unusable(format!("{}: {error}", source.name()));
    let mut lines = source.open().map_err(about)?;
    let mut worst = Outcome::Fine;
    let mut number = 0_usize;
    let mut line = Vec::new();
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(worst),
            Ok(_) => number = number.saturating_add(1),
            Err(error) => return Err(about(error.to_string())),
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answered = match FileText::from_bytes(&line) {
            Ok(text) => answer(text.text(), output)?,
            Err(error) => Err(error.to_string()),
        };
        worst = worst.max(match answered {
            Ok(outcome) => outcome,
            Err(error) => {
                let report = ErrorReport {
                    error,
                    line: Some(number),
                    file: None,
                };
                serde_json::to_writer(&mut *output, &report)?;
                writeln!(output)?;
                Outcome::Unusable
            }
        });
        // Whoever writes the lines may wait for the answer to one before writing the next.
        output.flush()?;
    }
}
