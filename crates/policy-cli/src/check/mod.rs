//! `policy check`: the findings of files, as a person, a program or a code host reads them.

mod baseline;
mod github;
mod sarif;
mod settings;
mod text;

use std::io::Write;

use analysis::{Analysis, ResourceKind, Surroundings, analyze};
use catalog::Catalog;
use policy::PolicyType;
use workspace::file_text::FileText;
use workspace::{CheckReport, ErrorReport, Places};

use crate::arguments::{CheckFormat, CheckOptions};
use crate::outcome::{Failure, Outcome};
use crate::snippet::plain;
use baseline::Baseline;
use sarif::SarifLog;
use settings::FoundSettings;

/// An input and what there is to say about it.
struct Judged<'a> {
    name: &'a str,
    file: &'a FileText,
    analysis: &'a Analysis,
}

/// `policy check`
pub(crate) fn run(
    options: &CheckOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let settings = FoundSettings::read(options.config.as_deref())?;
    let (policy_type, resource_kind) = attached_to(options, catalog)?;
    let surroundings = Surroundings {
        resource_kind,
        ..settings.surroundings().clone()
    };
    let mut baseline = match &options.baseline {
        Some(source) => Baseline::read(source)?,
        None => Baseline::default(),
    };
    let mut sarif = SarifLog::default();
    let mut outcome = Outcome::Fine;
    for source in &options.sources {
        let name = source.name();
        let file = match source.read() {
            Ok(file) => file,
            Err(error) => {
                outcome = Outcome::Unusable;
                match options.format {
                    CheckFormat::Text => complain(&name, &error),
                    CheckFormat::Json => refuse(&name, error, output)?,
                    CheckFormat::Github => github::write_error(&name, &error, output)?,
                    CheckFormat::Sarif => sarif.push_error(&name, error),
                }
                continue;
            }
        };
        let mut analysis = analyze(catalog, 0, file.text(), policy_type, &surroundings);
        settings.apply(&mut analysis, &name, file.text());
        baseline.take_out_known(&name, &mut analysis.findings);
        let found = analysis
            .findings
            .iter()
            .any(|finding| finding.kind <= options.fail_on);
        if found {
            outcome = outcome.max(Outcome::Found);
        }
        let judged = Judged {
            name: &name,
            file: &file,
            analysis: &analysis,
        };
        match options.format {
            CheckFormat::Text => text::write(&judged, output)?,
            CheckFormat::Json => {
                let places = Places::of_file(&file);
                let report =
                    CheckReport::new(&name, analysis.policy_type, &analysis.findings, &places);
                serde_json::to_writer(&mut *output, &report)?;
                writeln!(output)?;
            }
            CheckFormat::Github => github::write(&judged, output)?,
            CheckFormat::Sarif => sarif.push(&judged),
        }
    }
    if options.format == CheckFormat::Sarif {
        serde_json::to_writer_pretty(&mut *output, &sarif.finish())?;
        writeln!(output)?;
    }
    Ok(outcome)
}

/// The name of AWS's policy validation for what a role trust policy is attached to.
const TRUST_POLICY: &str = "AWS::IAM::AssumeRolePolicyDocument";

/// The type of all inputs, if one was said, and the resource type that they are attached to. A resource type says the type
/// too.
fn attached_to(
    options: &CheckOptions,
    catalog: &Catalog,
) -> Result<(Option<PolicyType>, Option<ResourceKind>), Failure> {
    let Some(name) = &options.resource_type else {
        return Ok((options.policy_type, None));
    };
    let (implied, kind) = match name.as_str() {
        TRUST_POLICY => (PolicyType::Trust, None),
        name => {
            let kind = ResourceKind::from_name(name, catalog).map_err(Failure::unusable)?;
            (PolicyType::Resource, Some(kind))
        }
    };
    match options.policy_type {
        Some(said) if said != implied => Err(Failure::unusable(format!(
            "`--type {}` and `--resource-type {name}` do not fit: that is a {}",
            said.as_str(),
            implied.title()
        ))),
        _ => Ok((Some(implied), kind)),
    }
}

/// Tells a program that an input could not be used; the others go on.
pub(crate) fn refuse(name: &str, error: String, output: &mut impl Write) -> Result<(), Failure> {
    let report = ErrorReport {
        error,
        line: None,
        file: Some(name.to_owned()),
    };
    serde_json::to_writer(&mut *output, &report)?;
    writeln!(output)?;
    Ok(())
}

/// Tells a person that an input could not be used; the others go on.
pub(crate) fn complain(name: &str, error: &str) {
    // Standard error may be closed; the exit status tells all the same.
    let _ = writeln!(std::io::stderr(), "policy: {}: {error}", plain(name));
}
