//! # Any role can be passed
//!
//! A statement allows `iam:PassRole` for every role, and does not say to which services.
//!
//! ## Why it matters
//!
//! Who passes a role to a service has the service act as that role. With any role that is any permission which some role
//! has, as soon as one action is added that takes a role. `iam:PassedToService` limits to which services roles are passed;
//! naming the roles limits more.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "iam:PassRole",
//!     "Resource": "arn:aws:iam::123456789012:role/*"
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
//!     "Action": "iam:PassRole",
//!     "Resource": "arn:aws:iam::123456789012:role/orders-*",
//!     "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Grant a user permissions to pass a role to an AWS service", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `PASS_ROLE_WITH_STAR_IN_RESOURCE`

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::circumstances::is_limited;
use crate::escalation::{PASS_ROLE, escalations};
use crate::facts::Facts;
use crate::grants::wide_entry;
use crate::passed_roles::{PASSED_TO, only_to, pass_role_entry};
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "pass-role-star-in-resource",
    title: "Any role can be passed",
    aws_code: Some("PASS_ROLE_WITH_STAR_IN_RESOURCE"),
    kind: Kind::SecurityWarning,
    applies_to: &[
        PolicyType::Identity,
        PolicyType::Boundary,
        PolicyType::Session,
    ],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let table = escalations();
    for statement in &subject.document.statements {
        let (Some(entry), Some(resources)) = (pass_role_entry(statement), &statement.resource)
        else {
            continue;
        };
        if !statement.is_allow() || is_limited(statement) {
            continue;
        }
        let Some(roles) = wide_entry(subject.catalog, resources, PASS_ROLE) else {
            continue;
        };
        if !report.has_room(&CHECK, roles.span) {
            continue;
        }
        // The services whose actions the document allows, as far as they take roles.
        let allowing = subject
            .document
            .statements
            .iter()
            .filter(|other| other.is_allow());
        let entries = allowing
            .flat_map(|other| &other.action)
            .flat_map(|element| &element.value);
        let pass_role = table.watched.all_of(&[PASS_ROLE]);
        let named = entries.fold(0, |set, entry| set | table.watched.named_by(entry));
        let services = table.ways.iter().filter_map(|way| {
            let is_named = way.actions & named & !pass_role != 0;
            way.passed_to.as_deref().filter(|_| is_named)
        });
        let fix = only_to(subject, statement, services);
        let mut because =
            "a service that is given a stronger role does more than whoever gave it".to_owned();
        if fix.is_none() {
            because.push_str("; name the roles, or ask for `");
            because.push_str(PASSED_TO);
            because.push('`');
        }
        let mut finding = CHECK
            .finding(roles.span, "every role can be passed to every service")
            .because(because)
            .related(entry.span, "by this action");
        finding.fixes.extend(fix);
        report.push(finding);
    }
}
