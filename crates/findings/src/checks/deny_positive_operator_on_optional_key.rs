//! # Deny that a missing key escapes
//!
//! A `Deny` is to catch what is not in order, but asks a key of which a request without it is no less out of order: the age
//! of a multi-factor authentication, a tag that is `false`, a list of organization paths none of which may be foreign.
//!
//! ## Why it matters
//!
//! An operator that has to match is false where the key is missing, and so is `ForAnyValue:` with a negated one. The
//! request is then not denied: whoever has no multi-factor authentication at all, no tag, no organization, goes through.
//!
//! A `Deny` of what has a certain value is left alone: who lacks the key is not meant there.
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
//!     "Condition": {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}}
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
//!     "Condition": {"NumericGreaterThanIfExists": {"aws:MultiFactorAuthAge": "3600"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements: Condition operators", IAM User Guide: IfExists
//! - "Set operators for multivalued context keys", IAM User Guide

use diagnostics::Kind;
use policy::{
    Condition, ConditionOperator, Operator, OperatorFamily, PolicyDocument, PolicyType,
    SetOperator, Statement,
};

use crate::check::Check;
use crate::conditions::{asks_that_it_is_there, compare_with, conditions, holds_without_key};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "deny-positive-operator-on-optional-key",
    title: "Deny that a missing key escapes",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

/// What the key of a condition tells that a request without it does not have.
struct Escape {
    /// Who or what has none.
    without: &'static str,
    operator: ConditionOperator,
    /// Whether the other operator denies all that this one denies.
    narrows: bool,
}

fn run(subject: &Facts<'_>, report: &mut Report) {
    for (statement, condition, operator) in conditions(subject.document) {
        if !statement.is_deny() || holds_without_key(operator) != Some(false) {
            continue;
        }
        let Some(escape) = escape(subject.policy_type, condition, operator) else {
            continue;
        };
        if asks_that_it_is_there(statement, condition)
            || denies_missing(subject.document, condition)
            || !report.has_room(&CHECK, condition.key_span)
        {
            continue;
        }
        let mut finding = CHECK
            .finding(
                condition.key_span,
                format!("a request without `{}` is not denied", condition.key),
            )
            .because(format!(
                "`{}` is false where the key is missing: {} goes through",
                condition.operator_text, escape.without
            ))
            .related(condition.operator_span, "the operator");
        finding.fixes.extend(compare_with(
            subject.document,
            condition,
            &escape.operator.to_string(),
            escape.narrows,
        ));
        report.push(finding);
    }
}

/// Whether a request without the key is meant as well, and the operator that catches it.
fn escape(
    policy_type: PolicyType,
    condition: &Condition,
    operator: ConditionOperator,
) -> Option<Escape> {
    let key = condition.key.to_ascii_lowercase();
    let or_missing = ConditionOperator {
        if_exists: true,
        ..operator
    };
    let is_more = operator.operator.as_str().contains("GreaterThan");
    if is_more && key == "aws:multifactorauthage" {
        return Some(Escape {
            without: "whoever has no multi-factor authentication",
            operator: or_missing,
            narrows: true,
        });
    }
    let is_text = matches!(
        operator.operator.family(),
        OperatorFamily::String | OperatorFamily::Bool
    );
    let is_false = |text: &str| text.eq_ignore_ascii_case("false");
    let is_tag = key.contains("principaltag/") || key.contains("resourcetag/");
    let mut values = condition.values.iter();
    let are_false = !condition.values.is_empty() && values.all(|value| is_false(&value.text));
    if operator.set.is_none() && is_text && is_tag && are_false {
        return Some(Escape {
            without: "what has no such tag",
            operator: or_missing,
            narrows: true,
        });
    }
    let is_list = key.ends_with("orgpaths") || key == "aws:calledvia";
    // Whom service control policies apply to is in an organization.
    let is_there = policy_type == PolicyType::Scp && key.starts_with("aws:principal");
    if operator.set == Some(SetOperator::ForAnyValue)
        && operator.operator.is_negated()
        && is_list
        && !is_there
    {
        return Some(Escape {
            without: "what has none at all",
            operator: ConditionOperator {
                set: Some(SetOperator::ForAllValues),
                ..operator
            },
            narrows: false,
        });
    }
    None
}

/// Whether another statement denies requests without the key.
fn denies_missing(document: &PolicyDocument, condition: &Condition) -> bool {
    let is_missing = |other: &Condition| {
        let is_null = other
            .operator
            .is_some_and(|operator| operator.operator == Operator::Null);
        let is_true = |text: &str| text.eq_ignore_ascii_case("true");
        is_null
            && other.key.eq_ignore_ascii_case(&condition.key)
            && other.values.iter().any(|value| is_true(&value.text))
    };
    let mut denying = document
        .statements
        .iter()
        .filter(|statement| statement.is_deny());
    denying.any(|statement: &Statement| statement.conditions.iter().any(is_missing))
}
