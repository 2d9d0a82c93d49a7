//! # Version that managed policies may not have
//!
//! A policy for users, groups and roles has no `Version`, or the one of 2008-10-17.
//!
//! ## Why it matters
//!
//! IAM refuses it as a managed policy: "Policy document must be version 2012-10-17 or greater". In the language of
//! 2008-10-17 policy variables such as `${aws:username}` are plain text besides.
//!
//! Inline policies of that version exist and go on to work. What they allow is the same under the version of 2012-10-17
//! as long as no text in them looks like a variable.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2008-10-17",
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
//! - "CreatePolicy", IAM API Reference: `MalformedPolicyDocument`

use diagnostics::Kind;
use policy::{PolicyType, Version};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;
use crate::version::{VersionPlace, set_version};

pub(crate) const CHECK: Check = Check {
    id: "version-rejected-by-iam",
    title: "Version that managed policies may not have",
    aws_code: None,
    kind: Kind::Error,
    applies_to: &[PolicyType::Identity, PolicyType::Boundary],
    supersedes: &["missing-version"],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let Some(place) = VersionPlace::of(subject.document) else {
        return;
    };
    if subject.document.language() == Version::V2012 {
        return;
    }
    let message = match place {
        VersionPlace::Written { .. } => "the policy is of version `2008-10-17`",
        VersionPlace::Missing { .. } => "the policy has no `Version`",
    };
    let mut finding = CHECK
        .finding(place.span(), message)
        .because("IAM refuses it as a managed policy, which has to be of version `2012-10-17`");
    finding
        .fixes
        .extend(set_version(subject.document, place, true));
    report.push(finding);
}
