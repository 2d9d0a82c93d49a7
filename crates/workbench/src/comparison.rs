//! What the document in the editor is compared with, and what came of it.

use std::rc::Rc;

use analysis::Comparison;
use policy::PolicyType;

use crate::action::Effect;
use crate::documents::{Document, DocumentId};
use crate::state::State;

/// What a document is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Baseline {
    /// Its own text when it was opened.
    #[default]
    Opened,
    /// Its own text when it was marked.
    Marked,
    /// Another document.
    Other(DocumentId),
}

/// What came of a comparison: over all requests, or why there is none.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The revision of the document.
    pub revision: u64,
    /// The text it was compared with.
    pub baseline: Rc<str>,
    /// What both were taken to be attached to.
    pub policy_type: PolicyType,
    /// The answer, or what is wrong with a text.
    pub result: Result<Rc<Comparison>, Rc<str>>,
}

impl PartialEq for Compared {
    fn eq(&self, other: &Compared) -> bool {
        let same_result = match (&self.result, &other.result) {
            (Ok(own), Ok(others)) => Rc::ptr_eq(own, others),
            (Err(own), Err(others)) => own == others,
            _ => false,
        };
        same_result
            && self.revision == other.revision
            && self.policy_type == other.policy_type
            && self.baseline == other.baseline
    }
}

impl State {
    /// The text with which a document is compared; `None` when there is no such text any more.
    pub fn baseline_text(&self, document: &Document) -> Option<Rc<str>> {
        match document.baseline {
            Baseline::Opened => Some(document.opened.clone()),
            Baseline::Marked => document.marked.clone(),
            Baseline::Other(id) => self.document(id).map(|other| other.text.clone()),
        }
    }

    /// What came of comparing the document as it is now.
    pub fn current_comparison(&self, document: &Document) -> Option<&Compared> {
        let baseline = self.baseline_text(document)?;
        self.document(document.id)?
            .comparison
            .as_ref()
            .filter(|compared| {
                compared.revision == document.revision
                    && compared.policy_type == document.policy_type()
                    && compared.baseline == baseline
            })
    }
}

/// Compares the document in the editor, unless that is done.
pub(crate) fn compare(state: &State, effects: &mut Vec<Effect>) {
    let Some(document) = state.active_document() else {
        return;
    };
    let Some(baseline) = state.baseline_text(document) else {
        return;
    };
    if state.current_comparison(document).is_none() {
        effects.push(Effect::Compare {
            document: document.id,
            revision: document.revision,
            text: document.text.clone(),
            baseline,
            policy_type: document.policy_type(),
        });
    }
}
