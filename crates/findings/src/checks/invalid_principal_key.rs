//! # Unknown kind of principal
//!
//! `Principal` or `NotPrincipal` names a kind other than `AWS`, `Service`, `Federated` and `CanonicalUser`.
//! The names are case-sensitive.
//!
//! ## Why it matters
//!
//! AWS refuses the policy.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"aws": "arn:aws:iam::123456789012:role/reader"},
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
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
//!     "Principal": {"AWS": "arn:aws:iam::123456789012:role/reader"},
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "AWS JSON policy elements: Principal", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `INVALID_PRINCIPAL_KEY`

use diagnostics::{Fix, Kind};
use json_text::edits;
use policy::{PolicyType, PrincipalKind, ProblemKind};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "invalid-principal-key",
    title: "Unknown kind of principal",
    aws_code: Some("INVALID_PRINCIPAL_KEY"),
    kind: Kind::Error,
    applies_to: &[
        PolicyType::Resource,
        PolicyType::Trust,
        PolicyType::Rcp,
        PolicyType::VpcEndpoint,
    ],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let json = subject.document.json();
    for problem in &subject.document.problems {
        let ProblemKind::UnknownPrincipalKind { written } = &problem.kind else {
            continue;
        };
        if !report.has_room(&CHECK, problem.span) {
            continue;
        }
        let nearest = patterns::nearest(written, PrincipalKind::ALL.map(PrincipalKind::as_str), 1)
            .first()
            .copied();
        let message = match nearest {
            Some(nearest) => {
                format!("`{written}` is no kind of principal; did you mean `{nearest}`?")
            }
            None => format!("`{written}` is no kind of principal"),
        };
        let mut finding = CHECK.finding(problem.span, message).because(
            "AWS refuses the policy: the kinds are `AWS`, `Service`, `Federated` and `CanonicalUser`",
        );
        let object = json.value(problem.node);
        let free =
            nearest.filter(|nearest| object.is_some_and(|object| object.get(nearest).is_none()));
        if let (Some(nearest), Some(member)) = (free, json.member_at(problem.span.start)) {
            finding = finding.fix(Fix::safe(
                format!("rename `{written}` to `{nearest}`"),
                edits::rename(member, nearest),
            ));
        }
        report.push(finding);
    }
}
