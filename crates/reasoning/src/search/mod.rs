//! The search for a request of one kind of actions that one side allows and the other does not.
//!
//! | module | what it holds |
//! |---|---|
//! | `dimensions` | the parts of a request, what each can be, and the walk over them |
//! | `letters` | policy variables: proven with letters, else tried with values |
//! | `witness` | the request that shows a difference, and the statement to which it is owed |

mod dimensions;
mod letters;
mod witness;

use std::collections::HashSet;

use catalog::Catalog;
use evaluation::{Clauses, ConditionClause, Given, KeyState, Request, supports_rcps};
use policy::{Effect, PolicyType};

use crate::callers::{callers, request_of};
use crate::comparison::{Cause, Unknown};
use crate::group::ActionGroup;
use crate::replay::Replay;
use crate::sides::{Side, Sides};
use crate::statement_text::StatementText;

pub(crate) use dimensions::Memory;
use dimensions::Walk;
pub(crate) use letters::words;

/// How many requests are tried before a difference counts as not confirmed.
const MAX_WITNESSES: usize = 8;

/// What the search ended with.
pub(crate) enum Outcome {
    /// The side gives nothing to these actions that the other does not.
    Nothing,
    /// Nothing was found, but not everything was looked at.
    Unknown(Vec<Unknown>),
    /// It does.
    Found { cause: Cause, request: Box<Request> },
}

/// Looks for access to the actions of the group that `gaining` gives and the other side does not.
pub(crate) fn search(
    sides: &Sides,
    gaining: Side,
    group: &ActionGroup,
    replay: &Replay,
    memory: &Memory,
    catalog: &Catalog,
) -> Outcome {
    let is_reached = || !group.takes_only_star && supports_rcps(group.service());
    if sides.policy_type == PolicyType::Rcp && !is_reached() {
        return Outcome::Nothing;
    }
    if is_covered(sides, gaining, group) {
        return Outcome::Nothing;
    }
    let clauses = sides.clauses();
    let callers = callers(sides, group, &clauses);
    let mut search = Search {
        sides,
        gaining,
        group,
        clauses: group
            .statements
            .iter()
            .filter_map(|index| clauses.get(*index).copied())
            .collect(),
        replay,
        memory,
        catalog,
        unknown: Vec::new(),
    };
    let mut seen = HashSet::new();
    for principal in callers.principals {
        let given = Given::new(&sides.set, request_of(sides.policy_type, principal));
        let given = group
            .never_sent
            .iter()
            .fold(given, |given, key| given.assuming(*key, None));
        if !seen.insert(search.kind(&given)) {
            continue;
        }
        let variables = search.variables(&given);
        if !variables.is_empty() && search.is_proven(&given, &variables) {
            continue;
        }
        for given in search.assignments(&given, &variables) {
            if let Some(found) = search.find(&given) {
                return found;
            }
        }
        search.add_unknown_variables(&variables);
    }
    if !callers.is_complete {
        search.add_unknown(Unknown::Callers);
    }
    if search.unknown.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Unknown(search.unknown)
    }
}

/// Whether each Allow of the side stands on the other side as well, and each Deny of the other side on this one, its actions
/// apart: then no request can tell.
fn is_covered(sides: &Sides, gaining: Side, group: &ActionGroup) -> bool {
    let rests = |side: Side, effect: Effect| {
        group
            .statements
            .iter()
            .filter_map(|index| sides.facts.get(*index))
            .filter(|facts| facts.is(side, effect))
            .map(|facts| facts.text.rest.as_str())
            .collect::<HashSet<&str>>()
    };
    let losing = gaining.other();
    rests(gaining, Effect::Allow).is_subset(&rests(losing, Effect::Allow))
        && rests(losing, Effect::Deny).is_subset(&rests(gaining, Effect::Deny))
}

