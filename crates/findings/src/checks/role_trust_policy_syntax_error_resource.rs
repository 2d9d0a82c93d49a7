//! # Resource in a trust policy
//!
//! The trust policy of a role has `Resource` or `NotResource`.
//!
//! ## Why it matters
//!
//! IAM refuses the policy. Its resource is the role that it is attached to.
//!
//! ## Example
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"Service": "ec2.amazonaws.com"},
//!     "Action": "sts:AssumeRole",
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"Service": "ec2.amazonaws.com"},
//!     "Action": "sts:AssumeRole"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "How to use trust policies with IAM roles", AWS Security Blog
//! - "IAM Access Analyzer policy check reference", `ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::PolicyType;

use crate::check::Check;
use crate::elements::element;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "role-trust-policy-syntax-error-resource",
    title: "Resource in a trust policy",
    aws_code: Some("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"),
    kind: Kind::Error,
    applies_to: &[PolicyType::Trust],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        for name in ["Resource", "NotResource"] {
            let Some(member) = element(subject.document, statement, name) else {
                continue;
            };
            if report.has_room(&CHECK, member.name_span()) {
                report.push(
                    CHECK
                        .finding(
                            member.name_span(),
                            format!("`{name}` has no place in a trust policy"),
                        )
                        .because("IAM refuses the policy: its resource is the role that it is attached to")
                        .fix(Fix::safe(
                            format!("delete `{name}`"),
                            edits::remove_member(member),
                        )),
                );
            }
        }
    }
}
