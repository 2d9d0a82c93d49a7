use std::borrow::Cow;

use crate::matching::Truth;
use crate::prepare::{KeyNumber, NotKnown};

/// What is known of a context key.
#[derive(Clone, Debug)]
pub(crate) enum Known<'r> {
    /// Nothing: the request may carry it or not.
    Unknown,
    /// The request does not carry it.
    Absent,
    /// Its values, at least one.
    Present {
        values: Values<'r>,
        /// Whether the key can have several.
        multivalued: bool,
    },
}

#[derive(Clone, Debug)]
pub(crate) enum Values<'r> {
    One(Cow<'r, str>),
    Many(&'r [String]),
}

impl Values<'_> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Values::One(value) => (Some(value.as_ref()), [].as_slice()),
            Values::Many(values) => (None, *values),
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }
}

/// What conditions and variables are evaluated against.
#[derive(Clone, Copy)]
pub(crate) struct Environment<'e> {
    /// One for each key.
    pub(crate) known: &'e [Known<'e>],
    /// Whether an empty string counts as no value under a set operator, which AWS's guide does not settle.
    pub(crate) empty_is_missing: Truth,
}

const UNKNOWN: Known<'static> = Known::Unknown;

impl<'e> Environment<'e> {
    pub(crate) fn known(&self, key: KeyNumber) -> &'e Known<'e> {
        // Every number comes from the table that the list was made for.
        self.known.get(key).unwrap_or(&UNKNOWN)
    }

    /// The value of a policy variable. A key with several values cannot be one.
    pub(crate) fn variable(&self, key: KeyNumber) -> Result<Option<&'e str>, NotKnown> {
        match self.known(key) {
            Known::Unknown => Err(NotKnown),
            Known::Absent => Ok(None),
            Known::Present {
                multivalued: true, ..
            } => Ok(None),
            Known::Present { values, .. } => Ok(values.iter().next()),
        }
    }
}
