//! # Action that the principal cannot use
//!
//! A trust policy lets a principal assume the role by an action that is not made for it. Providers of SAML come in by
//! `sts:AssumeRoleWithSAML`, providers of OpenID Connect by `sts:AssumeRoleWithWebIdentity`, both as `Federated`
//! principals; users, roles, accounts and services by `sts:AssumeRole`.
//!
//! ## Why it matters
//!
//! Nobody can assume the role by this statement. AWS's validator reports it as an error.
//!
//! A statement may bundle principals and actions of several kinds, as long as each principal finds an action and each
//! action a principal.
//!
//! ## Example
//!
//! ```json trust
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
//!     "Action": "sts:AssumeRole",
//!     "Condition": {"StringEquals": {"gitlab.com:sub": "project_path:example/app:ref_type:branch:ref:main"}}
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
//!     "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
//!     "Action": "sts:AssumeRoleWithWebIdentity",
//!     "Condition": {"StringEquals": {"gitlab.com:sub": "project_path:example/app:ref_type:branch:ref:main"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Create a role for a third-party identity provider (federation)", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `MISMATCHED_ACTION_FOR_PRINCIPAL`

use diagnostics::{Finding, Fix, Kind};
use json_text::{edits, quote};
use policy::{
    ActionElement, ActionEntry, PolicyType, PrincipalElement, PrincipalEntry, PrincipalGroup,
    PrincipalKind,
};

use crate::check::Check;
use crate::facts::Facts;
use crate::placeholders::has_placeholder;
use crate::report::Report;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "mismatched-action-for-principal",
    title: "Action that the principal cannot use",
    aws_code: Some("MISMATCHED_ACTION_FOR_PRINCIPAL"),
    kind: Kind::Error,
    applies_to: &[PolicyType::Trust],
    supersedes: &[],
    run,
};

/// How a principal assumes a role.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Direct,
    Saml,
    WebIdentity,
}

/// The ways, their actions, and who takes them.
const WAYS: [(Way, &str, &str); 3] = [
    (
        Way::Direct,
        "sts:AssumeRole",
        "users, roles, accounts and services",
    ),
    (
        Way::Saml,
        "sts:AssumeRoleWithSAML",
        "providers of SAML, under `Federated`",
    ),
    (
        Way::WebIdentity,
        "sts:AssumeRoleWithWebIdentity",
        "providers of OpenID Connect, under `Federated`",
    ),
];

fn run(subject: &Facts<'_>, report: &mut Report) {
    for statement in &subject.document.statements {
        let (Some(principal), Some(actions)) = (&statement.principal, &statement.action) else {
            continue;
        };
        let taken: Vec<(&ActionEntry, &'static (Way, &str, &str))> = actions
            .value
            .iter()
            .filter_map(|entry| Some((entry, way_of_action(&entry.text)?)))
            .collect();
        let is_open = actions
            .value
            .iter()
            .any(|entry| entry.text.contains(['*', '?']) || has_placeholder(&entry.text));
        let principals = || {
            let groups = principal.value.iter();
            groups.flat_map(|group| group.entries.iter().map(move |entry| (group, entry)))
        };
        let fits = |way: Way, group: &PrincipalGroup, entry: &PrincipalEntry| {
            way_of_principal(group, entry).is_none_or(|own| own == way)
        };
        let mut is_told = principals().next().is_none();
        for (entry, (way, action, who)) in &taken {
            if is_told || principals().any(|(group, entry)| fits(*way, group, entry)) {
                continue;
            }
            is_told = true;
            if report.has_room(&CHECK, entry.span) {
                let message = format!("no principal of this statement can use `{action}`");
                let finding = CHECK
                    .finding(entry.span, message)
                    .because(format!("it is for {who}; nobody assumes the role by it"))
                    .related(principal.span, "these principals");
                let fix = as_federated(subject, principal, *way)
                    .or_else(|| other_action(subject, principal, actions, entry));
                report.push(with(finding, fix));
            }
        }
        if is_told || is_open || taken.is_empty() {
            continue;
        }
        for (group, entry) in principals() {
            let finds = |(_, (way, ..)): &(_, &(Way, _, _))| fits(*way, group, entry);
            if taken.iter().any(finds) || !report.has_room(&CHECK, entry.span) {
                continue;
            }
            let way = way_of_principal(group, entry);
            let action = WAYS.iter().find(|(own, ..)| Some(*own) == way);
            let Some((_, action, _)) = action else {
                continue;
            };
            let finding = CHECK
                .finding(
                    entry.span,
                    format!("`{}` can use none of the actions", entry.text),
                )
                .because(format!(
                    "it assumes roles by `{action}`, so that this statement does nothing for it"
                ))
                .related(actions.span, "these actions");
            report.push(with(finding, more_action(subject, actions, action)));
        }
    }
}

fn with(mut finding: Finding, fix: Option<Fix>) -> Finding {
    finding.fixes.extend(fix);
    finding
}

fn way_of_action(text: &str) -> Option<&'static (Way, &'static str, &'static str)> {
    WAYS.iter()
        .find(|(_, action, _)| action.eq_ignore_ascii_case(text))
}

