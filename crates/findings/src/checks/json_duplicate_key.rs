//! # Name used twice in one object
//!
//! A JSON object has two members of the same name: two `Effect` in a statement, two `StringEquals` in a
//! condition.
//!
//! ## Why it matters
//!
//! JSON readers keep the last member and drop the others without a word. A condition that is dropped so
//! restricts nothing. IAM refuses a policy with two `Statement` elements and a statement with two of `Effect`, `Action` or
//! `Resource`; elsewhere the last one wins.
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
//!     "Condition": {
//!       "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
//!       "StringEquals": {"aws:RequestedRegion": "eu-central-1"}
//!     }
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
//!     "Condition": {
//!       "StringEquals": {
//!         "aws:PrincipalOrgID": "o-a1b2c3d4e5",
//!         "aws:RequestedRegion": "eu-central-1"
//!       }
//!     }
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Troubleshoot IAM policies", IAM User Guide: more than one Statement, Effect, Action or Resource element

use diagnostics::{Finding, Fix, Kind};
use policy::PolicyType;

use crate::check::Check;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "json-duplicate-key",
    title: "Name used twice in one object",
    aws_code: None,
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let json = subject.document.json();
    for duplicate in json.duplicate_members() {
        let mut finding = CHECK
            .finding(
                duplicate.again,
                format!("`{}` stands twice in one object", duplicate.name),
            )
            .because("at best the last one counts and what the first one says is lost; IAM refuses some of these policies")
            .related(duplicate.first, "the first one, which is lost");
        if let Some(first) = json.member_at(duplicate.first.start) {
            finding = finding.fix(Fix::safe(
                format!("delete the first `{}`", duplicate.name),
                json_text::edits::remove_member(first),
            ));
        }
        findings.push(finding);
    }
}
