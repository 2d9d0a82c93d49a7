//! `policy test`: expectations, in the terminal and in CI.

mod junit;

use std::io::Write;

use analysis::{Checked, check_expectations, simulate};
use catalog::Catalog;
use evaluation::{Decision, NamedPolicy, Scenario, Trace};
use json_text::LineIndex;
use workspace::{
    DecisionForm, Expectation, SavedDocument, SavedExpectation, ScenarioForm, TestReport,
    TestResultForm, Workspace,
};

use crate::arguments::{TestFormat, TestOptions};
use crate::check::{complain, refuse};
use crate::input::Source;
use crate::outcome::{Failure, Outcome};
use crate::snippet::plain;

/// `policy test`
pub(crate) fn run(
    options: &TestOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    let mut tested = Vec::new();
    for source in &options.sources {
        let name = source.name();
        let results = read(source, &name, catalog);
        outcome = outcome.max(outcome_of(&results));
        match (options.format, results) {
            (TestFormat::Junit, results) => tested.push((name, results)),
            (TestFormat::Json, Ok(results)) => {
                let report = TestReport {
                    file: name,
                    results,
                };
                serde_json::to_writer(&mut *output, &report)?;
                writeln!(output)?;
            }
            (TestFormat::Json, Err(error)) => refuse(&name, error, output)?,
            (TestFormat::Text, Ok(results)) => write_text(&name, &results, output)?,
            (TestFormat::Text, Err(error)) => complain(&name, &error),
        }
    }
    if options.format == TestFormat::Junit {
        output.write_all(junit::report(&tested).as_bytes())?;
    }
    Ok(outcome)
}

/// What the expectations of an input came to, or why it holds none that can be tested.
type Tested = Result<Vec<TestResultForm>, String>;

fn outcome_of(tested: &Tested) -> Outcome {
    let Ok(results) = tested else {
        return Outcome::Unusable;
    };
    let outcomes = results.iter().map(|result| match result {
        TestResultForm { error: Some(_), .. } => Outcome::Unusable,
        TestResultForm { met: false, .. } => Outcome::Found,
        _ => Outcome::Fine,
    });
    outcomes.max().unwrap_or(Outcome::Fine)
}

fn read(source: &Source, name: &str, catalog: &Catalog) -> Tested {
    let file = source.read()?;
    if Workspace::is_meant_by(file.text()) {
        let workspace = Workspace::from_json(file.text()).map_err(|error| error.to_string())?;
        return test_workspace(&workspace, catalog);
    }
    let form = ScenarioForm::from_json(file.text()).map_err(|error| error.to_string())?;
    let Some(expect) = form.expect else {
        return Err("the scenario has no `expect`, so there is nothing to test".to_owned());
    };
    let scenario = form.to_scenario().map_err(|error| error.to_string())?;
    let trace = simulate(catalog, &scenario);
    Ok(vec![result(name.to_owned(), expect, &trace)])
}

fn test_workspace(workspace: &Workspace, catalog: &Catalog) -> Tested {
    if workspace.expectations.is_empty() {
        return Err("the workspace has no `expectations`, so there is nothing to test".to_owned());
    }
    workspace.documents.iter().try_for_each(refuse_document)?;
    let checked = check_expectations(catalog, workspace);
    let results = workspace.expectations.iter().zip(checked);
    Ok(results
        .map(|(expectation, checked)| {
            let name = expectation.name.clone();
            let name = name.unwrap_or_else(|| expectation.describe());
            let expected = expectation.expect;
            match checked {
                Ok(Checked {
                    met: true,
                    decision,
                }) => TestResultForm {
                    name,
                    expected,
                    met: true,
                    decision: Some(DecisionForm::from(&decision)),
                    missing: missing(&decision),
                    why: None,
                    error: None,
                },
                Ok(_) => match explain(workspace, expectation, catalog) {
                    Ok(trace) => result(name, expected, &trace),
                    Err(error) => unusable(name, expected, error),
                },
                Err(error) => unusable(name, expected, error.to_string()),
            }
        })
        .collect())
}

/// A document that cannot be read would make every result doubtful.
fn refuse_document(document: &SavedDocument) -> Result<(), String> {
    let policy = NamedPolicy::parse(&document.name, &document.text);
    if let Some(error) = policy.document.json().errors().first() {
        let at = LineIndex::new(&document.text).line_column(error.span.start);
        return Err(format!(
            "the document `{}` is not valid JSON: line {}, column {}: {}",
            document.name, at.line, at.column, error.message
        ));
    }
    Ok(())
}

/// Why an expectation came out as it did.
fn explain(
    workspace: &Workspace,
    expectation: &SavedExpectation,
    catalog: &Catalog,
) -> Result<Trace, String> {
    let request = expectation.request.to_request();
    let scenario = Scenario {
        missing_keys: expectation.missing_keys.into(),
        request: request.map_err(|error| error.to_string())?,
        policies: workspace.policies().map_err(|error| error.to_string())?,
    };
    Ok(simulate(catalog, &scenario))
}

fn result(name: String, expected: Expectation, trace: &Trace) -> TestResultForm {
    let decision = DecisionForm::from(&trace.decision);
    let met = expected.is_met_by(decision);
    TestResultForm {
        name,
        expected,
        met,
        decision: Some(decision),
        missing: missing(&trace.decision),
        why: (!met).then(|| trace.why.clone()),
        error: None,
    }
}

fn unusable(name: String, expected: Expectation, error: String) -> TestResultForm {
    TestResultForm {
        name,
        expected,
        met: false,
        decision: None,
        missing: Vec::new(),
        why: None,
        error: Some(error),
    }
}

fn missing(decision: &Decision) -> Vec<String> {
    match decision {
        Decision::Undetermined { missing } => missing.clone(),
        _ => Vec::new(),
    }
}

/// `expected allowed, it is implicitly denied`
fn difference(result: &TestResultForm) -> String {
    let words = |name: &str| name.replace('-', " ");
    let decision = result.decision.map_or("", DecisionForm::as_str);
    format!(
        "expected {}, it is {}",
        words(result.expected.as_str()),
        words(decision)
    )
}

fn write_text(
    name: &str,
    results: &[TestResultForm],
    output: &mut impl Write,
) -> Result<(), Failure> {
    let mut unmet = 0_usize;
    for result in results {
        let called = plain(&result.name);
        if result.met {
            writeln!(output, "ok     {called}")?;
            continue;
        }
        unmet = unmet.saturating_add(1);
        match &result.error {
            Some(error) => writeln!(output, "error  {called}\n       {}", plain(error))?,
            None => {
                let why = plain(result.why.as_deref().unwrap_or_default());
                writeln!(
                    output,
                    "failed {called}\n       {}: {why}",
                    difference(result)
                )?;
            }
        }
    }
    let number = match results.len() {
        1 => "1 expectation".to_owned(),
        number => format!("{number} expectations"),
    };
    let unmet = match unmet {
        0 => "all met".to_owned(),
        unmet => format!("{unmet} not met"),
    };
    writeln!(output, "{}: {number}, {unmet}", plain(name))?;
    Ok(())
}
