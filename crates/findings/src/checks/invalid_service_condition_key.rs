//! # Unknown condition key
//!
//! A condition asks about a key with the prefix of a service that has no such key.
//!
//! ## Why it matters
//!
//! No request carries the key. A condition that has to match never holds, one that must not match always does: the
//! statement allows or denies nothing of what was meant, or all of it. AWS's validator reports it as an error.
//!
//! The keys are those of the service authorization reference of the day that the finding names. A key may be newer than
//! that.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListBucket",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket",
//!     "Condition": {"StringLike": {"s3:prefixes": "reports/*"}}
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
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket",
//!     "Condition": {"StringLike": {"s3:prefix": "reports/*"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM Access Analyzer policy check reference", `INVALID_SERVICE_CONDITION_KEY`

use catalog::{Catalog, Service};
use diagnostics::{Fix, Kind};
use json_text::{Member, edits};
use policy::PolicyType;

use crate::check::Check;
use crate::conditions::{conditions, holds_without_key};
use crate::facts::Facts;
use crate::placeholders::has_placeholder;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "invalid-service-condition-key",
    title: "Unknown condition key",
    aws_code: Some("INVALID_SERVICE_CONDITION_KEY"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let (document, catalog) = (subject.document, subject.catalog);
    for (_, condition, operator) in conditions(document) {
        let key = condition.key.as_str();
        // AWS's own policies ask with `Null` that keys are absent which it does not document.
        let Some(holds) = holds_without_key(operator) else {
            continue;
        };
        let Some(service) = key
            .split_once(':')
            .and_then(|(prefix, _)| catalog.service(prefix))
        else {
            continue;
        };
        if catalog.condition_key(key).is_some() || has_placeholder(key) {
            continue;
        }
        if !report.has_room(&CHECK, condition.key_span) {
            continue;
        }
        let nearest = nearest(catalog, service, key);
        let what = format!("`{}` has no condition key `{key}`", service.prefix());
        let message = match &nearest {
            Some(nearest) => format!("{what}; did you mean `{nearest}`?"),
            None => what,
        };
        let consequence = if holds {
            "the condition always holds"
        } else {
            "the condition never holds"
        };
        let date = catalog.date();
        let mut finding = CHECK.finding(condition.key_span, message).because(format!(
            "no request carries it, unless it is newer than the catalogue of {date}: {consequence}"
        ));
        let member = document.json().member_at(condition.key_span.start);
        if let (Some(nearest), Some(member)) = (nearest, member) {
            let mut others = member.object().members();
            let is_taken = |other: Member<'_>| other.name().eq_ignore_ascii_case(&nearest);
            if !others.any(is_taken) {
                finding = finding.fix(Fix::needs_review(
                    format!("rename `{key}` to `{nearest}`"),
                    edits::rename(member, &nearest),
                ));
            }
        }
        report.push(finding);
    }
}

/// The key of the service that was most likely meant. What stands behind a slash is a tag's name, and stays.
fn nearest(catalog: &Catalog, service: Service<'_>, written: &str) -> Option<String> {
    let prefix = service.prefix();
    let own = catalog
        .condition_keys()
        .filter(|key| key.prefix() == prefix);
    let names: Vec<String> = own
        .filter_map(|key| match key.name().split_once("${") {
            None => Some(key.name().to_owned()),
            Some((fixed, _)) => {
                let tag = fixed.ends_with('/').then(|| written.split_once('/'))??.1;
                Some(format!("{fixed}{tag}"))
            }
        })
        .collect();
    patterns::nearest(written, names.iter().map(String::as_str), 1)
        .first()
        .map(|&name| name.to_owned())
}
