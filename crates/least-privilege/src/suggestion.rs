use diagnostics::{Fix, Span};

use crate::wildcard::ActionChoice;

/// A change that narrows what a policy allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The kind of suggestion: `narrow-resource-star`; stable.
    pub code: &'static str,
    /// What it does, as an order.
    pub title: String,
    /// What it is about: 0-based half-open byte offsets.
    pub span: Span,
    /// What is wider than it need be: lower case, no full stop, what the user wrote in backticks.
    pub message: String,
    /// Why that matters.
    pub because: String,
    /// What would no longer be allowed, for people, one item a line.
    pub removes: Vec<String>,
    /// The change, all in one step. It is [`diagnostics::Safety::Narrows`].
    pub fix: Fix,
    /// Actions that a person can drop as well; `fix` keeps them all.
    pub choice: Option<ActionChoice>,
    /// How far it is proven that nothing that is needed goes.
    pub proof: Proof,
}

/// What is proven of a suggestion, over all requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The policy allows the same afterwards, as far as the catalogue knows the actions.
    Same {
        /// What the suggestion takes for granted.
        why: String,
    },
    /// The policy allows nothing afterwards that it does not allow now.
    NothingNew {
        /// What the suggestion takes for granted.
        why: String,
    },
    /// Neither.
    NotProven {
        /// Why not, or what the suggestion takes for granted.
        why: String,
    },
}

impl Proof {
    /// What is proven, in two or three words.
    pub fn title(&self) -> &'static str {
        match self {
            Proof::Same { .. } => "proven to allow the same",
            Proof::NothingNew { .. } => "proven to allow nothing new",
            Proof::NotProven { .. } => "not proven",
        }
    }

    /// Why not, or what the suggestion takes for granted.
    pub fn why(&self) -> &str {
        match self {
            Proof::Same { why } | Proof::NothingNew { why } | Proof::NotProven { why } => why,
        }
    }
}

/// Something wide for which there is no suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// What it is: 0-based half-open byte offsets.
    pub span: Span,
    /// Why nothing is suggested, and what to do first.
    pub why: String,
}

/// The answer to "what can be narrowed here?".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// What can be narrowed, in order of place.
    pub suggestions: Vec<Suggestion>,
    /// What was left alone although it is wide, in order of place.
    pub skipped: Vec<Skipped>,
}
