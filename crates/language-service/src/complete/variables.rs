//! Policy variables inside `${…}` ("IAM policy elements: Variables and tags", IAM User Guide).

use catalog::{Cardinality, ConditionKey, KeyType};
use json_text::Span;
use policy::{OperatorFamily, Version};

use super::insertion::STOP;
use super::list::{Draft, List};
use super::{Completions, Insertion};
use crate::global_keys;
use crate::place::Place;
use crate::role::{Role, operator, statement_around};
use crate::statement_facts::actions_of;
use crate::subject::Subject;

/// The part of the text at an offset in which a variable is being written: what stands between `${` and the cursor.
pub(super) fn begun<'a>(
    subject: &Subject<'a>,
    place: &Place<'_>,
    role: &Role<'_>,
    offset: usize,
) -> Option<&'a str> {
    let takes_variables = match role {
        Role::Resource => true,
        Role::Value { operator: name, .. } => operator(name).is_some_and(|operator| {
            matches!(
                operator.operator.family(),
                OperatorFamily::String | OperatorFamily::Arn
            )
        }),
        _ => false,
    };
    let text = subject.document.text();
    let before = Span::new(place.content.start, offset).slice(text);
    let (_, name) = before.rsplit_once("${")?;
    let is_open = !name.contains(['}', ',', ' ']);
    let is_variable = takes_variables && is_open && subject.document.language() == Version::V2012;
    is_variable.then_some(name)
}

/// The variables that begin with `name`, which is written between `${` and the cursor.
pub(super) fn complete(
    subject: &Subject<'_>,
    place: &Place<'_>,
    name: &str,
    offset: usize,
) -> Option<Completions> {
    let text = subject.document.text();
    let start = offset.saturating_sub(name.len());
    let behind = Span::new(offset, place.content.end).slice(text);
    let end = match behind.find('}') {
        Some(close)
            if !behind
                .get(..close)
                .unwrap_or_default()
                .contains(['$', '/', '*']) =>
        {
            offset.saturating_add(close).saturating_add(1)
        }
        _ => offset,
    };
    let word = Span::new(start, end);
    let mut list = List::new(name, Insertion::within_string(word), Vec::new());
    let actions = actions_of(subject, statement_around(subject, place));
    let mut offered: Vec<ConditionKey<'_>> = Vec::new();
    let of_actions = actions
        .iter()
        .flat_map(|action| action.all_condition_keys());
    let globals = subject.catalog.global_condition_keys();
    let keys = globals
        .map(|key| (order(key.name()), key))
        .chain(of_actions.map(|key| (USUAL.len().saturating_add(1), key)));
    for (group, key) in keys {
        let is_text = key.takes(KeyType::String) || key.takes(KeyType::Arn);
        if !is_text || key.cardinality() == Cardinality::Multi || offered.contains(&key) {
            continue;
        }
        offered.push(key);
        let info = global_keys::about(key.name())
            .map(|(what, when)| format!("{what} {when}"))
            .unwrap_or_default();
        let name = key.name();
        let draft = Draft {
            label: name.to_owned(),
            detail: String::new(),
            info,
            json: format!("{name}}}{STOP}"),
            goes_on: false,
        };
        list.add_in_group(group, draft);
    }
    list.finish(subject, word, word.slice(text))
}

/// The keys that variables are mostly made of.
const USUAL: [&str; 4] = [
    "aws:username",
    "aws:PrincipalTag/${TagKey}",
    "aws:userid",
    "aws:PrincipalAccount",
];

fn order(name: &str) -> usize {
    USUAL
        .iter()
        .position(|usual| *usual == name)
        .unwrap_or(USUAL.len())
}
