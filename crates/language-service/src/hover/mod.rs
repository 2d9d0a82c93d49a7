//! What is under the pointer, in a title and a few short sentences.

mod action;
mod arn;
mod key;
mod principal;

use json_text::Span;

use crate::place::{Place, token_at};
use crate::role::{self, Role};
use crate::subject::Subject;
use crate::words;

pub(crate) use key::type_name as kind_of_key;

/// An explanation of a part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The part: 0-based half-open byte offsets.
    pub span: Span,
    /// What it is, as one would call it.
    pub title: String,
    /// Sentences; names in backticks.
    pub lines: Vec<String>,
}

impl Hover {
    fn new(span: Span, title: impl Into<String>, lines: Vec<String>) -> Hover {
        Hover {
            span,
            title: title.into(),
            lines,
        }
    }

    fn of_words(span: Span, title: &str, lines: &[&str]) -> Hover {
        Hover::new(
            span,
            title,
            lines.iter().map(|&line| line.to_owned()).collect(),
        )
    }
}

/// What there is to say about the text at an offset; `None` where there is nothing.
#[must_use]
pub fn hover(subject: &Subject<'_>, offset: usize) -> Option<Hover> {
    let place = token_at(subject.document.json(), offset)?;
    let span = place.content;
    let written = span.slice(subject.document.text());
    match Role::of(&place)? {
        Role::PolicyElement | Role::StatementElement => {
            Some(Hover::of_words(span, written, words::element(written)?))
        }
        Role::Version => Some(Hover::of_words(span, written, &[words::version(written)?])),
        Role::Effect => Some(Hover::of_words(span, written, &[words::effect(written)?])),
        Role::Action => action::hover(subject, span, written, offset),
        Role::Resource => {
            variable_at(subject, &place, offset).or_else(|| arn::hover(subject, &place, written))
        }
        Role::Principals => principal::of_value(span, written),
        Role::PrincipalKind => principal::of_kind(span, role::principal_kind(written)?),
        Role::Principal(kind) => principal::of_entry(span, role::principal_kind(kind)?, written),
        Role::Operator => operator(span, written),
        Role::Key(_) => key::hover(subject, &place, span, written),
        Role::Value { key, .. } => variable_at(subject, &place, offset)
            .or_else(|| principal::of_arn(span, written))
            .or_else(|| key::of_value(subject, span, key, written)),
        _ => None,
    }
}

/// The policy variable at an offset, explained as the key that it stands for.
fn variable_at(subject: &Subject<'_>, place: &Place<'_>, offset: usize) -> Option<Hover> {
    let text = subject.document.text();
    let before = Span::new(place.content.start, offset).slice(text);
    let after = Span::new(offset, place.content.end).slice(text);
    // The pointer may be on either of the two characters that open it.
    let (start, rest) = match before.rfind("${") {
        Some(at) => (place.content.start.saturating_add(at), before.get(at..)?),
        None if after.starts_with("${") => (offset, ""),
        None if before.ends_with('$') && after.starts_with('{') => (offset.checked_sub(1)?, ""),
        None => return None,
    };
    if rest.contains('}') {
        return None;
    }
    let end = offset.saturating_add(after.find('}')?).saturating_add(1);
    let inside = Span::new(start.saturating_add(2), end.saturating_sub(1)).slice(text);
    let name = inside.split(',').next().unwrap_or_default().trim();
    let mut found = key::hover(subject, place, Span::new(start, end), name)?;
    found.title = format!("${{{name}}}");
    found.lines.insert(
        0,
        "A variable: the value that the request has for the key stands here, and its `*` is no wildcard.".to_owned(),
    );
    Some(found)
}

fn operator(span: Span, written: &str) -> Option<Hover> {
    let operator = role::operator(written)?;
    let mut lines = vec![words::operator(operator.operator)];
    lines.extend(operator.set.map(words::set_operator));
    lines.push(words::missing_key(operator));
    Some(Hover::of_words(span, &operator.to_string(), &lines))
}
