//! # No version
//!
//! The policy has no `Version`.
//!
//! ## Why it matters
//!
//! Without it the policy language of 2008-10-17 holds: policy variables such as `${aws:username}` are plain
//! text there, which no request matches. IAM refuses managed policies without it, which
//! `version-rejected-by-iam` tells.
//!
//! ## Example
//!
//! ```json scp
//! {
//!   "Statement": {
//!     "Effect": "Deny",
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
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM JSON policy elements: Version", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `MISSING_VERSION`

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;
use crate::version::{VersionPlace, set_version};

pub(crate) const CHECK: Check = Check {
    id: "missing-version",
    title: "No version",
    aws_code: Some("MISSING_VERSION"),
    kind: Kind::Warning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let Some(place @ VersionPlace::Missing { span }) = VersionPlace::of(subject.document) else {
        return;
    };
    let mut finding = CHECK
        .finding(span, "the policy has no `Version`")
        .because("the language of 2008-10-17 holds, in which policy variables such as `${aws:username}` are plain text");
    finding
        .fixes
        .extend(set_version(subject.document, place, true));
    report.push(finding);
}
