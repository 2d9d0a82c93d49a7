//! The text that the editor holds, with its two ways of counting.

use json_text::{LineIndex, Span};
use yew::AttrValue;

/// The text in the editor as of a revision.
pub(crate) struct Held {
    text: AttrValue,
    /// Of the text that is shown: each document comes back with its own.
    revision: u64,
    /// The highest revision there was, over all documents.
    newest: u64,
    index: LineIndex,
}

impl Held {
    pub(crate) fn new(text: AttrValue, revision: Option<u64>) -> Self {
        let index = LineIndex::new(&text);
        let revision = revision.unwrap_or(0);
        Self {
            text,
            revision,
            newest: revision,
            index,
        }
    }

    /// Takes the text of another document, as of its own revision.
    pub(crate) fn open(&mut self, text: AttrValue, revision: Option<u64>) {
        self.revision = revision.unwrap_or(0);
        self.newest = self.newest.max(self.revision);
        self.replace(text);
    }

    pub(crate) const fn text(&self) -> &AttrValue {
        &self.text
    }

    pub(crate) const fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes the text after a change made in the editor; returns its revision.
    pub(crate) fn changed(&mut self, text: AttrValue) -> u64 {
        self.replace(text);
        self.newest = self.newest.saturating_add(1);
        self.revision = self.newest;
        self.revision
    }

    /// Takes text that its owner gave.
    pub(crate) fn replace(&mut self, text: AttrValue) {
        self.index = LineIndex::new(&text);
        self.text = text;
    }

    /// The byte offset of an editor position.
    pub(crate) fn to_bytes(&self, position: u32) -> usize {
        self.index
            .to_bytes(usize::try_from(position).unwrap_or(usize::MAX))
    }

    /// The editor position of a byte offset.
    pub(crate) fn to_position(&self, offset: usize) -> u32 {
        u32::try_from(self.index.to_utf16(offset)).unwrap_or(u32::MAX)
    }

    /// The editor positions of a span.
    pub(crate) fn to_range(&self, span: Span) -> (u32, u32) {
        (self.to_position(span.start), self.to_position(span.end))
    }
}

/// The text with LF line ends, as the editor counts.
pub(crate) fn with_lf(text: &AttrValue) -> AttrValue {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.clone()
    }
}
