//! # A condition that fits
//!
//! An Allow statement has no condition on where a request comes from or what it is for, although one would cost little.
//!
//! ## Why it matters
//!
//! A stolen key, a confused service or a principal of another organization is stopped by a condition even where actions
//! and resources are wide.
//!
//! ## Example
//!
//! ```json
//! {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/app-*"}
//! ```
//!
//! ## Instead
//!
//! ```json
//! {
//!   "Effect": "Allow",
//!   "Action": "iam:PassRole",
//!   "Resource": "arn:aws:iam::123456789012:role/app-*",
//!   "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
//! }
//! ```
//!
//! Others are offered where they fit: MFA and the network for actions that manage permissions, the organization for
//! a resource policy that lets other accounts in, the account for one that lets a service in. What only you know stands as
//! `<placeholder>` to be filled in.
//!
//! ## References
//!
//! - [Grant a user permissions to pass a role to an AWS service](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html)
//! - [AWS global condition context keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html)
//! - [The confused deputy problem](https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html)

use std::collections::BTreeSet;

use catalog::{ActionSet, Catalog};
use diagnostics::{Edit, Fix, Span};
use json_text::edits::insert_member;
use json_text::quote;
use policy::{PolicyDocument, PolicyType, PrincipalKind, Statement};

use crate::setting::Setting;
use crate::suggestion::{Advice, Proof, Skipped, Suggestion};

/// The code of this suggestion.
pub(crate) const CODE: &str = "add-condition";

/// How many statements of one document are looked at.
const MOST_STATEMENTS: usize = 100;

const PASS_ROLE: &str = "iam:PassRole";

/// A condition to be added.
struct Offer {
    operator: &'static str,
    key: &'static str,
    /// As JSON.
    value: String,
    title: String,
    message: &'static str,
    because: &'static str,
    removes: String,
}

pub(crate) fn suggest(
    document: &PolicyDocument,
    policy_type: PolicyType,
    catalog: &Catalog,
    advice: &mut Advice,
) {
    let statements = || {
        document
            .statements
            .iter()
            .filter(|statement| statement.is_allow())
            .take(MOST_STATEMENTS)
    };
    match policy_type {
        PolicyType::Resource => {
            let setting = Setting::read(document);
            for statement in statements() {
                push(
                    advice,
                    document,
                    statement,
                    for_service(statement, &setting),
                );
                push(advice, document, statement, for_organization(statement));
            }
        }
        PolicyType::Identity | PolicyType::Boundary | PolicyType::Session => {
            let granted: Vec<ActionSet> = statements()
                .map(|statement| actions(statement, catalog))
                .collect();
            let pass_role = catalog.expand(PASS_ROLE);
            let all = granted
                .iter()
                .fold(ActionSet::new(), |all, set| all.union(set));
            for (statement, set) in statements().zip(&granted) {
                if !set.is_disjoint(&pass_role) && !asks(statement, &["iam:PassedToService"]) {
                    if set.is_subset(&pass_role) {
                        let services = services_that_take_roles(&all, catalog);
                        push(advice, document, statement, Some(for_pass_role(&services)));
                    } else if let Some(entry) = named_pass_role(statement) {
                        advice.skipped.push(Skipped {
                            span: entry,
                            why: "`iam:PassRole` stands among other actions: in a statement of its own it can \
                                  be limited to the services it is meant for, by `iam:PassedToService`"
                                .to_owned(),
                        });
                    }
                }
                if manages_permissions(set, catalog) {
                    push(advice, document, statement, for_mfa(statement));
                    push(advice, document, statement, for_network(statement));
                }
            }
        }
        _ => {}
    }
}

fn push(
    advice: &mut Advice,
    document: &PolicyDocument,
    statement: &Statement,
    offer: Option<Offer>,
) {
    let Some(offer) = offer else {
        return;
    };
    let Some(edits) = add(document, statement, &offer) else {
        return;
    };
    let span = statement
        .action
        .as_ref()
        .map_or(statement.span, |action| action.span);
    advice.suggestions.push(Suggestion {
        code: CODE,
        title: offer.title.clone(),
        span,
        message: offer.message.to_owned(),
        because: offer.because.to_owned(),
        removes: vec![offer.removes],
        fix: Fix::narrows(offer.title, edits),
        choice: None,
        proof: Proof::NotProven {
            why: "a condition more can only take away; whether what is needed stays depends on your requests".to_owned(),
        },
    });
}

/// The edits that add the condition: to the operator where it is there already, else to the Condition element, else with
/// a new one.
fn add(document: &PolicyDocument, statement: &Statement, offer: &Offer) -> Option<Vec<Edit>> {
    let object = document.json().value(statement.node)?;
    let pair = format!("{}: {}", quote(offer.key), offer.value);
    let edits = match object.members().find(|member| member.name() == "Condition") {
        None => {
            let block = format!("{{{}: {{{pair}}}}}", quote(offer.operator));
            insert_member(object, usize::MAX, "Condition", &block)
        }
        Some(block) => {
            let block = block.value()?;
            match block
                .members()
                .find(|member| member.name() == offer.operator)
            {
                Some(operator) => {
                    insert_member(operator.value()?, usize::MAX, offer.key, &offer.value)
                }
                None => insert_member(block, usize::MAX, offer.operator, &format!("{{{pair}}}")),
            }
        }
    };
    (!edits.is_empty()).then_some(edits)
}

/// Whether a condition asks for one of these keys already.
fn asks(statement: &Statement, keys: &[&str]) -> bool {
    statement.conditions.iter().any(|condition| {
        keys.iter()
            .any(|key| condition.key.eq_ignore_ascii_case(key))
    })
}

