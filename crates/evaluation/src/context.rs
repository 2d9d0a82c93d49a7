/// The context keys of a request. Keys compare without case, the part after `/` included ("Condition keys",
/// IAM User Guide).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Context {
    /// Sorted by the lower-case key.
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    lower: String,
    written: String,
    value: ContextValue,
}

/// What the request has for a key. No value at all says that the key is known to be absent.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ContextValue {
    /// The values as text; numbers and booleans as JSON writes them.
    pub values: Vec<String>,
    /// Whether the key can have several values, whatever their number here.
    pub multivalued: bool,
}

impl ContextValue {
    /// A key with one value.
    pub fn single(value: impl Into<String>) -> ContextValue {
        ContextValue {
            values: vec![value.into()],
            multivalued: false,
        }
    }

    /// A key with a list of values. An empty list is no different from an absent key.
    pub fn multiple<T: Into<String>>(values: impl IntoIterator<Item = T>) -> ContextValue {
        ContextValue {
            values: values.into_iter().map(Into::into).collect(),
            multivalued: true,
        }
    }

    /// Says that the request does not carry the key.
    pub fn absent() -> ContextValue {
        ContextValue::default()
    }

    /// Whether the key is known to be absent.
    pub fn is_absent(&self) -> bool {
        self.values.is_empty()
    }
}

impl Context {
    /// Nothing known.
    pub fn new() -> Context {
        Context::default()
    }

    /// Sets what is known of a key and returns what was.
    pub fn insert(&mut self, key: &str, value: ContextValue) -> Option<ContextValue> {
        let lower = key.to_ascii_lowercase();
        match self.position(&lower) {
            Ok(at) => self.entries.get_mut(at).map(|entry| {
                key.clone_into(&mut entry.written);
                std::mem::replace(&mut entry.value, value)
            }),
            Err(at) => {
                self.entries.insert(
                    at,
                    Entry {
                        lower,
                        written: key.to_owned(),
                        value,
                    },
                );
                None
            }
        }
    }

    /// Forgets the key.
    pub fn remove(&mut self, key: &str) -> Option<ContextValue> {
        let at = self.position(&key.to_ascii_lowercase()).ok()?;
        Some(self.entries.remove(at).value)
    }

    /// What is known of the key.
    pub fn get(&self, key: &str) -> Option<&ContextValue> {
        if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.get_lower(&key.to_ascii_lowercase())
        } else {
            self.get_lower(key)
        }
    }

    /// The same for a key already in lower case.
    pub(crate) fn get_lower(&self, lower: &str) -> Option<&ContextValue> {
        let at = self.position(lower).ok()?;
        self.entries.get(at).map(|entry| &entry.value)
    }

    /// The keys as written, in alphabetical order without regard to case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.entries
            .iter()
            .map(|entry| (entry.written.as_str(), &entry.value))
    }

    /// The same with the keys in lower case.
    pub(crate) fn iter_lower(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.entries
            .iter()
            .map(|entry| (entry.lower.as_str(), &entry.value))
    }

    /// How many keys something is known of.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, lower: &str) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|entry| entry.lower.as_str().cmp(lower))
    }
}

impl<K: AsRef<str>> FromIterator<(K, ContextValue)> for Context {
    fn from_iter<I: IntoIterator<Item = (K, ContextValue)>>(items: I) -> Context {
        let mut context = Context::new();
        for (key, value) in items {
            context.insert(key.as_ref(), value);
        }
        context
    }
}
