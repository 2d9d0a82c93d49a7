//! # Unknown condition operator
//!
//! A condition compares with an operator that does not exist. `IfExists` may follow any operator but `Null`;
//! `ForAllValues:` or `ForAnyValue:` may stand before any.
//!
//! ## Why it matters
//!
//! AWS refuses the policy.
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
//!     "Condition": {"StringEqual": {"aws:PrincipalTag/team": "blue"}}
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
//! - "IAM JSON policy elements: Condition operators", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `INVALID_CONDITION_OPERATOR`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::{ConditionOperator, PolicyType, ProblemKind};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "invalid-condition-operator",
    title: "Unknown condition operator",
    aws_code: Some("INVALID_CONDITION_OPERATOR"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let json = subject.document.json();
    for problem in &subject.document.problems {
        let ProblemKind::UnknownOperator { written } = &problem.kind else {
            continue;
        };
        if !report.has_room(&CHECK, problem.span) {
            continue;
        }
        let nearest = nearest_operator(written);
        let message = match &nearest {
            Some(nearest) => {
                format!("`{written}` is no condition operator; did you mean `{nearest}`?")
            }
            None => format!("`{written}` is no condition operator"),
        };
        let mut finding = CHECK
            .finding(problem.span, message)
            .because("AWS refuses the policy");
        let block = json.value(problem.node);
        let free =
            nearest.filter(|nearest| block.is_some_and(|block| block.get(nearest).is_none()));
        if let (Some(nearest), Some(member)) = (free, json.member_at(problem.span.start)) {
            finding = finding.fix(Fix::safe(
                format!("rename `{written}` to `{nearest}`"),
                edits::rename(member, &nearest),
            ));
        }
        report.push(finding);
    }
}

fn nearest_operator(written: &str) -> Option<String> {
    // `NullIfExists` is far from `Null` by distance, and plainly means it.
    let without_suffix = written.strip_suffix("IfExists").unwrap_or(written);
    if ConditionOperator::from_name(without_suffix).is_some() {
        return Some(without_suffix.to_owned());
    }
    let names: Vec<String> = ConditionOperator::all_names().collect();
    patterns::nearest(written, names.iter().map(String::as_str), 1)
        .first()
        .map(|name| (*name).to_owned())
}
