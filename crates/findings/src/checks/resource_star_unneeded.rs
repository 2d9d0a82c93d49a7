//! # Every resource where some would do
//!
//! A statement allows actions on `"Resource": "*"` that can be limited to ARNs, without a condition that says of what.
//!
//! ## Why it matters
//!
//! The statement allows them on every resource of the account, also on those that somebody creates tomorrow for another
//! purpose. Where the resources are known, name them; where only their names are, use a prefix and a wildcard.
//!
//! Actions that take `*` alone are left alone, and so are those that only list, and patterns most of whose actions are such.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": ["sqs:SendMessage", "sqs:ListQueues"],
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
//!       "Action": "sqs:SendMessage",
//!       "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders"
//!     },
//!     {
//!       "Effect": "Allow",
//!       "Action": "sqs:ListQueues",
//!       "Resource": "*"
//!     }
//!   ]
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "Security best practices in IAM", IAM User Guide: apply least-privilege permissions

use std::collections::HashMap;

use catalog::{Action, ActionResource, BaseLevel, Service};
use diagnostics::Kind;
use patterns::Glob;
use policy::{ActionEntry, PolicyType};

use crate::check::Check;
use crate::circumstances::is_limited;
use crate::effort::{Effort, tell_stop};
use crate::escalation::PASS_ROLE;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "resource-star-unneeded",
    title: "Every resource where some would do",
    aws_code: None,
    kind: Kind::Suggestion,
    applies_to: &[
        PolicyType::Identity,
        PolicyType::Boundary,
        PolicyType::Session,
    ],
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let effort = Effort::new();
    // `iam:PassRole` is told for itself.
    let mut known: HashMap<&str, Option<Action<'_>>> = HashMap::new();
    for statement in &subject.document.statements {
        let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) else {
            continue;
        };
        let star = resources.value.iter().find(|entry| entry.text == "*");
        let Some(star) = star.filter(|_| statement.is_allow() && !is_limited(statement)) else {
            continue;
        };
        let mut can_be_limited: Vec<(&ActionEntry, Action<'_>)> = Vec::new();
        for (entry, named) in actions.value.iter().zip(subject.named(statement)) {
            let action = match (named.action, named.service) {
                (Some(action), _) => {
                    let is_told = entry.text.eq_ignore_ascii_case(PASS_ROLE);
                    Some(action).filter(|action| can_be_limited_to(*action) && !is_told)
                }
                (None, Some(service)) => *known
                    .entry(&entry.text)
                    .or_insert_with(|| limitable(service, &effort, &entry.text)),
                (None, None) => None,
            };
            if effort.is_spent() {
                tell_stop(&CHECK, "actions are not looked up", star.span, report);
                return;
            }
            can_be_limited.extend(action.map(|action| (entry, action)));
        }
        let Some((&(first, action), others)) = can_be_limited.split_first() else {
            continue;
        };
        let everything = actions
            .value
            .iter()
            .any(|entry| entry.pattern.is_match_all());
        if everything || !report.has_room(&CHECK, star.span) {
            continue;
        }
        let form = form(action);
        let they = if others.is_empty() {
            "it"
        } else {
            "each of them"
        };
        let mut finding = CHECK
            .finding(
                star.span,
                match others.len() {
                    0 => format!("`{}` does not need every resource", first.text),
                    1 => format!("`{}` and one more entry do not need every resource", first.text),
                    count => format!("`{}` and {count} more entries do not need every resource", first.text),
                },
            )
            .because(format!(
                "{they} can be limited to ARNs, such as `{form}`: this allows it on all that there is and will be"
            ));
        for (entry, _) in &can_be_limited {
            finding = finding.related(entry.span, "this can be limited");
        }
        report.push(finding);
    }
}

/// An action that the pattern names and that can be limited to ARNs, if most that it names can.
fn limitable<'a>(service: Service<'a>, effort: &Effort, text: &str) -> Option<Action<'a>> {
    let pattern = Glob::new(text.split_once(':')?.1);
    let (mut first, mut limitable, mut others) = (None, 0_usize, 0_usize);
    let steps = Effort::of_pattern(text);
    for action in service.actions() {
        effort.spend(steps);
        if effort.is_spent() {
            return None;
        }
        if !pattern.matches_ignore_case(action.name()) {
            continue;
        }
        if can_be_limited_to(action) {
            limitable = limitable.saturating_add(1);
            first = first.or(Some(action));
        } else {
            others = others.saturating_add(1);
        }
    }
    first.filter(|_| limitable > others)
}

/// Whether naming resources limits the action: what exists is seldom a secret.
fn can_be_limited_to(action: Action<'_>) -> bool {
    !action.takes_only_star() && action.access_levels().base != BaseLevel::List
}

/// The plainest ARN that the action takes.
fn form(action: Action<'_>) -> &str {
    action
        .resource_types()
        .map(ActionResource::resource_type)
        .flat_map(|listed| listed.arn_templates())
        .min_by_key(|template| template.len())
        .unwrap_or_default()
}
