//! Actions, wildcards over actions, service prefixes.

use catalog::{Action, ActionSet, Catalog};
use json_text::Span;

use super::Hover;
use crate::counts::by_access_level;
use crate::subject::Subject;

/// How many names a sentence lists before it counts the rest.
const NAMED: usize = 6;

pub(super) fn hover(
    subject: &Subject<'_>,
    span: Span,
    written: &str,
    offset: usize,
) -> Option<Hover> {
    let catalog = subject.catalog;
    let Some((prefix, name)) = written.split_once(':') else {
        return (written == "*").then(|| wildcard(catalog, span, written));
    };
    let name_start = span.start.saturating_add(prefix.len());
    if offset <= name_start && !prefix.is_empty() {
        return service(subject, Span::new(span.start, name_start), prefix);
    }
    if name.contains(['*', '?']) {
        return Some(wildcard(catalog, span, written));
    }
    let Some(action) = catalog.action(written) else {
        return Some(unknown(catalog, span, written));
    };
    Some(Hover::new(
        span,
        format!("{} ({})", action.full_name(), action.access_levels().name()),
        about(subject, action),
    ))
}

fn unknown(catalog: &Catalog, span: Span, written: &str) -> Hover {
    let line = format!("Not in the catalogue of {}.", catalog.date());
    Hover::new(span, written, vec![line])
}

/// What an action does and takes.
fn about(subject: &Subject<'_>, action: Action<'_>) -> Vec<String> {
    let described = subject
        .descriptions
        .and_then(|descriptions| descriptions.action(action))
        .filter(|described| !described.text.is_empty());
    let mut lines: Vec<String> = described
        .map(|described| with_full_stop(described.text))
        .into_iter()
        .collect();
    let types: Vec<&str> = unique(
        action
            .resource_types()
            .map(|each| each.resource_type().name()),
    );
    lines.push(if types.is_empty() {
        "Cannot be limited to resources: it needs `\"Resource\": \"*\"`.".to_owned()
    } else {
        format!("Resources: {}.", listed(&types))
    });
    let keys: Vec<&str> = unique(action.all_condition_keys().map(|key| key.name()));
    if !keys.is_empty() {
        lines.push(format!("Condition keys: {}.", listed(&keys)));
    }
    let of_types = action
        .resource_types()
        .flat_map(|each| each.dependent_actions());
    let needed: Vec<String> = unique(
        action
            .dependent_actions()
            .chain(of_types)
            .map(|needed| needed.full_name()),
    );
    if !needed.is_empty() {
        let names: Vec<&str> = needed.iter().map(String::as_str).collect();
        lines.push(format!("Can need as well: {}.", listed(&names)));
    }
    if action.is_permission_only() {
        lines.push("A permission alone: there is no API operation of this name.".to_owned());
    }
    lines
}

fn wildcard(catalog: &Catalog, span: Span, written: &str) -> Hover {
    let set = catalog.expand(written);
    let mut lines = vec![match set.len() {
        0 => format!("Matches no action of the catalogue of {}.", catalog.date()),
        1 => "Matches one action.".to_owned(),
        count => format!(
            "Matches {count} actions: {}.",
            by_access_level(catalog, &set)
        ),
    }];
    if !set.is_empty() && set.len() <= 2 * NAMED {
        lines.push(format!("{}.", names_of(catalog, &set)));
    }
    if set.len() > 1 {
        lines.push("Actions that the service will add are matched too.".to_owned());
    }
    Hover::new(span, written, lines)
}

fn names_of(catalog: &Catalog, set: &ActionSet) -> String {
    let names: Vec<String> = set
        .iter()
        .filter_map(|id| catalog.action_by_id(id))
        .map(|action| format!("`{}`", action.name()))
        .collect();
    names.join(", ")
}

fn service(subject: &Subject<'_>, span: Span, prefix: &str) -> Option<Hover> {
    let catalog = subject.catalog;
    let Some(service) = catalog.service(prefix) else {
        return Some(unknown(catalog, span, prefix));
    };
    let name = subject
        .descriptions
        .and_then(|descriptions| descriptions.service(service))
        .map(|described| described.text);
    let title = match name {
        Some(name) if !name.is_empty() => format!("{prefix}: {name}"),
        _ => prefix.to_owned(),
    };
    let set = service.action_set();
    let line = format!("{} actions: {}.", set.len(), by_access_level(catalog, &set));
    Some(Hover::new(span, title, vec![line]))
}

/// Each once, in order.
fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for each in all {
        if !found.contains(&each) {
            found.push(each);
        }
    }
    found
}

/// The first names in backticks, and how many there are besides.
pub(super) fn listed(names: &[&str]) -> String {
    let mut named: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("{more} more"));
    }
    named.join(", ")
}

pub(super) fn with_full_stop(mut text: String) -> String {
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}
