//! # One statement for unrelated services
//!
//! An Allow statement names actions of several services, and resources of several services.
//!
//! ## Why it matters
//!
//! Which action is meant for which resource cannot be seen, a condition that fits one service does not fit the other, and
//! nobody dares to take anything away.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Effect": "Allow",
//!   "Action": ["sqs:SendMessage", "s3:GetObject"],
//!   "Resource": ["arn:aws:sqs:eu-west-1:123456789012:jobs", "arn:aws:s3:::amzn-s3-demo-bucket/*"]
//! }
//! ```
//!
//! ## Instead
//!
//! ```json
//! {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["arn:aws:sqs:eu-west-1:123456789012:jobs"]},
//! {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket/*"]}
//! ```
//!
//! Each statement keeps the conditions and takes the resources of a kind that its actions take; where no resource is of
//! such a kind, all of them. `iam:PassRole` among actions of its own service gets a statement of its own as well, since a
//! condition on the service that the role is passed to fits nothing else.
//!
//! ## References
//!
//! - [IAM JSON policy elements: Statement](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html)
//! - [Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)

use std::collections::BTreeSet;

use catalog::Catalog;
use diagnostics::Fix;
use patterns::{Arn, Glob};
use policy::{PolicyDocument, Statement};

use crate::placement::Group;
use crate::rewrite;
use crate::suggestion::{Advice, Proof, Suggestion};

/// The code of this suggestion.
pub(crate) const CODE: &str = "split-services";

/// How many statements of one document are looked at, and into how many one is split at the most.
const MOST_STATEMENTS: usize = 50;
const MOST_SERVICES: usize = 10;

/// Looks at the statements that are limited to resources; those on `*` are split by the resources that they take.
pub(crate) fn suggest(
    document: &PolicyDocument,
    catalog: &Catalog,
    sids: &mut BTreeSet<String>,
    advice: &mut Advice,
) {
    if !document.json().errors().is_empty() || !document.problems.is_empty() {
        return;
    }
    let allows = document
        .statements
        .iter()
        .filter(|statement| statement.is_allow() && statement.not_resource.is_none());
    for statement in allows.take(MOST_STATEMENTS) {
        let Some(groups) = groups(statement, catalog) else {
            continue;
        };
        let Some(edits) = rewrite::split(document, statement, &groups, sids) else {
            continue;
        };
        let removes = removed(statement, &groups);
        let title = format!("split it into {} statements, one a service", groups.len());
        advice.suggestions.push(Suggestion {
            code: CODE,
            title: title.clone(),
            span: statement
                .action
                .as_ref()
                .map_or(statement.span, |action| action.span),
            message: "one statement mixes services that have nothing to do with each other".to_owned(),
            because: "which action is meant for which resource cannot be seen, and no condition fits them all"
                .to_owned(),
            removes,
            fix: Fix::narrows(title, edits),
            choice: None,
            proof: Proof::NotProven {
                why: format!(
                    "it rests on the resource types in the catalogue of {}: an action that takes a type that the catalogue lacks would be cut off",
                    catalog.date()
                ),
            },
        });
    }
}

fn groups(statement: &Statement, catalog: &Catalog) -> Option<Vec<Group>> {
    let (actions, resources) = (statement.action.as_ref()?, statement.resource.as_ref()?);
    let arns: Vec<&str> = resources
        .value
        .iter()
        .map(|entry| entry.text.as_str())
        .collect();
    if arns.iter().any(|arn| Arn::parse(arn).is_none()) {
        return None;
    }
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for entry in &actions.value {
        let (prefix, name) = entry.text.split_once(':')?;
        let prefix = prefix.to_ascii_lowercase();
        let key = if prefix == "iam" && name.eq_ignore_ascii_case("PassRole") {
            entry.text.to_ascii_lowercase()
        } else {
            prefix
        };
        match groups.iter_mut().find(|(present, _)| *present == key) {
            Some((_, entries)) => entries.push(entry.text.clone()),
            None => groups.push((key, vec![entry.text.clone()])),
        }
    }
    if !(2..=MOST_SERVICES).contains(&groups.len()) {
        return None;
    }
    let groups = groups
        .into_iter()
        .map(|(_, actions)| {
            let types = resource_services(&actions, catalog);
            let fitting: Vec<String> = arns
                .iter()
                .filter(|arn| {
                    Arn::parse(arn).is_some_and(|arn| {
                        let service = Glob::new(arn.service);
                        types.iter().any(|known| service.matches(known))
                    })
                })
                .map(|arn| (*arn).to_owned())
                .collect();
            Group {
                actions,
                resources: if fitting.is_empty() {
                    arns.iter().map(|arn| (*arn).to_owned()).collect()
                } else {
                    fitting
                },
                types,
            }
        })
        .collect();
    Some(groups)
}

/// The services that stand in the ARNs of the resources which these actions take.
fn resource_services(actions: &[String], catalog: &Catalog) -> BTreeSet<String> {
    let mut services = BTreeSet::new();
    for action in actions {
        for action in catalog
            .expand(action)
            .iter()
            .filter_map(|id| catalog.action_by_id(id))
        {
            services.extend(
                action
                    .resource_types()
                    .flat_map(|resource| resource.resource_type().arn_templates())
                    .filter_map(|template| template.split(':').nth(2))
                    .map(str::to_owned),
            );
        }
    }
    services
}

fn removed(statement: &Statement, groups: &[Group]) -> Vec<String> {
    let all = statement
        .resource
        .as_ref()
        .map_or(0, |resource| resource.value.len());
    groups
        .iter()
        .filter(|group| group.resources.len() < all)
        .filter_map(|group| {
            let service = group.actions.first()?.split(':').next()?;
            Some(format!(
                "`{service}` actions on the resources of the other services, which they do not take"
            ))
        })
        .collect()
}
