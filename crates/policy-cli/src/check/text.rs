use std::io::Write;

use analysis::Analysis;
use diagnostics::{Finding, Kind};

use super::Judged;
use crate::outcome::Failure;
use crate::snippet::{Snippets, plain};

/// Writes the findings with the lines they are about, and how many there are.
pub(super) fn write(judged: &Judged<'_>, output: &mut impl Write) -> Result<(), Failure> {
    let &Judged {
        name,
        file,
        analysis,
    } = judged;
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
    let is_told = |finding: &Finding| finding.code == "policy-size-exceeds-identity-policy-quota";
    let exceeds = analysis.size.exceeds_quota() && !analysis.findings.iter().any(is_told);
    if let (true, Some(quota)) = (exceeds, analysis.size.quota) {
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
    let mut said = if parts.is_empty() {
        "no findings".to_owned()
    } else {
        parts.join(", ")
    };
    if !analysis.suppressed.is_empty() {
        said.push_str(&format!(", {} suppressed", analysis.suppressed.len()));
    }
    said
}

fn with_article(title: &str) -> String {
    let article = if title.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {title}")
}
