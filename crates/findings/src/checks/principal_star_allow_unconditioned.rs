//! # Everyone is allowed
//!
//! A statement of a resource policy allows something to everyone, and asks for nothing.
//!
//! ## Why it matters
//!
//! `"Principal": "*"` and `{"AWS": "*"}` are everyone: every account of AWS, and callers without credentials. Where the
//! service has no switch against public access, the resource is open to the internet.
//!
//! Left alone is what the same policy denies to everyone under a condition that says who or from where.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": "*",
//!     "Action": "sqs:SendMessage",
//!     "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders"
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
//!     "Principal": "*",
//!     "Action": "sqs:SendMessage",
//!     "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders",
//!     "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
//!   }
//! }
//! ```
//!
//! A website is meant for everyone: serve it through CloudFront, whose service principal is then the only one allowed.
//!
//! ## References
//!
//! - "AWS JSON policy elements: Principal", IAM User Guide: all principals
//! - "Blocking public access to your Amazon S3 storage", Amazon S3 User Guide

use diagnostics::Kind;
use patterns::ResourcePattern;
use policy::{PolicyDocument, PolicyType, Statement};

use crate::check::Check;
use crate::facts::Facts;
use crate::principals::{everyone, within_organization};
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "principal-star-allow-unconditioned",
    title: "Everyone is allowed",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Resource],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    for statement in &document.statements {
        if !statement.is_allow() || !statement.conditions.is_empty() {
            continue;
        }
        let Some(principal) = everyone(statement) else {
            continue;
        };
        if is_denied_to_most(document, statement) || !report.has_room(&CHECK, principal.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(principal.span, "everyone is allowed this, without credentials too")
            .because("the resource is public, unless the service blocks it: name principals, or ask for `aws:PrincipalOrgID`");
        if let Some(action) = &statement.action {
            finding = finding.related(action.span, "what is allowed");
        }
        finding
            .fixes
            .extend(within_organization(subject, statement));
        report.push(finding);
    }
}

/// Whether another statement denies all of it to everyone but some: those of an organization, a network, an account.
fn is_denied_to_most(document: &PolicyDocument, allowed: &Statement) -> bool {
    let says_who = |statement: &Statement| {
        statement.conditions.iter().any(|condition| {
            let key = condition.key.to_ascii_lowercase();
            let is_who = key.starts_with("aws:principal") || key.starts_with("aws:source");
            is_who
                && condition
                    .operator
                    .is_some_and(|operator| operator.operator.is_negated())
        })
    };
    document.statements.iter().any(|denying| {
        denying.is_deny()
            && everyone(denying).is_some()
            && says_who(denying)
            && covers(denying, allowed)
    })
}

/// Whether one statement is about all actions and resources of another.
fn covers(one: &Statement, other: &Statement) -> bool {
    let (Some(actions), Some(other_actions)) = (&one.action, &other.action) else {
        return false;
    };
    let are_actions = other_actions.value.iter().all(|entry| {
        let mut own = actions.value.iter();
        own.any(|own| own.pattern.includes(&entry.pattern))
    });
    let (Some(resources), Some(other_resources)) = (&one.resource, &other.resource) else {
        return false;
    };
    let own: Vec<ResourcePattern> = resources
        .value
        .iter()
        .map(|entry| ResourcePattern::new(&entry.text))
        .collect();
    are_actions
        && other_resources.value.iter().all(|entry| {
            let entry = ResourcePattern::new(&entry.text);
            own.iter().any(|own| own.includes(&entry))
        })
}
