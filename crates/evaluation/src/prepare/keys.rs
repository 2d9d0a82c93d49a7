use std::collections::HashMap;

use catalog::{Cardinality, Catalog, KeyType};

use crate::derived::Derivable;

/// The number of a context key among those that a set of policies asks for.
pub(crate) type KeyNumber = usize;

/// A context key that policies ask for.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// As the first policy that asks for it writes it.
    pub(crate) written: String,
    /// The same in lower case: keys compare without case.
    pub(crate) lower: String,
    /// What it follows from, if a request can tell.
    pub(crate) derivable: Option<Derivable>,
    /// How many values one request carries; `None` when the catalogue does not know the key.
    pub(crate) cardinality: Option<Cardinality>,
    /// The types of its values, as far as the catalogue knows.
    pub(crate) types: Vec<KeyType>,
    /// Whether requests of every action can carry it.
    pub(crate) is_of_every_action: bool,
}

impl Key {
    /// Whether so many values, supplied as a list or not, are those of a key that can have several.
    pub(crate) fn is_multivalued(&self, count: usize, as_list: bool) -> bool {
        match self.cardinality {
            Some(Cardinality::Multi) => true,
            Some(Cardinality::Single) => count > 1,
            Some(Cardinality::Either) | None => as_list || count > 1,
        }
    }
}

/// Every context key that a set of policies asks for, once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    pub(crate) keys: Vec<Key>,
    /// The numbers, by the key in lower case.
    numbers: HashMap<String, KeyNumber>,
}

impl Keys {
    pub(crate) fn number(&mut self, written: &str, catalog: &Catalog) -> KeyNumber {
        let lower = written.to_ascii_lowercase();
        if let Some(number) = self.numbers.get(&lower) {
            return *number;
        }
        let number = self.keys.len();
        self.numbers.insert(lower.clone(), number);
        let known = catalog.condition_key(written);
        let derivable = Derivable::from_lower(&lower);
        let is_claim = matches!(derivable, Some(Derivable::Claim(_)));
        self.keys.push(Key {
            written: written.to_owned(),
            derivable,
            lower,
            // Every provider has claims of its own.
            is_of_every_action: is_claim || known.is_some_and(|key| key.is_global()),
            cardinality: known.map(|key| key.cardinality()),
            types: known
                .map(|key| key.value_types().collect())
                .unwrap_or_default(),
        });
        number
    }
}
