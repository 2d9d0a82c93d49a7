//! The file format, shared by the decoder and the encoder in `xtask`.
//!
//! A file is [`MAGIC`], then for each [`Column`] in order its length as a varint, then the columns' bytes in the same
//! order. Columns hold one kind of fact each, because whatever serves the file compresses it and like compresses best
//! next to like. Unsigned integers are LEB128 varints; lists of text are front-coded ([`Column::is_text`]): how many
//! bytes an entry shares with the one before stands in one column, the rest, ended by a line feed, in the next.

use std::fmt;

/// First bytes of a catalogue file; the last is the version of the format.
pub const MAGIC: [u8; 8] = *b"IAMCAT\0\x01";

/// How many recently used sets a set column can refer back to.
pub const RECENT_SETS: usize = 250;

/// More actions, keys or resource types than this are refused: AWS has a twentieth of it.
pub const MAX_ROWS: usize = 1 << 19;

/// More decoded text than this is refused: the real file needs a thirtieth of it.
pub const MAX_TEXT: usize = 1 << 24;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The columns of a catalogue file, in file order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column { $($(#[$doc])* $name,)* }
        impl Column {
            /// Every column, in file order.
            pub const ALL: &'static [Column] = &[$(Column::$name,)*];
        }
    };
}

columns! {
    /// The date of the facts, `YYYY-MM-DD`, then the counts of services, keys, verb forms and words.
    Header,
    /// Service prefixes, sorted: shared lengths.
    ServiceShared,
    /// Service prefixes: rests.
    ServiceText,
    /// A byte a service, [`SERVICE_RCP`].
    ServiceFlags,
    /// Nouns and resource types a service has.
    ServiceCounts,
    /// Condition keys in their spelling, sorted: shared lengths.
    KeyShared,
    /// Condition keys: rests.
    KeyText,
    /// A byte a key: the `KEY_*` flags.
    KeyFlags,
    /// A byte a key: a bit mask of value types.
    KeyTypes,
    /// The keys that each service's page lists: a count and the gaps between key numbers.
    ServiceKeys,
    /// Verb forms, by frequency: `Verb` or `Verb|s`, ended by a line feed.
    Forms,
    /// A byte a verb form: its usual access level.
    FormLevels,
    /// Words of nouns, the most frequent first, the others sorted: shared lengths.
    WordShared,
    /// Words: rests.
    WordText,
    /// A byte a noun, sorted within the service: how many words it shares with the one before.
    NounShared,
    /// The other words of each noun (number + 1), ended by 0.
    NounWords,
    /// For each noun its verb forms (number + 1), ended by 0.
    NounForms,
    /// A byte an action, in noun order: 0 for the form's usual level, else the level + 1.
    ActionLevels,
    /// Gaps between the actions that exist as a permission only.
    PermissionOnly,
    /// Gaps between the actions that grant the power to escalate.
    EscalationSensitive,
    /// Resource type names, sorted within the service: shared lengths.
    TypeShared,
    /// Resource type names: rests.
    TypeText,
    /// A byte an ARN template: its first five fields, and whether another template of the type follows.
    ArnForms,
    /// The rest of each ARN template, ended by a line feed; the `ARN_*` characters stand for what recurs.
    ArnText,
    /// A byte an action: its resource types, as a set symbol (none, new, or which recent set).
    ResourceSets,
    /// New sets of resource types: how many.
    ResourceCounts,
    /// New sets of resource types: gaps.
    ResourceItems,
    /// Which resource types of an action are required.
    ResourceRequired,
    /// Keys of an action: which recent set.
    ActionKeySets,
    /// Keys of a resource type: which recent set.
    TypeKeySets,
    /// Keys that an action has with one resource type: none, those of the type, or which recent set.
    ResourceKeySets,
    /// New sets of keys: how many.
    KeyCounts,
    /// New sets of keys: gaps.
    KeyItems,
    /// Actions on which others depend: gaps between action numbers.
    Dependencies,
    /// Dependencies of an action and of each of its resource types: which recent set.
    DependencySets,
    /// New sets of dependencies: how many.
    DependencyCounts,
    /// New sets of dependencies: numbers.
    DependencyItems,
}

/// Service flag: resource control policies apply to it.
pub const SERVICE_RCP: u8 = 1;

/// Key flag: may come with any request.
pub const KEY_GLOBAL: u8 = 1;
/// Key flag: some page gives it one value.
pub const KEY_SINGLE: u8 = 2;
/// Key flag: some page gives it a list of values.
pub const KEY_MULTI: u8 = 4;

/// Level bits: the base level, 0 List, 1 Read, 2 Write.
pub const LEVEL_BASE: u8 = 3;
/// Level bit: Tagging.
pub const LEVEL_TAGGING: u8 = 4;
/// Level bit: Permissions management.
pub const LEVEL_PERMISSIONS: u8 = 8;

/// ARN form bit: another template of the same type follows.
pub const ARN_MORE: u8 = 128;
/// ARN form: `arn:${Partition}:<prefix>:${Region}:${Account}:` is left out.
pub const ARN_REGION_ACCOUNT: u8 = 0;
/// ARN form: `arn:${Partition}:<prefix>::${Account}:` is left out.
pub const ARN_ACCOUNT: u8 = 1;
/// ARN form: `arn:${Partition}:<prefix>:${Region}::` is left out.
pub const ARN_REGION: u8 = 2;
/// ARN form: `arn:${Partition}:<prefix>:::` is left out.
pub const ARN_BARE: u8 = 3;
/// ARN form: only `arn:${Partition}:` is left out.
pub const ARN_OTHER: u8 = 4;

/// What the five first fields of an ARN template of a form spell, around the service prefix.
#[must_use]
pub fn arn_form(form: u8) -> Option<&'static str> {
    match form & !ARN_MORE {
        ARN_REGION_ACCOUNT => Some(":${Region}:${Account}:"),
        ARN_ACCOUNT => Some("::${Account}:"),
        ARN_REGION => Some(":${Region}::"),
        ARN_BARE => Some(":::"),
        _ => None,
    }
}

