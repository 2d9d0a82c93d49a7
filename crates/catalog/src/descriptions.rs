//! The second file: what services, actions and keys do, in a sentence, and where AWS documents them.
//!
//! The page loads it lazily for hovers; nothing is decided on it. Its sentences are others', so that it is built by
//! `cargo xtask catalog --descriptions` from the npm packages and never committed.
//!
//! A file is [`MAGIC`], then the lengths of its [`Part`]s as varints, then the parts. Each part has a line for each row of
//! the catalogue of the same date, in that catalogue's order; missing lines say nothing. Within a line, [`START`] stands
//! for the usual beginning of its kind, [`WORDS`] for the words of the name, [`NAME`] for the name itself, and a line of
//! links that is [`SAME`] alone is that of the row before.

use std::borrow::Cow;

use crate::action::Action;
use crate::catalog::Catalog;
use crate::condition_key::ConditionKey;
use crate::encoding::{DecodeError, Reader, split_columns};
use crate::resource_type::ResourceType;
use crate::service::Service;

/// First bytes of a descriptions file; the last is the version of the format.
pub const MAGIC: [u8; 8] = *b"IAMTXT\0\x01";

/// Stands for [`ACTION_START`], [`KEY_START`] or [`LINK_START`].
pub const START: char = '\u{1}';
/// Stands for the name's CamelCase words behind the first, in lower case with spaces: `object tagging` of `GetObjectTagging`.
pub const WORDS: char = '\u{2}';
/// Stands for the name: of an action without prefix.
pub const NAME: char = '\u{3}';
/// Alone in a line of links: the link of the row before, its own [`NAME`] put in.
pub const SAME: char = '\u{4}';

/// How most sentences on actions begin.
pub const ACTION_START: &str = "Grants permission to ";
/// How most sentences on condition keys begin.
pub const KEY_START: &str = "Filters access by ";
/// How all links begin.
pub const LINK_START: &str = "https://docs.aws.amazon.com/";

/// The parts of a file, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One line: the date of the catalogue that the other parts follow.
    Date,
    /// Names of services, `Amazon S3`.
    ServiceNames,
    /// Their pages of the reference.
    ServiceLinks,
    /// Sentences on actions.
    ActionTexts,
    /// Their documentation.
    ActionLinks,
    /// Documentation of resource types.
    TypeLinks,
    /// Sentences on condition keys.
    KeyTexts,
    /// Their documentation.
    KeyLinks,
}

impl Part {
    /// Every part, in file order.
    pub const ALL: [Part; 8] = [
        Part::Date,
        Part::ServiceNames,
        Part::ServiceLinks,
        Part::ActionTexts,
        Part::ActionLinks,
        Part::TypeLinks,
        Part::KeyTexts,
        Part::KeyLinks,
    ];
}

/// What the documentation says of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// A sentence, or the name of a service; empty where the documentation has none.
    pub text: String,
    /// The page that documents it.
    pub link: Option<String>,
}

/// A decoded descriptions file.
#[derive(Clone, Debug)]
pub struct Descriptions {
    /// The lines of each part, in the order of [`Part`].
    parts: Vec<Vec<String>>,
}

impl Descriptions {
    /// Reads the bytes that `cargo xtask catalog --descriptions` writes, for this catalogue.
    ///
    /// # Errors
    /// When the bytes are not a descriptions file, are of another version or damaged, or belong to a catalogue of another
    /// date.
    pub fn decode(bytes: &[u8], catalog: &Catalog) -> Result<Descriptions, DecodeError> {
        let columns = split_columns(bytes, MAGIC, Part::ALL.len())?;
        let mut parts: Vec<Vec<String>> = Vec::with_capacity(columns.len());
        for column in columns {
            let mut reader = Reader::new(column, "descriptions");
            let mut lines = Vec::new();
            while reader.remaining() > 0 {
                lines.push(reader.line()?.to_owned());
            }
            parts.push(lines);
        }
        if parts
            .first()
            .and_then(|lines| lines.first())
            .map(String::as_str)
            != Some(catalog.date())
        {
            return Err(DecodeError::Damaged("descriptions of another catalogue"));
        }
        Ok(Descriptions { parts })
    }

