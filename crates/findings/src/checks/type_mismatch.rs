//! # Operator that does not suit the key
//!
//! A condition compares a key with an operator for values of another type: a boolean with `StringEquals`, text with
//! `NumericLessThan`.
//!
//! ## Why it matters
//!
//! A value that is not of the operator's type matches nothing, so that the condition never holds, or always. Where a
//! string operator compares something else, the text has to be the same: `True` is not `true`, and
//! `2026-01-01T00:00:00Z` is not the same instant in other digits.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {"StringEquals": {"aws:SecureTransport": "true"}}
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
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {"Bool": {"aws:SecureTransport": "true"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements: Condition operators", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `TYPE_MISMATCH`

use catalog::{ConditionKey, KeyType};
use diagnostics::Kind;
use policy::values::{Instant, IpNetwork, Number, read_binary, read_bool};
use policy::{Condition, ConditionOperator, Operator, OperatorFamily, PolicyType};

use crate::check::Check;
use crate::conditions::{compare_with, conditions};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "type-mismatch",
    title: "Operator that does not suit the key",
    aws_code: Some("TYPE_MISMATCH"),
    kind: Kind::Warning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for (_, condition, operator) in conditions(subject.document) {
        let Some(key) = subject.catalog.condition_key(&condition.key) else {
            continue;
        };
        let family = operator.operator.family();
        if suits(key, family, condition) {
            continue;
        }
        let (Some((_, compared)), Some(own)) = (words(family), key.value_types().next()) else {
            continue;
        };
        let held = WORDS.iter().find(|(_, kind, _)| *kind == own);
        let Some((own_family, _, held)) = held else {
            continue;
        };
        if !report.has_room(&CHECK, condition.key_span) {
            continue;
        }
        let because = if family == OperatorFamily::String {
            "as text it only matches the same spelling: `True` is not `true`, nor `1.0` the same as `1`"
        } else {
            "a value that cannot be read as such matches nothing: the condition never holds, or always if it is negated"
        };
        let mut finding = CHECK
            .finding(
                condition.key_span,
                format!(
                    "`{}` compares {compared}, and `{}` is {held}",
                    condition.operator_text, condition.key
                ),
            )
            .because(because)
            .related(condition.operator_span, "the operator");
        if let Some(suiting) = suiting(operator.operator, *own_family, condition) {
            let operator = ConditionOperator {
                operator: suiting,
                ..operator
            };
            let name = operator.to_string();
            let fix = compare_with(subject.document, condition, &name, false);
            finding.fixes.extend(fix);
        }
        report.push(finding);
    }
}

/// What operators compare, and what keys are.
const WORDS: [(OperatorFamily, KeyType, &str); 7] = [
    (OperatorFamily::String, KeyType::String, "text"),
    (OperatorFamily::Arn, KeyType::Arn, "an ARN"),
    (OperatorFamily::Bool, KeyType::Bool, "a boolean"),
    (OperatorFamily::Numeric, KeyType::Numeric, "a number"),
    (OperatorFamily::Date, KeyType::Date, "a date"),
    (
        OperatorFamily::IpAddress,
        KeyType::IpAddress,
        "an IP address",
    ),
    (OperatorFamily::Binary, KeyType::Binary, "binary data"),
];

fn words(family: OperatorFamily) -> Option<(KeyType, &'static str)> {
    WORDS
        .iter()
        .find(|(own, ..)| *own == family)
        .map(|(_, kind, words)| (*kind, *words))
}

/// Whether the operator compares what the key holds. Any key can be asked about with `Null`, and ARNs are text as well;
/// many keys that are listed as text hold ARNs.
fn suits(key: ConditionKey<'_>, family: OperatorFamily, condition: &Condition) -> bool {
    let Some((kind, _)) = words(family) else {
        return true;
    };
    key.takes(kind)
        || family == OperatorFamily::String && key.takes(KeyType::Arn)
        || family == OperatorFamily::Arn && key.takes(KeyType::String) && {
            let mut values = condition.values.iter();
            values.all(|value| value.text.starts_with("arn:") || value.text.contains("${"))
        }
}

/// The operator that asks the same of values of the other family, if all values can be read as such.
fn suiting(operator: Operator, family: OperatorFamily, condition: &Condition) -> Option<Operator> {
    let is_read = |text: &str| match family {
        OperatorFamily::String => true,
        OperatorFamily::Arn => text.starts_with("arn:"),
        OperatorFamily::Bool => read_bool(text).is_some(),
        OperatorFamily::Numeric => Number::parse(text).is_some(),
        OperatorFamily::Date => Instant::parse(text).is_some(),
        OperatorFamily::IpAddress => IpNetwork::parse(text).is_some(),
        OperatorFamily::Binary => read_binary(text).is_some(),
        OperatorFamily::Null => false,
    };
    if !condition.values.iter().all(|value| is_read(&value.text)) {
        return None;
    }
    let wanted = |other: &Operator| {
        other.family() == family
            && other.is_negated() == operator.is_negated()
            && order(*other) == order(operator)
            && !other.as_str().contains("IgnoreCase")
            && (family != OperatorFamily::String
                || other.takes_wildcards() == has_wildcard(condition))
    };
    Operator::ALL.iter().copied().find(wanted)
}

/// Which way an operator orders: `LessThan`; empty for one that does not.
fn order(operator: Operator) -> &'static str {
    let name = operator.as_str();
    let start = name.find("Less").or_else(|| name.find("Greater"));
    start
        .and_then(|start| name.get(start..))
        .unwrap_or_default()
}

fn has_wildcard(condition: &Condition) -> bool {
    condition
        .values
        .iter()
        .any(|value| value.text.contains(['*', '?']))
}
