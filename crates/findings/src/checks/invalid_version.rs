//! # Unknown version
//!
//! `Version` is neither `2012-10-17` nor `2008-10-17`. It is the version of the policy language, not the
//! date of the policy.
//!
//! ## Why it matters
//!
//! AWS refuses the policy.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2024-05-01",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*"
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
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements: Version", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `INVALID_VERSION`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::{PolicyType, ProblemKind};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "invalid-version",
    title: "Unknown version",
    aws_code: Some("INVALID_VERSION"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    for problem in &document.problems {
        let ProblemKind::UnknownVersion { written } = &problem.kind else {
            continue;
        };
        if !report.has_room(&CHECK, problem.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(
                problem.span,
                format!("there is no version `{written}` of the policy language"),
            )
            .because("AWS refuses the policy: the versions are `2012-10-17` and, with fewer features, `2008-10-17`");
        if let Some(value) = document.json().value(problem.node) {
            finding = finding.fix(Fix::safe(
                "set the version to `2012-10-17`",
                edits::replace(value, "\"2012-10-17\""),
            ));
        }
        report.push(finding);
    }
}