/// Within an ARN's rest: the name of its resource type, `job-queue`.
pub const ARN_TYPE: char = '\u{1}';
/// Within an ARN's rest: the start of a variable called after the type, `${JobQueue`.
pub const ARN_TYPE_VARIABLE: char = '\u{2}';
/// Within an ARN's rest: `${ResourceId}`.
pub const ARN_RESOURCE_ID: char = '\u{3}';
/// Within an ARN's rest: `/${`.
pub const ARN_VARIABLE: char = '\u{4}';

/// The name of a resource type as it begins variables: `JobQueue` of `job-queue`.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for word in name.split(['-', '_', ' ', '/']) {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// Why bytes are not a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The file does not begin as a catalogue does.
    NotACatalog,
    /// The file is of a version that this program does not read.
    Version(u8),
    /// The file ends too early or holds a number out of range, in the column named.
    Damaged(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::NotACatalog => f.write_str("not a catalogue file"),
            DecodeError::Version(version) => {
                write!(
                    f,
                    "catalogue file of version {version}, which this program does not read"
                )
            }
            DecodeError::Damaged(place) => write!(f, "damaged catalogue file: {place}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Appends an unsigned LEB128 varint.
pub fn write_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads bytes from the front; every read says what it was after when it fails.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    name: &'static str,
}

impl<'a> Reader<'a> {
    /// A reader over `bytes`; `name` is what an error calls it.
    #[must_use]
    pub fn new(bytes: &'a [u8], name: &'static str) -> Self {
        Reader { rest: bytes, name }
    }

    /// The error that says this column is damaged.
    #[must_use]
    pub fn damaged(&self) -> DecodeError {
        DecodeError::Damaged(self.name)
    }

    /// How many bytes are left.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The next byte.
    ///
    /// # Errors
    /// At the end.
    pub fn byte(&mut self) -> Result<u8, DecodeError> {
        let (&first, rest) = self.rest.split_first().ok_or_else(|| self.damaged())?;
        self.rest = rest;
        Ok(first)
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| self.damaged())?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next varint.
    ///
    /// # Errors
    /// At the end, or when it needs more than 32 bits.
    pub fn varint(&mut self) -> Result<u32, DecodeError> {
        let mut value = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            let part = u32::from(byte & 0x7f);
            if shift == 28 && part > 0xf {
                return Err(self.damaged());
            }
            value |= part << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.damaged())
    }

    /// The next varint, as a count of things of which each needs a byte somewhere: `limit` bounds it.
    ///
    /// # Errors
    /// At the end, or when it exceeds `limit`.
    pub fn count(&mut self, limit: usize) -> Result<usize, DecodeError> {
        let value = self.varint()? as usize;
        if value > limit {
            Err(self.damaged())
        } else {
            Ok(value)
        }
    }

    /// The text up to the next line feed, which is taken too.
    ///
    /// # Errors
    /// Without a line feed, or when the text is not UTF-8.
    pub fn line(&mut self) -> Result<&'a str, DecodeError> {
        let end = self
            .rest
            .iter()
            .position(|&byte| byte == b'\n')
            .ok_or_else(|| self.damaged())?;
        let line = self.bytes(end)?;
        self.byte()?;
        std::str::from_utf8(line).map_err(|_| self.damaged())
    }
}

/// Splits a file into its columns.
///
/// # Errors
/// When the first bytes are others, or a column ends after the file.
pub fn split_columns(
    bytes: &[u8],
    magic: [u8; 8],
    columns: usize,
) -> Result<Vec<&[u8]>, DecodeError> {
    let (start, rest) = bytes
        .split_at_checked(magic.len())
        .ok_or(DecodeError::NotACatalog)?;
    let (name, version) = (start.get(..7), start.last().copied().unwrap_or(0));
    if name != magic.get(..7) {
        return Err(DecodeError::NotACatalog);
    }
    if Some(&version) != magic.last() {
        return Err(DecodeError::Version(version));
    }
    let mut reader = Reader::new(rest, "lengths of columns");
    let mut lengths = Vec::with_capacity(columns);
    for _ in 0..columns {
        lengths.push(reader.varint()? as usize);
    }
    let mut found = Vec::with_capacity(columns);
    for length in lengths {
        found.push(reader.bytes(length)?);
    }
    if reader.remaining() == 0 {
        Ok(found)
    } else {
        Err(reader.damaged())
    }
}
