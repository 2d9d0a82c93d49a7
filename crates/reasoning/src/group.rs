//! Kinds of actions: those that the same statements are about, and that are alike in all else that matters.

use std::collections::BTreeMap;

use catalog::{Action, ActionSet, Catalog, ConditionKey};
use evaluation::Clauses;

use crate::sides::Sides;

/// Actions that no statement tells apart.
#[derive(Clone, Debug)]
pub(crate) struct ActionGroup {
    /// The statements that are about them.
    pub(crate) statements: Vec<usize>,
    /// Their names; at least one.
    pub(crate) actions: Vec<String>,
    /// Whether a request of them has no resource.
    pub(crate) takes_only_star: bool,
    /// Whether the catalogue does not know them, so that a request may have a resource or none.
    pub(crate) is_unknown: bool,
    /// The context keys of the statements that their requests never carry.
    pub(crate) never_sent: Vec<usize>,
}

impl ActionGroup {
    pub(crate) fn example(&self) -> &str {
        self.actions.first().map_or("", String::as_str)
    }

    pub(crate) fn service(&self) -> &str {
        self.example()
            .split_once(':')
            .map_or("", |(service, _)| service)
    }
}

/// What tells actions apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    statements: Vec<usize>,
    takes_only_star: bool,
    never_sent: Vec<usize>,
}

/// The groups of all actions that the changed statements are about.
pub(crate) fn groups(sides: &Sides, changed: &[usize], catalog: &Catalog) -> Vec<ActionGroup> {
    if changed.is_empty() {
        return Vec::new();
    }
    let clauses = sides.clauses();
    let mut candidates = ActionSet::new();
    for clauses in changed.iter().filter_map(|index| clauses.get(*index)) {
        candidates.insert_all(&clauses.actions(catalog));
    }
    let of_statements: Vec<(usize, ActionSet)> = clauses
        .iter()
        .enumerate()
        .filter(|(_, clauses)| clauses.effect().is_some())
        .map(|(index, clauses)| (index, clauses.actions_among(&candidates, catalog)))
        .filter(|(_, actions)| !actions.is_empty())
        .collect();
    let mut kinds: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    // The keys that not every action carries, of the statements that the last actions had in common.
    let mut keys_of: BTreeMap<Vec<usize>, Vec<KeyOfSome<'_>>> = BTreeMap::new();
    for id in candidates.iter() {
        let Some(action) = catalog.action_by_id(id) else {
            continue;
        };
        let statements: Vec<usize> = of_statements
            .iter()
            .filter(|(_, actions)| actions.contains(id))
            .map(|(index, _)| *index)
            .collect();
        let keys = keys_of
            .entry(statements.clone())
            .or_insert_with(|| keys(&statements, &clauses, sides, catalog));
        let never_sent = keys
            .iter()
            .filter(|(_, key)| !action.supports_key(*key))
            .map(|(number, _)| *number)
            .collect();
        let kind = Kind {
            statements,
            takes_only_star: Action::takes_only_star(action),
            never_sent,
        };
        kinds.entry(kind).or_default().push(action.full_name());
    }
    let known = kinds.into_iter().map(|(kind, actions)| ActionGroup {
        statements: kind.statements,
        actions,
        takes_only_star: kind.takes_only_star,
        is_unknown: false,
        never_sent: kind.never_sent,
    });
    known
        .chain(unknown_actions(sides, changed, &clauses, catalog))
        .collect()
}

/// A key that some actions carry, by its number and in the catalogue.
type KeyOfSome<'c> = (usize, ConditionKey<'c>);

fn keys<'c>(
    statements: &[usize],
    clauses: &[Clauses<'_>],
    sides: &Sides,
    catalog: &'c Catalog,
) -> Vec<KeyOfSome<'c>> {
    let mut keys: Vec<usize> = statements
        .iter()
        .filter_map(|index| clauses.get(*index))
        .flat_map(|clauses| clauses.condition_keys().chain(clauses.variables()))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|number| Some((number, sides.set.key_of_some_actions(number, catalog)?)))
        .collect()
}

/// A group for each action that a changed statement names and the catalogue does not know.
fn unknown_actions(
    sides: &Sides,
    changed: &[usize],
    clauses: &[Clauses<'_>],
    catalog: &Catalog,
) -> Vec<ActionGroup> {
    let mut names: Vec<String> = changed
        .iter()
        .filter_map(|index| clauses.get(*index))
        .flat_map(Clauses::named_actions)
        .filter(|name| catalog.action(name).is_none())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| ActionGroup {
            statements: sides
                .facts
                .iter()
                .zip(clauses)
                .enumerate()
                .filter(|(_, (facts, clauses))| {
                    facts.effect.is_some() && clauses.fits_action(&name)
                })
                .map(|(index, _)| index)
                .collect(),
            actions: vec![name],
            takes_only_star: false,
            is_unknown: true,
            never_sent: Vec::new(),
        })
        .collect()
}
