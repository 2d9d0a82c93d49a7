//! # Action that resource control policies do not take
//!
//! A resource control policy names `*` alone as an action, or one of a service to whose resources such policies do not
//! apply.
//!
//! ## Why it matters
//!
//! AWS Organizations refuses the policy. Which services take part is as of the day of the catalogue; wildcards may stand
//! anywhere behind the prefix.
//!
//! ## Example
//!
//! ```json rcp
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "Principal": "*",
//!     "Action": ["s3:*", "rds:*"],
//!     "Resource": "*",
//!     "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json rcp
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Deny",
//!     "Principal": "*",
//!     "Action": "s3:*",
//!     "Resource": "*",
//!     "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "RCP syntax" and "List of AWS services that support RCPs", AWS Organizations User Guide
//! - "IAM Access Analyzer policy check reference", `RCP_SYNTAX_ERROR_ACTION`

use diagnostics::Kind;
use policy::PolicyType;

use crate::action_entries::places;
use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "rcp-syntax-error-action",
    title: "Action that resource control policies do not take",
    aws_code: Some("RCP_SYNTAX_ERROR_ACTION"),
    kind: Kind::Error,
    applies_to: &[PolicyType::Rcp],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    for place in places(subject) {
        let entry = place.entry;
        // `RCPFullAWSAccess`, which AWS attaches everywhere, allows `*`.
        if !place.is_action || place.statement.is_allow() {
            continue;
        }
        let message = if entry.pattern.is_match_all() {
            "`*` alone is no action of a resource control policy".to_owned()
        } else {
            let prefix = entry.text.split(':').next().unwrap_or_default();
            match place.named.service {
                Some(service) if !service.supports_resource_control_policies() => {
                    format!("resource control policies do not apply to `{prefix}`")
                }
                _ => continue,
            }
        };
        if report.has_room(&CHECK, entry.span) {
            let mut finding = CHECK.finding(entry.span, message).because(format!(
                "AWS refuses the policy: it takes actions of the services that the catalogue of {} lists, each with \
                 its prefix, such as `s3:*`",
                subject.catalog.date()
            ));
            finding.fixes.extend(place.deletion(subject.document));
            report.push(finding);
        }
    }
}
