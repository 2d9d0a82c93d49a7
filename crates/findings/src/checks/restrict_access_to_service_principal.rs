//! # Service that may act for anybody
//!
//! A statement of a resource policy allows something to a service of AWS, and does not say on whose behalf.
//!
//! ## Why it matters
//!
//! The service acts for every customer of AWS. Somebody in another account can have it use this resource: the confused
//! deputy. `aws:SourceAccount`, `aws:SourceArn`, `aws:SourceOrgID` and `aws:SourceOrgPaths` say for whom it acts.
//!
//! A key policy that asks for the encryption context or the calling account is left alone.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"Service": "sns.amazonaws.com"},
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
//!     "Principal": {"Service": "sns.amazonaws.com"},
//!     "Action": "sqs:SendMessage",
//!     "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders",
//!     "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:orders"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "The confused deputy problem", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL`

use std::collections::BTreeSet;

use diagnostics::{Fix, Kind};
use json_text::quote;
use policy::{PolicyType, PrincipalKind, Statement};

use crate::check::Check;
use crate::facts::Facts;
use crate::principals::of_kind;
use crate::report::Report;
use crate::statement_edits::add_condition;

pub(crate) const CHECK: Check = Check {
    id: "restrict-access-to-service-principal",
    title: "Service that may act for anybody",
    aws_code: Some("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"),
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Resource],
    supersedes: &[],
    run,
};

/// Keys that say for whom a service acts: the four that AWS names, the older one of SNS, and two of KMS.
const SOURCES: [&str; 7] = [
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "kms:calleraccount",
    "kms:encryptioncontext:",
];

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        if !statement.is_allow() || says_for_whom(statement) {
            continue;
        }
        let mut services = of_kind(statement, PrincipalKind::Service);
        let Some(first) = services.next() else {
            continue;
        };
        if !report.has_room(&CHECK, first.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(
                first.span,
                format!("`{}` is allowed this on behalf of anybody", first.text),
            )
            .because(
                "in any account somebody can have the service do it: ask for `aws:SourceAccount` or `aws:SourceArn`",
            );
        for other in services {
            finding = finding.related(other.span, "and so is this service");
        }
        finding.fixes.extend(for_own_account(subject, statement));
        report.push(finding);
    }
}

fn says_for_whom(statement: &Statement) -> bool {
    statement.conditions.iter().any(|condition| {
        let key = condition.key.to_ascii_lowercase();
        SOURCES.iter().any(|source| key.starts_with(source))
    })
}

/// The fix that has the service act for the account of the resources alone, where they name one and the statement is about
/// services only.
fn for_own_account(subject: &Facts<'_>, statement: &Statement) -> Option<Fix> {
    let groups = &statement.principal.as_ref()?.value;
    let is_service = |kind: Option<PrincipalKind>| kind == Some(PrincipalKind::Service);
    if !groups.iter().all(|group| is_service(group.kind)) {
        return None;
    }
    let entries = &statement.resource.as_ref()?.value;
    let accounts: BTreeSet<&str> = entries
        .iter()
        .filter_map(|entry| entry.text.split(':').nth(4))
        .collect();
    let account = accounts.first().filter(|_| accounts.len() == 1)?;
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let json = quote(account);
    let condition = ("StringEquals", "aws:SourceAccount", json.as_str());
    Some(Fix::narrows(
        format!("allow it on behalf of account `{account}` alone"),
        add_condition(subject.document, statement, condition)?,
    ))
}
