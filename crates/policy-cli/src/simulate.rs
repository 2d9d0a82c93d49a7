use std::io::{BufRead, Write};

use analysis::simulate;
use catalog::Catalog;
use workspace::file_text::FileText;
use workspace::{ErrorReport, ScenarioForm, SimulateResult};

use crate::arguments::SimulateOptions;
use crate::outcome::{Failure, Outcome};

/// `policy simulate`
pub(crate) fn run(
    options: &SimulateOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let about = |error: String| Failure::unusable(format!("{}: {error}", options.source.name()));
    if !options.ndjson {
        let file = options.source.read().map_err(about)?;
        let result = decide(file.text(), catalog).map_err(about)?;
        return write_result(&result, output);
    }
    let mut lines = options.source.open().map_err(about)?;
    let mut outcome = Outcome::Fine;
    let mut number = 0_usize;
    let mut line = Vec::new();
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(outcome),
            Ok(_) => number = number.saturating_add(1),
            Err(error) => return Err(about(error.to_string())),
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let result = FileText::from_bytes(&line)
            .map_err(|error| error.to_string())
            .and_then(|text| decide(text.text(), catalog));
        outcome = outcome.max(match result {
            Ok(result) => write_result(&result, output)?,
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

fn decide(text: &str, catalog: &Catalog) -> Result<SimulateResult, String> {
    let form = ScenarioForm::from_json(text).map_err(|error| error.to_string())?;
    let scenario = form.to_scenario().map_err(|error| error.to_string())?;
    let trace = simulate(catalog, &scenario);
    Ok(SimulateResult::new(&scenario, &trace, form.expect))
}

fn write_result(result: &SimulateResult, output: &mut impl Write) -> Result<Outcome, Failure> {
    serde_json::to_writer(&mut *output, result)?;
    writeln!(output)?;
    Ok(if result.fails_expectation() {
        Outcome::Found
    } else {
        Outcome::Fine
    })
}
