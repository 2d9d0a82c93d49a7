//! The search for a request of one kind of actions that one side allows and the other does not.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::mem::Discriminant;
use std::rc::Rc;

use catalog::Catalog;
use evaluation::{
    Caller, Clauses, ConditionClause, ContextValue, Given, KeyState, KeyWays, Request,
    supports_rcps,
};
use policy::{Effect, PolicyType};

use crate::callers::{callers, request_of};
use crate::comparison::{Cause, Unknown};
use crate::group::ActionGroup;
use crate::replay::Replay;
use crate::resources::{ResourceKind, arns, without_resource};
use crate::sides::{Side, Sides};
use crate::statement_text::StatementText;

/// How many different sets of statements may be left at one point of the search.
const MAX_STATES: usize = 1 << 14;

/// How many requests are tried before a difference counts as not confirmed.
const MAX_WITNESSES: usize = 8;

/// How many combinations of values of policy variables are tried.
const MAX_ASSIGNMENTS: usize = 64;

/// How many words of the policies are tried as values of variables.
const MAX_WORDS: usize = 12;

/// How many policy variables get a letter of their own.
const MOST_LETTERS: usize = 16;

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

/// One part of a request, and what it can be.
struct Dimension {
    part: Part,
    choices: Vec<(Choice, Left)>,
}

enum Part {
    Resource,
    Key(usize),
}

enum Choice {
    Resource(String),
    Values(Vec<String>),
}

/// All that choices lead to.
#[derive(Default)]
struct Walk {
    dimensions: Vec<Dimension>,
    /// The first is before any choice.
    layers: Vec<Vec<State>>,
    /// The states of the last layer that show a difference, and the statements left there.
    ends: Vec<(usize, Left)>,
}

