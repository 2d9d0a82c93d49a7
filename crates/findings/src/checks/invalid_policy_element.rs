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

use diagnostics::{Finding, Fix, Kind};
use json_text::edits;
use policy::{PolicyType, ProblemKind};

use crate::check::Check;
use crate::elements::{is_misplaced, nearest_element};
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

fn run(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let json = subject.document.json();
    for problem in &subject.document.problems {
        let ProblemKind::UnknownElement { name, in_statement } = &problem.kind else {
            continue;
        };
        let Some(object) = json.value(problem.node) else {
            continue;
        };
        // `missing-statement` tells these: they are known, and only not where they belong.
        if !in_statement && is_misplaced(object, name) {
            continue;
        }
        let of = if *in_statement { "statement" } else { "policy" };
        let nearest = nearest_element(name, *in_statement);
        let message = match nearest {
            Some(nearest) => format!("`{name}` is no element of a {of}; did you mean `{nearest}`?"),
            None => format!("`{name}` is no element of a {of}"),
        };
        let mut finding = CHECK
            .finding(problem.span, message)
            .because("AWS refuses a policy with an element that it does not know");
        if let Some(member) = json.member_at(problem.span.start) {
            let free = nearest.filter(|nearest| object.get(nearest).is_none());
            finding = finding.fix(match free {
                Some(nearest) => Fix::safe(
                    format!("rename `{name}` to `{nearest}`"),
                    edits::rename(member, nearest),
                ),
                None => Fix::needs_review(format!("delete `{name}`"), edits::remove_member(member)),
            });
        }
        findings.push(finding);
    }
}
