//! # Unknown service in an action
//!
//! No service has the prefix that stands before the colon of an action.
//!
//! ## Why it matters
//!
//! The entry matches no request: what it should allow stays forbidden, and what it should deny may be
//! allowed. AWS's validator reports it as an error.
//!
//! The prefixes are those of the service authorization reference of the day that the finding names. A
//! service may be newer than that, or AWS may have retired it.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "dynamdb:GetItem",
//!     "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
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
//!     "Action": "dynamodb:GetItem",
//!     "Resource": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM Access Analyzer policy check reference", `INVALID_SERVICE_IN_ACTION`

use std::collections::HashMap;

use catalog::{Action, Catalog, Service};
use diagnostics::{Edit, Kind};
use policy::PolicyType;

use crate::action_entries::{nearest_names, places, spelled_action};
use crate::check::Check;
use crate::effort::Effort;
use crate::facts::Facts;
use crate::placeholders::has_placeholder;
use crate::report::Report;
use crate::resource_fit::could_stand;

pub(crate) const CHECK: Check = Check {
    id: "invalid-service-in-action",
    title: "Unknown service in an action",
    aws_code: Some("INVALID_SERVICE_IN_ACTION"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

/// How many actions are suggested.
const SUGGESTIONS: usize = 3;

fn run(subject: &Facts<'_>, report: &mut Report) {
    let (document, catalog) = (subject.document, subject.catalog);
    let effort = Effort::new();
    let mut near: HashMap<&str, Vec<Service<'_>>> = HashMap::new();
    for place in places(subject) {
        let entry = place.entry;
        let Some((prefix, name)) = entry.text.split_once(':') else {
            continue;
        };
        if prefix.contains(['*', '?']) || place.named.service.is_some() || has_placeholder(prefix) {
            continue;
        }
        let Some(value) = document.json().value(entry.node) else {
            continue;
        };
        let span = value.string_span(0..prefix.len());
        if !report.has_room(&CHECK, span) {
            continue;
        }
        let near = near.entry(prefix).or_insert_with(|| {
            let near = catalog.nearest_services(prefix, SUGGESTIONS).into_iter();
            near.filter_map(|prefix| catalog.service(prefix)).collect()
        });
        let suggested = suggestions(catalog, near, prefix, name);
        let date = catalog.date();
        let what = format!("no service has the prefix `{prefix}`");
        let message = match suggested.first() {
            Some(nearest) => format!("{what}; did you mean `{nearest}`?"),
            None => what,
        };
        let mut finding = CHECK.finding(span, message).because(format!(
            "unknown or retired, not in the catalogue of {date}: unless the service is newer, this entry does nothing"
        ));
        for full_name in suggested {
            if !could_stand(subject, &effort, place.statement, &full_name) {
                continue;
            }
            let span = value.string_span(0..entry.text.len());
            finding = finding.fix(place.naming_fix(
                format!("replace `{}` by `{full_name}`", entry.text),
                vec![Edit::new(span, full_name)],
            ));
        }
        finding.fixes.extend(place.deletion(document));
        report.push(finding);
    }
}

/// What was meant: the action under a near prefix, else a near action there, else the same action under a
/// part of the prefix.
fn suggestions(catalog: &Catalog, near: &[Service<'_>], prefix: &str, name: &str) -> Vec<String> {
    let same: Vec<String> = near
        .iter()
        .filter(|service| spelled_action(**service, name).is_some())
        .map(|service| format!("{}:{name}", service.prefix()))
        .collect();
    if !same.is_empty() {
        return same;
    }
    let close: Vec<String> = near
        .iter()
        .filter_map(|service| {
            let close = nearest_names(*service, name).into_iter().next()?;
            Some(format!("{}:{close}", service.prefix()))
        })
        .collect();
    if !close.is_empty() {
        return close;
    }
    // `cloudwatchlogs:PutLogEvents` means `logs:PutLogEvents`.
    let within = catalog
        .services()
        .filter(|service| prefix.contains(service.prefix()))
        .filter_map(|service| service.action(name));
    within.take(SUGGESTIONS).map(Action::full_name).collect()
}
