//! The answer.

use std::fmt;

use evaluation::Request;

/// What changes between an old and a new set of policies.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// What the new ones allow and the old ones do not.
    pub added: Access,
    /// What the old ones allow and the new ones do not.
    pub removed: Access,
}

/// Access that one side gives and the other does not.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// One for each statement that brings some, in the order of the statements.
    pub changes: Vec<Change>,
    /// What could not be decided.
    pub unknown: Vec<Unknown>,
}

/// Access that one statement brings.
#[derive(Clone, Debug)]
pub struct Change {
    /// The statement.
    pub cause: Cause,
    /// The actions of the catalogue that it brings, in the catalogue's order, then those that the catalogue does not know.
    pub actions: Vec<String>,
    /// A request that one side allows and the other does not, as `evaluation` decides.
    pub witness: Request,
}

/// Why one side allows a request and the other does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// This Allow of the side that allows it is not among those of the other.
    Allowed {
        /// The position of the policy on its side.
        policy: usize,
        /// The position of the statement in the policy.
        statement: usize,
    },
    /// This Deny of the side that does not allow it is not among those of the other.
    NotDenied {
        /// The position of the policy on the side that does not allow the request.
        policy: usize,
        /// The position of the statement in the policy.
        statement: usize,
    },
}

/// How the new policies stand to the old ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They allow the same requests.
    Equivalent,
    /// They allow some of the requests and no others.
    Narrower,
    /// They allow all the requests and others.
    Broader,
    /// Each allows requests that the other does not.
    Incomparable,
    /// It could not be decided.
    Unknown,
}

impl Relation {
    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Equivalent => "equivalent",
            Relation::Narrower => "narrower",
            Relation::Broader => "broader",
            Relation::Incomparable => "incomparable",
            Relation::Unknown => "unknown",
        }
    }
}

impl Access {
    /// Whether there is any; `None` where that could not be decided.
    pub fn exists(&self) -> Option<bool> {
        if !self.changes.is_empty() {
            Some(true)
        } else if self.unknown.is_empty() {
            Some(false)
        } else {
            None
        }
    }

    pub(crate) fn add(&mut self, cause: Cause, actions: Vec<String>, witness: Request) {
        match self.changes.iter_mut().find(|change| change.cause == cause) {
            Some(change) => change.actions.extend(actions),
            None => self.changes.push(Change {
                cause,
                actions,
                witness,
            }),
        }
    }

    pub(crate) fn add_unknown(&mut self, unknown: Unknown) {
        if !self.unknown.contains(&unknown) {
            self.unknown.push(unknown);
        }
    }
}

impl Comparison {
    /// How the new policies stand to the old ones.
    pub fn relation(&self) -> Relation {
        match (self.added.exists(), self.removed.exists()) {
            (Some(false), Some(false)) => Relation::Equivalent,
            (Some(false), Some(true)) => Relation::Narrower,
            (Some(true), Some(false)) => Relation::Broader,
            (Some(true), Some(true)) => Relation::Incomparable,
            (None, _) | (_, None) => Relation::Unknown,
        }
    }
}

/// Why something could not be decided. What was tried showed no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The policy variable has values that were not tried.
    Variable(String),
    /// The context key has values that were not tried.
    Key(String),
    /// The policies have more statements than are compared.
    Statements,
    /// There are callers that were not tried.
    Callers,
    /// There are too many kinds of resources.
    Resources,
    /// There are too many combinations of resources and values.
    Combinations,
    /// A difference that the engine found was not confirmed by the evaluation of its witness, for this action.
    NotConfirmed(String),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unknown::Variable(key) => write!(
                f,
                "the policy variable `${{{key}}}` stands for any text, and only some were tried"
            ),
            Unknown::Key(key) => write!(
                f,
                "the condition key `{key}` has too many kinds of values to try all"
            ),
            Unknown::Statements => f.write_str("the policies have too many statements to compare"),
            Unknown::Callers => f.write_str("not every kind of caller could be tried"),
            Unknown::Resources => {
                f.write_str("the patterns divide resources into too many kinds to try all")
            }
            Unknown::Combinations => {
                f.write_str("resources and conditions combine in too many ways to try all")
            }
            Unknown::NotConfirmed(action) => write!(
                f,
                "a difference for `{action}` was not confirmed when its request was simulated"
            ),
        }
    }
}
