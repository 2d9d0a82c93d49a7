//! # ForAllValues over a single value
//!
//! `ForAllValues:` stands before an operator whose key has one value in a request, or none.
//!
//! ## Why it matters
//!
//! `ForAllValues:` is true for a request without the key: the condition that seems to ask for a value lets those through
//! that have none. It is meant for keys that are lists, such as `aws:TagKeys`.
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
//!     "Condition": {"ForAllValues:StringEquals": {"aws:PrincipalTag/team": "blue"}}
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
//!     "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Single-valued vs. multivalued context keys", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `FORALLVALUES_WITH_SINGLE_VALUED_KEY`

use catalog::{Cardinality, ConditionKey};
use diagnostics::{Fix, Kind, Safety};
use policy::{ConditionOperator, Operator, PolicyType, SetOperator};

use crate::check::Check;
use crate::conditions::{asks_that_it_is_there, compare_with, conditions, holds_without_key};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "forallvalues-with-single-valued-key",
    title: "ForAllValues over a single value",
    aws_code: Some("FORALLVALUES_WITH_SINGLE_VALUED_KEY"),
    kind: Kind::SecurityWarning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for (statement, condition, operator) in conditions(subject.document) {
        if operator.set != Some(SetOperator::ForAllValues) || operator.operator == Operator::Null {
            continue;
        }
        let key = subject.catalog.condition_key(&condition.key);
        let is_single = |key: ConditionKey<'_>| key.cardinality() == Cardinality::Single;
        if !key.is_some_and(is_single) || asks_that_it_is_there(statement, condition) {
            continue;
        }
        if !report.has_room(&CHECK, condition.key_span) {
            continue;
        }
        let plain = ConditionOperator {
            set: None,
            ..operator
        };
        let changes = holds_without_key(plain) == Some(false);
        let because = if statement.is_deny() {
            "it is true for a request without the key: that is denied too"
        } else {
            "it is true for a request without the key: the condition lets that through"
        };
        let mut finding = CHECK
            .finding(
                condition.key_span,
                format!(
                    "`{}` has one value, and `ForAllValues:` is for lists",
                    condition.key
                ),
            )
            .because(because)
            .related(condition.operator_span, "the operator");
        let fix = compare_with(
            subject.document,
            condition,
            &plain.to_string(),
            statement.is_allow(),
        );
        finding.fixes.extend(fix.map(|fix| Fix {
            safety: if changes { fix.safety } else { Safety::Safe },
            ..fix
        }));
        report.push(finding);
    }
}
