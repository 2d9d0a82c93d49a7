//! The parts of a request, what each can be, and the walk over them.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::mem::Discriminant;
use std::rc::Rc;

use evaluation::{Caller, ConditionClause, Given, KeyWays};
use policy::Effect;

use super::{Left, Search};
use crate::comparison::Unknown;
use crate::resources::{ResourceKind, arns, without_resource};

/// How many different sets of statements may be left at one point of the search.
const MAX_STATES: usize = 1 << 14;

/// Ways of keys that were worked out.
pub(crate) type Memory = RefCell<HashMap<Asked, Rc<KeyWays>>>;

/// On what the ways of a key depend, if no variable plays a part.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    key: usize,
    /// The statements with conditions on it.
    statements: Vec<usize>,
    /// Some keys are in all requests of some kinds of callers.
    caller: Discriminant<Caller>,
}

/// One part of a request, and what it can be.
pub(super) struct Dimension {
    pub(super) part: Part,
    pub(super) choices: Vec<(Choice, Left)>,
}

pub(super) enum Part {
    Resource,
    Key(usize),
}

pub(super) enum Choice {
    Resource(String),
    Values(Vec<String>),
}

/// All that choices lead to.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) dimensions: Vec<Dimension>,
    /// The first is before any choice.
    pub(super) layers: Vec<Vec<State>>,
    /// The states of the last layer that show a difference, and the statements left there.
    pub(super) ends: Vec<(usize, Left)>,
}

/// Where the choices so far lead.
pub(super) struct State {
    pub(super) left: Left,
    /// The state before, and the choice that led here.
    pub(super) before: (usize, usize),
}

impl Search<'_> {
    /// `None` when there are too many kinds of resources.
    pub(super) fn resource_dimension(&mut self, given: &Given<'_>) -> Option<Dimension> {
        let is_of_kms = self.group.service().eq_ignore_ascii_case("kms");
        let clauses: Vec<_> = self
            .clauses
            .iter()
            .map(|clauses| clauses.resources(given, is_of_kms))
            .collect();
        let mut kinds: Vec<ResourceKind> = Vec::new();
        if self.group.takes_only_star || self.group.is_unknown {
            kinds.push(without_resource(&clauses));
        }
        if !self.group.takes_only_star {
            match arns(&clauses) {
                Some(arns) => kinds.extend(arns),
                None => {
                    self.add_unknown(Unknown::Resources);
                    return None;
                }
            }
        }
        Some(Dimension {
            part: Part::Resource,
            choices: different(
                kinds
                    .into_iter()
                    .map(|kind| (Choice::Resource(kind.text), kind.holds)),
            ),
        })
    }

    /// The ways of a key. Where they depend on nothing but the statements, they are worked out once.
    fn ways(
        &self,
        given: &Given<'_>,
        key: usize,
        on_key: &[&ConditionClause<'_>],
        conditions: &[Vec<ConditionClause<'_>>],
    ) -> Rc<KeyWays> {
        if self
            .clauses
            .iter()
            .any(|clauses| clauses.variables().next().is_some())
        {
            return Rc::new(given.ways(key, on_key));
        }
        let asks = |conditions: &Vec<ConditionClause<'_>>| {
            conditions.iter().any(|condition| condition.key() == key)
        };
        let statements = self.group.statements.iter().zip(conditions);
        let asking = statements.filter(|(_, conditions)| asks(conditions));
        let asked = Asked {
            key,
            statements: asking.map(|(index, _)| *index).collect(),
            caller: std::mem::discriminant(&given.request().principal.caller),
        };
        let mut known = self.memory.borrow_mut();
        let ways = known
            .entry(asked)
            .or_insert_with(|| Rc::new(given.ways(key, on_key)));
        Rc::clone(ways)
    }

    pub(super) fn key_dimension(
        &mut self,
        given: &Given<'_>,
        key: usize,
        conditions: &[Vec<ConditionClause<'_>>],
    ) -> Dimension {
        let on_key: Vec<&ConditionClause<'_>> = conditions
            .iter()
            .flatten()
            .filter(|condition| condition.key() == key)
            .collect();
        let ways = self.ways(given, key, &on_key, conditions);
        if !ways.is_complete {
            let name = self.sides.set.key_name(key).to_owned();
            self.add_unknown(Unknown::Key(name));
        }
        // A value says more to people than none: it stands for the kind if both are of one.
        let is_absent = |values: &&Vec<String>| values.is_empty();
        let (absent, present): (Vec<_>, Vec<_>) = ways.ways.iter().partition(is_absent);
        let choices = present.into_iter().chain(absent).map(|values| {
            let holds = conditions
                .iter()
                .map(|conditions| {
                    let mut on_key = conditions.iter().filter(|condition| condition.key() == key);
                    on_key.all(|condition| condition.holds_for(given, values) == Some(true))
                })
                .collect();
            (Choice::Values(values.to_vec()), holds)
        });
        Dimension {
            part: Part::Key(key),
            choices: different(choices),
        }
    }

    /// Makes the choices one after the other. What counts of those made is only which statements are left, so that the number
    /// of different states, and not that of combinations, is what it costs.
    pub(super) fn walk(&mut self, left: Left, dimensions: Vec<Dimension>) -> Option<Walk> {
        let mut layers: Vec<Vec<State>> = vec![vec![State {
            left,
            before: (0, 0),
        }]];
        for dimension in &dimensions {
            let mut seen: HashSet<Left> = HashSet::new();
            let mut next = Vec::new();
            for (number, state) in layers.last().into_iter().flatten().enumerate() {
                for (choice, (_, holds)) in dimension.choices.iter().enumerate() {
                    let both = state.left.iter().zip(holds);
                    let left: Left = both.map(|(a, b)| *a && *b).collect();
                    if self.can_gain(&left) && !seen.contains(&left) {
                        seen.insert(left.clone());
                        next.push(State {
                            left,
                            before: (number, choice),
                        });
                    }
                }
                if next.len() > MAX_STATES {
                    self.add_unknown(Unknown::Combinations);
                    return None;
                }
            }
            layers.push(next);
        }
        let losing = self.gaining.other();
        let shows = |left: &Left| {
            !self.any(left, self.gaining, Effect::Deny)
                && (!self.any(left, losing, Effect::Allow) || self.any(left, losing, Effect::Deny))
        };
        let last = layers.last().into_iter().flatten().enumerate();
        let ends = last
            .filter(|(_, state)| shows(&state.left))
            .map(|(number, state)| (number, state.left.clone()))
            .collect();
        Some(Walk {
            dimensions,
            layers,
            ends,
        })
    }
}

/// The first choice of each kind.
fn different(choices: impl Iterator<Item = (Choice, Left)>) -> Vec<(Choice, Left)> {
    let mut seen: HashSet<Left> = HashSet::new();
    choices
        .filter(|(_, holds)| seen.insert(holds.clone()))
        .collect()
}
