//! # Wildcard that is compared literally
//!
//! A value holds `*` or `?`, but the operator is `StringEquals` or one of its kind, which knows no wildcards.
//!
//! ## Why it matters
//!
//! The value only matches a text with this very character. A condition that was to match many values matches none of
//! them. `ArnEquals` is no such case: it does what `ArnLike` does.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListBucket",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket",
//!     "Condition": {"StringEquals": {"s3:prefix": ["", "reports/*"]}}
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
//!     "Action": "s3:ListBucket",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket",
//!     "Condition": {"StringLike": {"s3:prefix": ["", "reports/*"]}}
//!   }
//! }
//! ```
//!
//! Where the character is meant, write it as `${*}` or `${?}`.
//!
//! ## References
//!
//! - "IAM JSON policy elements: Condition operators", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `WILDCARD_WITHOUT_LIKE_OPERATOR`

use diagnostics::{Edit, Fix, Kind};
use policy::{
    Condition, ConditionOperator, ConditionValue, Operator, OperatorFamily, PolicyDocument,
    PolicyType, Version,
};

use crate::check::Check;
use crate::conditions::{compare_with, conditions, has_wildcard};
use crate::facts::Facts;
use crate::report::Report;
use crate::sensitive_keys::is_sensitive;

pub(crate) const CHECK: Check = Check {
    id: "wildcard-without-like-operator",
    title: "Wildcard that is compared literally",
    aws_code: Some("WILDCARD_WITHOUT_LIKE_OPERATOR"),
    kind: Kind::Warning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    let language = document.language();
    for (statement, condition, operator) in conditions(document) {
        let base = operator.operator;
        if base.family() != OperatorFamily::String || base.takes_wildcards() {
            continue;
        }
        let mut values = condition
            .values
            .iter()
            .filter(|value| has_wildcard(&value.text, language));
        let Some(first) = values.next() else {
            continue;
        };
        if !report.has_room(&CHECK, first.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(
                first.span,
                format!(
                    "`{}` takes the wildcard in `{}` literally",
                    condition.operator_text, first.text
                ),
            )
            .because("only a text with this very character matches the value");
        for value in values {
            finding = finding.related(value.span, "in this value too");
        }
        finding = finding.related(condition.operator_span, "this operator has no wildcards");
        let like = if base.is_negated() {
            Operator::StringNotLike
        } else {
            Operator::StringLike
        };
        let like = ConditionOperator {
            operator: like,
            ..operator
        };
        let is_exact = matches!(base, Operator::StringEquals | Operator::StringNotEquals);
        // Wildcards match more: that is more allowed, or less denied, unless the operator is negated.
        let is_narrower = is_exact && statement.is_allow() == base.is_negated();
        if !is_sensitive(&condition.key) {
            let name = like.to_string();
            let fix = compare_with(document, condition, &name, is_narrower);
            finding.fixes.extend(fix);
        }
        finding.fixes.extend(literal(document, condition));
        report.push(finding);
    }
}

/// The fix that writes the characters so that nobody takes them for wildcards. It changes nothing, but is seldom what was
/// meant.
fn literal(document: &PolicyDocument, condition: &Condition) -> Option<Fix> {
    let language = document.language();
    let values = condition.values.iter();
    let values: Vec<&ConditionValue> = values
        .filter(|value| has_wildcard(&value.text, language))
        .collect();
    let is_plain = |value: &&ConditionValue| !value.text.contains("${");
    if language != Version::V2012 || !values.iter().all(is_plain) {
        return None;
    }
    let edits = values.iter().flat_map(|value| {
        let json = document.json().value(value.node);
        let wildcards = value.text.match_indices(['*', '?']);
        wildcards.filter_map(move |(at, wildcard)| {
            let span = json?.string_span(at..at.saturating_add(1));
            Some(Edit::new(span, format!("${{{wildcard}}}")))
        })
    });
    Some(Fix::needs_review(
        "write it as the character that it is: `${*}`, `${?}`",
        edits.collect(),
    ))
}
