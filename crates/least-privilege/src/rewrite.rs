//! A statement taken apart, with the formatting that it has.

use std::collections::BTreeSet;

use diagnostics::{Edit, Span};
use json_text::{Kind, Value, quote};
use policy::{PolicyDocument, Statement};

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

/// The white space around the entries of a list.
struct Layout<'a> {
    /// After `[`.
    before: Space<'a>,
    /// After each comma.
    between: Space<'a>,
    /// Before `]`.
    after: Space<'a>,
}

#[derive(Clone, Copy)]
enum Space<'a> {
    /// As it stands elsewhere in the text.
    Written(&'a str),
    /// The line break and indentation of a member, and the unit by which its entries stand deeper.
    Deeper(&'a str, &'a str),
}

impl Space<'_> {
    fn push_to(self, text: &mut String) {
        match self {
            Space::Written(space) => text.push_str(space),
            Space::Deeper(member, unit) => {
                text.push_str(member);
                text.push_str(unit);
            }
        }
    }
}

impl<'a> Layout<'a> {
    /// The layout of a list that is already there.
    fn of_list(list: Value<'a>) -> Option<Layout<'a>> {
        if list.kind() != Kind::Array {
            return None;
        }
        let whole = list.text();
        let inside = |span: Span| {
            Span::new(
                span.start.saturating_sub(list.span().start),
                span.end.saturating_sub(list.span().start),
            )
        };
        let mut entries = list.elements().map(|entry| inside(entry.span()));
        let first = entries.next()?;
        let second = entries.next();
        let last = entries.last().or(second).unwrap_or(first);
        let before = blank(Span::new(1, first.start).slice(whole));
        let after = blank(Span::new(last.end, whole.len().saturating_sub(1)).slice(whole));
        let between = match second {
            Some(second) => Span::new(first.end, second.start)
                .slice(whole)
                .trim_start_matches([' ', '\t', '\n', '\r'])
                .strip_prefix(',')
                .map(blank)
                .unwrap_or(" "),
            None if before.contains('\n') => before,
            None => " ",
        };
        Some(Layout {
            before: Space::Written(before),
            between: Space::Written(between),
            after: Space::Written(after),
        })
    }

    /// The layout that fits a member that has a single string so far.
    fn of_member(text: &'a str, statement: Span, name: Span) -> Layout<'a> {
        let member = white_space_before(text, name.start);
        if !member.contains('\n') {
            let space = if white_space_before(text, statement.end.saturating_sub(1)).is_empty()
                && member.is_empty()
            {
                ""
            } else {
                " "
            };
            return Layout {
                before: Space::Written(""),
                between: Space::Written(space),
                after: Space::Written(""),
            };
        }
        let closing = white_space_before(text, statement.end.saturating_sub(1));
        let unit = last_line(member)
            .strip_prefix(last_line(closing))
            .filter(|unit| !unit.is_empty() && closing.contains('\n'))
            .unwrap_or("  ");
        let line = member
            .rfind('\n')
            .and_then(|at| member.get(at..))
            .unwrap_or(member);
        Layout {
            before: Space::Deeper(line, unit),
            between: Space::Deeper(line, unit),
            after: Space::Written(line),
        }
    }

    /// The entries as JSON: a string alone where there was one, else a list.
    fn write(&self, was: Kind, entries: &[String]) -> String {
        if let ([entry], Kind::String) = (entries, was) {
            return quote(entry);
        }
        let mut text = String::from("[");
        self.before.push_to(&mut text);
        for (position, entry) in entries.iter().enumerate() {
            if position > 0 {
                text.push(',');
                self.between.push_to(&mut text);
            }
            text.push_str(&quote(entry));
        }
        self.after.push_to(&mut text);
        text.push(']');
        text
    }
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

fn white_space_before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    let kept = before.trim_end_matches([' ', '\t', '\n', '\r']).len();
    before.get(kept..).unwrap_or_default()
}

fn last_line(space: &str) -> &str {
    space.rsplit('\n').next().unwrap_or_default()
}

/// White space as it is, anything else as none.
fn blank(text: &str) -> &str {
    if text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')) {
        text
    } else {
        ""
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
