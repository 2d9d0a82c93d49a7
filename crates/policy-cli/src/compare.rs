use std::io::Write;

use analysis::{Comparison, Pair, Relation};
use catalog::Catalog;
use policy::PolicyType;
use workspace::{CompareReport, PairForm};

use crate::arguments::{CompareFormat, CompareInput, CompareOptions};
use crate::input::Source;
use crate::ndjson::answer_lines;
use crate::outcome::{Failure, Outcome};
use crate::snippet::plain;

/// `policy compare`
pub(crate) fn run(
    options: &CompareOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let (new, old) = match &options.input {
        CompareInput::Lines => return run_lines(options, catalog, output),
        CompareInput::Files(new, old) => (new, old),
    };
    let read = |source: &Source| {
        source
            .read()
            .map_err(|error| Failure::unusable(format!("{}: {error}", source.name())))
    };
    let (new_text, old_text) = (read(new)?, read(old)?);
    let pair =
        Pair::read(new_text.text(), old_text.text(), options.policy_type).map_err(|error| {
            let source = if error.is_new { new } else { old };
            Failure::unusable(format!("{}: {}", source.name(), error.why))
        })?;
    let comparison = pair.compare(catalog);
    match options.format {
        CompareFormat::Json => write_json(&pair, &comparison, output)?,
        CompareFormat::Text => write_text(&comparison, pair.policy_type, output)?,
        CompareFormat::Markdown => write_markdown(&comparison, &new.name(), output)?,
    }
    Ok(outcome(options, &comparison))
}

fn outcome(options: &CompareOptions, comparison: &Comparison) -> Outcome {
    if options.fail_on_added && comparison.added.exists() != Some(false) {
        Outcome::Found
    } else {
        Outcome::Fine
    }
}

fn run_lines(
    options: &CompareOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    answer_lines(&Source::StandardInput, output, |line, output| {
        let pair = match read_pair(line, options.policy_type) {
            Ok(pair) => pair,
            Err(error) => return Ok(Err(error)),
        };
        let comparison = pair.compare(catalog);
        write_json(&pair, &comparison, output)?;
        Ok(Ok(outcome(options, &comparison)))
    })
}

fn read_pair(line: &str, policy_type: Option<PolicyType>) -> Result<Pair, String> {
    let form = PairForm::from_json(line).map_err(|error| error.to_string())?;
    let policy_type = form.document_type.policy_type().or(policy_type);
    Pair::read(form.new.text(), form.old.text(), policy_type).map_err(|error| error.to_string())
}

fn write_json(
    pair: &Pair,
    comparison: &Comparison,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let new = std::slice::from_ref(&pair.new);
    let report = CompareReport::new(comparison, pair.policy_type, new);
    serde_json::to_writer(&mut *output, &report)?;
    writeln!(output)?;
    Ok(())
}

fn verdict(relation: Relation) -> &'static str {
    match relation {
        Relation::Equivalent => "equivalent: both allow the same requests",
        Relation::Narrower => "narrower: the new policy allows less",
        Relation::Broader => "broader: the new policy allows more",
        Relation::Incomparable => "incomparable: the new policy allows more and less",
        Relation::Unknown => "unknown: not everything could be decided",
    }
}

fn write_text(
    comparison: &Comparison,
    policy_type: PolicyType,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let relation = verdict(comparison.relation());
    writeln!(output, "{relation} (as {})", policy_type.title())?;
    for (sign, is_added, access) in [
        ('+', true, &comparison.added),
        ('-', false, &comparison.removed),
    ] {
        for change in &access.changes {
            writeln!(output, "{sign} {}", plain(&change.summary(is_added)))?;
            writeln!(output, "    for example {}", plain(&change.example()))?;
        }
        for unknown in &access.unknown {
            writeln!(output, "? {}", plain(&unknown.to_string()))?;
        }
    }
    Ok(())
}

fn write_markdown(
    comparison: &Comparison,
    name: &str,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let relation = verdict(comparison.relation());
    writeln!(output, "**`{}`** is {relation}.", code(name))?;
    for (title, is_added, access) in [
        ("Added", true, &comparison.added),
        ("Removed", false, &comparison.removed),
    ] {
        if access.changes.is_empty() {
            continue;
        }
        writeln!(output, "\n{title}:\n")?;
        for change in &access.changes {
            writeln!(
                output,
                "- {}  \n  for example {}",
                line(&change.summary(is_added)),
                line(&change.example())
            )?;
        }
    }
    let unknown = || {
        let added = comparison.added.unknown.iter();
        added.chain(&comparison.removed.unknown)
    };
    if unknown().next().is_some() {
        writeln!(output, "\nNot decided:\n")?;
        for reason in unknown() {
            writeln!(output, "- {}", line(&reason.to_string()))?;
        }
    }
    Ok(())
}

/// Text between backticks, as one line.
fn code(text: &str) -> String {
    plain(text).replace('`', "'")
}

/// Our own words with what the policies say between backticks: on one line, where nothing outside the backticks is theirs.
fn line(text: &str) -> String {
    plain(text).replace(['\n', '\r'], " ")
}
