//! The columns of a file while it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use catalog::encoding::{Column, MAGIC, write_varint};

/// Most bytes that the catalogue may have once compressed with brotli at quality 11: what the page downloads before it is
/// usable.
pub(crate) const BUDGET: usize = 130_000;

/// The columns of a catalogue file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// By place in the file.
    bytes: BTreeMap<usize, Vec<u8>>,
}

impl Columns {
    fn of(&mut self, column: Column) -> &mut Vec<u8> {
        self.bytes.entry(column as usize).or_default()
    }

    /// Every column in file order; one without facts is empty.
    fn in_order(&self) -> impl Iterator<Item = (Column, &[u8])> {
        let bytes = |place| {
            self.bytes
                .get(&place)
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        Column::ALL
            .iter()
            .map(move |&column| (column, bytes(column as usize)))
    }

    pub(crate) fn byte(&mut self, column: Column, byte: u8) {
        self.of(column).push(byte);
    }

    pub(crate) fn varint(&mut self, column: Column, value: usize) {
        write_varint(self.of(column), value as u32);
    }

    pub(crate) fn line(&mut self, column: Column, text: &str) {
        let bytes = self.of(column);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
    }

    /// Ascending numbers as gaps: the first as it is, each other as its distance from the one before, less one.
    pub(crate) fn gaps(&mut self, column: Column, numbers: impl IntoIterator<Item = usize>) {
        let mut next = 0;
        for number in numbers {
            self.varint(column, number - next);
            next = number + 1;
        }
    }

    /// The file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        for (_, bytes) in self.in_order() {
            write_varint(&mut file, bytes.len() as u32);
        }
        for (_, bytes) in self.in_order() {
            file.extend_from_slice(bytes);
        }
        file
    }

    /// A table of the columns' sizes, each compressed by itself.
    pub(crate) fn sizes(&self) -> String {
        let mut table = String::new();
        for (column, bytes) in self.in_order() {
            let _ = writeln!(
                table,
                "{:>9} {:>8}  {column:?}",
                bytes.len(),
                brotli(bytes).len()
            );
        }
        let file = self.to_bytes();
        let _ = writeln!(
            table,
            "{:>9} {:>8}  whole file (bytes raw, with brotli; budget {BUDGET})",
            file.len(),
            brotli(&file).len()
        );
        table
    }
}

/// A front-coded list being written.
pub(crate) struct FrontCoded {
    shared: Column,
    rest: Column,
    last: String,
}

impl FrontCoded {
    pub(crate) fn new(shared: Column, rest: Column) -> Self {
        FrontCoded {
            shared,
            rest,
            last: String::new(),
        }
    }

    pub(crate) fn restart(&mut self) {
        self.last.clear();
    }

    pub(crate) fn push(&mut self, columns: &mut Columns, text: &str) {
        let shared = self
            .last
            .chars()
            .zip(text.chars())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum::<usize>();
        let shared = shared.min(usize::from(u8::MAX));
        columns.byte(self.shared, shared as u8);
        columns.line(self.rest, text.get(shared..).unwrap_or_default());
        text.clone_into(&mut self.last);
    }
}

/// The bytes compressed as a web server would, at the highest quality.
pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 1 << 16, 11, 22);
    let written = writer.write_all(bytes).and_then(|()| writer.flush());
    drop(writer);
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
    compressed
}
