//! # No principal
//!
//! A statement of a resource policy, a role trust policy, a resource control policy or an endpoint policy has neither
//! `Principal` nor `NotPrincipal`.
//!
//! ## Why it matters
//!
//! Most services refuse the policy. Those that take it let the statement match nobody.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
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
//! - "IAM Access Analyzer policy check reference", `MISSING_PRINCIPAL`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::{PolicyType, Statement};

use crate::check::{Check, first_character};
use crate::elements::has_or_means;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "missing-principal",
    title: "No principal",
    aws_code: Some("MISSING_PRINCIPAL"),
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
    let document = subject.document;
    for statement in &document.statements {
        let Some(object) = document.json().value(statement.node) else {
            continue;
        };
        if has_or_means(object, &["Principal", "NotPrincipal"], true) {
            continue;
        }
        let span = first_character(document.text(), statement.span);
        if !report.has_room(&CHECK, span) {
            continue;
        }
        let mut finding = CHECK
            .finding(span, "the statement has no `Principal`")
            .because("it is about nobody, and most services refuse the policy");
        if let Some((title, is_safe)) = everyone(subject.policy_type, statement) {
            let position = usize::from(statement.sid.is_some()).saturating_add(1);
            let edits = edits::insert_member(object, position, "Principal", "\"*\"");
            finding = finding.fix(if is_safe {
                Fix::safe(title, edits)
            } else {
                Fix::needs_review(title, edits)
            });
        }
        report.push(finding);
    }
}

/// The title of the fix that names everyone, where that is what such a policy mostly says, and whether it can say
/// nothing else.
fn everyone(policy_type: PolicyType, statement: &Statement) -> Option<(&'static str, bool)> {
    match policy_type {
        PolicyType::Rcp => Some(("add `\"Principal\": \"*\"`", true)),
        PolicyType::VpcEndpoint => Some(("add `\"Principal\": \"*\"`", false)),
        _ => statement
            .is_deny()
            .then_some(("deny it to everyone: add `\"Principal\": \"*\"`", false)),
    }
}
