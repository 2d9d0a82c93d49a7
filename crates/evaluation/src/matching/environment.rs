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

impl Known<'_> {
    pub(crate) fn says_the_same(&self, other: &Known<'_>) -> bool {
        match (self, other) {
            (Known::Unknown, Known::Unknown) | (Known::Absent, Known::Absent) => true,
            (
                Known::Present {
                    values,
                    multivalued,
                },
                Known::Present {
                    values: other_values,
                    multivalued: other_multivalued,
                },
            ) => multivalued == other_multivalued && values.iter().eq(other_values.iter()),
            _ => false,
        }
    }
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
    known: &'e [Known<'e>],
    /// What is assumed of one key instead.
    assumed: Option<(KeyNumber, &'e Known<'e>)>,
    /// Whether an empty string counts as no value under a set operator, which AWS's guide does not settle.
    pub(crate) empty_is_missing: Truth,
}

const UNKNOWN: Known<'static> = Known::Unknown;

impl<'e> Environment<'e> {
    /// Of what is known, with one entry for each key.
    pub(crate) fn new(known: &'e [Known<'e>]) -> Environment<'e> {
        Environment {
            known,
            assumed: None,
            empty_is_missing: Truth::Unknown,
        }
    }

    /// The same with something assumed of one key.
    pub(crate) fn assuming(self, key: KeyNumber, known: &'e Known<'e>) -> Environment<'e> {
        Environment {
            assumed: Some((key, known)),
            ..self
        }
    }

    /// The same with empty strings counting as no value, or not.
    pub(crate) fn with_empty_strings(self, empty_is_missing: Truth) -> Environment<'e> {
        Environment {
            empty_is_missing,
            ..self
        }
    }

    pub(crate) fn known(&self, key: KeyNumber) -> &'e Known<'e> {
        match self.assumed {
            Some((assumed, known)) if assumed == key => known,
            // Every number comes from the table that the list was made for.
            _ => self.known.get(key).unwrap_or(&UNKNOWN),
        }
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