fn actions(statement: &Statement, catalog: &Catalog) -> ActionSet {
    let entries = statement.action.iter().flat_map(|action| &action.value);
    entries.fold(ActionSet::new(), |all, entry| {
        all.union(&catalog.expand_pattern(&entry.pattern))
    })
}

fn named_pass_role(statement: &Statement) -> Option<Span> {
    let mut entries = statement.action.iter().flat_map(|action| &action.value);
    entries
        .find(|entry| entry.text.eq_ignore_ascii_case(PASS_ROLE))
        .map(|entry| entry.span)
}

/// The services to which one of these actions passes a role, as principals.
fn services_that_take_roles(granted: &ActionSet, catalog: &Catalog) -> BTreeSet<String> {
    granted
        .iter()
        .filter_map(|id| catalog.action_by_id(id))
        .filter(|action| {
            let of_resources = action
                .resource_types()
                .flat_map(|resource| resource.dependent_actions());
            action
                .dependent_actions()
                .chain(of_resources)
                .any(|needed| needed.prefix() == "iam" && needed.name() == "PassRole")
        })
        .map(|action| match action.prefix() {
            // The service runs tasks under a principal of another name.
            "ecs" => "ecs-tasks.amazonaws.com".to_owned(),
            prefix => format!("{prefix}.amazonaws.com"),
        })
        .collect()
}

fn for_pass_role(services: &BTreeSet<String>) -> Offer {
    // More services than this are no limit any more.
    const MOST: usize = 8;
    let named: Vec<String> = services.iter().map(|service| quote(service)).collect();
    let (value, whom) = match named.as_slice() {
        [] => (
            quote("<service>.amazonaws.com"),
            "the service it is meant for".to_owned(),
        ),
        [one] => (one.clone(), format!("`{}`", one.trim_matches('"'))),
        some if some.len() <= MOST => (
            format!("[{}]", some.join(", ")),
            "the services whose actions this policy allows".to_owned(),
        ),
        _ => (
            quote("<service>.amazonaws.com"),
            "the service it is meant for".to_owned(),
        ),
    };
    Offer {
        operator: "StringEquals",
        key: "iam:PassedToService",
        value,
        title: format!("let `iam:PassRole` pass roles to {whom} alone"),
        message: "`iam:PassRole` may pass these roles to any service",
        because: "whoever can give a role to a service that runs code can act with that role",
        removes: format!("passing these roles to any service but {whom}"),
    }
}

fn manages_permissions(set: &ActionSet, catalog: &Catalog) -> bool {
    set.iter()
        .filter_map(|id| catalog.action_by_id(id))
        .any(|action| {
            action.access_levels().permissions_management || action.is_escalation_sensitive()
        })
}

fn for_mfa(statement: &Statement) -> Option<Offer> {
    let keys = ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"];
    (!asks(statement, &keys)).then(|| Offer {
        operator: "Bool",
        key: "aws:MultiFactorAuthPresent",
        value: quote("true"),
        title: "ask for multi-factor authentication".to_owned(),
        message: "these actions manage permissions, and a password or an access key alone is enough for them",
        because: "a stolen access key could give itself any permission",
        removes: "these actions without multi-factor authentication: also with long-term access keys, and for roles that \
                  were assumed without it, such as those of services"
            .to_owned(),
    })
}

fn for_network(statement: &Statement) -> Option<Offer> {
    let keys = [
        "aws:SourceIp",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:VpcSourceIp",
    ];
    (!asks(statement, &keys)).then(|| Offer {
        operator: "IpAddress",
        key: "aws:SourceIp",
        value: quote("<your-network>"),
        title: "let them be used from your network alone".to_owned(),
        message: "these actions manage permissions, and can be used from anywhere",
        because: "stolen credentials are mostly used from elsewhere",
        removes: "these actions from other networks, through VPC endpoints, and where a service calls on someone's behalf"
            .to_owned(),
    })
}

/// The keys that tell for whom a service acts.
const SOURCE_KEYS: [&str; 4] = [
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
];

fn for_service(statement: &Statement, setting: &Setting) -> Option<Offer> {
    let groups = &statement.principal.as_ref()?.value;
    let services_alone = !groups.is_empty()
        && groups
            .iter()
            .all(|group| group.kind == Some(PrincipalKind::Service));
    (services_alone && !asks(statement, &SOURCE_KEYS)).then(|| Offer {
        operator: "StringEquals",
        key: "aws:SourceAccount",
        value: quote(setting.account().unwrap_or("<account-id>")),
        title: "let the service in for your own account alone".to_owned(),
        message: "the service may act here for anyone",
        because: "another customer of the service could name your resource in theirs: the confused deputy",
        removes: "what the service does here for other accounts, and services that do not say for whom they act".to_owned(),
    })
}

fn for_organization(statement: &Statement) -> Option<Offer> {
    let principal = statement.principal.as_ref()?;
    let lets_accounts_in = principal
        .value
        .iter()
        .any(|group| group.kind == Some(PrincipalKind::Aws));
    let keys = [
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:SourceVpce",
        "aws:SourceVpc",
    ];
    (lets_accounts_in && !asks(statement, &keys) && !asks(statement, &SOURCE_KEYS)).then(|| Offer {
        operator: "StringEquals",
        key: "aws:PrincipalOrgID",
        value: quote("<organization-id>"),
        title: "let in principals of your organization alone".to_owned(),
        message: "principals of any organization are let in",
        because: "an account that leaves the organization, or was never in it, would keep its access",
        removes: "access by principals of accounts outside the organization, and by anonymous callers".to_owned(),
    })
}
