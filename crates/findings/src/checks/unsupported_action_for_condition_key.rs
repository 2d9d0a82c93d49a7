//! # Condition key that the action never sends
//!
//! A statement asks about a condition key of a service that requests of one of its actions do not carry.
//!
//! ## Why it matters
//!
//! The key is missing in every request of that action. A condition that has to match then never holds: the statement does
//! not allow the action, or does not deny it. One that must not match always holds: the statement says the same for the
//! action as without it.
//!
//! The reference is not complete: told are keys of another service, and keys of resources with actions that are asked of
//! none. Actions that are named by a wildcard are left alone, and so are operators that end in `IfExists` and `Null`,
//! which are made for keys that may be missing.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": ["ec2:RunInstances", "iam:PassRole"],
//!     "Resource": "*",
//!     "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
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
//!       "Action": "ec2:RunInstances",
//!       "Resource": "arn:aws:ec2:*:123456789012:*"
//!     },
//!     {
//!       "Effect": "Allow",
//!       "Action": "iam:PassRole",
//!       "Resource": "arn:aws:iam::123456789012:role/app-*",
//!       "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
//!     }
//!   ]
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM Access Analyzer policy check reference", `UNSUPPORTED_ACTION_FOR_CONDITION_KEY`

use catalog::{Action, Catalog, ConditionKey};
use diagnostics::Kind;
use policy::{ActionEntry, Condition, PolicyType, SetOperator};

use crate::check::Check;
use crate::conditions::holds_without_key;
use crate::effort::{Effort, tell_stop};
use crate::facts::Facts;
use crate::report::Report;
use crate::statement_edits::without_condition;

pub(crate) const CHECK: Check = Check {
    id: "unsupported-action-for-condition-key",
    title: "Condition key that the action never sends",
    aws_code: Some("UNSUPPORTED_ACTION_FOR_CONDITION_KEY"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let catalog = subject.catalog;
    let effort = Effort::new();
    for statement in &subject.document.statements {
        let Some(actions) = &statement.action else {
            continue;
        };
        for condition in &statement.conditions {
            let Some((key, holds)) = asked_key(catalog, condition) else {
                continue;
            };
            let mut unsupported: Vec<&ActionEntry> = Vec::new();
            for (entry, named) in actions.value.iter().zip(subject.named(statement)) {
                let Some(action) = named.action else {
                    continue;
                };
                effort.spend(action.all_condition_keys().count());
                if effort.is_spent() {
                    tell_stop(
                        &CHECK,
                        "condition keys are not looked up",
                        entry.span,
                        report,
                    );
                    return;
                }
                if never_sends(action, condition, key) {
                    unsupported.push(entry);
                }
            }
            let Some((first, others)) = unsupported.split_first() else {
                continue;
            };
            if !report.has_room(&CHECK, condition.key_span) {
                continue;
            }
            let because = match (holds, statement.is_deny()) {
                (false, false) => {
                    "the condition never holds for it, so that the statement does not allow it"
                }
                (false, true) => {
                    "the condition never holds for it, so that the statement does not deny it"
                }
                (true, false) => {
                    "the condition always holds for it, so that the statement allows it without limit"
                }
                (true, true) => {
                    "the condition always holds for it, so that the statement denies it without exception"
                }
            };
            let mut finding = CHECK
                .finding(
                    condition.key_span,
                    format!("no request of `{}` carries `{}`", first.text, condition.key),
                )
                .because(because)
                .related(first.span, "this action");
            for other in others {
                finding = finding.related(other.span, "nor does one of this action");
            }
            let fix = without_condition(subject.document, statement, &unsupported, condition);
            if fix.is_none() {
                let advice = "; it belongs into a statement without this condition";
                finding.because.push_str(advice);
            }
            finding.fixes.extend(fix);
            report.push(finding);
        }
    }
}

/// Whether a condition asks an action for a key that it never sends.
pub(crate) fn asks_in_vain(catalog: &Catalog, condition: &Condition, action: Action<'_>) -> bool {
    let asked = asked_key(catalog, condition);
    asked.is_some_and(|(key, _)| never_sends(action, condition, key))
}

/// The key of a service that a condition wants to be there, and whether the condition holds where it is not.
fn asked_key<'a>(catalog: &'a Catalog, condition: &Condition) -> Option<(ConditionKey<'a>, bool)> {
    let operator = condition.operator?;
    let holds = holds_without_key(operator)?;
    let is_prepared = operator.if_exists || operator.set == Some(SetOperator::ForAllValues);
    let key = catalog.condition_key(&condition.key)?;
    let is_asked = !is_prepared && !key.is_global() && catalog.service(key.prefix()).is_some();
    is_asked.then_some((key, holds))
}

fn never_sends(action: Action<'_>, condition: &Condition, key: ConditionKey<'_>) -> bool {
    !action.supports_condition_key(&condition.key) && is_certain(action, key)
}

/// Services whose actions are asked of resources that the reference does not list: AWS's own policies ask of which farm
/// `deadline:SearchWorkers` is.
const WITHOUT_LISTED_RESOURCES: [&str; 1] = ["deadline"];

/// Whether the catalogue can be relied on: it often forgets that an action sends a key of its own service.
fn is_certain(action: Action<'_>, key: ConditionKey<'_>) -> bool {
    let prefix = action.prefix();
    if prefix != key.prefix() {
        return true;
    }
    let mut types = action.service().resource_types();
    !WITHOUT_LISTED_RESOURCES.contains(&prefix)
        && action.takes_only_star()
        && types.any(|listed| listed.condition_keys().any(|of| of == key))
}
