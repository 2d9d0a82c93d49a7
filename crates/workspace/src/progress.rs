use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::read_error::ReadError;
use crate::version::{self, VERSION};

/// How far somebody has come in the course: what the browser keeps, and what an export holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgressForm {
    /// The version of this form: 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub version: u32,
    /// By the ids of lessons; those that nobody has begun are missing.
    pub lesson_progress: BTreeMap<String, LessonProgressForm>,
    /// The lesson that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
}

/// How far somebody has come in one lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LessonProgressForm {
    /// Whether it was solved once.
    #[serde(default)]
    pub solved: bool,
    /// How many hints were read.
    #[serde(default)]
    pub hints: usize,
    /// The texts that differ from the start, by the ids of documents.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub documents: BTreeMap<String, String>,
}

impl Default for ProgressForm {
    fn default() -> ProgressForm {
        ProgressForm {
            version: VERSION,
            lesson_progress: BTreeMap::new(),
            open: None,
        }
    }
}

impl ProgressForm {
    /// Reads what an earlier visit kept or exported.
    ///
    /// # Errors
    /// Text that is not JSON, another version, a field that the form does not have.
    pub fn from_json(text: &str) -> Result<ProgressForm, ReadError> {
        version::require(text)?;
        serde_json::from_str(text).map_err(|error| ReadError::form(text, &error))
    }

    /// The progress as JSON.
    pub fn to_json(&self) -> String {
        // Writing cannot fail: no map has keys other than strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A lesson in the file of the whole course, which is not read further until it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseEntry {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// One sentence: what it is about.
    pub about: String,
    /// The lesson's own file.
    pub text: String,
}

impl CourseEntry {
    /// Reads the file of the course: a list of lessons, in order.
    ///
    /// # Errors
    /// Text that is no list of lessons.
    pub fn read_all(text: &str) -> Result<Vec<CourseEntry>, ReadError> {
        #[derive(Deserialize)]
        struct Head {
            id: String,
            title: String,
            about: String,
        }
        let read = || -> Result<Vec<CourseEntry>, serde_json::Error> {
            let lessons: Vec<Box<RawValue>> = serde_json::from_str(text)?;
            let entry = |raw: &RawValue| {
                let head: Head = serde_json::from_str(raw.get())?;
                Ok(CourseEntry {
                    id: head.id,
                    title: head.title,
                    about: head.about,
                    text: raw.get().to_owned(),
                })
            };
            lessons.iter().map(|raw| entry(raw)).collect()
        };
        read().map_err(|error| ReadError::form(text, &error))
    }
}
