use catalog::Catalog;
use catalog::descriptions::Descriptions;
use findings::Surroundings;
use language_service::{Completions, Hover, Snippet, Subject};
use policy::{Guess, PolicyDocument, PolicyType};

use crate::{Analysis, Size};

/// A text read once, for any number of questions about places in it.
#[derive(Clone, Debug)]
pub struct Reading {
    document: PolicyDocument,
    policy_type: PolicyType,
    /// How the type was guessed; `None` when the caller said it.
    guess: Option<Guess>,
}

impl Reading {
    /// Reads a text. Without a type, one is guessed. `None` for a text that is too large to be read.
    #[must_use]
    pub fn new(text: &str, policy_type: Option<PolicyType>) -> Option<Reading> {
        if findings::unread(text).is_some() {
            return None;
        }
        let document = policy::parse(text);
        let (policy_type, guess) = super::type_of(&document, policy_type);
        Some(Reading {
            document,
            policy_type,
            guess,
        })
    }

    /// The text that was read.
    #[must_use]
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// Runs every check that applies.
    #[must_use]
    pub fn analyze(
        &self,
        catalog: &Catalog,
        revision: u64,
        surroundings: &Surroundings,
    ) -> Analysis {
        let subject = findings::Subject {
            document: &self.document,
            policy_type: self.policy_type,
            catalog,
            surroundings,
        };
        Analysis {
            revision,
            policy_type: self.policy_type,
            guess: self.guess.clone(),
            findings: findings::check(&subject),
            suppressed: Vec::new(),
            size: Size::measure(self.text(), self.policy_type),
        }
    }

    /// What there is to say about the text at a byte offset.
    #[must_use]
    pub fn hover(
        &self,
        catalog: &Catalog,
        descriptions: Option<&Descriptions>,
        offset: usize,
    ) -> Option<Hover> {
        language_service::hover(&self.subject(catalog, descriptions), offset)
    }

    /// What can be written at a byte offset.
    #[must_use]
    pub fn complete(
        &self,
        catalog: &Catalog,
        descriptions: Option<&Descriptions>,
        offset: usize,
    ) -> Option<Completions> {
        language_service::complete(&self.subject(catalog, descriptions), offset)
    }

    /// How a snippet is put into the policy; `None` where there is no place for it.
    #[must_use]
    pub fn insert(&self, catalog: &Catalog, snippet: &Snippet) -> Option<Completions> {
        language_service::insert(&self.subject(catalog, None), snippet)
    }

    fn subject<'a>(
        &'a self,
        catalog: &'a Catalog,
        descriptions: Option<&'a Descriptions>,
    ) -> Subject<'a> {
        Subject {
            document: &self.document,
            policy_type: self.policy_type,
            type_is_chosen: self.guess.is_none(),
            catalog,
            descriptions,
        }
    }
}
