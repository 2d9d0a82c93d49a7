use std::io::Write;

use analysis::simulate;
use catalog::Catalog;
use workspace::{ScenarioForm, SimulateResult};

use crate::arguments::SimulateOptions;
use crate::ndjson::answer_lines;
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
    answer_lines(&options.source, output, |line, output| {
        Ok(match decide(line, catalog) {
            Ok(result) => Ok(write_result(&result, output)?),
            Err(error) => Err(error),
        })
    })
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
