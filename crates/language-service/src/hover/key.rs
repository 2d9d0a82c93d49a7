//! Condition keys, and values whose key says what they are.

use catalog::{Cardinality, ConditionKey, KeyType};
use json_text::Span;
use policy::values::IpNetwork;

use super::Hover;
use super::action::{listed, with_full_stop};
use crate::global_keys;
use crate::place::Place;
use crate::role::statement_around;
use crate::statement_facts::actions_of;
use crate::subject::Subject;

pub(super) fn hover(
    subject: &Subject<'_>,
    place: &Place<'_>,
    span: Span,
    written: &str,
) -> Option<Hover> {
    let catalog = subject.catalog;
    let about = global_keys::about(written);
    let Some(key) = catalog.condition_key(written) else {
        let unknown = format!("Not in the catalogue of {}.", catalog.date());
        return written
            .contains(':')
            .then(|| Hover::new(span, written, vec![unknown]));
    };
    let mut lines = Vec::new();
    if let Some((what, _)) = about {
        lines.push(what.to_owned());
    } else if let Some(described) = subject
        .descriptions
        .and_then(|descriptions| descriptions.condition_key(key))
        .filter(|described| !described.text.is_empty())
    {
        lines.push(with_full_stop(described.text));
    }
    lines.push(kind(key));
    match about {
        Some((_, when)) => lines.push(when.to_owned()),
        None => lines.extend(carriers(subject, place, key)),
    }
    Some(Hover::new(span, key.name(), lines))
}

/// The type of a key's values, and how many a request has.
fn kind(key: ConditionKey<'_>) -> String {
    let types: Vec<&str> = key.value_types().map(type_name).collect();
    let types = types.join(" or ");
    match key.cardinality() {
        Cardinality::Single => format!("One value: {types}."),
        Cardinality::Multi => {
            format!("A list of values, each {types}: ask with `ForAnyValue` or `ForAllValues`.")
        }
        Cardinality::Either => format!("One value or a list, as the service has it: {types}."),
    }
}

pub(crate) fn type_name(kind: KeyType) -> &'static str {
    match kind {
        KeyType::String => "a text",
        KeyType::Arn => "an ARN",
        KeyType::Bool => "`true` or `false`",
        KeyType::Numeric => "a number",
        KeyType::Date => "a time",
        KeyType::IpAddress => "an IP address",
        KeyType::Binary => "bytes in Base64",
    }
}

/// Which of the statement's actions have the key in their requests.
fn carriers(subject: &Subject<'_>, place: &Place<'_>, key: ConditionKey<'_>) -> Option<String> {
    let actions = actions_of(subject, statement_around(subject, place));
    if actions.is_empty() {
        return None;
    }
    let names: Vec<String> = actions
        .iter()
        .filter(|action| action.supports_condition_key(key.name()))
        .map(|action| action.full_name())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(match names.len() {
        0 => "No action of the statement has it in its requests.".to_owned(),
        count if count == actions.len() => {
            "Requests of all actions of the statement can have it.".to_owned()
        }
        _ => format!("Requests can have it of: {}.", listed(&names)),
    })
}

/// A value that says more than its text.
pub(super) fn of_value(
    subject: &Subject<'_>,
    span: Span,
    key: &str,
    written: &str,
) -> Option<Hover> {
    let key = subject.catalog.condition_key(key)?;
    if !key.takes(KeyType::IpAddress) {
        return None;
    }
    let network = IpNetwork::parse(written)?;
    let (first, last) = (network.first(), network.last());
    let line = if first == last {
        "One address.".to_owned()
    } else {
        format!("From `{first}` to `{last}`.")
    };
    Some(Hover::new(span, written, vec![line]))
}
