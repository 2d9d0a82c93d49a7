//! # Policy longer than any may be
//!
//! The text has more than 131,072 characters, white space included.
//!
//! ## Why it matters
//!
//! AWS refuses it: no interface takes a longer policy. What a policy may have, once white space is left out, is far less:
//! 6,144 characters for a managed policy.
//!
//! A text of more than 1 MiB is not read at all here, so that this is its only finding.
//!
//! ## Example
//!
//! A list of actions written out where a wildcard says the same, a policy for each tenant in one document, or a file that is
//! no policy.
//!
//! ## Instead
//!
//! Leave out the white space, use wildcards, split the policy by task, or replace lists of accounts and tenants by a
//! condition on `aws:PrincipalOrgID` or on a tag.
//!
//! ## References
//!
//! - "CreatePolicy", IAM API Reference: the length of `PolicyDocument`
//! - "IAM and AWS STS quotas", IAM User Guide

use diagnostics::{Finding, Kind, Span};
use policy::PolicyType;

use crate::check::{Check, first_character};
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "document-hard-limit",
    title: "Policy longer than any may be",
    aws_code: None,
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &["policy-size-exceeds-identity-policy-quota"],
    run,
};

/// The characters of the longest text that any interface of AWS takes for a policy.
const LONGEST: usize = 131_072;

/// Texts of more bytes than this are not read.
const MOST_READ: usize = 1_048_576;

fn run(subject: &Facts<'_>, report: &mut Report) {
    let text = subject.document.text();
    // Characters have at least one byte.
    let length = Some(text.len())
        .filter(|bytes| *bytes > LONGEST)
        .map(|_| text.chars().count());
    if let Some(length) = length.filter(|length| *length > LONGEST) {
        report.push(finding(text, length));
    }
}

/// The finding that stands for all others where a text is so large that it is not to be read: more than 1 MiB.
pub fn unread(text: &str) -> Option<Finding> {
    (text.len() > MOST_READ).then(|| {
        let mut finding = finding(text, text.chars().count());
        finding
            .because
            .push_str("; in a text of more than 1 MiB nothing else is looked at");
        finding
    })
}

fn finding(text: &str, length: usize) -> Finding {
    let span = first_character(text, Span::new(0, text.len()));
    CHECK
        .finding(span, format!("the text has {length} characters"))
        .because(format!(
            "AWS refuses it: no policy may have more than {LONGEST}, white space included"
        ))
}
