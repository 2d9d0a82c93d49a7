//! Findings as commands of GitHub Actions' log, which shows them beside the lines of a pull request ("Workflow commands
//! for GitHub Actions").

use std::io::Write;

use diagnostics::{Finding, Kind, Span};
use workspace::Places;

use super::Judged;
use super::baseline::plain_path;
use crate::outcome::Failure;

/// Writes one command a finding.
pub(super) fn write(judged: &Judged<'_>, output: &mut impl Write) -> Result<(), Failure> {
    let places = Places::of_file(judged.file);
    let file = property(&plain_path(judged.name));
    for finding in &judged.analysis.findings {
        let start = places.place(finding.span);
        let end = places.place(Span::at(finding.span.end));
        let command = match finding.kind {
            Kind::Error => "error",
            Kind::SecurityWarning | Kind::Warning => "warning",
            Kind::Suggestion => "notice",
        };
        write!(
            output,
            "::{command} file={file},line={},endLine={}",
            start.line, end.line
        )?;
        // Columns are taken for those of one line only.
        if start.line == end.line {
            write!(output, ",col={},endColumn={}", start.column, end.column)?;
        }
        writeln!(
            output,
            ",title={}::{}",
            property(finding.code),
            data(&sentence(finding))
        )?;
    }
    Ok(())
}

/// Writes that an input could not be used.
pub(super) fn write_error(name: &str, error: &str, output: &mut impl Write) -> Result<(), Failure> {
    let file = property(&plain_path(name));
    writeln!(output, "::error file={file}::{}", data(error))?;
    Ok(())
}

/// The message with its consequence.
pub(super) fn sentence(finding: &Finding) -> String {
    if finding.because.is_empty() {
        finding.message.clone()
    } else {
        format!("{}: {}", finding.message, finding.because)
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