/// `None` where it may be any.
fn way_of_principal(group: &PrincipalGroup, entry: &PrincipalEntry) -> Option<Way> {
    match group.kind? {
        _ if entry.text == "*" => None,
        PrincipalKind::Federated if entry.text.contains(":saml-provider/") => Some(Way::Saml),
        PrincipalKind::Federated if entry.text.contains(":oidc-provider/") => {
            Some(Way::WebIdentity)
        }
        _ if has_placeholder(&entry.text) => None,
        PrincipalKind::Federated => Some(Way::WebIdentity),
        _ => Some(Way::Direct),
    }
}

/// The fix that puts providers under `Federated` that stand under `AWS`.
fn as_federated(subject: &Subject<'_>, principal: &PrincipalElement, way: Way) -> Option<Fix> {
    let part = match way {
        Way::Saml => ":saml-provider/",
        Way::WebIdentity => ":oidc-provider/",
        Way::Direct => return None,
    };
    let [group] = principal.value.as_slice() else {
        return None;
    };
    let is_provider = |entry: &PrincipalEntry| entry.text.contains(part);
    if group.kind != Some(PrincipalKind::Aws) || !group.entries.iter().all(is_provider) {
        return None;
    }
    let member = subject.document.json().member_at(group.kind_span?.start)?;
    Some(Fix::needs_review(
        "name it as a principal of kind `Federated`",
        edits::rename(member, "Federated"),
    ))
}

/// The fix that replaces the action by the one that all the principals use, or deletes it where that one is listed.
fn other_action(
    subject: &Subject<'_>,
    principal: &PrincipalElement,
    actions: &ActionElement,
    entry: &ActionEntry,
) -> Option<Fix> {
    let groups = principal.value.iter();
    let mut ways = groups.flat_map(|group| {
        let entries = group.entries.iter();
        entries.map(move |entry| way_of_principal(group, entry))
    });
    let way = ways.next()??;
    if ways.any(|other| other != Some(way)) {
        return None;
    }
    let (_, action, _) = WAYS.iter().find(|(own, ..)| *own == way)?;
    let value = subject.document.json().value(entry.node)?;
    let mut others = actions.value.iter();
    if others.any(|other| other.text.eq_ignore_ascii_case(action)) {
        return Some(Fix::narrows(
            format!("delete `{}`", entry.text),
            edits::remove_element(value),
        ));
    }
    Some(Fix::needs_review(
        format!("replace `{}` by `{action}`", entry.text),
        edits::replace(value, &quote(action)),
    ))
}

/// The fix that lists one more action.
fn more_action(subject: &Subject<'_>, actions: &ActionElement, action: &str) -> Option<Fix> {
    let value = subject.document.json().value(actions.node)?;
    let edits = if value.kind() == json_text::Kind::Array {
        edits::insert_element(value, actions.value.len(), &quote(action))
    } else {
        edits::replace(value, &format!("[{}, {}]", value.text(), quote(action)))
    };
    Some(Fix::needs_review(format!("allow `{action}` too"), edits))
}
