//! # Policy longer than a managed policy may be
//!
//! Without the white space between its parts the policy has more than 6,144 characters.
//!
//! ## Why it matters
//!
//! IAM refuses it as a managed policy, and so as a permissions boundary; AWS's own policies may be longer. Inline policies
//! share a quota with the others of their user (2,048 characters), group (5,120) or role (10,240).
//!
//! ## Example
//!
//! A list of actions written out where a wildcard says the same, or one policy for several tasks.
//!
//! ## Instead
//!
//! Use wildcards, split the policy by task, or replace lists of accounts and resources by a condition on
//! `aws:PrincipalOrgID` or on a tag. Up to ten managed policies can be attached to a user, a group or a role, and more on
//! request.
//!
//! ## References
//!
//! - "IAM and AWS STS quotas", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA`

use diagnostics::{Kind, Span};
use policy::{PolicyType, Size};

use crate::check::{Check, first_character};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "policy-size-exceeds-identity-policy-quota",
    title: "Policy longer than a managed policy may be",
    aws_code: Some("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
    kind: Kind::Warning,
    applies_to: &[PolicyType::Identity, PolicyType::Boundary],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let text = subject.document.text();
    let Some(quota) = policy::quota(subject.policy_type) else {
        return;
    };
    // Characters have at least one byte.
    if text.len() <= quota.limit {
        return;
    }
    let size = Size::measure(text, subject.policy_type);
    if size.exceeds_quota() {
        let span = first_character(text, Span::new(0, text.len()));
        report.push(
            CHECK
                .finding(
                    span,
                    format!(
                        "the policy has {} characters without white space",
                        size.counted()
                    ),
                )
                .because(format!(
                    "IAM takes {} of {}: split it by task, or use wildcards",
                    quota.limit, quota.name
                )),
        );
    }
}
