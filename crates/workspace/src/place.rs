use json_text::{LineIndex, Span};
use serde::Serialize;

use crate::file_text::FileText;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The first byte, from 0.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
    /// The line of the first byte, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub line: usize,
    /// Its column, from 1, in UTF-16 units.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub column: usize,
}

/// Finds the lines and columns of one text.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    lines: LineIndex,
    file: Option<&'a FileText>,
}

impl<'a> Places<'a> {
    /// Places in a text as it is.
    pub fn of_text(text: &str) -> Places<'static> {
        Places {
            lines: LineIndex::new(text),
            file: None,
        }
    }

    /// Places in a file: bytes are those of the file, its byte order mark and CRs included.
    pub fn of_file(file: &'a FileText) -> Places<'a> {
        Places {
            lines: LineIndex::new(file.text()),
            file: Some(file),
        }
    }

    /// The place of a span of the text.
    pub fn place(&self, span: Span) -> Place {
        let at = self.lines.line_column(span.start);
        Place {
            start: self.byte(span.start),
            end: self.byte(span.end),
            line: at.line,
            column: at.column,
        }
    }

    pub(crate) fn byte(&self, offset: usize) -> usize {
        self.file.map_or(offset, |file| file.file_offset(offset))
    }

    /// What an edit inserts, with the line ends of the file.
    pub fn inserted(&self, text: &str) -> String {
        self.file
            .map_or_else(|| text.to_owned(), |file| file.with_line_ends(text))
    }
}
