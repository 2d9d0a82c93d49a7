//! Byte offsets to lines, columns and UTF-16 units, and back.

/// A place as people and editors count it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// The line, counted from 1; lines end with a line feed.
    pub line: usize,
    /// The column, counted from 1 in UTF-16 units.
    pub column: usize,
}

/// A character that takes more bytes than UTF-16 units.
#[derive(Clone, Copy, Debug)]
struct Wide {
    /// Its first byte.
    start: usize,
    /// Its bytes.
    bytes: usize,
    /// By how much bytes exceed UTF-16 units in the text before it.
    surplus: usize,
}

impl Wide {
    const fn units(self) -> usize {
        if self.bytes == 4 { 2 } else { 1 }
    }

    /// By how much bytes exceed UTF-16 units after it.
    const fn surplus_after(self) -> usize {
        self.surplus
            .saturating_add(self.bytes)
            .saturating_sub(self.units())
    }
}

/// Where the lines of a text begin and which characters are wide; it does not keep the text.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// The first byte of every line but the first.
    lines: Vec<usize>,
    wide: Vec<Wide>,
    len: usize,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let lines = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at.saturating_add(1));
        let mut wide = Vec::new();
        if !text.is_ascii() {
            let mut surplus = 0;
            for (start, character) in text
                .char_indices()
                .filter(|(_, character)| !character.is_ascii())
            {
                let entry = Wide {
                    start,
                    bytes: character.len_utf8(),
                    surplus,
                };
                surplus = entry.surplus_after();
                wide.push(entry);
            }
        }
        Self {
            lines: lines.collect(),
            wide,
            len: text.len(),
        }
    }

    /// The line and column of a byte. A byte beyond the end counts as the end, one inside a character as its start.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> LineColumn {
        let byte = byte.min(self.len);
        let before = self.lines.partition_point(|start| *start <= byte);
        let start = before
            .checked_sub(1)
            .and_then(|last| self.lines.get(last))
            .copied()
            .unwrap_or(0);
        let column = self.to_utf16(byte).saturating_sub(self.to_utf16(start));
        LineColumn {
            line: before.saturating_add(1),
            column: column.saturating_add(1),
        }
    }

    /// The offset in UTF-16 units of a byte. A byte beyond the end counts as the end, one inside a character as its
    /// start.
    #[must_use]
    pub fn to_utf16(&self, byte: usize) -> usize {
        let byte = byte.min(self.len);
        let before = self.wide.partition_point(|wide| wide.start < byte);
        match before.checked_sub(1).and_then(|last| self.wide.get(last)) {
            None => byte,
            Some(wide) if byte < wide.start.saturating_add(wide.bytes) => {
                wide.start.saturating_sub(wide.surplus)
            }
            Some(wide) => byte.saturating_sub(wide.surplus_after()),
        }
    }

    /// The byte of an offset in UTF-16 units. An offset beyond the end counts as the end, one between two surrogates as
    /// the start of their character.
    #[must_use]
    pub fn to_bytes(&self, utf16: usize) -> usize {
        let before = self
            .wide
            .partition_point(|wide| wide.start.saturating_sub(wide.surplus) < utf16);
        let byte = match before.checked_sub(1).and_then(|last| self.wide.get(last)) {
            None => utf16,
            Some(wide)
                if utf16
                    < wide
                        .start
                        .saturating_sub(wide.surplus)
                        .saturating_add(wide.units()) =>
            {
                wide.start
            }
            Some(wide) => utf16.saturating_add(wide.surplus_after()),
        };
        byte.min(self.len)
    }
}