    /// The name of a service, `Amazon S3`, and its page of the reference.
    #[must_use]
    pub fn service(&self, service: Service<'_>) -> Option<Description> {
        self.description(
            Part::ServiceNames,
            "",
            Part::ServiceLinks,
            service.number,
            service.prefix(),
        )
    }

    /// What an action does, and its documentation.
    #[must_use]
    pub fn action(&self, action: Action<'_>) -> Option<Description> {
        let number = action.id().0;
        self.description(
            Part::ActionTexts,
            ACTION_START,
            Part::ActionLinks,
            number,
            action.name(),
        )
    }

    /// The documentation of a resource type.
    #[must_use]
    pub fn resource_type_link(&self, resource_type: ResourceType<'_>) -> Option<String> {
        self.link(Part::TypeLinks, resource_type.number, resource_type.name())
    }

    /// What a condition key tells, and its documentation.
    #[must_use]
    pub fn condition_key(&self, key: ConditionKey<'_>) -> Option<Description> {
        self.description(
            Part::KeyTexts,
            KEY_START,
            Part::KeyLinks,
            key.number,
            key.name(),
        )
    }

    fn line(&self, part: Part, number: u32) -> Option<&str> {
        self.parts
            .get(part as usize)?
            .get(number as usize)
            .map(String::as_str)
    }

    fn description(
        &self,
        texts: Part,
        start: &str,
        links: Part,
        number: u32,
        name: &str,
    ) -> Option<Description> {
        let text = self.line(texts, number).unwrap_or_default();
        let text = text
            .replace(START, start)
            .replace(WORDS, &words(name))
            .replace(NAME, name);
        let link = self.link(links, number, name);
        (!text.is_empty() || link.is_some()).then_some(Description { text, link })
    }

    fn link(&self, part: Part, number: u32, name: &str) -> Option<String> {
        let lines = self.parts.get(part as usize)?;
        let held = lines
            .get(..=number as usize)?
            .iter()
            .rev()
            .find(|line| !is_same(line))?;
        (!held.is_empty()).then(|| held.replace(START, LINK_START).replace(NAME, name))
    }
}

fn is_same(line: &str) -> bool {
    line.chars().eq([SAME])
}

/// The CamelCase words of a name behind the first, in lower case with spaces: `object tagging` of `GetObjectTagging`.
/// A row of capitals is one word, kept as it is: `VPC peering connection`.
#[must_use]
pub fn words(name: &str) -> String {
    let mut found = String::new();
    let mut word = 0;
    let letters: Vec<char> = name.chars().collect();
    for (place, window) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(place + 1);
        let upper = |letter: Option<&char>| letter.is_some_and(char::is_ascii_uppercase);
        let lower = |letter: Option<&char>| letter.is_some_and(char::is_ascii_lowercase);
        let begins =
            window.is_ascii_uppercase() && before.is_some() && (!upper(before) || lower(after));
        if begins {
            word += 1;
            if word > 1 {
                found.push(' ');
            }
        }
        if word > 0 {
            let in_capitals = upper(before) && !begins || upper(after);
            found.push(if in_capitals {
                *window
            } else {
                window.to_ascii_lowercase()
            });
        }
    }
    found
}

/// Puts the characters that stand for something into a line, so that [`Descriptions`] takes them out again.
#[must_use]
pub fn shorten(text: &str, start: &str, name: &str) -> String {
    let mut short: Cow<'_, str> = match text.strip_prefix(start) {
        Some(rest) if !start.is_empty() => Cow::Owned(format!("{START}{rest}")),
        _ => Cow::Borrowed(text),
    };
    for (long, letter) in [(name.to_owned(), NAME), (words(name), WORDS)] {
        if long.len() > 2 {
            short = Cow::Owned(short.replace(&long, letter.encode_utf8(&mut [0; 4])));
        }
    }
    short.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        for (name, expected) in [
            ("GetObjectTagging", "object tagging"),
            ("CreateVPCPeering", "VPC peering"),
            ("connect", ""),
            ("GET", ""),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn a_sentence_is_shortened_by_what_its_name_tells() {
        let short = shorten(
            "Grants permission to get object tagging",
            ACTION_START,
            "GetObjectTagging",
        );
        assert_eq!(short, "\u{1}get \u{2}");
    }
}
