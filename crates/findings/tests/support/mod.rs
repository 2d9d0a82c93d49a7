//! Text in, text out: a policy in, its findings written under the lines they are about.

#![allow(dead_code, reason = "each test file uses a part")]

use std::path::PathBuf;
use std::sync::OnceLock;

use catalog::Catalog;
use findings::{Check, Subject, Surroundings, registry};
use json_text::Span;
use policy::PolicyType;

/// The committed catalogue.
pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../catalog/data/catalog.bin");
        Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
    })
}

/// The checks that cases and pages show by example: policies that are too long are too long for that, and `bounds.rs` makes
/// some.
pub fn checks_with_cases() -> impl Iterator<Item = &'static Check> {
    const TOO_LONG: [&str; 2] = [
        "document-hard-limit",
        "policy-size-exceeds-identity-policy-quota",
    ];
    registry()
        .iter()
        .filter(|check| !TOO_LONG.contains(&check.id))
}

/// What the checks say about a policy of which nothing else is known.
pub fn check(policy_type: PolicyType, text: &str) -> Vec<diagnostics::Finding> {
    check_in(policy_type, text, &Surroundings::UNKNOWN)
}

/// What the checks say about a policy of which more is known.
pub fn check_in(
    policy_type: PolicyType,
    text: &str,
    surroundings: &Surroundings,
) -> Vec<diagnostics::Finding> {
    let document = policy::parse(text);
    findings::check(&Subject {
        document: &document,
        policy_type,
        catalog: catalog(),
        surroundings,
    })
}

/// Those whom a `policy.toml` trusts.
pub fn trusting(toml: &str) -> Surroundings {
    let settings = workspace::CheckSettings::from_toml(toml).unwrap();
    Surroundings {
        trusted_accounts: settings.trusted.accounts,
        trusted_organization: settings.trusted.organization,
        resource_kind: None,
    }
}

/// The policy with the marks of its findings, as `tests/cases/README.md` describes them.
pub fn annotated(policy_type: PolicyType, text: &str, surroundings: &Surroundings) -> String {
    let findings = check_in(policy_type, text, surroundings);
    let mut marks: Vec<(usize, String)> = Vec::new();
    for finding in &findings {
        let mut lines = vec![format!(
            "{} {}[{}]: {}",
            underline(text, finding.span, '^'),
            finding.kind.as_str(),
            finding.code,
            finding.message
        )];
        let indent = " ".repeat(column(text, finding.span));
        if !finding.because.is_empty() {
            lines.push(format!("{indent}= {}", finding.because));
        }
        marks.push((line(text, finding.span), lines.join("\n")));
        for related in &finding.related {
            let mark = format!(
                "{} [{}]: {}",
                underline(text, related.span, '~'),
                finding.code,
                related.message
            );
            marks.push((line(text, related.span), mark));
        }
    }
    let mut result = String::new();
    for (number, source) in text.lines().enumerate() {
        result.push_str(source);
        result.push('\n');
        for (_, mark) in marks.iter().filter(|(at, _)| *at == number) {
            result.push_str(mark);
            result.push('\n');
        }
    }
    for finding in &findings {
        for fix in &finding.fixes {
            let fixed = json_text::apply(text, &fix.edits).unwrap();
            let title = format!(
                "--- {}: {} ({})\n",
                finding.code,
                fix.title,
                fix.safety.as_str()
            );
            result.push_str(&title);
            result.push_str(&changed_lines(text, &fixed));
        }
    }
    result
}

/// The policy without the marks.
pub fn without_marks(annotated: &str) -> String {
    let mut text = String::new();
    for line in annotated.lines() {
        if line.starts_with("---") {
            break;
        }
        if !line.trim_start().starts_with(['^', '~', '=']) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_end().to_owned()
}

fn line(text: &str, span: Span) -> usize {
    text[..span.start].matches('\n').count()
}

fn column(text: &str, span: Span) -> usize {
    let before = &text[..span.start];
    before[before.rfind('\n').map_or(0, |at| at + 1)..]
        .chars()
        .count()
}

/// Marks under the part of the span in its first line; `…` where it goes on.
fn underline(text: &str, span: Span, mark: char) -> String {
    let first_line = text[span.start..span.end]
        .lines()
        .next()
        .unwrap_or_default();
    let marks: String = std::iter::repeat_n(mark, first_line.chars().count().max(1)).collect();
    let goes_on = if first_line.len() < span.len() {
        "…"
    } else {
        ""
    };
    format!("{}{marks}{goes_on}", " ".repeat(column(text, span)))
}

fn changed_lines(before: &str, after: &str) -> String {
    let before: Vec<&str> = before.lines().collect();
    let after: Vec<&str> = after.lines().collect();
    let pairs = before.iter().zip(&after);
    let start = pairs.take_while(|(old, new)| old == new).count();
    let rest = before[start..]
        .iter()
        .rev()
        .zip(after[start..].iter().rev());
    let end = rest.take_while(|(old, new)| old == new).count();
    let mut result = String::new();
    for line in &before[start..before.len() - end] {
        result.push_str(&format!("- {line}\n"));
    }
    for line in &after[start..after.len() - end] {
        result.push_str(&format!("+ {line}\n"));
    }
    result
}
