//! Principals: kinds, accounts and ARNs of the document, services, identity providers.

use policy::{PolicyType, PrincipalKind};

use super::insertion::{open_string, with_stops};
use super::list::{Draft, List};
use super::memory::{Memory, is_account};
use super::rank::begins_word;
use crate::place::Place;
use crate::role::{other_names, principal_kind};
use crate::subject::Subject;
use crate::vocabulary::{IDENTITY_PROVIDERS, SERVICE_PRINCIPALS};

fn about(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::Aws => "accounts, roles, users",
        PrincipalKind::Service => "AWS services",
        PrincipalKind::Federated => "identity providers",
        PrincipalKind::CanonicalUser => "accounts by the id that S3 knows",
    }
}

/// The kinds that the type of policy uses, the usual one first.
fn kinds_of(subject: &Subject<'_>) -> &'static [PrincipalKind] {
    match subject.policy_type {
        PolicyType::Trust => &[
            PrincipalKind::Service,
            PrincipalKind::Aws,
            PrincipalKind::Federated,
        ],
        _ => &PrincipalKind::ALL,
    }
}

/// The value of Principal.
pub(super) fn values(subject: &Subject<'_>, list: &mut List<'_>) {
    for &kind in kinds_of(subject) {
        let name = kind.as_str();
        let json = with_stops(&format!("{{\n\t\"{name}\": \"|\"\n}}"));
        list.add(Draft::json(name, about(kind), json));
    }
    list.add(Draft::text("*", "everyone, also without credentials"));
}

/// The kinds that are not there yet.
pub(super) fn kinds(subject: &Subject<'_>, place: &Place<'_>, list: &mut List<'_>) {
    let present = place
        .slot
        .container()
        .map(|object| other_names(object, place.token))
        .unwrap_or_default();
    for &kind in kinds_of(subject) {
        let name = kind.as_str();
        if present.contains(&name) {
            continue;
        }
        let json = if list.insertion.name_only {
            open_string(name)
        } else {
            with_stops(&format!("\"{name}\": \"|\""))
        };
        list.add(Draft::json(name, about(kind), json));
    }
}

/// Principals of a kind.
pub(super) fn entries(subject: &Subject<'_>, kind: &str, list: &mut List<'_>) {
    let Some(kind) = principal_kind(kind) else {
        return;
    };
    let memory = Memory::of(subject.document);
    match kind {
        PrincipalKind::Aws => {
            aws(&memory, list);
            list.add_in_group(3, Draft::text("*", "everyone, also without credentials"));
        }
        PrincipalKind::Service => services(list),
        PrincipalKind::Federated => federated(&memory, list),
        PrincipalKind::CanonicalUser => {}
    }
}

/// Accounts, and IAM's ARNs.
pub(super) fn aws(memory: &Memory<'_>, list: &mut List<'_>) {
    for arn in &memory.arns {
        if arn.contains(":iam:") || arn.contains(":sts:") {
            list.add(Draft::text(*arn, "in this policy"));
        }
    }
    for account in &memory.accounts {
        if is_account(account) {
            list.add_in_group(1, Draft::text(*account, "account"));
        }
    }
    for (template, detail) in [
        ("arn:${Partition}:iam::${Account}:root", "account"),
        ("arn:${Partition}:iam::${Account}:role/${RoleName}", "role"),
        ("arn:${Partition}:iam::${Account}:user/${UserName}", "user"),
        (
            "arn:${Partition}:sts::${Account}:assumed-role/${RoleName}/${SessionName}",
            "one session of a role",
        ),
    ] {
        let arn = memory.fill(template);
        if !memory.arns.contains(&arn.as_str()) {
            list.add_in_group(2, Draft::text(arn, detail));
        }
    }
}

/// The names by which services call.
pub(super) fn services(list: &mut List<'_>) {
    for name in SERVICE_PRINCIPALS {
        let (name, detail) = name.split_once(' ').unwrap_or((name, ""));
        let by_usual_name = begins_word(list.written, detail);
        let draft = Draft::text(format!("{name}.amazonaws.com"), detail);
        let by_name = list.rank(&draft.label);
        if let Some(rank) = by_name.into_iter().chain(by_usual_name).min() {
            list.add_ranked(rank, 0, draft);
        }
    }
}

fn federated(memory: &Memory<'_>, list: &mut List<'_>) {
    for arn in memory.arns.iter().filter(|arn| arn.contains("-provider/")) {
        list.add(Draft::text(*arn, "in this policy"));
    }
    for (template, detail) in [
        (
            "arn:${Partition}:iam::${Account}:oidc-provider/token.actions.githubusercontent.com",
            "GitHub Actions",
        ),
        (
            "arn:${Partition}:iam::${Account}:oidc-provider/${Provider}",
            "OpenID Connect",
        ),
        (
            "arn:${Partition}:iam::${Account}:saml-provider/${Provider}",
            "SAML",
        ),
    ] {
        list.add_in_group(1, Draft::text(memory.fill(template), detail));
    }
    for (name, detail) in IDENTITY_PROVIDERS {
        list.add_in_group(2, Draft::text(name, detail));
    }
}
