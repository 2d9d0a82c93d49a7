//! # Unknown element
//!
//! A policy or a statement has an element that the policy language does not know. Often the name is
//! misspelled: the names of elements are case-sensitive.
//!
//! ## Why it matters
//!
//! AWS refuses the policy. Were it read, the element would count for nothing: a `Conditon` restricts
//! nothing.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Conditon": {"Bool": {"aws:SecureTransport": "true"}}
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {"Bool": {"aws:SecureTransport": "true"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements reference", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `INVALID_POLICY_ELEMENT`

use diagnostics::{Edit, Fix, Kind};
use json_text::{Member, edits};
use policy::{PolicyType, ProblemKind, STATEMENT_ELEMENT_NAMES};

use crate::check::Check;
use crate::elements::{has_or_means, nearest_element};
use crate::facts::Facts;
use crate::report::Report;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "invalid-policy-element",
    title: "Unknown element",
    aws_code: Some("INVALID_POLICY_ELEMENT"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let json = subject.document.json();
    let root = json.root();
    let has_statement = root.is_some_and(|root| has_or_means(root, &["Statement"], false));
    for problem in &subject.document.problems {
        let ProblemKind::UnknownElement { name, in_statement } = &problem.kind else {
            continue;
        };
        let Some(object) = json.value(problem.node) else {
            continue;
        };
        let is_known = STATEMENT_ELEMENT_NAMES.contains(&name.as_str());
        // `missing-statement` tells these: they are known, and only not where they belong.
        if !in_statement && is_known && !has_statement {
            continue;
        }
        if !report.has_room(&CHECK, problem.span) {
            continue;
        }
        let belongs_below = !in_statement && is_known;
        let nearest = nearest_element(name, *in_statement).filter(|_| !belongs_below);
        let of = if *in_statement { "statement" } else { "policy" };
        let message = match nearest {
            _ if belongs_below => format!("`{name}` belongs into a statement"),
            Some(nearest) => format!("`{name}` is no element of a {of}; did you mean `{nearest}`?"),
            None => format!("`{name}` is no element of a {of}"),
        };
        let mut finding = CHECK
            .finding(problem.span, message)
            .because("AWS refuses a policy with an element that it does not know there");
        if let Some(member) = json.member_at(problem.span.start) {
            let free = nearest.filter(|nearest| object.get(nearest).is_none());
            let moved = belongs_below.then(|| move_down(subject, member)).flatten();
            finding = finding.fix(match (moved, free) {
                (Some(edits), _) => Fix::safe(format!("move `{name}` into the statement"), edits),
                (None, Some(nearest)) => Fix::safe(
                    format!("rename `{name}` to `{nearest}`"),
                    edits::rename(member, nearest),
                ),
                (None, None) => {
                    Fix::needs_review(format!("delete `{name}`"), edits::remove_member(member))
                }
            });
        }
        report.push(finding);
    }
}

/// The edits that move an element from the top of the policy into its only statement.
fn move_down(subject: &Subject<'_>, member: Member<'_>) -> Option<Vec<Edit>> {
    let [statement] = subject.document.statements.as_slice() else {
        return None;
    };
    let statement = subject.document.json().value(statement.node)?;
    if statement.get(member.name()).is_some() {
        return None;
    }
    let mut moved = edits::remove_member(member);
    let json = member.value()?.text();
    moved.extend(edits::insert_member(
        statement,
        statement.members().count(),
        member.name(),
        json,
    ));
    Some(moved)
}
