//! A statement taken apart, with the formatting that it has.

use std::collections::BTreeSet;

use diagnostics::{Edit, Span};
use json_text::{Kind, quote};
use policy::{PolicyDocument, Statement};

use crate::layout::{Layout, white_space_before};
use crate::placement::Group;

/// The edits that turn a statement into one statement for each group: the first stands where it stood, the
/// others follow it, each a copy but for Action, Resource and Sid. `None` when the statement is not where
/// it should be, which a document without errors cannot be.
pub(crate) fn split(
    document: &PolicyDocument,
    statement: &Statement,
    groups: &[Group],
    sids: &mut BTreeSet<String>,
) -> Option<Vec<Edit>> {
    let text = document.text();
    let value = document.json().value(statement.node)?;
    let (first, others) = groups.split_first()?;
    let mut edits = elements(document, statement, first)?;
    if others.is_empty() {
        return Some(edits);
    }
    let in_list = value
        .parent()
        .is_some_and(|parent| parent.kind() == Kind::Array);
    let separator = if in_list {
        separator_before(text, statement.span)
    } else {
        " "
    };
    let original = statement.span.slice(text);
    let mut behind = String::new();
    for group in others {
        let mut changes = elements(document, statement, group)?;
        if let Some(sid) = statement.sid.as_ref().filter(|sid| !sid.value.is_empty()) {
            changes.push(Edit::new(sid.span, quote(&unused(&sid.value, sids))));
        }
        let moved: Vec<Edit> = changes
            .into_iter()
            .map(|edit| {
                let start = edit.span.start.saturating_sub(statement.span.start);
                let end = edit.span.end.saturating_sub(statement.span.start);
                Edit::new(Span::new(start, end), edit.insert)
            })
            .collect();
        behind.push(',');
        behind.push_str(separator);
        behind.push_str(&json_text::apply(original, &moved).ok()?);
    }
    if !in_list {
        edits.push(Edit::insert(statement.span.start, "["));
        behind.push(']');
    }
    edits.push(Edit::insert(statement.span.end, behind));
    Some(edits)
}

/// The edits of Action and Resource that make the statement one of this group; none where it is already.
fn elements(document: &PolicyDocument, statement: &Statement, group: &Group) -> Option<Vec<Edit>> {
    let action = statement.action.as_ref()?;
    let resource = statement.resource.as_ref()?;
    let action_value = document.json().value(action.node)?;
    let resource_value = document.json().value(resource.node)?;
    let layout = Layout::of_list(action_value)
        .or_else(|| Layout::of_list(resource_value))
        .unwrap_or_else(|| Layout::of_member(document.text(), statement.span, resource.name_span));
    let mut edits = Vec::new();
    let same_actions = action.value.len() == group.actions.len()
        && action
            .value
            .iter()
            .zip(&group.actions)
            .all(|(entry, name)| entry.text == *name);
    if !same_actions {
        edits.push(Edit::new(
            action.span,
            layout.write(action_value.kind(), &group.actions),
        ));
    }
    let same_resources = resource.value.len() == group.resources.len()
        && resource
            .value
            .iter()
            .zip(&group.resources)
            .all(|(entry, arn)| entry.text == *arn);
    if !same_resources {
        edits.push(Edit::new(
            resource.span,
            layout.write(resource_value.kind(), &group.resources),
        ));
    }
    Some(edits)
}

/// What stands between a statement and what is before it: the same has to stand before the next one.
fn separator_before(text: &str, statement: Span) -> &str {
    let space = white_space_before(text, statement.start);
    // `[{…}, {…}]`: the first statement clings to the bracket.
    if space.is_empty() && text.contains(": ") {
        " "
    } else {
        space
    }
}

/// A Sid that no statement has yet: letters and digits, as the grammar wants it.
fn unused(sid: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 2_usize;
    loop {
        let candidate = format!("{sid}{number}");
        if taken.insert(candidate.clone()) {
            return candidate;
        }
        number = number.saturating_add(1);
    }
}
