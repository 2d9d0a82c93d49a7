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
//!     "Action": "dynamodb:GetItem",
//!     "Resource": "*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM Access Analyzer policy check reference", `INVALID_SERVICE_IN_ACTION`

use diagnostics::{Edit, Finding, Kind};
use policy::PolicyType;

use crate::action_entries::{places, spelled_action};
use crate::check::Check;
use crate::placeholders::has_placeholder;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "invalid-service-in-action",
    title: "Unknown service in an action",
    aws_code: Some("INVALID_SERVICE_IN_ACTION"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

/// How many prefixes are suggested.
const SUGGESTIONS: usize = 3;

fn run(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let (document, catalog) = (subject.document, subject.catalog);
    for place in places(document) {
        let entry = place.entry;
        let Some((prefix, name)) = entry.text.split_once(':') else {
            continue;
        };
        if prefix.contains(['*', '?'])
            || has_placeholder(prefix)
            || catalog.service(prefix).is_some()
        {
            continue;
        }
        let Some(value) = document.json().value(entry.node) else {
            continue;
        };
        let prefix_span = value.string_span(0..prefix.len());
        // A near service that has the action is what was meant; that another one has a near name says little.
        let near = catalog.nearest_services(prefix, SUGGESTIONS);
        let has_action = |near: &&str| {
            catalog
                .service(near)
                .is_some_and(|service| spelled_action(service, name).is_some())
        };
        let (with_action, without): (Vec<&str>, Vec<&str>) = near.into_iter().partition(has_action);
        let suggested = if with_action.is_empty() {
            without
        } else {
            with_action
        };
        let date = catalog.date();
        let what = format!(
            "no service has the prefix `{prefix}`: unknown or retired, not in the catalogue of {date}"
        );
        let message = match suggested.first() {
            Some(nearest) => format!("{what}; did you mean `{nearest}`?"),
            None => what,
        };
        let mut finding = CHECK
            .finding(prefix_span, message)
            .because("this entry does nothing, unless the service is newer than the catalogue");
        for suggestion in suggested {
            finding = finding.fix(place.naming_fix(
                format!("replace `{}` by `{suggestion}:{name}`", entry.text),
                vec![Edit::new(prefix_span, suggestion)],
            ));
        }
        finding.fixes.extend(place.deletion(document));
        findings.push(finding);
    }
}
