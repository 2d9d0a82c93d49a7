//! # List compared as one value
//!
//! A condition compares a key of which a request carries a list of values, without `ForAllValues:` or `ForAnyValue:`.
//!
//! ## Why it matters
//!
//! The operator takes one value. What it does with a list is not documented; AWS's validator reports it as an error.
//! `ForAnyValue:` asks for one value that matches, `ForAllValues:` that all of them do, which is also true where the
//! request has none.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "ec2:CreateTags",
//!     "Resource": "*",
//!     "Condition": {"StringEquals": {"aws:TagKeys": ["team", "project"]}}
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
//!     "Action": "ec2:CreateTags",
//!     "Resource": "*",
//!     "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "project"]}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Set operators for multivalued context keys", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `MISSING_QUALIFIER`

use diagnostics::Kind;
use policy::{ConditionOperator, Operator, PolicyType, SetOperator};

use crate::check::Check;
use crate::conditions::{compare_with, conditions};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "missing-qualifier",
    title: "List compared as one value",
    aws_code: Some("MISSING_QUALIFIER"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

/// A list for some actions only, though not in the reference: AWS's own policies compare it as one value in
/// `events:PutRule`.
const SOMETIMES_ONE: &str = "events:detail-type";

fn run(subject: &Facts<'_>, report: &mut Report) {
    for (_, condition, operator) in conditions(subject.document) {
        if operator.set.is_some() || operator.operator == Operator::Null {
            continue;
        }
        let key = subject.catalog.condition_key(&condition.key);
        if !key.is_some_and(|key| key.is_multivalued() && key.name() != SOMETIMES_ONE) {
            continue;
        }
        if !report.has_room(&CHECK, condition.key_span) {
            continue;
        }
        let mut finding = CHECK
            .finding(
                condition.key_span,
                format!(
                    "`{}` is a list, and `{}` compares one value",
                    condition.key, condition.operator_text
                ),
            )
            .because("what AWS does with a list here is not documented: it may never match")
            .related(condition.operator_span, "this operator takes one value");
        for set in [SetOperator::ForAnyValue, SetOperator::ForAllValues] {
            let operator = ConditionOperator {
                set: Some(set),
                ..operator
            };
            let name = operator.to_string();
            finding
                .fixes
                .extend(compare_with(subject.document, condition, &name, false));
        }
        report.push(finding);
    }
}
