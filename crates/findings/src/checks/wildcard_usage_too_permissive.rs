//! # Wildcard where one value is meant
//!
//! A `Like` comparison uses a wildcard in the value of a key that says whose request it is or whose resource:
//! `aws:PrincipalAccount`, `aws:PrincipalOrgID`, `aws:ResourceAccount`, `aws:ResourceOrgID`, `aws:SourceAccount`,
//! `aws:SourceOrgID`, `aws:SourceVpc`, `aws:SourceVpce`, `aws:VpceAccount`, `aws:VpceOrgID`. Or it uses one in the id of
//! `aws:userid`, the part before the colon.
//!
//! ## Why it matters
//!
//! Ids are given at random: those that begin alike belong to strangers. The condition lets accounts, organizations and
//! networks through that nobody has heard of. AWS's validator reports it as an error.
//!
//! Comparisons that widen nothing are left alone: in `Deny`, those that have to match.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "Action": "s3:*",
//!     "Resource": "*",
//!     "Condition": {"StringNotLike": {"aws:ResourceOrgID": "o-*"}}
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
//!     "Effect": "Deny",
//!     "Action": "s3:*",
//!     "Resource": "*",
//!     "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "AWS global condition context keys", IAM User Guide: sensitive keys
//! - "IAM Access Analyzer policy check reference", `WILDCARD_USAGE_TOO_PERMISSIVE`

use diagnostics::Kind;
use policy::{Operator, PolicyType};

use crate::check::Check;
use crate::conditions::{conditions, has_wildcard};
use crate::facts::Facts;
use crate::report::Report;
use crate::sensitive_keys::is_sensitive;

pub(crate) const CHECK: Check = Check {
    id: "wildcard-usage-too-permissive",
    title: "Wildcard where one value is meant",
    aws_code: Some("WILDCARD_USAGE_TOO_PERMISSIVE"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let language = subject.document.language();
    for (statement, condition, operator) in conditions(subject.document) {
        let base = operator.operator;
        let is_like = matches!(base, Operator::StringLike | Operator::StringNotLike);
        if !is_like || statement.is_deny() != base.is_negated() {
            continue;
        }
        let is_id = condition.key.eq_ignore_ascii_case("aws:userid");
        if !is_id && !is_sensitive(&condition.key) {
            continue;
        }
        for value in &condition.values {
            let is_wide = if is_id {
                is_wide_id(&value.text)
            } else {
                has_wildcard(&value.text, language)
            };
            if !is_wide || !report.has_room(&CHECK, value.span) {
                continue;
            }
            let whom = if statement.is_deny() {
                "not denied to"
            } else {
                "allowed to"
            };
            report.push(
                CHECK
                    .finding(
                        value.span,
                        format!(
                            "a wildcard stands in `{}`, a value of `{}`",
                            value.text, condition.key
                        ),
                    )
                    .because(format!(
                        "ids that begin alike belong to strangers: this is {whom} them too; {}",
                        if is_id {
                            "name the id, and after its colon any session"
                        } else {
                            "name each value"
                        }
                    ))
                    .related(condition.operator_span, "this operator takes wildcards"),
            );
        }
    }
}

/// Whether the id before the colon is a pattern; `*` alone before one says that any will do.
fn is_wide_id(text: &str) -> bool {
    match text.split_once(':') {
        Some((id, _)) => id != "*" && id.contains(['*', '?']),
        None => text.contains(['*', '?']),
    }
}