/// Where the choices so far lead.
struct State {
    left: Left,
    /// The state before, and the choice that led here.
    before: (usize, usize),
}

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

    /// The policy variables that have a value.
    fn variables(&self, given: &Given<'_>) -> Vec<usize> {
        let mut variables: Vec<usize> = self
            .clauses
            .iter()
            .flat_map(Clauses::variables)
            .filter(|key| given.state(*key) != KeyState::Absent)
            .collect();
        variables.sort_unstable();
        variables.dedup();
        variables
    }

    /// Ways to give values to the variables that nothing is known of.
    fn assignments<'g>(&self, given: &Given<'g>, variables: &[usize]) -> Vec<Given<'g>> {
        let mut all = vec![given.clone()];
        for &key in variables {
            if given.state(key) != KeyState::Free {
                continue;
            }
            let mut values: Vec<Option<String>> = given
                .ways(key, &[])
                .ways
                .into_iter()
                .map(|values| values.into_iter().next())
                .collect();
            values.extend(words(self.sides, self.group).into_iter().map(Some));
            all = all
                .iter()
                .flat_map(|given| {
                    values
                        .iter()
                        .map(|value| given.assuming(key, value.clone()))
                })
                .take(MAX_ASSIGNMENTS)
                .collect();
        }
        all
    }

    /// Whether nothing is to be found, whatever the values of the variables. Where each is one letter that no pattern names
    /// and nothing is found, there is nothing to find for any value: what a side allows with a value is what it
    /// allows with the letter, with the value in its place.
    fn is_proven(&mut self, given: &Given<'_>, variables: &[usize]) -> bool {
        let with_letters = variables
            .iter()
            .zip('\u{e000}'..)
            .fold(given.clone(), |given, (key, letter)| {
                given.assuming(*key, Some(letter.to_string()))
            });
        variables.len() <= MOST_LETTERS
            && self.letters_stand_for_all(&with_letters, variables)
            && self
                .gaps(&with_letters)
                .is_some_and(|walk| walk.ends.is_empty())
    }

    fn add_unknown_variables(&mut self, variables: &[usize]) {
        for key in variables {
            let name = self.sides.set.key_name(*key).to_owned();
            self.add_unknown(Unknown::Variable(name));
        }
    }

    /// Whether what holds with letters in the place of variables holds with any values.
    ///
    /// Take a request that shows a difference for some values. The Allow of the side that gains, by which it is allowed, also
    /// allows the request with the letters back in their places. No Deny of that side and no Allow of the other
    /// must take the one with letters and not the one with values, and no Deny of the other side the reverse.
    fn letters_stand_for_all(&self, given: &Given<'_>, variables: &[usize]) -> bool {
        let losing = self.gaining.other();
        let variable_resources = self.clauses.iter().any(Clauses::has_variable_resources);
        let mut variable_keys: Vec<usize> = self
            .clauses
            .iter()
            .flat_map(Clauses::keys_with_variables)
            .collect();
        variable_keys.sort_unstable();
        variable_keys.dedup();
        let with_facts = self.clauses.iter().zip(&self.group.statements);
        with_facts
            .filter_map(|(clauses, index)| Some((clauses, self.sides.facts.get(*index)?)))
            .all(|(clauses, facts)| {
                let conditions = clauses.conditions(given);
                let is_tested =
                    |key: &usize| conditions.iter().any(|condition| condition.key() == *key);
                if variables.iter().any(is_tested) {
                    return false;
                }
                if facts.is(self.gaining, Effect::Allow) {
                    // Its letters have one place each: no second condition asks for the same text.
                    return variable_keys.iter().all(|key| {
                        let on_key = conditions
                            .iter()
                            .filter(|condition| condition.key() == *key);
                        on_key.count() <= 1
                    });
                }
                if facts.is(losing, Effect::Deny) {
                    return self.has(self.gaining, Effect::Deny, &facts.text);
                }
                let resources = clauses.resources(given, false);
                let resources_are_monotone = !variable_resources || resources.is_monotone();
                resources_are_monotone
                    && conditions.iter().all(|condition| {
                        !variable_keys.contains(&condition.key()) || condition.is_monotone()
                    })
            })
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

    /// `None` when there are too many kinds of resources.
    fn resource_dimension(&mut self, given: &Given<'_>) -> Option<Dimension> {
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

    fn key_dimension(
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
    fn walk(&mut self, left: Left, dimensions: Vec<Dimension>) -> Option<Walk> {
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

    /// The request whose choices lead to a state of the last layer.
    fn request(&self, given: &Given<'_>, walk: &Walk, end: usize) -> Request {
        let mut request = given.request().clone();
        request.action = self.group.example().to_owned();
        for (key, state) in given.assumptions() {
            let value = match state {
                KeyState::Fixed(value) => ContextValue::single(value),
                KeyState::Absent => ContextValue::absent(),
                KeyState::Free => continue,
            };
            request.context.insert(self.sides.set.key_name(key), value);
        }
        let mut at = end;
        let layers = walk.layers.iter().skip(1);
        for (dimension, layer) in walk.dimensions.iter().zip(layers).rev() {
            let Some(State {
                before: (before, choice),
                ..
            }) = layer.get(at)
            else {
                break;
            };
            match (&dimension.part, dimension.choices.get(*choice)) {
                (Part::Key(key), Some((Choice::Values(values), _))) => {
                    request
                        .context
                        .insert(self.sides.set.key_name(*key), context_value(values));
                }
                (Part::Resource, Some((Choice::Resource(text), _))) if text != "*" => {
                    request.resources = vec![text.clone()];
                }
                _ => {}
            }
            at = *before;
        }
        request
    }

    /// The request if `evaluation` agrees, with a resource that people would recognise if one shows the same.
    fn confirmed(&self, request: Request, left: &Left) -> Option<Request> {
        let confirms = |request: &Request| {
            self.replay
                .confirms(self.sides, self.gaining, request, self.catalog)
        };
        for resource in self.recognisable(left) {
            if request.resources.is_empty() {
                break;
            }
            let natural = Request {
                resources: vec![resource],
                ..request.clone()
            };
            if confirms(&natural) {
                return Some(natural);
            }
        }
        confirms(&request).then_some(request)
    }

    /// ARNs as the catalogue and the statements that are left write them, with something in the place of what they leave open.
    fn recognisable(&self, left: &Left) -> Vec<String> {
        let action = self.catalog.action(self.group.example());
        let mut templates: Vec<String> = action
            .into_iter()
            .flat_map(|action| action.resource_types())
            .flat_map(|of| of.resource_type().arn_templates())
            .map(crate::resources::example_arn)
            .collect();
        templates.sort_by_key(String::len);
        let own = self
            .first(left, self.gaining, Effect::Allow, |_| true)
            .and_then(|index| self.sides.statement(index)?.resource.as_ref())
            .into_iter()
            .flat_map(|element| &element.value)
            .filter(|entry| entry.text != "*")
            .map(|entry| crate::resources::example_arn(&entry.text));
        // Those first that the action is made for.
        let is_of_action = |arn: &String| {
            let mut types = action
                .into_iter()
                .flat_map(|action| action.resource_types());
            types.any(|of| of.resource_type().matches_arn(arn))
        };
        let (fitting, others): (Vec<String>, Vec<String>) = own.partition(is_of_action);
        let all = fitting.into_iter().chain(others).chain(templates);
        all.take(MAX_WITNESSES).collect()
    }

    /// The statement to which the difference is owed.
    fn cause(&self, left: &Left) -> Cause {
        let losing = self.gaining.other();
        let place = |index: usize| {
            self.sides
                .facts
                .get(index)
                .map_or((0, 0), |facts| facts.place)
        };
        let has = |side: Side, effect: Effect, index: usize| {
            let facts = self.sides.facts.get(index);
            facts.is_some_and(|facts| self.has(side, effect, &facts.text))
        };
        let is_denied = self
            .first(left, losing, Effect::Deny, |index| {
                !has(self.gaining, Effect::Deny, index)
            })
            .filter(|_| self.any(left, losing, Effect::Allow));
        if let Some(index) = is_denied {
            let (policy, statement) = place(index);
            return Cause::NotDenied { policy, statement };
        }
        let own = self
            .first(left, self.gaining, Effect::Allow, |index| {
                !has(losing, Effect::Allow, index)
            })
            .or_else(|| self.first(left, self.gaining, Effect::Allow, |_| true));
        let (policy, statement) = own.map_or((0, 0), place);
        Cause::Allowed { policy, statement }
    }
}

/// Words that stand in the resources and conditions of the group: values of variables that may make a difference.
pub(crate) fn words(sides: &Sides, group: &ActionGroup) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let statements = group
        .statements
        .iter()
        .filter_map(|index| sides.statement(*index));
    for statement in statements {
        let resources = [&statement.resource, &statement.not_resource];
        let entries = resources
            .into_iter()
            .flatten()
            .flat_map(|element| &element.value);
        let values = statement
            .conditions
            .iter()
            .flat_map(|condition| &condition.values);
        let texts = entries
            .map(|entry| entry.text.rsplit(':').next().unwrap_or_default())
            .chain(values.map(|value| value.text.as_str()));
        for word in texts.flat_map(|text| text.split(['/', '*', '?', '$', '{', '}'])) {
            if words.len() < MAX_WORDS
                && !word.is_empty()
                && !words.iter().any(|known| known == word)
            {
                words.push(word.to_owned());
            }
        }
    }
    words
}

/// The first choice of each kind.
fn different(choices: impl Iterator<Item = (Choice, Left)>) -> Vec<(Choice, Left)> {
    let mut seen: HashSet<Left> = HashSet::new();
    choices
        .filter(|(_, holds)| seen.insert(holds.clone()))
        .collect()
}

fn context_value(values: &[String]) -> ContextValue {
    match values {
        [] => ContextValue::absent(),
        [value] => ContextValue::single(value.as_str()),
        several => ContextValue::multiple(several.iter().cloned()),
    }
}
