//! What a statement is about, as far as the catalogue knows.

use catalog::{Action, ActionSet, ResourceType};
use policy::Statement;

use crate::subject::Subject;

/// The most entries of an Action element that are looked at.
const MOST_ENTRIES: usize = 400;

/// The most actions that are told apart: more than any service has.
const MOST_ACTIONS: usize = 2_000;

/// The actions that a statement's Action element names, in the catalogue's order; of very many, the first ones.
pub(crate) fn actions_of<'a>(
    subject: &Subject<'a>,
    statement: Option<&Statement>,
) -> Vec<Action<'a>> {
    let Some(action) = statement.and_then(|statement| statement.action.as_ref()) else {
        return Vec::new();
    };
    let mut named = ActionSet::new();
    for entry in action.value.iter().take(MOST_ENTRIES) {
        named.extend(subject.catalog.expand_pattern(&entry.pattern).iter());
    }
    named
        .iter()
        .take(MOST_ACTIONS)
        .filter_map(|id| subject.catalog.action_by_id(id))
        .collect()
}

/// The resource types that the actions take, each once, in the order of the actions.
pub(crate) fn resource_types_of<'a>(actions: &[Action<'a>]) -> Vec<ResourceType<'a>> {
    let mut types: Vec<ResourceType<'a>> = Vec::new();
    for action in actions {
        for each in action.resource_types() {
            let resource_type = each.resource_type();
            if !types.contains(&resource_type) {
                types.push(resource_type);
            }
        }
    }
    types
}
