//! # Credentials of everything
//!
//! A statement allows an action that returns credentials, for every resource there is: passwords of instances and
//! databases, keys of users, tokens of services.
//!
//! ## Why it matters
//!
//! Whoever has the policy can act with these credentials as whom they belong to, often past the permissions and the logs of
//! the account. Actions that hand out tokens of their own caller only, and those that cannot be limited to resources, are
//! not told.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "redshift:GetClusterCredentials",
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
//!     "Action": "redshift:GetClusterCredentials",
//!     "Resource": [
//!       "arn:aws:redshift:eu-west-1:123456789012:dbuser:reports/reader",
//!       "arn:aws:redshift:eu-west-1:123456789012:dbname:reports/sales"
//!     ]
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Security best practices in IAM", IAM User Guide: apply least-privilege permissions

use std::sync::OnceLock;

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::escalation::escalations;
use crate::facts::Facts;
use crate::grants::wide_grants;
use crate::report::Report;
use crate::watched::{Actions, Watched};

pub(crate) const CHECK: Check = Check {
    id: "credentials-exposure",
    title: "Credentials of everything",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Identity],
    supersedes: &[],
    run,
};

/// Actions that return credentials of somebody or something else, and that can be limited to resources. The password that
/// `ec2:GetPasswordData` returns is of use with the key of the instance only.
const RETURNING: [&str; 18] = [
    "airflow:CreateCliToken",
    "airflow:CreateWebLoginToken",
    "cloud9:CreateEnvironmentToken",
    "codepipeline:PollForJobs",
    "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    "cognito-idp:DescribeUserPoolClient",
    "connect:GetFederationToken",
    "emr-containers:GetManagedEndpointSessionCredentials",
    "gamelift:GetInstanceAccess",
    "grafana:CreateWorkspaceApiKey",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "lightsail:CreateBucketAccessKey",
    "lightsail:GetInstanceAccessDetails",
    "lightsail:GetRelationalDatabaseMasterUserPassword",
    "redshift-serverless:GetCredentials",
    "redshift:GetClusterCredentials",
    "redshift:GetClusterCredentialsWithIAM",
];

fn run(subject: &Facts<'_>, report: &mut Report) {
    static WATCHED: OnceLock<Watched> = OnceLock::new();
    let watched = WATCHED.get_or_init(|| Watched::new(RETURNING.into_iter()));
    for grant in wide_grants(subject, watched) {
        let named = grant
            .entry
            .map(|entry| escalations().watched.named_by(entry));
        let is_enough = |named: Actions| {
            escalations()
                .ways
                .iter()
                .any(|way| way.actions & !named == 0)
        };
        // `iam:*` is told as worse.
        if named.is_some_and(is_enough) || !report.has_room(&CHECK, grant.span) {
            continue;
        }
        let written = grant.entry.map_or("NotAction", |entry| &entry.text);
        let count = grant.actions.count_ones() as usize;
        let mut names = watched.names(grant.actions);
        let first = names.next().unwrap_or_default();
        let by = match count {
            _ if first.eq_ignore_ascii_case(written) => String::new(),
            1 => format!(", by `{first}`"),
            2 => format!(", by `{first}` and `{}`", names.next().unwrap_or_default()),
            count => format!(
                ", by `{first}` and {} more actions",
                count.saturating_sub(1)
            ),
        };
        let message = format!("`{written}` returns credentials, here of everything{by}");
        report.push(CHECK.finding(grant.span, message).because(
            "whoever has this policy acts as whom they belong to: name the resources, or withhold the action",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_exist_and_can_be_limited() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/data/catalog.bin");
        let catalog = catalog::Catalog::decode(&std::fs::read(path).unwrap()).unwrap();
        for name in RETURNING {
            let action = catalog.action(name).unwrap();
            assert_eq!(action.full_name(), name);
            assert!(!action.takes_only_star(), "{name}");
        }
    }
}
