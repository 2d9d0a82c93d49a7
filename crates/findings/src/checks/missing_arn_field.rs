//! # ARN with too few fields
//!
//! A resource has fewer than the six fields of an ARN, `arn:partition:service:region:account:resource`, and no wildcard
//! that could stand for those missing.
//!
//! ## Why it matters
//!
//! What such an ARN names is not documented: IAM refuses some, and others match everything below them. Fields that stay
//! empty still have their colon: a bucket is `arn:aws:s3:::amzn-s3-demo-bucket`.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListBucket",
//!     "Resource": "arn:aws:s3::amzn-s3-demo-bucket"
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
//!     "Action": "s3:ListBucket",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Identify AWS resources with Amazon Resource Names (ARNs)", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `MISSING_ARN_FIELD`

use catalog::ResourceType;
use diagnostics::{Edit, Fix, Kind};
use patterns::ResourcePattern;

use crate::check::Check;
use crate::facts::Facts;
use crate::placeholders::has_placeholder;
use crate::report::Report;
use crate::resource_entries::{NAMING_RESOURCES, entries};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "missing-arn-field",
    title: "ARN with too few fields",
    aws_code: Some("MISSING_ARN_FIELD"),
    kind: Kind::Error,
    applies_to: &NAMING_RESOURCES,
    supersedes: &[],
    run,
};

const FIELDS: usize = 6;

fn run(subject: &Facts<'_>, report: &mut Report) {
    for entry in entries(subject.document) {
        let text = entry.text.as_str();
        let count = text.split(':').count();
        if !text.starts_with("arn:") || count >= FIELDS || has_placeholder(text) {
            continue;
        }
        let pattern = ResourcePattern::new(text);
        if !pattern.is_completed() && !pattern.is_match_none() {
            continue;
        }
        if !report.has_room(&CHECK, entry.span) {
            continue;
        }
        let mut finding = CHECK
            .finding(
                entry.span,
                format!("`{text}` has {count} of the 6 fields of an ARN"),
            )
            .because("AWS refuses it or takes it for more than it says: it is `arn:partition:service:region:account:resource`");
        let value = subject.document.json().value(entry.node);
        if let (Some(whole), Some(value)) = (completed(subject, text), value) {
            let span = value.string_span(0..text.len());
            finding = finding.fix(Fix::needs_review(
                format!("replace it by `{whole}`"),
                vec![Edit::new(span, whole)],
            ));
        }
        report.push(finding);
    }
}

/// The ARN with the fields that are missing, by the forms that the service's ARNs have.
fn completed(subject: &Subject<'_>, text: &str) -> Option<String> {
    let mut fields = text.split(':').skip(1);
    let (partition, service) = (fields.next()?, fields.next()?);
    let (written, resource) = match (fields.next()?, fields.next()) {
        (resource, None) => (None, resource),
        (written, Some(resource)) => (Some(written), resource),
    };
    let is_account =
        |field: &str| field == "aws" || field.bytes().all(|byte| byte.is_ascii_digit());
    let types = subject.catalog.service(service)?.resource_types();
    types
        .flat_map(|listed: ResourceType<'_>| listed.arn_templates().map(move |form| (listed, form)))
        .find_map(|(listed, form)| {
            let mut form = form.split(':').skip(3);
            let (region, account) = (form.next()?, form.next()?);
            let filled =
                |form: &str, written: Option<&str>| match written.filter(|_| !form.is_empty()) {
                    Some(written) => written.to_owned(),
                    None if form.is_empty() => String::new(),
                    None => "*".to_owned(),
                };
            let written = written.filter(|written| !written.is_empty());
            let (own_region, own_account) = match written {
                Some(written) if is_account(written) => (None, Some(written)),
                written => (written, None),
            };
            // What is written has to have a place.
            if own_region.is_some() && region.is_empty()
                || own_account.is_some() && account.is_empty()
            {
                return None;
            }
            let whole = format!(
                "arn:{partition}:{service}:{}:{}:{resource}",
                filled(region, own_region),
                filled(account, own_account)
            );
            listed
                .could_match(&ResourcePattern::new(&whole))
                .then_some(whole)
        })
}
