//! # Unknown action
//!
//! The service exists, but it has no action of this name, or none that the pattern matches.
//!
//! ## Why it matters
//!
//! The entry matches no request: what it should allow stays forbidden, and what it should deny may be
//! allowed. AWS's validator reports it as an error.
//!
//! The names are those of the service authorization reference of the day that the finding names. An action
//! may be newer than that.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:GetObjct",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
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
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM Access Analyzer policy check reference", `INVALID_ACTION`

use std::collections::HashMap;

use diagnostics::{Edit, Kind};
use policy::PolicyType;

use crate::action_entries::{nearest_names, places, spelled_action};
use crate::check::Check;
use crate::effort::{Effort, tell_stop};
use crate::facts::Facts;
use crate::placeholders::has_placeholder;
use crate::report::Report;
use crate::resource_fit::could_stand;

pub(crate) const CHECK: Check = Check {
    id: "invalid-action",
    title: "Unknown action",
    aws_code: Some("INVALID_ACTION"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let (document, catalog) = (subject.document, subject.catalog);
    let effort = Effort::new();
    let mut known: HashMap<(&str, &str), bool> = HashMap::new();
    for place in places(subject) {
        let entry = place.entry;
        let Some((prefix, name)) = entry.text.split_once(':') else {
            continue;
        };
        let Some(service) = place.named.service else {
            continue;
        };
        if place.named.action.is_some() || has_placeholder(name) {
            continue;
        }
        let is_known = name.contains(['*', '?'])
            && *known.entry((service.prefix(), name)).or_insert_with(|| {
                effort.spend(service.actions().count());
                spelled_action(service, name).is_some()
            });
        if effort.is_spent() {
            tell_stop(&CHECK, "actions are not looked up", entry.span, report);
            return;
        }
        if is_known {
            continue;
        }
        let Some(value) = document.json().value(entry.node) else {
            continue;
        };
        let length = entry.text.len();
        let name_span = value.string_span(length.saturating_sub(name.len())..length);
        let span = if name.is_empty() {
            entry.span
        } else {
            name_span
        };
        if !report.has_room(&CHECK, span) {
            continue;
        }
        let nearest = nearest_names(service, name);
        let what = if name.trim().is_empty() {
            format!("no action stands behind `{prefix}:`")
        } else if name.contains(['*', '?']) {
            format!("`{name}` matches no action of `{prefix}`")
        } else {
            format!("`{prefix}` has no action `{name}`")
        };
        let message = match nearest.first() {
            Some(nearest) => format!("{what}; did you mean `{nearest}`?"),
            None => what,
        };
        let date = catalog.date();
        let mut finding = CHECK.finding(span, message).because(format!(
            "this entry does nothing, unless the action is newer than the catalogue of {date}"
        ));
        for suggested in &nearest {
            let full_name = format!("{prefix}:{suggested}");
            if could_stand(subject, &effort, place.statement, &full_name) {
                finding = finding.fix(place.naming_fix(
                    format!("replace `{}` by `{full_name}`", entry.text),
                    vec![Edit::new(name_span, suggested.as_str())],
                ));
            }
        }
        finding.fixes.extend(place.deletion(document));
        report.push(finding);
    }
}
