//! # Principal of the wrong form
//!
//! `Principal` or `NotPrincipal` is neither `"*"` nor an object of principals by kind. An ARN or an account
//! id stands in such an object under `AWS`, a service under `Service`.
//!
//! ## Why it matters
//!
//! AWS refuses the policy.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": "arn:aws:iam::123456789012:role/reader",
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::123456789012:role/reader"},
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "AWS JSON policy elements: Principal", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `INVALID_PRINCIPAL_FORMAT`

use diagnostics::{Fix, Kind};
use json_text::{Value, edits, quote};
use policy::{PolicyType, ProblemKind};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "invalid-principal-format",
    title: "Principal of the wrong form",
    aws_code: Some("INVALID_PRINCIPAL_FORMAT"),
    kind: Kind::Error,
    applies_to: &[
        PolicyType::Resource,
        PolicyType::Trust,
        PolicyType::Rcp,
        PolicyType::VpcEndpoint,
    ],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for problem in &subject.document.problems {
        let ProblemKind::WrongType { element, found, .. } = &problem.kind else {
            continue;
        };
        if !element.ends_with("Principal") {
            continue;
        }
        let Some(value) = subject.document.json().value(problem.node) else {
            continue;
        };
        if !report.has_room(&CHECK, problem.span) {
            continue;
        }
        let message = match value.as_str() {
            Some(written) => format!("`{element}` takes `\"*\"` or an object, not `{written}`"),
            None => format!("`{element}` takes `\"*\"` or an object, not {found}"),
        };
        let mut finding = CHECK
            .finding(problem.span, message)
            .because("AWS refuses the policy");
        if let Some((kind, json)) = as_kind(value) {
            finding = finding.fix(Fix::safe(
                format!("name it as a principal of kind `{kind}`"),
                edits::replace(value, &format!("{{\"{kind}\": {json}}}")),
            ));
        }
        report.push(finding);
    }
}

/// The kind of principal that the value can only be, and the JSON under that kind.
fn as_kind(value: Value<'_>) -> Option<(&'static str, String)> {
    if let Some(number) = value.number_text() {
        return Some((kind_of(number)?, quote(number)));
    }
    let texts: Option<Vec<&str>> = match value.kind() {
        json_text::Kind::Array => value.elements().map(Value::as_str).collect(),
        _ => Some(vec![value.as_str()?]),
    };
    let mut kinds = texts?.into_iter().map(kind_of);
    let first = kinds.next()??;
    kinds
        .all(|kind| kind == Some(first))
        .then(|| (first, value.text().to_owned()))
}

fn kind_of(text: &str) -> Option<&'static str> {
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if text.contains(":oidc-provider/") || text.contains(":saml-provider/") {
        Some("Federated")
    } else if text.ends_with(".amazonaws.com") {
        Some("Service")
    } else if is_account || text == "*" || text.starts_with("arn:") {
        Some("AWS")
    } else {
        None
    }
}
