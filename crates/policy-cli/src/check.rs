use std::io::Write;

use analysis::{Analysis, analyze};
use catalog::Catalog;
use diagnostics::Kind;
use workspace::file_text::FileText;
use workspace::{CheckReport, ErrorReport, Places};

use crate::arguments::{CheckOptions, Format};
use crate::outcome::{Failure, Outcome};
use crate::snippet::{Snippets, plain};

/// `policy check`
pub(crate) fn run(
    options: &CheckOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    for source in &options.sources {
        let name = source.name();
        let file = match source.read() {
            Ok(file) => file,
            Err(error) => {
                outcome = Outcome::Unusable;
                refuse(&name, error, options.format, output)?;
                continue;
            }
        };
        let analysis = analyze(catalog, 0, file.text(), options.policy_type);
        let found = analysis
            .findings
            .iter()
            .any(|finding| finding.kind <= options.fail_on);
        if found {
            outcome = outcome.max(Outcome::Found);
        }
        match options.format {
            Format::Json => {
                let places = Places::of_file(&file);
                let report =
                    CheckReport::new(&name, analysis.policy_type, &analysis.findings, &places);
                serde_json::to_writer(&mut *output, &report)?;
                writeln!(output)?;
            }
            Format::Text => write_text(&name, &file, &analysis, output)?,
        }
    }
    Ok(outcome)
}

/// Tells that an input could not be used and lets the others go on.
pub(crate) fn refuse(
    name: &str,
    error: String,
    format: Format,
    output: &mut impl Write,
) -> Result<(), Failure> {
    if format == Format::Json {
        let report = ErrorReport {
            error,
            line: None,
            file: Some(name.to_owned()),
        };
        serde_json::to_writer(&mut *output, &report)?;
        writeln!(output)?;
    } else {
        // Standard error may be closed; the exit status tells all the same.
        let _ = writeln!(std::io::stderr(), "policy: {}: {error}", plain(name));
    }
    Ok(())
}

fn write_text(
    name: &str,
    file: &FileText,
    analysis: &Analysis,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let snippets = Snippets::new(name, file.text());
    for finding in &analysis.findings {
        writeln!(output, "{}\n", snippets.finding(finding))?;
    }
    let judged = match &analysis.guess {
        None => format!("as {}", with_article(analysis.policy_type.title())),
        Some(guess) => format!(
            "taken for {}: {}",
            with_article(analysis.policy_type.title()),
            guess.because
        ),
    };
    writeln!(output, "{}: {} ({judged})", plain(name), count(analysis))?;
    if let (true, Some(quota)) = (analysis.size.exceeds_quota(), analysis.size.quota) {
        writeln!(
            output,
            "{}: {} characters, more than the {} of {}",
            plain(name),
            analysis.size.counted(),
            quota.limit,
            quota.name
        )?;
    }
    Ok(())
}

/// The number of findings of each kind that there are.
fn count(analysis: &Analysis) -> String {
    let parts: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let number = analysis
                .findings
                .iter()
                .filter(|finding| finding.kind == kind)
                .count();
            let name = kind.as_str().replace('-', " ");
            match number {
                0 => None,
                1 => Some(format!("1 {name}")),
                _ => Some(format!("{number} {name}s")),
            }
        })
        .collect();
    if parts.is_empty() {
        "no findings".to_owned()
    } else {
        parts.join(", ")
    }
}

pub(crate) fn with_article(title: &str) -> String {
    let article = if title.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {title}")
}
