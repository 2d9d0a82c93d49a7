//! # Role that everyone can assume
//!
//! A trust policy lets `"*"` assume the role, without a condition.
//!
//! ## Why it matters
//!
//! Everybody who has an account of AWS can assume the role, and has all of its permissions. Nothing else is needed: trust
//! policies are not narrowed by the permissions of the caller's account in your favour.
//!
//! ## Example
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "*"},
//!     "Action": "sts:AssumeRole"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::123456789012:role/deploy"},
//!     "Action": "sts:AssumeRole"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "How to use trust policies with IAM roles", AWS Security Blog
//! - "AWS JSON policy elements: Principal", IAM User Guide: all principals

use diagnostics::Kind;
use patterns::ActionPattern;
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::principals::{everyone, within_organization};
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "trust-any-principal",
    title: "Role that everyone can assume",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Trust],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let assume = ActionPattern::new("sts:AssumeRole");
    for statement in &subject.document.statements {
        let (Some(principal), Some(actions)) = (everyone(statement), &statement.action) else {
            continue;
        };
        let mut entries = actions.value.iter();
        let assumes = entries.find(|entry| entry.pattern.includes(&assume));
        let Some(assumes) = assumes else {
            continue;
        };
        if !statement.is_allow()
            || !statement.conditions.is_empty()
            || !report.has_room(&CHECK, principal.span)
        {
            continue;
        }
        let mut finding = CHECK
            .finding(principal.span, "everyone can assume the role")
            .because("whoever has an account of AWS has the permissions of the role: name accounts, users or roles")
            .related(assumes.span, "by this action");
        finding
            .fixes
            .extend(within_organization(subject, statement));
        report.push(finding);
    }
}
