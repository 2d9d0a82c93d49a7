//! # Full administrator access
//!
//! A statement allows every action on every resource without a condition.
//!
//! ## Why it matters
//!
//! Whoever has the policy can do everything in the account, and give themselves whatever is missing. One
//! leaked credential is then enough to lose all of it.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "*",
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
//!     "Action": ["s3:GetObject", "s3:PutObject"],
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! Where an administrator is meant, attach the managed policy `AdministratorAccess`: it says so by its name.
//!
//! ## References
//!
//! - "Security best practices in IAM", IAM User Guide: apply least-privilege permissions

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "admin-star-star",
    title: "Full administrator access",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Identity],
    supersedes: &[
        "action-star",
        "privilege-escalation",
        "credentials-exposure",
    ],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        if !statement.is_allow() || !statement.conditions.is_empty() {
            continue;
        }
        let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) else {
            continue;
        };
        let everything = actions
            .value
            .iter()
            .find(|entry| entry.pattern.is_match_all());
        let everywhere = resources.value.iter().find(|entry| entry.text == "*");
        let (Some(everything), Some(everywhere)) = (everything, everywhere) else {
            continue;
        };
        if !report.has_room(&CHECK, everything.span) {
            continue;
        }
        report.push(
            CHECK
                .finding(everything.span, "every action is allowed on every resource")
                .because("whoever has this policy administers the account, and so does whoever steals their credentials")
                .related(everywhere.span, "every resource"),
        );
    }
}
