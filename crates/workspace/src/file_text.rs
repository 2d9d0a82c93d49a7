//! Text as it comes from a file: held with LF alone inside, its byte order mark and CRLF remembered.

use std::fmt;

/// What a file holds when it is not text in UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// It starts with the byte order mark of UTF-16.
    Utf16,
    /// It holds NUL bytes, as programs, pictures and archives do.
    Binary,
    /// A byte that UTF-8 does not have there.
    NotUtf8 {
        /// The byte's position from the start, from 0.
        offset: usize,
    },
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotText::Utf16 => f.write_str("the text is in UTF-16: save it as UTF-8"),
            NotText::Binary => f.write_str("it is a binary file, not text"),
            NotText::NotUtf8 { offset } => {
                write!(f, "byte {offset} is not UTF-8: save the text as UTF-8")
            }
        }
    }
}

impl std::error::Error for NotText {}

/// A file's text with LF line ends, and the way back to the file's own bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    text: String,
    byte_order_mark: bool,
    crlf: bool,
    /// For each CR that was left out, the offset in `text` of the LF behind it, ascending.
    left_out: Vec<usize>,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

impl FileText {
    /// Reads a file's bytes.
    ///
    /// # Errors
    /// Whatever is not UTF-8, and bytes with NUL among them that are not even text: JSON has no use for NUL,
    /// but a NUL in otherwise valid UTF-8 is left to the JSON reader, which tells its place.
    pub fn from_bytes(bytes: &[u8]) -> Result<FileText, NotText> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(NotText::Utf16);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(FileText::new(text)),
            Err(_) if bytes.contains(&0) => Err(NotText::Binary),
            Err(error) => Err(NotText::NotUtf8 {
                offset: error.valid_up_to(),
            }),
        }
    }

    /// Takes text as a file holds it.
    pub fn new(original: &str) -> FileText {
        let (byte_order_mark, body) = match original.strip_prefix(BYTE_ORDER_MARK) {
            Some(body) => (true, body),
            None => (false, original),
        };
        let mut text = String::with_capacity(body.len());
        let mut left_out = Vec::new();
        let mut lone_line_ends = 0_usize;
        let mut characters = body.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => left_out.push(text.len()),
                '\r' => text.push('\n'),
                '\n' => {
                    if left_out.last() != Some(&text.len()) {
                        lone_line_ends = lone_line_ends.saturating_add(1);
                    }
                    text.push('\n');
                }
                _ => text.push(character),
            }
        }
        let crlf = left_out.len() > lone_line_ends;
        FileText {
            text,
            byte_order_mark,
            crlf,
            left_out,
        }
    }

    /// The text with LF line ends and without byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file starts with a byte order mark.
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// Whether most of its lines end in CRLF.
    pub fn has_crlf(&self) -> bool {
        self.crlf
    }

    /// The place in the file of a place in [`FileText::text`], both in bytes. The start of a line stays the
    /// start of a line; the LF of a CRLF is at the CR.
    pub fn file_offset(&self, offset: usize) -> usize {
        let before = self.left_out.partition_point(|line_end| *line_end < offset);
        let mark = if self.byte_order_mark {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        offset.saturating_add(before).saturating_add(mark)
    }

    /// A text with the byte order mark and the line ends of this file: what an export writes.
    pub fn restore(&self, text: &str) -> String {
        restore(text, self.byte_order_mark, self.crlf)
    }

    /// Text to put into the file: with the line ends that most of its lines have.
    pub fn with_line_ends(&self, inserted: &str) -> String {
        restore(inserted, false, self.crlf)
    }
}

/// A text with LF line ends as a file of this kind holds it.
pub fn restore(text: &str, byte_order_mark: bool, crlf: bool) -> String {
    let mark = if byte_order_mark { BYTE_ORDER_MARK } else { "" };
    let body = if crlf {
        text.replace('\n', "\r\n")
    } else {
        text.to_owned()
    };
    format!("{mark}{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_file() {
        for original in [
            "",
            "a",
            "\u{feff}",
            "\u{feff}{}\r\n",
            "a\r\nb\r\nc",
            "a\nb\r\nc\rd\r\r\n",
            "é\r\n\u{1d11e}\r\n",
        ] {
            let file = FileText::new(original);
            assert!(!file.text().contains('\r'), "{original:?}");
            for (offset, character) in file.text().char_indices() {
                let there = original
                    .get(file.file_offset(offset)..)
                    .and_then(|rest| rest.chars().next())
                    .unwrap();
                if character == '\n' {
                    // A line ends before its CR, if it has one.
                    let before = original.get(..file.file_offset(offset)).unwrap();
                    let pair = there == '\n' && before.ends_with('\r');
                    assert!(
                        matches!(there, '\r' | '\n') && !pair,
                        "{original:?} {offset}"
                    );
                } else {
                    assert_eq!(there, character, "{original:?} {offset}");
                }
            }
            assert_eq!(
                file.file_offset(file.text().len()),
                original.len(),
                "{original:?}"
            );
        }
    }

    #[test]
    fn uniform_files_come_back_as_they_were() {
        for original in ["a\r\nb\r\n", "\u{feff}a\nb", "\u{feff}a\r\nb", "", "a"] {
            let file = FileText::new(original);
            assert_eq!(file.restore(file.text()), original);
        }
    }

    #[test]
    fn what_is_not_text() {
        assert_eq!(FileText::from_bytes(b"\xff\xfe{\0}\0"), Err(NotText::Utf16));
        assert_eq!(FileText::from_bytes(b"\x89PNG\0\0"), Err(NotText::Binary));
        assert_eq!(
            FileText::from_bytes(b"{}\xe9"),
            Err(NotText::NotUtf8 { offset: 2 })
        );
        assert!(FileText::from_bytes(b"{\0}").is_ok());
    }
}
