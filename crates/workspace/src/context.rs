use std::fmt;

use evaluation::{Context, ContextValue};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::read_error::ReadError;

/// The context keys of a request in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContextForm {
    /// Key and value.
    pub entries: Vec<(String, ContextValueForm)>,
}

/// The value of a context key: a scalar, or a list for a key that can have several values. An empty list
/// says that the request does not carry the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextValueForm {
    /// One value.
    Single(ScalarForm),
    /// Any number of values.
    List(Vec<ScalarForm>),
}

/// A value as JSON has it. All are compared as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalarForm {
    /// A string.
    Text(String),
    /// A number as written: no digit is lost.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
}

impl ScalarForm {
    fn to_text(&self) -> String {
        match self {
            ScalarForm::Text(text) | ScalarForm::Number(text) => text.clone(),
            ScalarForm::Bool(value) => value.to_string(),
        }
    }
}

impl From<&ContextValue> for ContextValueForm {
    fn from(value: &ContextValue) -> ContextValueForm {
        match value.values.as_slice() {
            [one] if !value.multivalued => ContextValueForm::Single(ScalarForm::Text(one.clone())),
            values => {
                ContextValueForm::List(values.iter().cloned().map(ScalarForm::Text).collect())
            }
        }
    }
}

impl From<&ContextValueForm> for ContextValue {
    fn from(form: &ContextValueForm) -> ContextValue {
        match form {
            ContextValueForm::Single(value) => ContextValue::single(value.to_text()),
            ContextValueForm::List(values) if values.is_empty() => ContextValue::absent(),
            ContextValueForm::List(values) => {
                ContextValue::multiple(values.iter().map(ScalarForm::to_text))
            }
        }
    }
}

impl From<&Context> for ContextForm {
    fn from(context: &Context) -> ContextForm {
        ContextForm {
            entries: context
                .iter()
                .map(|(key, value)| (key.to_owned(), ContextValueForm::from(value)))
                .collect(),
        }
    }
}

impl ContextForm {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The context, ready to be decided.
    ///
    /// # Errors
    /// An empty key, and a key that is given twice: keys compare without case.
    pub(crate) fn to_context(&self, owner: &str) -> Result<Context, ReadError> {
        let path = format!("{owner}.context");
        let mut context = Context::new();
        for (key, value) in &self.entries {
            if key.is_empty() {
                return Err(ReadError::value(path, "a key has no name"));
            }
            if context.insert(key, ContextValue::from(value)).is_some() {
                return Err(ReadError::value(
                    path,
                    format!("`{key}` is given twice: keys compare without regard to case"),
                ));
            }
        }
        Ok(context)
    }
}

impl Serialize for ContextForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.entries.len()))?;
        for (key, value) in &self.entries {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for ContextForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ContextForm, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = ContextForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of context keys")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ContextForm, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(ContextForm { entries })
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

impl Serialize for ContextValueForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ContextValueForm::Single(value) => value.serialize(serializer),
            ContextValueForm::List(values) => values.serialize(serializer),
        }
    }
}

impl Serialize for ScalarForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ScalarForm::Text(text) => text.serialize(serializer),
            ScalarForm::Bool(value) => value.serialize(serializer),
            // A number as it was written; what is not one can only have been put here by a caller.
            ScalarForm::Number(number) => match RawValue::from_string(number.clone()) {
                Ok(raw) => raw.serialize(serializer),
                Err(_) => number.serialize(serializer),
            },
        }
    }
}

const EXPECTED: &str = "a context value is a string, a number, a boolean or a list of them; `[]` says that the request \
                        does not carry the key";

impl<'de> Deserialize<'de> for ContextValueForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ContextValueForm, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('[') {
            let items: Vec<Box<RawValue>> =
                serde_json::from_str(raw.get()).map_err(|_| D::Error::custom(EXPECTED))?;
            return items
                .iter()
                .map(|item| scalar(item.get()))
                .collect::<Option<Vec<ScalarForm>>>()
                .map(ContextValueForm::List)
                .ok_or_else(|| D::Error::custom(EXPECTED));
        }
        scalar(raw.get())
            .map(ContextValueForm::Single)
            .ok_or_else(|| D::Error::custom(EXPECTED))
    }
}

fn scalar(json: &str) -> Option<ScalarForm> {
    match json.chars().next()? {
        '"' => serde_json::from_str(json).ok().map(ScalarForm::Text),
        't' => Some(ScalarForm::Bool(true)),
        'f' => Some(ScalarForm::Bool(false)),
        '-' | '0'..='9' => Some(ScalarForm::Number(json.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
impl schemars::JsonSchema for ContextForm {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Context".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The context keys that are known, each with a value, or with a list where it can have several. An empty list says that the request does not carry the key.",
            "type": "object",
            "propertyNames": { "minLength": 1 },
            "additionalProperties": {
                "type": ["string", "number", "boolean", "array"],
                "items": { "type": ["string", "number", "boolean"] },
            },
        })
    }
}
