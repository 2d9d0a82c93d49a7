//! What the checks of Action and NotAction share.

use std::collections::BTreeSet;

use catalog::{Action, Service};
use diagnostics::{Edit, Fix};
use patterns::Glob;
use policy::{ActionElement, ActionEntry, PolicyDocument, Statement};

use crate::facts::{Facts, Named};

/// An entry of Action or NotAction with what it stands in.
pub(crate) struct Place<'a> {
    pub(crate) statement: &'a Statement,
    element: &'a ActionElement,
    pub(crate) entry: &'a ActionEntry,
    /// What it names.
    pub(crate) named: Named<'a>,
    /// Whether it stands in Action, else in NotAction.
    pub(crate) is_action: bool,
}

impl Place<'_> {
    /// Whether naming more actions here allows more: in Allow with Action and in Deny with NotAction.
    fn naming_widens(&self) -> bool {
        self.statement.is_deny() != self.is_action
    }

    /// A fix after which the entry names actions that it did not name.
    pub(crate) fn naming_fix(&self, title: String, edits: Vec<Edit>) -> Fix {
        if self.naming_widens() {
            Fix::needs_review(title, edits)
        } else {
            Fix::narrows(title, edits)
        }
    }

    /// The fix that deletes the entry; `None` where it is the only one. The name may be newer than the
    /// catalogue, so that it may do more than nothing.
    pub(crate) fn deletion(&self, document: &PolicyDocument) -> Option<Fix> {
        if self.element.value.len() < 2 {
            return None;
        }
        let edits = json_text::edits::remove_element(document.json().value(self.entry.node)?);
        let title = format!("delete `{}`", self.entry.text);
        Some(if self.naming_widens() {
            Fix::narrows(title, edits)
        } else {
            Fix::needs_review(title, edits)
        })
    }
}

/// Every entry of every Action and NotAction, in order.
pub(crate) fn places<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Place<'a>> {
    facts.document.statements.iter().flat_map(|statement| {
        let action = statement.action.iter();
        let action = action.map(|element| (element, facts.named(statement), true));
        let not_action = statement.not_action.iter();
        let not_action = not_action.map(|element| (element, facts.not_named(statement), false));
        action
            .chain(not_action)
            .flat_map(move |(element, named, is_action)| {
                let entries = element.value.iter().zip(named);
                entries.map(move |(entry, named)| Place {
                    statement,
                    element,
                    entry,
                    named: *named,
                    is_action,
                })
            })
    })
}

/// The first action of the service that the name or pattern stands for.
pub(crate) fn spelled_action<'a>(service: Service<'a>, name: &str) -> Option<Action<'a>> {
    if !name.contains(['*', '?']) {
        return service.action(name);
    }
    let pattern = Glob::new(name);
    service
        .actions()
        .find(|action| pattern.matches_ignore_case(action.name()))
}

/// How many names are suggested.
const SUGGESTIONS: usize = 3;

/// The names or patterns that the name may have meant, best first.
pub(crate) fn nearest_names(service: Service<'_>, name: &str) -> Vec<String> {
    let names = service.actions().map(Action::name);
    let near = match name.strip_suffix('*') {
        // A pattern is held against the beginnings of names: `Descrbe*` against `Describe`.
        Some(start) if !start.contains(['*', '?']) => {
            let words = word_ends(start).count();
            let mut starts = BTreeSet::new();
            starts.extend(
                names.filter_map(|name| name.get(..word_ends(name).nth(words.checked_sub(1)?)?)),
            );
            let near = patterns::nearest(start, starts, SUGGESTIONS);
            return near.into_iter().map(|start| format!("{start}*")).collect();
        }
        _ => patterns::nearest(name, names, SUGGESTIONS),
    };
    near.into_iter().map(str::to_owned).collect()
}

/// Where each word of a name ends: `GetObject` has two.
fn word_ends(name: &str) -> impl Iterator<Item = usize> {
    let starts = name
        .char_indices()
        .skip(1)
        .filter(|(_, c)| c.is_uppercase());
    starts.map(|(at, _)| at).chain([name.len()])
}
