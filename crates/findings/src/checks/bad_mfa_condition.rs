//! # Condition that misses sessions without MFA
//!
//! A condition on `aws:MultiFactorAuthPresent` does not tell requests with multi-factor authentication from those without:
//! `Bool` with `false` or `Null` with `true` in `Deny`, `BoolIfExists` with `true`, `Null` with `false` or a comparison with
//! `false` in `Allow`.
//!
//! ## Why it matters
//!
//! The key is missing in requests with long-term access keys, and `false` in console sessions without MFA. `Bool` with
//! `false` does not match the first, `Null` not the second; `BoolIfExists` with `true` matches the first. Whoever comes
//! without MFA in the way that was forgotten is not denied, or is allowed.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "Action": "s3:DeleteBucket",
//!     "Resource": "*",
//!     "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
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
//!     "Action": "s3:DeleteBucket",
//!     "Resource": "*",
//!     "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
//!   }
//! }
//! ```
//!
//! To allow with MFA only, write `"Bool": {"aws:MultiFactorAuthPresent": "true"}`.
//!
//! ## References
//!
//! - "AWS global condition context keys: aws:MultiFactorAuthPresent", IAM User Guide

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::values::read_bool;
use policy::{Condition, Operator, PolicyDocument, PolicyType, Statement};

use crate::check::Check;
use crate::conditions::compare_with;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "bad-mfa-condition",
    title: "Condition that misses sessions without MFA",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

const KEY: &str = "aws:MultiFactorAuthPresent";

/// What a condition asks: the operator, whether a missing key will do, and the value.
type Asked = (Operator, bool, bool);

const IS_FALSE: Asked = (Operator::Bool, false, false);
const IS_TRUE: Asked = (Operator::Bool, false, true);
const IS_TRUE_OR_MISSING: Asked = (Operator::Bool, true, true);
const IS_FALSE_OR_MISSING: Asked = (Operator::Bool, true, false);
const IS_THERE: Asked = (Operator::Null, false, false);
const IS_MISSING: Asked = (Operator::Null, false, true);

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    let is_denied = |wanted: Asked| {
        let denying = document
            .statements
            .iter()
            .filter(|statement| statement.is_deny());
        denying.flat_map(asked).any(|(_, asked)| asked == wanted)
    };
    for statement in &document.statements {
        for (condition, asks) in asked(statement) {
            let has = |wanted: Asked| asked(statement).any(|(_, asked)| asked == wanted);
            let told = match (statement.is_deny(), asks) {
                // Two statements may deny one half each.
                (true, IS_FALSE) if !is_denied(IS_MISSING) => Some((
                    "the key is missing in requests with long-term access keys: they are not denied",
                    compare_with(document, condition, "BoolIfExists", true),
                )),
                (true, IS_MISSING) if !is_denied(IS_FALSE) => Some((
                    "the key is `false` in console sessions without MFA: they are not denied",
                    rewrite(document, condition, "BoolIfExists", "false"),
                )),
                (false, IS_TRUE_OR_MISSING) if !has(IS_THERE) => Some((
                    "the key is missing in requests with long-term access keys: they are allowed",
                    compare_with(document, condition, "Bool", true),
                )),
                (false, IS_THERE) if !has(IS_TRUE) && !has(IS_TRUE_OR_MISSING) => Some((
                    "the key is `false` in console sessions without MFA: they are allowed",
                    rewrite(document, condition, "Bool", "true"),
                )),
                (false, IS_FALSE | IS_FALSE_OR_MISSING) => Some((
                    "requests without MFA are allowed, those with it are not",
                    None,
                )),
                _ => None,
            };
            let Some((because, fix)) = told else {
                continue;
            };
            if !report.has_room(&CHECK, condition.values_span) {
                continue;
            }
            let value = condition.values.first().map(|value| value.text.as_str());
            let mut finding = CHECK
                .finding(
                    condition.values_span,
                    format!(
                        "`{}` with `{}` does not tell who comes without MFA",
                        condition.operator_text,
                        value.unwrap_or_default()
                    ),
                )
                .because(because)
                .related(condition.operator_span, "the operator");
            finding.fixes.extend(fix);
            report.push(finding);
        }
    }
}

/// What the conditions of a statement ask of the key.
fn asked(statement: &Statement) -> impl Iterator<Item = (&Condition, Asked)> {
    statement.conditions.iter().filter_map(|condition| {
        let operator = condition.operator?;
        let (first, others) = condition.values.split_first()?;
        let value = read_bool(&first.text)?;
        let is_same = others
            .iter()
            .all(|other| read_bool(&other.text) == Some(value));
        let is_asked = condition.key.eq_ignore_ascii_case(KEY) && operator.set.is_none() && is_same;
        is_asked.then_some((condition, (operator.operator, operator.if_exists, value)))
    })
}

/// The fix that asks with another operator for another value, where that operator has no block of its own yet.
fn rewrite(
    document: &PolicyDocument,
    condition: &Condition,
    operator: &str,
    value: &str,
) -> Option<Fix> {
    let json = document.json().value(condition.node)?;
    let keys = json.member()?.object();
    let old = keys.member()?;
    let mut others = old.object().members();
    let is_taken = others.any(|other| other.name().eq_ignore_ascii_case(operator));
    if is_taken || keys.members().nth(1).is_some() {
        return None;
    }
    let mut edits = edits::rename(old, operator);
    edits.extend(edits::replace(json, &format!("\"{value}\"")));
    Some(Fix::narrows(
        format!("compare with `{operator}` and `{value}`"),
        edits,
    ))
}
