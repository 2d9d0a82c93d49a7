//! Where in a text an offset is, as its JSON tree shows it; also in a text that is being typed.

use json_text::{Document, Kind, Member, Span, Value};

/// What is written, or can be, at an offset.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot<'a> {
    /// The whole text, where nothing is written yet.
    Text,
    /// The name of a member of this object.
    Name(Value<'a>),
    /// The value of a member.
    Value(Member<'a>),
    /// An element of this array.
    Element(Value<'a>),
}

impl<'a> Slot<'a> {
    /// The object or array that holds it.
    pub(crate) fn container(self) -> Option<Value<'a>> {
        match self {
            Slot::Text => None,
            Slot::Name(container) | Slot::Element(container) => Some(container),
            Slot::Value(member) => Some(member.object()),
        }
    }
}

/// A place in a document.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    /// What can stand here.
    pub(crate) slot: Slot<'a>,
    /// The members around it, outermost first; of a value, its own member is the last.
    pub(crate) around: Vec<Member<'a>>,
    /// What is written here, with its quotes; empty where nothing is.
    pub(crate) token: Span,
    /// The same without its quotes.
    pub(crate) content: Span,
    /// Where a comma is missing before it.
    pub(crate) comma_before: Option<usize>,
}

/// The token at an offset: within its quotes or, where it has none, at one of its ends too.
pub(crate) fn token_at(document: &Document, offset: usize) -> Option<Place<'_>> {
    let text = document.text();
    if let Some(member) = document.member_at(offset)
        && let Some(content) = content_around(text, member.name_span(), offset)
    {
        return Some(Place {
            slot: Slot::Name(member.object()),
            around: members_around(member.object()),
            token: member.name_span(),
            content,
            comma_before: None,
        });
    }
    let value = document.value_at(offset)?;
    if matches!(value.kind(), Kind::Object | Kind::Array) {
        return None;
    }
    let content = content_around(text, value.span(), offset)?;
    let (slot, around) = match (value.member(), value.parent()) {
        (Some(member), _) => (Slot::Value(member), members_around(value)),
        (None, Some(array)) => (Slot::Element(array), members_around(array)),
        (None, None) => (Slot::Text, Vec::new()),
    };
    Some(Place {
        slot,
        around,
        token: value.span(),
        content,
        comma_before: None,
    })
}

/// The place at an offset where something is or can be written. `None` where a colon or a bracket is due.
pub(crate) fn place_at(document: &Document, offset: usize) -> Option<Place<'_>> {
    if let Some(place) = token_at(document, offset) {
        return Some(place);
    }
    let (slot, comma_before) = gap_at(document, offset)?;
    let around = match slot {
        Slot::Text => Vec::new(),
        Slot::Name(container) | Slot::Element(container) => members_around(container),
        Slot::Value(member) => {
            let mut around = members_around(member.object());
            around.push(member);
            around
        }
    };
    Some(Place {
        slot,
        around,
        token: Span::at(offset),
        content: Span::at(offset),
        comma_before,
    })
}

/// What stands between the quotes of a token, if the offset is there.
fn content_around(text: &str, token: Span, offset: usize) -> Option<Span> {
    let written = token.slice(text);
    if !written.starts_with('"') {
        return (token.start <= offset && offset <= token.end).then_some(token);
    }
    let closed = written.len() > 1 && written.ends_with('"');
    let content = Span::new(
        token.start.saturating_add(1),
        token.end.saturating_sub(usize::from(closed)),
    );
    (content.start <= offset && offset <= content.end).then_some(content)
}

/// What can be written between two tokens, and where a comma is missing before it.
fn gap_at(document: &Document, offset: usize) -> Option<(Slot<'_>, Option<usize>)> {
    let before = document.text().get(..offset)?.trim_end();
    let Some(root) = document.root() else {
        return before.is_empty().then_some((Slot::Text, None));
    };
    let end = before.len();
    match before.bytes().next_back()? {
        b'{' | b'[' => Some((child_of(containing(root, end.checked_sub(1)?)?)?, None)),
        b':' => {
            let name_end = before.strip_suffix(':')?.trim_end().len();
            let member = document.member_at(name_end.checked_sub(1)?)?;
            let awaited = member.name_span().end == name_end && member.value().is_none();
            awaited.then_some((Slot::Value(member), None))
        }
        b',' => {
            let end = before.strip_suffix(',')?.trim_end().len();
            Some((after_token(document, root, end)?, None))
        }
        _ => Some((after_token(document, root, end)?, Some(end))),
    }
}

/// What can follow a token that ends at `end`.
fn after_token<'a>(document: &'a Document, root: Value<'a>, end: usize) -> Option<Slot<'a>> {
    let last = end.checked_sub(1)?;
    if let Some(member) = document.member_at(last)
        && member.name_span().contains(last)
    {
        return None;
    }
    let before = containing(root, last)?;
    let opens = matches!(document.text().as_bytes().get(last), Some(b'{' | b'['));
    child_of(if opens { before } else { before.parent()? })
}

fn child_of(container: Value<'_>) -> Option<Slot<'_>> {
    match container.kind() {
        Kind::Object => Some(Slot::Name(container)),
        Kind::Array => Some(Slot::Element(container)),
        _ => None,
    }
}

/// The innermost value that the byte at `offset` is part of.
fn containing(root: Value<'_>, offset: usize) -> Option<Value<'_>> {
    let innermost = root.document().value_at(offset)?;
    std::iter::successors(Some(innermost), |value| value.parent())
        .find(|value| value.span().contains(offset))
}

/// The members whose values hold `value` or are it, outermost first.
fn members_around(value: Value<'_>) -> Vec<Member<'_>> {
    let mut around: Vec<Member<'_>> = std::iter::successors(Some(value), |value| value.parent())
        .filter_map(Value::member)
        .collect();
    around.reverse();
    around
}
