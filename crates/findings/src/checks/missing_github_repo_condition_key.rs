//! # Role for every repository of GitHub
//!
//! A trust policy lets the identity provider of GitHub Actions in, without asking for the repository.
//!
//! ## Why it matters
//!
//! GitHub is one provider for all of its customers. A workflow in anybody's repository gets a token from it, and assumes the
//! role. `token.actions.githubusercontent.com:sub` says organization, repository, and branch or environment.
//!
//! ## Example
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
//!     "Action": "sts:AssumeRoleWithWebIdentity",
//!     "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
//!     "Action": "sts:AssumeRoleWithWebIdentity",
//!     "Condition": {
//!       "StringEquals": {
//!         "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
//!         "token.actions.githubusercontent.com:sub": "repo:example-org/example-app:ref:refs/heads/main"
//!       }
//!     }
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Create a role for OpenID Connect federation", IAM User Guide: GitHub OIDC
//! - "IAM Access Analyzer policy check reference", `MISSING_GITHUB_REPO_CONDITION_KEY`

use diagnostics::Kind;
use policy::{Operator, PolicyType, PrincipalKind, Statement};

use crate::check::Check;
use crate::facts::Facts;
use crate::principals::of_kind;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "missing-github-repo-condition-key",
    title: "Role for every repository of GitHub",
    aws_code: Some("MISSING_GITHUB_REPO_CONDITION_KEY"),
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Trust],
    supersedes: &[],
    run,
};

const PROVIDER: &str = "token.actions.githubusercontent.com";

/// The claims that name a repository, its owner or a workflow in it.
const CLAIMS: [&str; 5] = [
    ":sub",
    ":repository",
    ":repository_id",
    ":repository_owner_id",
    ":job_workflow_ref",
];

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        let mut providers = of_kind(statement, PrincipalKind::Federated);
        let github = providers.find(|entry| {
            let provider = entry.text.split_once(":oidc-provider/");
            // An enterprise can have an issuer of its own, with a path behind the host.
            provider.is_some_and(|(_, provider)| provider == PROVIDER)
        });
        let Some(github) =
            github.filter(|_| statement.is_allow() && !asks_for_repository(statement))
        else {
            continue;
        };
        if report.has_room(&CHECK, github.span) {
            report.push(
                CHECK
                    .finding(github.span, "a workflow of any repository on GitHub can assume the role")
                    .because(format!(
                        "the provider is one for all of GitHub: compare `{PROVIDER}:sub` with the organization, the repository and \
                         the branch or environment"
                    )),
            );
        }
    }
}

/// Whether a condition has to match a claim that names the repository.
fn asks_for_repository(statement: &Statement) -> bool {
    statement.conditions.iter().any(|condition| {
        let key = condition.key.to_ascii_lowercase();
        let is_asked = condition.operator.is_some_and(|operator| {
            !operator.operator.is_negated() && operator.operator != Operator::Null
        });
        let claim = key.strip_prefix(PROVIDER);
        is_asked && claim.is_some_and(|claim| CLAIMS.contains(&claim))
    })
}
