use json_text::LineIndex;
use serde::Deserialize;

use crate::read_error::ReadError;

/// The version of the saved and exchanged forms that this build writes.
pub const VERSION: u32 = 1;

/// The version alone. Whatever else is there belongs to that version and is not looked at yet.
#[derive(Deserialize)]
struct Probe {
    version: Option<serde_json::Value>,
}

/// Checks the version before anything else is read, so that a newer form is told as such and not as an
/// unknown field of it.
pub(crate) fn require(text: &str) -> Result<(), ReadError> {
    match probe(text)? {
        None => Err(ReadError::NoVersion),
        Some(version) => known(&version),
    }
}

/// The same for forms that people write by hand, where a missing version is 1.
pub(crate) fn accept(text: &str) -> Result<(), ReadError> {
    match probe(text)? {
        None => Ok(()),
        Some(version) => known(&version),
    }
}

fn probe(text: &str) -> Result<Option<serde_json::Value>, ReadError> {
    // serde takes a list for a struct, field by field in order, which no form of ours is.
    let start = text.trim_start_matches([' ', '\t', '\n', '\r']);
    if start.starts_with('[') {
        return Err(ReadError::Form {
            message: "expected an object, found a list".to_owned(),
            at: LineIndex::new(text).line_column(text.len().saturating_sub(start.len())),
        });
    }
    serde_json::from_str::<Probe>(text)
        .map(|probe| probe.version)
        .map_err(|error| ReadError::form(text, &error))
}

fn known(version: &serde_json::Value) -> Result<(), ReadError> {
    if version.as_u64() == Some(u64::from(VERSION)) {
        Ok(())
    } else {
        Err(ReadError::UnknownVersion {
            found: version.to_string(),
            newest: VERSION,
        })
    }
}
