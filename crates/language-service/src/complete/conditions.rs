//! Condition operators that fit the keys, and keys that fit the statement's actions and the operator.

use catalog::{Cardinality, ConditionKey, KeyType};
use policy::{ConditionOperator, Operator, OperatorFamily, SetOperator};

use super::insertion::{STOP, open_string, with_stops};
use super::list::{Draft, List};
use crate::global_keys;
use crate::hover::kind_of_key;
use crate::place::Place;
use crate::role::{operator, other_names, statement_around};
use crate::statement_facts::actions_of;
use crate::subject::Subject;
use crate::vocabulary::USUAL_KEYS;
use crate::words;

/// The object that Condition, or an operator, takes.
pub(super) fn blocks(list: &mut List<'_>) {
    list.add(Draft::json("{ }", "", with_stops("{\n\t\"|\"\n}")));
}

/// The operators that are used most, by the type of key that they fit.
const USUAL: [Operator; 14] = [
    Operator::StringEquals,
    Operator::StringLike,
    Operator::StringNotEquals,
    Operator::StringNotLike,
    Operator::ArnLike,
    Operator::ArnNotLike,
    Operator::Bool,
    Operator::IpAddress,
    Operator::NotIpAddress,
    Operator::Null,
    Operator::DateGreaterThan,
    Operator::DateLessThan,
    Operator::NumericLessThan,
    Operator::NumericLessThanEquals,
];

/// The operators that are not there yet and that fit the keys under the one that is replaced.
pub(super) fn operators(subject: &Subject<'_>, place: &Place<'_>, list: &mut List<'_>) {
    let Some(object) = place.slot.container() else {
        return;
    };
    let present: Vec<Option<ConditionOperator>> = other_names(object, place.token)
        .into_iter()
        .map(operator)
        .collect();
    let keys: Vec<ConditionKey<'_>> = object
        .members()
        .filter(|member| member.name_span() == place.token)
        .filter_map(|member| member.value())
        .flat_map(|keys| keys.members())
        .filter_map(|key| subject.catalog.condition_key(key.name()))
        .collect();
    let asked_for_lists = keys.iter().any(|key| key.is_multivalued());
    for (group, set, if_exists) in [
        (0, None, false),
        (1, None, true),
        (2, Some(SetOperator::ForAnyValue), false),
        (3, Some(SetOperator::ForAllValues), false),
        (4, Some(SetOperator::ForAnyValue), true),
        (5, Some(SetOperator::ForAllValues), true),
    ] {
        for &each in Operator::ALL {
            let whole = ConditionOperator {
                set,
                operator: each,
                if_exists,
            };
            let exists = !(each == Operator::Null && (if_exists || set.is_some()));
            if !exists
                || present.contains(&Some(whole))
                || !keys.iter().all(|key| fits(each.family(), *key))
            {
                continue;
            }
            let usual = USUAL.iter().position(|usual| *usual == each);
            // Where the keys hold lists, the operators for lists go first.
            let group = if asked_for_lists == set.is_some() {
                group
            } else {
                group + 6
            };
            let order = group * 2 * USUAL.len() + usual.unwrap_or(USUAL.len());
            let name = whole.to_string();
            let json = if list.insertion.name_only {
                open_string(&name)
            } else {
                with_stops(&format!("\"{name}\": {{\n\t\"|\"\n}}"))
            };
            let mut draft = Draft::json(name, "", json).info(format!(
                "{} {}",
                words::operator(each),
                words::missing_key(whole)
            ));
            draft.goes_on = !list.insertion.name_only;
            list.add_in_group(order, draft);
        }
    }
}

/// Whether operators of this family compare values of the key.
fn fits(family: OperatorFamily, key: ConditionKey<'_>) -> bool {
    match family {
        OperatorFamily::Null => true,
        // Text operators compare the text of an ARN.
        OperatorFamily::String => key.takes(KeyType::String) || key.takes(KeyType::Arn),
        OperatorFamily::Arn => key.takes(KeyType::Arn),
        OperatorFamily::Bool => key.takes(KeyType::Bool),
        OperatorFamily::Numeric => key.takes(KeyType::Numeric),
        OperatorFamily::Date => key.takes(KeyType::Date),
        OperatorFamily::IpAddress => key.takes(KeyType::IpAddress),
        OperatorFamily::Binary => key.takes(KeyType::Binary),
    }
}

/// The keys of the statement's actions, then those of all services, as far as the operator compares them.
pub(super) fn keys(subject: &Subject<'_>, place: &Place<'_>, written: &str, list: &mut List<'_>) {
    let Some(object) = place.slot.container() else {
        return;
    };
    let present = other_names(object, place.token);
    let operator = operator(written);
    let actions = actions_of(subject, statement_around(subject, place));
    let mut offered: Vec<ConditionKey<'_>> = Vec::new();
    let of_actions = actions
        .iter()
        .flat_map(|action| action.all_condition_keys());
    let keys = of_actions
        .map(|key| (0, key))
        .chain(subject.catalog.global_condition_keys().map(|key| (2, key)));
    for (group, key) in keys {
        let is_there = present
            .iter()
            .any(|name| name.eq_ignore_ascii_case(key.name()));
        let compared = operator.is_none_or(|operator| fits(operator.operator.family(), key));
        if is_there || !compared || offered.contains(&key) {
            continue;
        }
        offered.push(key);
        // A list needs an operator for lists, and a list operator a list.
        let is_list = key.cardinality() == Cardinality::Multi;
        let asks_list = operator.is_some_and(|operator| operator.set.is_some());
        let is_null = operator.is_some_and(|operator| operator.operator == Operator::Null);
        let suits = is_null || key.cardinality() == Cardinality::Either || is_list == asks_list;
        let usual = USUAL_KEYS.iter().position(|usual| *usual == key.name());
        let order = usual.unwrap_or(USUAL_KEYS.len());
        let group = (group + usize::from(!suits)) * (USUAL_KEYS.len() + 1) + order;
        list.add_in_group(group, key_draft(subject, key, list.insertion.name_only));
    }
}

fn key_draft(subject: &Subject<'_>, key: ConditionKey<'_>, name_only: bool) -> Draft {
    let about = match global_keys::about(key.name()) {
        Some((what, when)) => format!("{what} {when}"),
        None => subject
            .descriptions
            .and_then(|descriptions| descriptions.condition_key(key))
            .map(|described| described.text)
            .unwrap_or_default(),
    };
    let quoted = json_text::quote(key.name());
    let json = if name_only {
        open_string(key.name())
    } else {
        format!("{quoted}: \"{STOP}\"")
    };
    let types: Vec<&str> = key.value_types().map(kind_of_key).collect();
    let list = if key.is_multivalued() { ", list" } else { "" };
    let detail = format!("{}{list}", types.join(" or "));
    let mut draft = Draft::json(key.name(), detail, json).info(about);
    // A tag's key comes before its value.
    draft.goes_on = !name_only && !key.is_template();
    draft
}
