//! # Variable in a version that has none
//!
//! A policy variable such as `${aws:username}` stands in a policy without `Version`, or of the version 2008-10-17.
//!
//! ## Why it matters
//!
//! The variable is plain text there: `arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*` names the folder of this very
//! name, with dollar sign and braces, for everybody. The statement matches nothing that was meant.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2008-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "123456789012"},
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "123456789012"},
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM policy elements: Variables and tags", IAM User Guide
//! - "IAM JSON policy elements: Version", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `VARIABLE_UNSUPPORTED_IN_VERSION`

use diagnostics::{Kind, Span};
use policy::{OperatorFamily, PolicyDocument, PolicyType, Statement, Version};

use crate::check::Check;
use crate::facts::Facts;
use crate::placeholders::variables;
use crate::report::Report;
use crate::version::{VersionPlace, set_version};

pub(crate) const CHECK: Check = Check {
    id: "variable-unsupported-in-version",
    title: "Variable in a version that has none",
    aws_code: Some("VARIABLE_UNSUPPORTED_IN_VERSION"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &["missing-version", "version-rejected-by-iam"],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let document = subject.document;
    if document.language() == Version::V2012 {
        return;
    }
    let Some(place) = VersionPlace::of(document) else {
        return;
    };
    let mut found = document
        .statements
        .iter()
        .flat_map(|statement| spans(document, statement));
    let Some((first, text)) = found.next() else {
        return;
    };
    let mut finding = CHECK
        .finding(first, format!("`{text}` is plain text here"))
        .because(
            "the variable is not replaced: only policies of version `2012-10-17` have variables",
        );
    for (span, _) in found {
        finding = finding.related(span, "plain text as well");
    }
    finding = finding.related(
        place.span(),
        match place {
            VersionPlace::Written { .. } => "this version has no variables",
            VersionPlace::Missing { .. } => {
                "no `Version` stands in the policy, so that of `2008-10-17` holds"
            }
        },
    );
    finding.fixes.extend(set_version(document, place, false));
    report.push(finding);
}

/// The variables of a statement, where a newer version replaces them.
fn spans<'a>(
    document: &'a PolicyDocument,
    statement: &'a Statement,
) -> impl Iterator<Item = (Span, &'a str)> {
    let resources = [&statement.resource, &statement.not_resource];
    let resources = resources.into_iter().flatten().flat_map(|element| {
        let entries = element.value.iter();
        entries.map(|entry| (entry.text.as_str(), entry.node))
    });
    let conditions = statement.conditions.iter().filter(|condition| {
        condition.operator.is_some_and(|operator| {
            let family = operator.operator.family();
            matches!(family, OperatorFamily::String | OperatorFamily::Arn)
        })
    });
    let values = conditions.flat_map(|condition| &condition.values);
    let values = values.map(|value| (value.text.as_str(), value.node));
    resources.chain(values).flat_map(move |(text, node)| {
        variables(text).filter_map(move |range| {
            let value = document.json().value(node)?;
            Some((value.string_span(range.clone()), text.get(range)?))
        })
    })
}
