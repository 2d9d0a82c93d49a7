//! # Principal in a policy that names none
//!
//! A policy that is attached to a user, a group or a role has `Principal` or `NotPrincipal`.
//!
//! ## Why it matters
//!
//! AWS refuses the policy. Its principal is whoever it is attached to; only resource policies, trust
//! policies, resource control policies and endpoint policies name theirs.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::123456789012:user/ana"},
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
//! - "AWS JSON policy elements: Principal", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `UNSUPPORTED_PRINCIPAL`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::PolicyType;

use crate::check::Check;
use crate::elements::principal_members;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "unsupported-principal",
    title: "Principal in a policy that names none",
    aws_code: Some("UNSUPPORTED_PRINCIPAL"),
    kind: Kind::Error,
    applies_to: &[
        PolicyType::Identity,
        PolicyType::Boundary,
        PolicyType::Session,
    ],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let policy = match subject.policy_type {
        PolicyType::Identity => "an identity policy",
        PolicyType::Boundary => "a permissions boundary",
        _ => "a session policy",
    };
    for member in principal_members(subject.document) {
        let name = member.name();
        if !report.has_room(&CHECK, member.name_span()) {
            continue;
        }
        report.push(
            CHECK
                .finding(
                    member.name_span(),
                    format!("`{name}` has no place in {policy}"),
                )
                .because("AWS refuses the policy: its principal is whoever it is attached to")
                // The document may also be of another type than it is taken for.
                .fix(Fix::needs_review(
                    format!("delete `{name}`"),
                    edits::remove_member(member),
                )),
        );
    }
}
