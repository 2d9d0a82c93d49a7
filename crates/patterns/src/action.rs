//! Entries of `Action` and `NotAction`.

use crate::fold::{equal_ignoring_case, fold_case};
use crate::glob::{Glob, Token};

/// An entry of `Action` or `NotAction`, as "IAM JSON policy elements: Action" in the IAM User Guide has it
/// (`reference_policies_elements_action.html`). Case never counts.
///
/// - `s3:Get*`: a service prefix without wildcards, a colon, a name in which `*` and `?` are wildcards. It matches
///   texts of one colon with that prefix and a name, not empty, that matches.
/// - A lone `*` matches everything, and so does `**`.
/// - Everything else matches nothing: no colon or more than one, a wildcard in the prefix, an empty prefix or name,
///   white space.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ActionPattern(Actions);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Actions {
    All,
    /// Both folded.
    Of {
        service: Box<str>,
        name: Glob,
    },
    None,
}

impl ActionPattern {
    /// Compiles `pattern`.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        if !pattern.is_empty() && pattern.chars().all(|c| c == '*') {
            return Self(Actions::All);
        }
        let Some((service, name)) = pattern.split_once(':') else {
            return Self(Actions::None);
        };
        let is_nothing = service.is_empty()
            || service.contains(['*', '?'])
            || name.is_empty()
            || name.contains(':')
            || pattern.contains(char::is_whitespace);
        if is_nothing {
            return Self(Actions::None);
        }
        Self(Actions::Of {
            service: fold_case(service).into(),
            name: Glob::new(name).to_folded(),
        })
    }

    /// Does the pattern match `action`, such as `s3:GetObject`?
    #[must_use]
    pub fn matches(&self, action: &str) -> bool {
        match &self.0 {
            Actions::All => true,
            Actions::Of { service, name } => {
                action.split_once(':').is_some_and(|(prefix, action_name)| {
                    !action_name.is_empty()
                        && !action_name.contains(':')
                        && equal_ignoring_case(service, prefix)
                        && name.matches_ignore_case(action_name)
                })
            }
            Actions::None => false,
        }
    }

    /// The service prefix, folded by [`fold_case`](crate::fold_case), unless the pattern matches everything or nothing.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        match &self.0 {
            Actions::Of { service, .. } => Some(service),
            Actions::All | Actions::None => None,
        }
    }

    /// What is behind the colon, folded by [`fold_case`](crate::fold_case), unless the pattern matches everything or
    /// nothing. Hold names against it with [`Glob::matches_ignore_case`].
    #[must_use]
    pub fn name(&self) -> Option<&Glob> {
        match &self.0 {
            Actions::Of { name, .. } => Some(name),
            Actions::All | Actions::None => None,
        }
    }

    /// Is it a lone `*`, which matches every action?
    #[must_use]
    pub fn is_match_all(&self) -> bool {
        self.0 == Actions::All
    }

    /// Does the pattern match no action at all?
    #[must_use]
    pub fn is_match_none(&self) -> bool {
        self.0 == Actions::None
    }

    /// Does the pattern match every action that `other` matches? Exact; a pattern that matches nothing is included in all.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Actions::All, _) | (_, Actions::None) => true,
            (
                Actions::Of { service, name },
                Actions::Of {
                    service: other_service,
                    name: other_name,
                },
            ) => service == other_service && name.includes(&not_empty(other_name)),
            (Actions::Of { .. }, Actions::All) | (Actions::None, _) => false,
        }
    }

    /// Is there an action that both patterns match?
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Actions::None, _) | (_, Actions::None) => false,
            (Actions::All, _) | (_, Actions::All) => true,
            (
                Actions::Of { service, name },
                Actions::Of {
                    service: other_service,
                    name: other_name,
                },
            ) => service == other_service && name.intersects(other_name),
        }
    }

    /// A shortest action that both patterns match, in lower case, if there is any.
    #[must_use]
    pub fn intersection_witness(&self, other: &Self) -> Option<String> {
        match (&self.0, &other.0) {
            (Actions::None, _) | (_, Actions::None) => None,
            (Actions::All, Actions::All) => Some("x:x".to_owned()),
            (Actions::Of { service, name }, Actions::All)
            | (Actions::All, Actions::Of { service, name }) => {
                Some(format!("{service}:{}", not_empty(name).shortest_match()))
            }
            (
                Actions::Of { service, name },
                Actions::Of {
                    service: other_service,
                    name: other_name,
                },
            ) => {
                let witness = not_empty(name).intersection_witness(other_name)?;
                (service == other_service).then(|| format!("{service}:{witness}"))
            }
        }
    }
}

/// The glob of the names that `name` matches: `*` does not match the empty one.
fn not_empty(name: &Glob) -> Glob {
    if name.is_match_all() {
        Glob::from_tokens([Token::One, Token::Many])
    } else {
        name.clone()
    }
}
