//! # No version
//!
//! The policy has no `Version`.
//!
//! ## Why it matters
//!
//! Without it the policy language of 2008-10-17 holds: policy variables such as `${aws:username}` are plain
//! text there, which no request matches. IAM refuses some policies without it.
//!
//! ## Example
//!
//! ```json
//! {
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
//! - "IAM Access Analyzer policy check reference", `MISSING_VERSION`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::PolicyType;

use crate::check::{Check, first_character};
use crate::elements::has_or_means;
use crate::report::Report;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "missing-version",
    title: "No version",
    aws_code: Some("MISSING_VERSION"),
    kind: Kind::Warning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Subject<'_>, report: &mut Report) {
    let Some(root) = subject.document.json().root() else {
        return;
    };
    if root.kind() != json_text::Kind::Object || has_or_means(root, "Version") {
        return;
    }
    let edits = edits::insert_member(root, 0, "Version", "\"2012-10-17\"");
    let title = "add `\"Version\": \"2012-10-17\"`";
    // Under the new version, text that looks like a variable becomes one.
    let (because, fix) = if subject.document.text().contains("${") {
        (
            "the language of 2008-10-17 holds, in which `${…}` is plain text: with the version, the variables of this \
             policy begin to be replaced",
            Fix::needs_review(title, edits),
        )
    } else {
        (
            "the language of 2008-10-17 holds, in which policy variables such as `${aws:username}` are plain text",
            Fix::safe(title, edits),
        )
    };
    report.push(
        CHECK
            .finding(
                first_character(root.document().text(), root.span()),
                "the policy has no `Version`",
            )
            .because(because)
            .fix(fix),
    );
}
