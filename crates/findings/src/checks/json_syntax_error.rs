//! # JSON syntax error
//!
//! The text is not well-formed JSON: a comma or a bracket is missing, a string is not closed, there is a
//! comment.
//!
//! ## Why it matters
//!
//! AWS refuses the whole text. Here the rest is still read, so that the other findings stay while you type;
//! around the mistake they may be wrong.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow"
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
//! - "Troubleshoot IAM policies", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `JSON_SYNTAX_ERROR`

use diagnostics::{Fix, Kind};
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "json-syntax-error",
    title: "JSON syntax error",
    aws_code: Some("JSON_SYNTAX_ERROR"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for error in subject.document.json().errors() {
        if !report.has_room(&CHECK, error.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(error.span, error.message.as_str())
            .because("AWS refuses a text that is not well-formed JSON");
        for (span, message) in &error.related {
            finding = finding.related(*span, message.as_str());
        }
        if let Some((title, edits)) = &error.fix {
            finding = finding.fix(Fix::safe(title.as_str(), edits.clone()));
        }
        report.push(finding);
    }
}
