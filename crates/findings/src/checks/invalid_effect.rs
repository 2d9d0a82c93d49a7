//! # Unknown effect
//!
//! `Effect` is neither `Allow` nor `Deny`. The two are case-sensitive.
//!
//! ## Why it matters
//!
//! AWS refuses the policy.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "allow",
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
//! - "IAM JSON policy elements: Effect", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `INVALID_EFFECT`

use diagnostics::{Fix, Kind};
use json_text::{edits, quote};
use policy::{PolicyType, ProblemKind};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "invalid-effect",
    title: "Unknown effect",
    aws_code: Some("INVALID_EFFECT"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

const EFFECTS: [&str; 2] = ["Allow", "Deny"];

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    for problem in &document.problems {
        let ProblemKind::UnknownEffect { written } = &problem.kind else {
            continue;
        };
        if !report.has_room(&CHECK, problem.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(problem.span, format!("`{written}` is no effect"))
            .because("AWS refuses the policy: the effects are `Allow` and `Deny`, written so");
        let Some(value) = document.json().value(problem.node) else {
            continue;
        };
        let replace = |effect: &str| {
            let title = format!("replace `{written}` by `{effect}`");
            (title, edits::replace(value, &quote(effect)))
        };
        match patterns::nearest(written, EFFECTS, 1).first() {
            Some(effect) => {
                let (title, edits) = replace(effect);
                finding = finding.fix(Fix::safe(title, edits));
            }
            None => {
                for effect in EFFECTS {
                    let (title, edits) = replace(effect);
                    finding = finding.fix(Fix::needs_review(title, edits));
                }
            }
        }
        report.push(finding);
    }
}
