//! The escapes of JSON strings: decoding, encoding, and where a decoded byte stands in the source.

use std::fmt::Write as _;

/// What one escape means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Escape {
    /// A character.
    Character(char),
    /// Half a surrogate pair: stands for no character.
    LoneSurrogate,
    /// `\` and a character that it cannot stand before.
    Unknown(char),
    /// `\u` without four hexadecimal digits.
    BadHex,
}

/// Reads the escape at the start of `text` (which starts with `\`): its meaning and its bytes.
pub(crate) fn escape(text: &str) -> (Escape, usize) {
    let mut characters = text.chars();
    characters.next();
    let Some(letter) = characters.next() else {
        return (Escape::Unknown('\\'), 1);
    };
    let plain = |character| (Escape::Character(character), 2);
    match letter {
        '"' | '\\' | '/' => plain(letter),
        'b' => plain('\u{8}'),
        'f' => plain('\u{c}'),
        'n' => plain('\n'),
        'r' => plain('\r'),
        't' => plain('\t'),
        'u' => match hex(text) {
            Some(low @ 0xDC00..=0xDFFF) => (
                char::from_u32(low).map_or(Escape::LoneSurrogate, Escape::Character),
                6,
            ),
            Some(high @ 0xD800..=0xDBFF) => match text.get(6..).and_then(hex) {
                Some(low @ 0xDC00..=0xDFFF) => {
                    let code = 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF);
                    (
                        char::from_u32(code).map_or(Escape::LoneSurrogate, Escape::Character),
                        12,
                    )
                }
                _ => (Escape::LoneSurrogate, 6),
            },
            Some(code) => (
                char::from_u32(code).map_or(Escape::LoneSurrogate, Escape::Character),
                6,
            ),
            None => {
                let digits = characters
                    .take(3)
                    .take_while(char::is_ascii_hexdigit)
                    .count();
                (Escape::BadHex, digits.saturating_add(2))
            }
        },
        other => (Escape::Unknown(other), other.len_utf8().saturating_add(1)),
    }
}

/// The number of `\uXXXX` at the start of `text`.
fn hex(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// A stretch of a string's source and what it stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// Where it starts, in bytes from the start of the content.
    pub(crate) start: usize,
    /// Its bytes in the source.
    pub(crate) len: usize,
    /// What it stands for; `None` for the source itself.
    pub(crate) meaning: Meaning,
}

/// What a piece of a string stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Meaning {
    /// Itself.
    Source,
    /// Another character.
    Character(char),
    /// Nothing: a line break within a string and the indentation after it.
    Nothing,
}

/// Splits the content of a string (without its quotes) in stretches without escapes, and escapes.
pub(crate) fn pieces(content: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = content.get(at..)?;
        let piece = match rest.bytes().next()? {
            b'\\' => {
                let (escape, len) = escape(rest);
                let meaning = match escape {
                    Escape::Character(character) => Meaning::Character(character),
                    Escape::LoneSurrogate => Meaning::Character(char::REPLACEMENT_CHARACTER),
                    // Single-quoted strings have it.
                    Escape::Unknown('\'') => Meaning::Character('\''),
                    Escape::Unknown(_) | Escape::BadHex => Meaning::Source,
                };
                Piece {
                    start: at,
                    len,
                    meaning,
                }
            }
            b'\n' | b'\r' => {
                let len = rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t']).len();
                Piece {
                    start: at,
                    len,
                    meaning: Meaning::Nothing,
                }
            }
            _ => {
                let len = rest.find(['\\', '\n', '\r']).unwrap_or(rest.len());
                Piece {
                    start: at,
                    len,
                    meaning: Meaning::Source,
                }
            }
        };
        at = at.saturating_add(piece.len);
        Some(piece)
    })
}

/// The text that the content of a string stands for. What is no proper escape stands for itself, half a surrogate pair
/// for U+FFFD.
pub(crate) fn decode(content: &str) -> String {
    let mut decoded = String::with_capacity(content.len());
    for piece in pieces(content) {
        match piece.meaning {
            Meaning::Source => {
                let source = content.get(piece.start..piece.start.saturating_add(piece.len));
                decoded.push_str(source.unwrap_or_default());
            }
            Meaning::Character(character) => decoded.push(character),
            Meaning::Nothing => {}
        }
    }
    decoded
}

/// Where the byte `target` of the decoded text stands in the content: the start of its piece, or the end of the piece
/// before it if `end` is asked for.
pub(crate) fn locate(content: &str, target: usize, end: bool) -> usize {
    let mut decoded = 0_usize;
    let mut last = 0;
    for piece in pieces(content) {
        let len = match piece.meaning {
            Meaning::Source => piece.len,
            Meaning::Character(character) => character.len_utf8(),
            Meaning::Nothing => 0,
        };
        let after = decoded.saturating_add(len);
        let source_end = piece.start.saturating_add(piece.len);
        if len > 0 && (target < after || (end && target == after)) {
            return match piece.meaning {
                Meaning::Source => piece.start.saturating_add(target.saturating_sub(decoded)),
                _ if end && target > decoded => source_end,
                _ => piece.start,
            };
        }
        decoded = after;
        last = source_end;
    }
    last
}

/// Whether `character` opens or closes a string, here or in a word processor.
pub(crate) const fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'') || is_typographic_quote(character)
}

/// Whether `character` is a quote of a word processor.
pub(crate) const fn is_typographic_quote(character: char) -> bool {
    matches!(character, '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '\u{ab}' | '\u{bb}' | '\u{ff02}')
}

/// `text` as a JSON string literal, quotes included. Control characters, quotes and backslashes are escaped, nothing
/// else.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    quoted.push('"');
    push_escaped(&mut quoted, text);
    quoted.push('"');
    quoted
}

/// Appends `text` as it is written inside a JSON string.
pub(crate) fn push_escaped(target: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '"' => target.push_str("\\\""),
            '\\' => target.push_str("\\\\"),
            '\n' => target.push_str("\\n"),
            '\r' => target.push_str("\\r"),
            '\t' => target.push_str("\\t"),
            '\u{8}' => target.push_str("\\b"),
            '\u{c}' => target.push_str("\\f"),
            control if u32::from(control) < 0x20 => {
                // Writing to a `String` cannot fail.
                let _ = write!(target, "\\u{:04x}", u32::from(control));
            }
            other => target.push(other),
        }
    }
}
