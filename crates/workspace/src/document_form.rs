use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A policy document inside another form: a JSON object, kept character by character, or a string that
/// holds the text, which need not be valid. Offsets in results count from the start of this text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentForm {
    text: String,
    is_object: bool,
}

impl DocumentForm {
    /// A document that is written as a string.
    pub fn new(text: impl Into<String>) -> DocumentForm {
        DocumentForm {
            text: text.into(),
            is_object: false,
        }
    }

    /// A document that is written as an object, if the text is one.
    pub fn of_text(text: &str) -> DocumentForm {
        let text = text.trim();
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        DocumentForm {
            text: text.to_owned(),
            is_object: is_json && text.starts_with('{'),
        }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Serialize for DocumentForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_object {
            RawValue::from_string(self.text.clone())
                .map_err(S::Error::custom)?
                .serialize(serializer)
        } else {
            self.text.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for DocumentForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DocumentForm, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        if text.starts_with('{') {
            return Ok(DocumentForm {
                text: text.to_owned(),
                is_object: true,
            });
        }
        match serde_json::from_str::<Cow<'_, str>>(text) {
            Ok(text) => Ok(DocumentForm::new(text)),
            Err(_) => Err(D::Error::custom(
                "a document is an object, or a string that holds its text",
            )),
        }
    }
}

#[cfg(test)]
impl schemars::JsonSchema for DocumentForm {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Document".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A policy: an object, or a string that holds its text. Offsets in results count from the start of this text.",
            "type": ["object", "string"],
        })
    }
}
