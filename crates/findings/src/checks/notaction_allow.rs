//! # Allow with NotAction
//!
//! A statement allows every action but the listed ones, without a condition.
//!
//! ## Why it matters
//!
//! It grants far more than it shows: thousands of actions, among them those of services that AWS has yet to
//! launch. `NotAction` is meant for `Deny`, where a forgotten entry denies too much, not too little.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "NotAction": ["iam:*", "organizations:*"],
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
//!     "Effect": "Allow",
//!     "Action": ["s3:*", "dynamodb:*"],
//!     "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket*", "arn:aws:dynamodb:*:123456789012:table/orders"]
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements: NotAction", IAM User Guide

use catalog::ActionSet;
use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "notaction-allow",
    title: "Allow with NotAction",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Identity, PolicyType::Resource],
    supersedes: &["privilege-escalation", "credentials-exposure"],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        let (Some(effect), Some(not_action)) = (&statement.effect, &statement.not_action) else {
            continue;
        };
        if !statement.is_allow() || !statement.conditions.is_empty() {
            continue;
        }
        if !report.has_room(&CHECK, not_action.name_span) {
            continue;
        }
        let catalog = subject.catalog;
        let excluded = not_action
            .value
            .iter()
            .fold(ActionSet::new(), |excluded, entry| {
                excluded.union(&catalog.expand(&entry.text))
            });
        let granted = catalog.all_actions().len().saturating_sub(excluded.len());
        let mut finding = CHECK
            .finding(
                not_action.name_span,
                format!("this allows the {granted} actions that are not listed"),
            )
            .because("every action that AWS adds, in any service, is allowed as well from the day it exists")
            .related(effect.span, "`Deny` is what `NotAction` is meant for");
        if let Some(resource) = &statement.resource {
            finding = finding.related(resource.span, "on these resources");
        }
        report.push(finding);
    }
}
