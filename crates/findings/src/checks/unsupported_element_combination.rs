//! # Element beside its Not form
//!
//! One statement has both `Action` and `NotAction`, both `Resource` and `NotResource`, or both `Principal` and
//! `NotPrincipal`.
//!
//! ## Why it matters
//!
//! AWS refuses the policy: a statement says either what it is about or what it is not about.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "Action": "iam:*",
//!     "NotAction": "iam:Get*",
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
//!     "Effect": "Deny",
//!     "NotAction": ["iam:Get*", "s3:*"],
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! To leave out a part of what is allowed, allow all of it in one statement and deny the part in another.
//!
//! ## References
//!
//! - "Grammar of the IAM JSON policy language", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `UNSUPPORTED_ELEMENT_COMBINATION`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::PolicyType;

use crate::check::Check;
use crate::elements::element;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "unsupported-element-combination",
    title: "Element beside its Not form",
    aws_code: Some("UNSUPPORTED_ELEMENT_COMBINATION"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    // What is wrong with one of two is of no interest while one has to go.
    supersedes: &["notaction-allow"],
    run,
};

const PAIRS: [(&str, &str); 3] = [
    ("Action", "NotAction"),
    ("Resource", "NotResource"),
    ("Principal", "NotPrincipal"),
];

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    for statement in &document.statements {
        for (name, not_name) in PAIRS {
            let has_place = match name {
                "Principal" => subject.policy_type.names_principals(),
                "Resource" => subject.policy_type != PolicyType::Trust,
                _ => true,
            };
            let (Some(member), Some(not_member)) = (
                element(document, statement, name),
                element(document, statement, not_name),
            ) else {
                continue;
            };
            let (first, second) = if member.name_span() <= not_member.name_span() {
                (member, not_member)
            } else {
                (not_member, member)
            };
            if !has_place || !report.has_room(&CHECK, second.name_span()) {
                continue;
            }
            let mut finding = CHECK
                .finding(
                    second.name_span(),
                    format!("`{name}` and `{not_name}` stand in one statement"),
                )
                .because("AWS refuses the policy: one of the two has to go")
                .related(first.name_span(), format!("`{}` stands here", first.name()))
                .fix(Fix::needs_review(
                    format!("delete `{not_name}`"),
                    edits::remove_member(not_member),
                ));
            // What is left of a statement that allows would allow nearly everything.
            if !statement.is_allow() && name != "Principal" {
                finding = finding.fix(Fix::needs_review(
                    format!("delete `{name}`"),
                    edits::remove_member(member),
                ));
            }
            report.push(finding);
        }
    }
}
