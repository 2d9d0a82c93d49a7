//! # Account that is not trusted
//!
//! A statement gives access to a principal of an account, or to an organization, that is not among those that `policy.toml` calls
//! trusted. Without `policy.toml`, or where it names none, nothing is told.
//!
//! ## Why it matters
//!
//! Whoever administers the other account decides who in it may use this, and may be somebody else tomorrow. A digit that is
//! mistyped is an account of a stranger.
//!
//! The account in the ARNs of the resources counts as trusted, and so does whatever the statement allows within the trusted
//! organization alone (`aws:PrincipalOrgID`).
//!
//! ## Example
//!
//! `policy.toml`:
//!
//! ```toml
//! [trusted]
//! accounts = ["111122223333"]
//! organization = "o-a1b2c3d4e5"
//! ```
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
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
//!     "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
//!     "Action": "sqs:SendMessage",
//!     "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders"
//!   }
//! }
//! ```
//!
//! Or ask, with the account as it is, for `"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}`; or add the account to
//! `policy.toml`.
//!
//! ## References
//!
//! - "Cross account resource access in IAM", IAM User Guide
//! - "AWS global condition context keys", IAM User Guide: `aws:PrincipalOrgID`

use diagnostics::Kind;
use policy::{Condition, Operator, PolicyType, PrincipalKind, Statement};

use crate::check::Check;
use crate::facts::Facts;
use crate::principals::{of_kind, within_organization};
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "principal-cross-account",
    title: "Account that is not trusted",
    aws_code: None,
    kind: Kind::Warning,
    applies_to: &[PolicyType::Resource, PolicyType::Trust],
    supersedes: &[],
    run,
};

/// Keys whose values are accounts that get access, or on whose behalf a service does.
const ACCOUNTS: [&str; 3] = [
    "aws:PrincipalAccount",
    "aws:SourceAccount",
    "kms:CallerAccount",
];

/// The same for organizations.
const ORGANIZATIONS: [&str; 2] = ["aws:PrincipalOrgID", "aws:SourceOrgID"];

fn run(subject: &Facts<'_>, report: &mut Report) {
    let accounts = &subject.surroundings.trusted_accounts;
    let organization = subject.surroundings.trusted_organization.as_deref();
    if accounts.is_empty() && organization.is_none() {
        return;
    }
    let is_trusted_organization = |text: &str| organization.is_none_or(|trusted| trusted == text);
    for statement in &subject.document.statements {
        if !statement.is_allow() || is_within(statement, organization) {
            continue;
        }
        let is_trusted = |account: &str| {
            accounts.is_empty()
                || accounts.iter().any(|trusted| trusted == account)
                || owns(statement, account)
        };
        for principal in of_kind(statement, PrincipalKind::Aws) {
            let account = account_of(&principal.text);
            let Some(account) = account.filter(|account| !is_trusted(account)) else {
                continue;
            };
            if report.has_room(&CHECK, principal.span) {
                let mut finding = CHECK
                    .finding(
                        principal.span,
                        format!("account `{account}` is not a trusted one"),
                    )
                    .because("whoever administers it decides who may use this");
                finding
                    .fixes
                    .extend(within_organization(subject, statement));
                report.push(finding);
            }
        }
        for condition in statement
            .conditions
            .iter()
            .filter(|condition| has_to_match(condition))
        {
            let is_one_of = |keys: &[&str]| {
                keys.iter()
                    .any(|key| key.eq_ignore_ascii_case(&condition.key))
            };
            for value in &condition.values {
                let text = value.text.as_str();
                let what = match () {
                    () if is_one_of(&ACCOUNTS)
                        && account_of(text).is_some_and(|account| !is_trusted(account)) =>
                    {
                        "account"
                    }
                    () if is_one_of(&ORGANIZATIONS) && !is_trusted_organization(text) => {
                        "organization"
                    }
                    () => continue,
                };
                if report.has_room(&CHECK, value.span) {
                    report.push(
                        CHECK
                            .finding(value.span, format!("{what} `{text}` is not a trusted one"))
                            .because("whoever administers it decides who may use this"),
                    );
                }
            }
        }
    }
}

/// Whether a condition is false for what has none of its values.
fn has_to_match(condition: &Condition) -> bool {
    condition.operator.is_some_and(|operator| {
        !operator.operator.is_negated() && operator.operator != Operator::Null
    })
}

/// Whether the statement allows something to principals of the trusted organization alone.
fn is_within(statement: &Statement, organization: Option<&str>) -> bool {
    let Some(organization) = organization else {
        return false;
    };
    statement.conditions.iter().any(|condition| {
        let is_strict = condition
            .operator
            .is_some_and(|operator| operator.set.is_none() && !operator.if_exists);
        is_strict
            && has_to_match(condition)
            && condition.key.eq_ignore_ascii_case("aws:PrincipalOrgID")
            && condition
                .values
                .iter()
                .all(|value| value.text == organization)
    })
}

/// Whether an ARN of the statement's resources names the account.
fn owns(statement: &Statement, account: &str) -> bool {
    let mut resources = statement
        .resource
        .iter()
        .flat_map(|resources| &resources.value);
    resources.any(|entry| entry.text.split(':').nth(4) == Some(account))
}

/// The account of a principal: twelve digits, alone or in an ARN.
fn account_of(text: &str) -> Option<&str> {
    let account = text.split(':').nth(4).unwrap_or(text);
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}
