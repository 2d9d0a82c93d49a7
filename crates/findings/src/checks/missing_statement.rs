//! # No statement
//!
//! The policy has no `Statement`.
//!
//! ## Why it matters
//!
//! AWS refuses the policy. `Effect`, `Action` and their like count only inside a statement.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Effect": "Allow",
//!   "Action": "s3:ListAllMyBuckets",
//!   "Resource": "*"
//! }
//! ```
//!
//! ## Instead
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": [
//!     {
//!       "Effect": "Allow",
//!       "Action": "s3:ListAllMyBuckets",
//!       "Resource": "*"
//!     }
//!   ]
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements: Statement", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `MISSING_STATEMENT`

use diagnostics::{Fix, Kind};
use json_text::{FormatOptions, Member, Value, edits, quote};
use policy::{PolicyType, ProblemKind, STATEMENT_ELEMENT_NAMES};

use crate::check::{Check, first_character};
use crate::elements::has_or_means;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "missing-statement",
    title: "No statement",
    aws_code: Some("MISSING_STATEMENT"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    let missing = |kind: &ProblemKind| matches!(kind, ProblemKind::NoStatement);
    if !document
        .problems
        .iter()
        .any(|problem| missing(&problem.kind))
    {
        return;
    }
    let Some(root) = document.json().root() else {
        return;
    };
    if has_or_means(root, &["Statement"], false) {
        return;
    }
    let mut finding = CHECK
        .finding(
            first_character(root.document().text(), root.span()),
            "the policy has no `Statement`",
        )
        .because("AWS refuses a policy without statements");
    let (misplaced, rest): (Vec<_>, Vec<_>) = root
        .members()
        .partition(|member| STATEMENT_ELEMENT_NAMES.contains(&member.name()));
    for member in &misplaced {
        finding = finding.related(member.name_span(), "this belongs into a statement");
    }
    if let Some(json) = with_statement(&rest, &misplaced) {
        finding = finding.fix(Fix::safe(
            "move the elements into a statement",
            edits::replace(root, &json),
        ));
    }
    report.push(finding);
}

/// The policy with the misplaced elements in a statement; `None` where there are none, or one has no value.
fn with_statement(rest: &[Member<'_>], misplaced: &[Member<'_>]) -> Option<String> {
    if misplaced.is_empty() {
        return None;
    }
    let statement = format!("\"Statement\": [{{{}}}]", joined(misplaced)?);
    let policy = if rest.is_empty() {
        format!("{{{statement}}}")
    } else {
        format!("{{{}, {statement}}}", joined(rest)?)
    };
    json_text::format(&policy, &FormatOptions::default()).ok()
}

fn joined(members: &[Member<'_>]) -> Option<String> {
    let members: Option<Vec<String>> = members
        .iter()
        .map(|member| {
            let value = member.value().map(Value::text)?;
            Some(format!("{}: {value}", quote(member.name())))
        })
        .collect();
    Some(members?.join(", "))
}
