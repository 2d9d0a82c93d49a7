//! Actions: prefixes, names, wildcards with what they match.

use std::collections::{BTreeMap, BTreeSet};

use catalog::Service;

use super::list::{Draft, List};
use super::rank::{begins_word, rank};
use crate::counts::{by_access_level, level_order};
use crate::subject::Subject;
use crate::vocabulary::USUAL_SERVICES;

/// From how many letters on, actions of every service are looked through.
const LETTERS_OF_ACTION: usize = 3;

/// Behind the access levels.
const WILDCARDS: usize = 10;

/// Behind the services that are used most.
const OTHER_SERVICES: usize = 100;

/// Behind all services.
const ACTIONS: usize = 200;

pub(super) fn entries<'a>(subject: &Subject<'a>, list: &mut List<'a>) {
    match list.written.split_once(':') {
        Some((prefix, name)) => {
            if let Some(service) = subject.catalog.service(prefix) {
                if name.contains(['*', '?']) {
                    pattern(subject, service, name, list);
                } else {
                    of_service(subject, service, name, list);
                }
            }
        }
        None => prefixes(subject, list),
    }
}

/// A pattern with the number of actions that it matches, then those actions.
fn pattern<'a>(subject: &Subject<'a>, service: Service<'a>, name: &str, list: &mut List<'a>) {
    let pattern = format!("{}:{name}", service.prefix());
    wildcard(subject, 0, 0, &pattern, list);
    let matched = subject.catalog.expand(&pattern);
    for action in matched
        .iter()
        .filter_map(|id| subject.catalog.action_by_id(id))
    {
        let group = level_order(action.access_levels().name());
        list.add_action(1, group, action);
    }
}

/// Actions by access level, then the words that several names begin with, as wildcards.
fn of_service<'a>(subject: &Subject<'a>, service: Service<'a>, name: &str, list: &mut List<'a>) {
    let prefix = service.prefix();
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    for action in service.actions() {
        let count = words.entry(first_word(action.name())).or_default();
        *count = count.saturating_add(1);
        if let Some(rank) = rank(name, action.name()) {
            let group = level_order(action.access_levels().name());
            list.add_action(rank, group, action);
        }
    }
    for (word, count) in words {
        if let Some(rank) = begins_word(name, word).filter(|_| count > 1) {
            wildcard(
                subject,
                rank.max(1),
                WILDCARDS,
                &format!("{prefix}:{word}*"),
                list,
            );
        }
    }
    if name.is_empty() {
        wildcard(subject, 1, WILDCARDS, &format!("{prefix}:*"), list);
    }
}

/// The first CamelCase word of a name: `Get` of `GetObject`.
fn first_word(name: &str) -> &str {
    let end = name
        .bytes()
        .zip(name.bytes().skip(1))
        .position(|(before, letter)| letter.is_ascii_uppercase() && !before.is_ascii_uppercase())
        .map_or(name.len(), |at| at.saturating_add(1));
    name.get(..end).unwrap_or(name)
}

fn wildcard(subject: &Subject<'_>, rank: u8, group: usize, pattern: &str, list: &mut List<'_>) {
    let set = subject.catalog.expand(pattern);
    let count = set.len();
    if count == 0 {
        return;
    }
    let noun = if count == 1 { "action" } else { "actions" };
    let draft = Draft::text(pattern, format!("{count} {noun}"))
        .info(by_access_level(subject.catalog, &set));
    list.add_ranked(rank, group, draft);
}

/// Prefixes of services, by prefix or by the service's name: those of the document first, then those that are used most.
/// Then actions of any service.
fn prefixes<'a>(subject: &Subject<'a>, list: &mut List<'a>) {
    let catalog = subject.catalog;
    let written = list.written;
    let used = prefixes_in(subject);
    for service in catalog.services() {
        let prefix = service.prefix();
        let name = subject
            .descriptions
            .and_then(|descriptions| descriptions.service(service))
            .map(|described| described.text)
            .unwrap_or_default();
        let by_name = begins_word(written, &name).map(|rank| rank.max(2));
        let by_prefix = list.rank(prefix);
        let Some(rank) = by_prefix.into_iter().chain(by_name).min() else {
            continue;
        };
        let group = service_order(&used, prefix);
        list.add_ranked(
            rank,
            group,
            Draft::text(format!("{prefix}:"), name).goes_on(),
        );
    }
    if written.is_empty() || written == "*" {
        list.add_in_group(
            USUAL_SERVICES.len().saturating_add(1),
            Draft::text("*", "every action of every service"),
        );
    }
    if written.len() >= LETTERS_OF_ACTION {
        for action in catalog.actions() {
            if let Some(rank) = begins_word(written, action.name()) {
                let group = ACTIONS.saturating_add(service_order(&used, action.prefix()));
                list.add_action(rank.saturating_add(1), group, action);
            }
        }
    }
}

/// Services of the document first, then those that are used most, then the others.
fn service_order(used: &BTreeSet<String>, prefix: &str) -> usize {
    match USUAL_SERVICES.iter().position(|usual| *usual == prefix) {
        _ if used.contains(prefix) => 0,
        Some(position) => position.saturating_add(1),
        None => OTHER_SERVICES,
    }
}

/// The prefixes of the document's actions, in lower case.
fn prefixes_in(subject: &Subject<'_>) -> BTreeSet<String> {
    let entries = subject
        .document
        .statements
        .iter()
        .flat_map(|statement| [&statement.action, &statement.not_action])
        .flatten()
        .flat_map(|element| &element.value);
    let mut prefixes = BTreeSet::new();
    let mut last = "";
    for (prefix, _) in entries.filter_map(|entry| entry.text.split_once(':')) {
        // Entries of a service mostly stand together.
        if prefix != last {
            prefixes.insert(prefix.to_ascii_lowercase());
            last = prefix;
        }
    }
    prefixes
}
