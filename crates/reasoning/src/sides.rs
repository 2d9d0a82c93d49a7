//! The two sets of policies, and what is known of each statement before anything is compared.

use std::collections::HashSet;
use std::sync::Arc;

use catalog::Catalog;
use evaluation::{Clauses, NamedPolicy, PolicySet, PreparedSet, prepare};
use policy::{Effect, PolicyType, Statement};

use crate::statement_text::StatementText;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    New,
    Old,
}

impl Side {
    pub(crate) fn other(self) -> Side {
        match self {
            Side::New => Side::Old,
            Side::Old => Side::New,
        }
    }
}

/// Both sides, compiled together so that they number the context keys alike.
#[derive(Clone, Debug)]
pub(crate) struct Sides {
    pub(crate) policy_type: PolicyType,
    pub(crate) new: Vec<NamedPolicy>,
    pub(crate) old: Vec<NamedPolicy>,
    pub(crate) set: PreparedSet,
    /// Of each statement in the order of [`PreparedSet::statements`].
    pub(crate) facts: Vec<Facts>,
}

/// What is known of a statement.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) side: Side,
    /// The position of its policy on its side, and its position in that.
    pub(crate) place: (usize, usize),
    pub(crate) effect: Option<Effect>,
    pub(crate) text: StatementText,
}

impl Facts {
    pub(crate) fn is(&self, side: Side, effect: Effect) -> bool {
        self.side == side && self.effect == Some(effect)
    }
}

impl Sides {
    pub(crate) fn new(
        policy_type: PolicyType,
        new: &[NamedPolicy],
        old: &[NamedPolicy],
        catalog: &Catalog,
    ) -> Sides {
        let (new, old) = (
            &with_full_access(policy_type, new),
            &with_full_access(policy_type, old),
        );
        let mut policies = PolicySet::default();
        for policy in new.iter().chain(old) {
            policies.attach(policy_type, None, ungrouped(policy));
        }
        let set = prepare(&policies, catalog);
        let texts = new.iter().chain(old).flat_map(|policy| {
            let document = Arc::clone(&policy.document);
            let statements = 0..document.statements.len();
            statements.filter_map(move |index| {
                let statement = document.statements.get(index)?;
                Some(StatementText::new(&document, statement))
            })
        });
        let facts = set
            .statements()
            .zip(texts)
            .map(|(clauses, text)| {
                let (side, policy) = match clauses.policy().checked_sub(new.len()) {
                    None => (Side::New, clauses.policy()),
                    Some(position) => (Side::Old, position),
                };
                Facts {
                    side,
                    place: (policy, clauses.index()),
                    effect: clauses.effect(),
                    text,
                }
            })
            .collect();
        Sides {
            policy_type,
            new: new.to_vec(),
            old: old.to_vec(),
            set,
            facts,
        }
    }

    pub(crate) fn clauses(&self) -> Vec<Clauses<'_>> {
        self.set.statements().collect()
    }

    /// The statement as it is written.
    pub(crate) fn statement(&self, index: usize) -> Option<&Statement> {
        let facts = self.facts.get(index)?;
        let (policy, statement) = facts.place;
        let policies = match facts.side {
            Side::New => &self.new,
            Side::Old => &self.old,
        };
        policies.get(policy)?.document.statements.get(statement)
    }

    /// The statements that can let `gaining` allow what the other side does not: its own Allows that the other does not
    /// have, and the other's Denys that it does not have.
    pub(crate) fn changed(&self, gaining: Side) -> Vec<usize> {
        let losing = gaining.other();
        let texts = |side: Side, effect: Effect| {
            let facts = self.facts.iter().filter(|facts| facts.is(side, effect));
            facts.map(|facts| &facts.text).collect::<HashSet<_>>()
        };
        let allowed = texts(losing, Effect::Allow);
        let denied = texts(gaining, Effect::Deny);
        (0..self.facts.len())
            .filter(|index| {
                self.facts.get(*index).is_some_and(|facts| {
                    (facts.is(gaining, Effect::Allow) && !allowed.contains(&facts.text))
                        || (facts.is(losing, Effect::Deny) && !denied.contains(&facts.text))
                })
            })
            .collect()
    }
}

/// A policy that allows everything is attached wherever resource control policies are, and cannot be detached.
fn with_full_access(policy_type: PolicyType, policies: &[NamedPolicy]) -> Vec<NamedPolicy> {
    let full = (policy_type == PolicyType::Rcp).then(|| {
        NamedPolicy::parse(
            "RCPFullAWSAccess",
            r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#,
        )
    });
    policies.iter().cloned().chain(full).collect()
}

/// Groups play no part in a comparison.
fn ungrouped(policy: &NamedPolicy) -> NamedPolicy {
    NamedPolicy {
        group: None,
        ..policy.clone()
    }
}
