use std::fmt;

use json_text::{LineColumn, LineIndex};

/// Why a saved or exchanged form cannot be read. What was given stays with the caller: nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is not JSON, or a part of it is not what the form says.
    Form {
        /// What was expected and what was there.
        message: String,
        /// Where.
        at: LineColumn,
    },
    /// There is no `version`.
    NoVersion,
    /// A version that this build does not know.
    UnknownVersion {
        /// The version it says.
        found: String,
        /// The newest version that this build reads.
        newest: u32,
    },
    /// It is well formed, and says something that cannot be.
    Value {
        /// The part that says it, as a path: `request.context`.
        path: String,
        /// What is wrong with it.
        message: String,
    },
}

impl ReadError {
    pub(crate) fn value(path: impl Into<String>, message: impl Into<String>) -> ReadError {
        ReadError::Value {
            path: path.into(),
            message: message.into(),
        }
    }

    /// What serde found wrong in this text, with the column counted as everywhere else: in UTF-16 units.
    pub(crate) fn form(text: &str, error: &serde_json::Error) -> ReadError {
        let line_start: usize = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let offset = line_start.saturating_add(error.column().saturating_sub(1));
        let at = LineIndex::new(text).line_column(text.floor_char_boundary(offset));
        let mut message = error.to_string();
        // serde_json ends its messages with the place, which is told apart here.
        if let Some(end) = message.rfind(" at line ") {
            message.truncate(end);
        }
        ReadError::Form { message, at }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Form { message, at } => {
                write!(f, "line {}, column {}: {message}", at.line, at.column)
            }
            ReadError::NoVersion => f.write_str("`version` is missing: this build reads version 1"),
            ReadError::UnknownVersion { found, newest } => write!(
                f,
                "version {found} is not known: this build reads version {newest}, so a newer one has written it"
            ),
            ReadError::Value { path, message } => write!(f, "`{path}`: {message}"),
        }
    }
}

impl std::error::Error for ReadError {}
