use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::document_form::DocumentForm;
use crate::read_error::ReadError;
use crate::saved::DocumentType;
use crate::scenario::{Expectation, MissingKeysForm, RequestForm};
use crate::version;

/// What a lesson may hold at the most: it comes from anywhere, and is graded at every key.
const MOST_DOCUMENTS: usize = 12;
const MOST_REQUESTS: usize = 60;
const MOST_EXAMPLES: usize = 24;
const MOST_PARAGRAPHS: usize = 40;

/// The name by which a mistake says that AWS would refuse a document.
pub const ERRORS: &str = "errors";

/// A lesson: a story, documents to change, what they have to come to, and what to say on the way. Sentences are plain text in which
/// code stands in backticks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "a lesson")]
pub struct LessonForm {
    /// The version of this form: 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub version: u32,
    /// Its name in links: lower-case letters, digits and hyphens.
    #[cfg_attr(test, schemars(regex(pattern = r"^[a-z0-9-]{1,64}$")))]
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// One sentence: what it is about.
    pub about: String,
    /// What happened and what has to be done, paragraph by paragraph.
    pub story: Vec<String>,
    /// The documents as the learner finds them.
    pub documents: Vec<LessonDocumentForm>,
    /// The requests, each with the decision that the documents have to come to.
    pub tasks: Vec<LessonRequestForm>,
    /// Requests that have to stay denied, whatever is changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ceiling: Vec<LessonRequestForm>,
    /// The codes of findings that no document may have in the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<String>,
    /// At most three hints, from a nudge to nearly the solution.
    pub hints: Vec<String>,
    /// Right answers that differ; the first one is the solution that is shown.
    pub answers: Vec<AnswerForm>,
    /// Typical wrong answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<MistakeForm>,
    /// What to remember, told when the lesson is solved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takeaways: Vec<String>,
    /// The pages of AWS's documentation that it rests on, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<String>,
}

/// A document of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    expecting = "a document of a lesson"
)]
pub struct LessonDocumentForm {
    /// Its name within the lesson.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is attached to.
    #[serde(rename = "type")]
    pub document_type: DocumentType,
    /// The group through which an identity policy is attached, or the level of the organization of a service control policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_to: Option<String>,
    /// Its text at the start.
    pub document: DocumentForm,
    /// Whether it is given, and not the learner's to change.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fixed: bool,
}

/// A request of a lesson, with the decision that is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    expecting = "a request with the decision that is expected"
)]
pub struct LessonRequestForm {
    /// What it is, in a few words: `The app reads a report`.
    pub name: String,
    /// The ids of the documents that apply to it; all where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<String>>,
    /// What to make of context keys that are not supplied.
    #[serde(default)]
    pub missing_keys: MissingKeysForm,
    /// The request.
    pub request: RequestForm,
    /// The decision that is expected.
    pub expect: Expectation,
}

/// A right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    expecting = "a right answer"
)]
pub struct AnswerForm {
    /// What is special about it.
    pub about: String,
    /// The documents that differ from the start, by id.
    pub documents: BTreeMap<String, DocumentForm>,
}

