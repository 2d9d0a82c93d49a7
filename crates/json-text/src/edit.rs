//! Edits of a text and their application.

use crate::{Span, sort_by_place};

/// A replacement: the bytes of `span` go, `insert` comes in their place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Edit {
    /// What is replaced, in bytes of the text before any edit.
    pub span: Span,
    /// What comes in its place.
    pub insert: String,
}

impl Edit {
    /// Replaces `span` by `insert`.
    #[must_use]
    pub fn new(span: Span, insert: impl Into<String>) -> Self {
        Self {
            span,
            insert: insert.into(),
        }
    }

    /// Inserts `text` at the byte `at`.
    #[must_use]
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(Span::at(at), text)
    }

    /// Deletes `span`.
    #[must_use]
    pub fn delete(span: Span) -> Self {
        Self::new(span, String::new())
    }
}

/// Why edits cannot be applied to a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EditError {
    /// The span ends beyond the text or before it starts.
    OutOfRange(Span),
    /// The span starts or ends inside a character.
    NotOnCharBoundary(Span),
    /// Two spans share bytes, or one edit inserts inside what another one replaces.
    Overlap(Span, Span),
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfRange(span) => write!(
                f,
                "the edit of bytes {} to {} lies outside the text",
                span.start, span.end
            ),
            Self::NotOnCharBoundary(span) => {
                write!(
                    f,
                    "the edit of bytes {} to {} splits a character",
                    span.start, span.end
                )
            }
            Self::Overlap(first, second) => write!(
                f,
                "the edits of bytes {} to {} and {} to {} overlap",
                first.start, first.end, second.start, second.end
            ),
        }
    }
}

impl std::error::Error for EditError {}

/// Applies `edits`, given in any order, to `text`. Several insertions at one place come in the order given, and before
/// a replacement that starts there.
///
/// # Errors
/// If a span lies outside the text, splits a character, or overlaps another one.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sort_by_place(&mut sorted, |edit| edit.span);
    let inserted: usize = edits.iter().map(|edit| edit.insert.len()).sum();
    let mut result = String::with_capacity(text.len().saturating_add(inserted));
    let mut done = Span::at(0);
    for edit in sorted {
        let span = edit.span;
        if span.end > text.len() || span.start > span.end {
            return Err(EditError::OutOfRange(span));
        }
        if !text.is_char_boundary(span.start) || !text.is_char_boundary(span.end) {
            return Err(EditError::NotOnCharBoundary(span));
        }
        if span.start < done.end {
            return Err(EditError::Overlap(done, span));
        }
        result.push_str(Span::new(done.end, span.start).slice(text));
        result.push_str(&edit.insert);
        done = span;
    }
    result.push_str(Span::new(done.end, text.len()).slice(text));
    Ok(result)
}

/// The one edit that turns `old` into `new` and leaves their common beginning and end alone; none if they are equal.
#[must_use]
pub fn minimal_edit(old: &str, new: &str) -> Option<Edit> {
    if old == new {
        return None;
    }
    let prefix: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(left, right)| left == right)
        .map(|(left, _)| left.len_utf8())
        .sum();
    let old_rest = old.get(prefix..).unwrap_or_default();
    let new_rest = new.get(prefix..).unwrap_or_default();
    let suffix: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(left, right)| left == right)
        .map(|(left, _)| left.len_utf8())
        .sum();
    let insert = new_rest
        .get(..new_rest.len().saturating_sub(suffix))
        .unwrap_or_default();
    Some(Edit::new(
        Span::new(prefix, old.len().saturating_sub(suffix)),
        insert,
    ))
}