struct Search<'s> {
    sides: &'s Sides,
    gaining: Side,
    group: &'s ActionGroup,
    /// The statements of the group.
    clauses: Vec<Clauses<'s>>,
    replay: &'s Replay,
    memory: &'s Memory,
    catalog: &'s Catalog,
    unknown: Vec<Unknown>,
}

/// Which statements of the group still apply.
type Left = Vec<bool>;

impl Search<'_> {
    fn add_unknown(&mut self, unknown: Unknown) {
        if !self.unknown.contains(&unknown) {
            self.unknown.push(unknown);
        }
    }

    /// What tells callers apart: which statements are about them, and what is known of each key.
    fn kind(&self, given: &Given<'_>) -> (Left, Vec<(usize, Option<String>)>) {
        let keys = self.keys();
        let known = keys.into_iter().filter_map(|key| match given.state(key) {
            KeyState::Free => None,
            KeyState::Absent => Some((key, None)),
            KeyState::Fixed(value) => Some((key, Some(value.to_owned()))),
        });
        (
            self.clauses
                .iter()
                .map(|clauses| clauses.names(given))
                .collect(),
            known.collect(),
        )
    }

    /// The keys of conditions and variables.
    fn keys(&self) -> Vec<usize> {
        let mut keys: Vec<usize> = self
            .clauses
            .iter()
            .flat_map(|clauses| clauses.condition_keys().chain(clauses.variables()))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn has(&self, side: Side, effect: Effect, text: &StatementText) -> bool {
        let mut facts = self.sides.facts.iter();
        facts.any(|facts| facts.is(side, effect) && facts.text == *text)
    }

    /// A request of what is given that shows a difference.
    fn find(&mut self, given: &Given<'_>) -> Option<Outcome> {
        let walk = self.gaps(given)?;
        for (number, left) in walk.ends.iter().take(MAX_WITNESSES) {
            let request = self.request(given, &walk, *number);
            if let Some(request) = self.confirmed(request, left) {
                return Some(Outcome::Found {
                    cause: self.cause(left),
                    request: Box::new(request),
                });
            }
        }
        if !walk.ends.is_empty() {
            self.add_unknown(Unknown::NotConfirmed(self.group.example().to_owned()));
        }
        None
    }

    /// All kinds of requests of what is given that the side allows and the other does not; `None` when they could not be
    /// told.
    fn gaps(&mut self, given: &Given<'_>) -> Option<Walk> {
        let conditions: Vec<Vec<ConditionClause<'_>>> = self
            .clauses
            .iter()
            .map(|clauses| clauses.conditions(given))
            .collect();
        // Whom the statement is about, and the conditions on what is known already.
        let left: Left = self
            .clauses
            .iter()
            .zip(&conditions)
            .map(|(clauses, conditions)| {
                clauses.names(given)
                    && conditions.iter().all(|condition| {
                        given.state(condition.key()) == KeyState::Free
                            || condition.holds(given) == Some(true)
                    })
            })
            .collect();
        if !self.can_gain(&left) {
            return Some(Walk::default());
        }
        let mut dimensions = vec![self.resource_dimension(given)?];
        for key in self.keys() {
            if given.state(key) != KeyState::Free {
                continue;
            }
            dimensions.push(self.key_dimension(given, key, &conditions));
        }
        self.walk(left, dimensions)
    }

    /// Whether some Allow of the side is left, without which nothing can be gained.
    fn can_gain(&self, left: &Left) -> bool {
        self.any(left, self.gaining, Effect::Allow)
    }

    fn any(&self, left: &Left, side: Side, effect: Effect) -> bool {
        self.first(left, side, effect, |_| true).is_some()
    }

    /// The first statement of a side that is left and meets the test.
    fn first(
        &self,
        left: &Left,
        side: Side,
        effect: Effect,
        test: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let of_group = self.group.statements.iter().zip(left);
        of_group
            .filter(|(_, left)| **left)
            .map(|(index, _)| *index)
            .find(|index| {
                let facts = self.sides.facts.get(*index);
                facts.is_some_and(|facts| facts.is(side, effect)) && test(*index)
            })
    }
}