/// A typical wrong answer, and what to say to whoever gives it. It is known by what goes wrong, not by its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "a mistake")]
pub struct MistakeForm {
    /// What it is, in a few words.
    pub name: String,
    /// An example: the documents that differ from the start, by id.
    pub documents: BTreeMap<String, DocumentForm>,
    /// Everything that goes wrong with the example: names of tasks and of requests of the ceiling, codes of findings, `errors` where AWS
    /// would refuse a document. Whoever fails all of it has made this mistake, if the signs hold as well.
    pub fails: Vec<String>,
    /// Further requests by whose decisions it is told from other mistakes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<LessonRequestForm>,
    /// What to say.
    pub says: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl LessonForm {
    /// Reads a lesson.
    ///
    /// # Errors
    /// Text that is not JSON, another version, a field that the form does not have; names that stand for nothing or for two things, and
    /// more of anything than a lesson needs.
    pub fn from_json(text: &str) -> Result<LessonForm, ReadError> {
        version::require(text)?;
        let lesson: LessonForm =
            serde_json::from_str(text).map_err(|error| ReadError::form(text, &error))?;
        lesson.validate()?;
        Ok(lesson)
    }

    /// Whether a text is meant to be a lesson: it has tasks and hints.
    pub fn is_meant_by(text: &str) -> bool {
        #[derive(Deserialize)]
        struct Probe {
            tasks: Option<serde::de::IgnoredAny>,
            hints: Option<serde::de::IgnoredAny>,
        }
        serde_json::from_str::<Probe>(text)
            .is_ok_and(|probe| probe.tasks.is_some() && probe.hints.is_some())
    }

    /// The lesson as JSON, laid out for people.
    pub fn to_json(&self) -> String {
        // Writing cannot fail: no map has keys other than strings and no number is NaN.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The tasks, and behind them the requests that have to stay denied.
    pub fn requests(&self) -> impl Iterator<Item = &LessonRequestForm> {
        self.tasks.iter().chain(&self.ceiling)
    }

    /// The document of this id.
    pub fn document(&self, id: &str) -> Option<&LessonDocumentForm> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// What [`LessonForm::from_json`] asks of a lesson beyond its form.
    ///
    /// # Errors
    /// As there.
    pub fn validate(&self) -> Result<(), ReadError> {
        let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.id.is_empty() || self.id.len() > 64 || !self.id.bytes().all(is_id) {
            let message = format!(
                "`{}` cannot stand in a link: lower-case letters, digits and hyphens can",
                self.id
            );
            return Err(ReadError::value("id", message));
        }
        let requests = self.tasks.len().saturating_add(self.ceiling.len());
        let signs = self.mistakes.iter().map(|mistake| mistake.signs.len());
        let examples = self.answers.len().saturating_add(self.mistakes.len());
        for (count, least, most, path) in [
            (self.documents.len(), 1, MOST_DOCUMENTS, "documents"),
            (self.tasks.len(), 1, MOST_REQUESTS, "tasks"),
            (requests, 0, MOST_REQUESTS, "ceiling"),
            (signs.sum(), 0, MOST_REQUESTS, "mistakes"),
            (examples, 0, MOST_EXAMPLES, "answers"),
            (self.story.len(), 1, MOST_PARAGRAPHS, "story"),
            (self.takeaways.len(), 0, MOST_PARAGRAPHS, "takeaways"),
            (self.hints.len(), 1, 3, "hints"),
        ] {
            if count < least {
                return Err(ReadError::value(path, "it is empty: a lesson needs it"));
            }
            if count > most {
                let message = format!("there are {count}: a lesson has at most {most}");
                return Err(ReadError::value(path, message));
            }
        }
        unique("documents", self.documents.iter().map(|each| &*each.id))?;
        let names = || self.requests().map(|each| &*each.name);
        unique(
            "tasks",
            names()
                .chain(self.gone.iter().map(String::as_str))
                .chain([ERRORS]),
        )?;
        if self.documents.iter().all(|document| document.fixed) {
            return Err(ReadError::value(
                "documents",
                "all of them are fixed: there is nothing to change",
            ));
        }
        for (list, path) in [(&self.tasks, "tasks"), (&self.ceiling, "ceiling")] {
            self.know_documents(path, list)?;
        }
        for (position, answer) in self.answers.iter().enumerate() {
            self.can_change(&format!("answers[{position}].documents"), &answer.documents)?;
        }
        for (position, mistake) in self.mistakes.iter().enumerate() {
            let path = format!("mistakes[{position}]");
            self.can_change(&format!("{path}.documents"), &mistake.documents)?;
            self.know_documents(&format!("{path}.signs"), &mistake.signs)?;
            let known = |name: &str| {
                name == ERRORS
                    || names().any(|each| each == name)
                    || self.gone.iter().any(|code| code == name)
            };
            if let Some(unknown) = mistake.fails.iter().find(|name| !known(name)) {
                let message =
                    format!("no task, request of the ceiling or finding is called `{unknown}`");
                return Err(ReadError::value(format!("{path}.fails"), message));
            }
            if mistake.fails.is_empty() {
                let message = "it is empty: say what goes wrong with this answer";
                return Err(ReadError::value(format!("{path}.fails"), message));
            }
        }
        Ok(())
    }

    fn know_documents(&self, path: &str, list: &[LessonRequestForm]) -> Result<(), ReadError> {
        for (position, request) in list.iter().enumerate() {
            let mut named = request.documents.iter().flatten();
            if let Some(id) = named.find(|id| self.document(id).is_none()) {
                let message = format!("no document has the id `{id}`");
                return Err(ReadError::value(
                    format!("{path}[{position}].documents"),
                    message,
                ));
            }
            // A request that cannot be asked can never be met.
            request.request.to_request().map_err(|error| match error {
                ReadError::Value {
                    path: inner,
                    message,
                } => ReadError::value(format!("{path}[{position}].{inner}"), message),
                other => other,
            })?;
        }
        Ok(())
    }

    fn can_change(
        &self,
        path: &str,
        documents: &BTreeMap<String, DocumentForm>,
    ) -> Result<(), ReadError> {
        for id in documents.keys() {
            let message = match self.document(id) {
                Some(document) if !document.fixed => continue,
                Some(_) => format!("the document `{id}` is fixed"),
                None => format!("no document has the id `{id}`"),
            };
            return Err(ReadError::value(path, message));
        }
        Ok(())
    }
}

fn unique<'a>(path: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), ReadError> {
    let mut seen = HashSet::new();
    match names.find(|name| !seen.insert(*name)) {
        None => Ok(()),
        Some(twice) => Err(ReadError::value(
            path,
            format!("two of them are called `{twice}`"),
        )),
    }
}
