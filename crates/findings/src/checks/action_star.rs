//! # Every action allowed
//!
//! A statement allows every action of every service.
//!
//! ## Why it matters
//!
//! Whatever the resources and the conditions are, nobody can tell from the policy what it is for, and every
//! action that AWS adds is allowed from the day it exists.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "*",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
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
//! ## References
//!
//! - "Security best practices in IAM", IAM User Guide: apply least-privilege permissions

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "action-star",
    title: "Every action allowed",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Identity, PolicyType::Resource],
    supersedes: &["privilege-escalation", "credentials-exposure"],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        let Some(actions) = statement.action.as_ref().filter(|_| statement.is_allow()) else {
            continue;
        };
        for entry in &actions.value {
            if entry.pattern.is_match_all() && report.has_room(&CHECK, entry.span) {
                report.push(
                    CHECK
                        .finding(entry.span, "every action of every service is allowed")
                        .because(
                            "every action that AWS adds is allowed as well from the day it exists",
                        ),
                );
            }
        }
    }
}
