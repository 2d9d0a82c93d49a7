//! # A way to more permissions
//!
//! What the policy allows, after what it denies, is enough to get permissions that it does not give: to attach a policy, to
//! make keys for another user, to run code as a stronger role.
//!
//! ## Why it matters
//!
//! Whoever has the policy, or steals the credentials of somebody who has, can become administrator of the account, although
//! no statement says so. Some ways need something that is there already: a function that runs as a strong role, a role that
//! may be passed.
//!
//! Counted is what is allowed on every resource of a type, by the smallest sets of actions that are enough. Naming the
//! resources closes most ways; for `iam:PassRole` the condition key `iam:PassedToService` does so too, and for attaching
//! policies `iam:PolicyARN` or a permissions boundary.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": ["iam:PassRole", "lambda:CreateFunction"],
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
//!   "Statement": [
//!     {
//!       "Effect": "Allow",
//!       "Action": "iam:PassRole",
//!       "Resource": "arn:aws:iam::123456789012:role/orders-*",
//!       "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
//!     },
//!     {
//!       "Effect": "Allow",
//!       "Action": "lambda:CreateFunction",
//!       "Resource": "arn:aws:lambda:*:123456789012:function:orders-*"
//!     }
//!   ]
//! }
//! ```
//!
//! ## References
//!
//! - "Grant a user permissions to pass a role to an AWS service", IAM User Guide
//! - "Permissions boundaries for IAM entities", IAM User Guide

use std::collections::BTreeMap;

use diagnostics::{Finding, Kind};
use policy::PolicyType;

use crate::check::Check;
use crate::escalation::{PASS_ROLE, Way, escalations};
use crate::facts::Facts;
use crate::grants::{Grant, wide_entry, wide_grants};
use crate::passed_roles::only_to;
use crate::report::Report;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "privilege-escalation",
    title: "A way to more permissions",
    aws_code: None,
    kind: Kind::SecurityWarning,
    applies_to: &[PolicyType::Identity],
    supersedes: &["pass-role-star-in-resource"],
    run,
};

/// How many ways are explained.
const EXPLAINED: usize = 3;

fn run(subject: &Facts<'_>, report: &mut Report) {
    let table = escalations();
    let grants = wide_grants(subject, &table.watched);
    let granted = grants.iter().fold(0, |set, grant| set | grant.actions);
    if granted == 0 {
        return;
    }
    // By the grant to look at: ways that start with the same entry have one remedy.
    let mut found: BTreeMap<usize, Vec<&Way>> = BTreeMap::new();
    for way in &table.ways {
        if way.actions & !granted != 0 {
            continue;
        }
        let first = way.names.first().copied().unwrap_or_default();
        let first = table.watched.all_of(&[first]);
        let place = grants.iter().position(|grant| grant.actions & first != 0);
        if let Some(place) = place {
            found.entry(place).or_default().push(way);
        }
    }
    for (place, ways) in found {
        if let Some(grant) = grants.get(place)
            && report.has_room(&CHECK, grant.span)
        {
            report.push(finding(subject, &grants, grant, &ways));
        }
    }
}

fn finding(
    subject: &Subject<'_>,
    grants: &[Grant<'_>],
    grant: &Grant<'_>,
    ways: &[&Way],
) -> Finding {
    let written = grant.entry.map_or("NotAction", |entry| &entry.text);
    let example = ways.first().map_or(&[][..], |way| &way.names);
    let (first, others) = example.split_first().unwrap_or((&written, &[]));
    let with = if others.is_empty() {
        String::new()
    } else {
        format!(" with `{}`", others.join("` and `"))
    };
    let message = match ways.len() {
        1 => format!("`{first}`{with} can be used to get more permissions"),
        count if first.eq_ignore_ascii_case(written) => format!(
            "`{written}` can be used to get more permissions in {count} ways, such as{with}"
        ),
        count => format!(
            "`{written}` can be used to get more permissions in {count} ways, such as `{first}`{with}"
        ),
    };
    let mut hows: Vec<&str> = ways.iter().map(|way| way.how).collect();
    hows.dedup();
    hows.truncate(EXPLAINED);
    let mut finding = CHECK
        .finding(grant.span, message)
        .because(format!("whoever has this policy {}", hows.join(", or ")));
    let taking_part = ways.iter().fold(0, |set, way| set | way.actions);
    for other in grants {
        if other.span != grant.span && other.actions & taking_part != 0 {
            finding = finding.related(other.span, "this takes part");
        }
    }
    let passes = ways.iter().any(|way| way.passed_to.is_some());
    if !passes {
        return finding;
    }
    let resources = grant.statement.resource.as_ref();
    let roles = resources.and_then(|resources| wide_entry(subject.catalog, resources, PASS_ROLE));
    if let Some(roles) = roles {
        finding = finding.related(roles.span, "every role can be passed");
    }
    let services = ways.iter().filter_map(|way| way.passed_to.as_deref());
    finding
        .fixes
        .extend(only_to(subject, grant.statement, services));
    finding
}
