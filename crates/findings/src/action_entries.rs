//! What the checks of Action and NotAction share.

use catalog::{Action, Service};
use diagnostics::{Edit, Fix};
use patterns::Glob;
use policy::{ActionElement, ActionEntry, PolicyDocument};

/// An entry of Action or NotAction with what it stands in.
pub(crate) struct Place<'a> {
    pub(crate) element: &'a ActionElement,
    pub(crate) entry: &'a ActionEntry,
    /// Whether naming more actions here allows more: in Allow with Action and in Deny with NotAction.
    naming_widens: bool,
}

impl Place<'_> {
    /// A fix after which the entry names actions that it did not name.
    pub(crate) fn naming_fix(&self, title: String, edits: Vec<Edit>) -> Fix {
        if self.naming_widens {
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
        Some(if self.naming_widens {
            Fix::narrows(title, edits)
        } else {
            Fix::needs_review(title, edits)
        })
    }
}

/// Every entry of every Action and NotAction, in order.
pub(crate) fn places(document: &PolicyDocument) -> impl Iterator<Item = Place<'_>> {
    document.statements.iter().flat_map(|statement| {
        let action = statement.action.iter().map(|element| (element, true));
        let not_action = statement.not_action.iter().map(|element| (element, false));
        action.chain(not_action).flat_map(move |(element, named)| {
            element.value.iter().map(move |entry| Place {
                element,
                entry,
                naming_widens: statement.is_deny() != named,
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
