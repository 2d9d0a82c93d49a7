//! # Principal in a service control policy
//!
//! A service control policy has `Principal` or `NotPrincipal`.
//!
//! ## Why it matters
//!
//! AWS refuses the policy. It holds for every principal of the accounts that it is attached to; a condition
//! on `aws:PrincipalArn` singles some of them out.
//!
//! ## Example
//!
//! ```json scp
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:role/admin"},
//!     "Action": "organizations:LeaveOrganization",
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json scp
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "Action": "organizations:LeaveOrganization",
//!     "Resource": "*",
//!     "Condition": {
//!       "ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/admin"}
//!     }
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "SCP syntax", AWS Organizations User Guide
//! - "IAM Access Analyzer policy check reference", `SCP_SYNTAX_ERROR_PRINCIPAL`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::PolicyType;

use crate::check::Check;
use crate::elements::principal_members;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "scp-syntax-error-principal",
    title: "Principal in a service control policy",
    aws_code: Some("SCP_SYNTAX_ERROR_PRINCIPAL"),
    kind: Kind::Error,
    applies_to: &[PolicyType::Scp],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for member in principal_members(subject.document) {
        let name = member.name();
        if !report.has_room(&CHECK, member.name_span()) {
            continue;
        }
        report.push(
            CHECK
                .finding(
                    member.name_span(),
                    format!("`{name}` has no place in a service control policy"),
                )
                .because(
                    "AWS refuses the policy: it holds for every principal of its accounts, \
                     and a condition on `aws:PrincipalArn` narrows that",
                )
                .fix(Fix::needs_review(
                    format!("delete `{name}`"),
                    edits::remove_member(member),
                )),
        );
    }
}
