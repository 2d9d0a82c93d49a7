//! # Value of the wrong JSON type
//!
//! An element holds a JSON value of a type that it does not take: a number where a string belongs, a list
//! for `Effect`, text for `Condition`. Or the whole text is a list or a string, not an object.
//!
//! ## Why it matters
//!
//! AWS refuses the policy.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Sid": 1,
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*"
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
//!     "Sid": "1",
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Grammar of the IAM JSON policy language", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `DATA_TYPE_MISMATCH`

use diagnostics::{Fix, Kind};
use json_text::{Value, edits, quote};
use policy::{PolicyType, ProblemKind};

use crate::check::{Check, first_character};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "data-type-mismatch",
    title: "Value of the wrong JSON type",
    aws_code: Some("DATA_TYPE_MISMATCH"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for problem in &subject.document.problems {
        let (span, message) = match &problem.kind {
            ProblemKind::NotAnObject => (
                first_character(subject.document.text(), problem.span),
                "a policy is an object: `{…}`".to_owned(),
            ),
            // `invalid-principal-format` tells these.
            ProblemKind::WrongType { element, .. } if element.ends_with("Principal") => continue,
            ProblemKind::WrongType {
                element,
                expected,
                found,
            } => (
                problem.span,
                format!("`{element}` takes {expected}, not {found}"),
            ),
            _ => continue,
        };
        if !report.has_room(&CHECK, span) {
            continue;
        }
        let value = subject.document.json().value(problem.node);
        let mut finding = CHECK
            .finding(span, message)
            .because("AWS refuses the policy");
        finding
            .fixes
            .extend(value.and_then(|value| match &problem.kind {
                ProblemKind::WrongType { element, .. } if element == "Version" => Some(Fix::safe(
                    "set the version to `2012-10-17`",
                    edits::replace(value, "\"2012-10-17\""),
                )),
                _ => fix(value),
            }));
        report.push(finding);
    }
}

/// The fix for what is plainly a slip. Whatever it changes, AWS refused the policy before.
fn fix(value: Value<'_>) -> Option<Fix> {
    let in_list = value
        .parent()
        .is_some_and(|parent| parent.kind() == json_text::Kind::Array);
    match value.kind() {
        json_text::Kind::Number | json_text::Kind::Bool if value.parent().is_some() => {
            let text = value.text();
            let edits = edits::replace(value, &quote(text));
            Some(Fix::safe(format!("put `{text}` in quotes"), edits))
        }
        json_text::Kind::Null if in_list => {
            Some(Fix::safe("delete the `null`", edits::remove_element(value)))
        }
        json_text::Kind::Array => {
            let mut elements = value.elements();
            let only = elements.next()?;
            let is_wanted = match value.parent() {
                Some(_) => only.kind() == json_text::Kind::String,
                None => only.kind() == json_text::Kind::Object,
            };
            let is_only = is_wanted && elements.next().is_none();
            is_only.then(|| {
                Fix::safe(
                    "take it out of the list",
                    edits::replace(value, only.text()),
                )
            })
        }
        _ => None,
    }
}
