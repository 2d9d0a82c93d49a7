//! Whether missing context keys change a decision, exactly.
//!
//! Three truth values alone say "undetermined" too often: with `k` equal to `a` in one Allow and different from `a` in
//! another, the request is always allowed. So the keys that are missing are given, in turn, one value of every kind
//! that the policies can tell apart, and the decision is undetermined only if it comes out differently.

mod candidates;
mod extent;
mod samples;
mod substitution;
mod switch;

use crate::bind::BoundRequest;
use crate::decide::{Settled, Tally, Verdict, without_conditions};
use crate::decision::Decision;
use crate::matching::{
    BoundResource, Environment, Known, PrincipalMatch, Truth, condition_truth, resource_fits,
};
use crate::path::Path;
use crate::prepare::{KeyNumber, PreparedCondition, PreparedPolicy, PreparedStatement};
use crate::trace::{MissingKey, Way};

use candidates::{Candidates, find_candidates};
pub(crate) use candidates::{known_as, ways_of};
use extent::Extent;
use switch::Switch;

/// How many combinations of values are tried at most.
const MAX_COMBINATIONS: usize = 4096;

/// How many statements are held against combinations, and how many combinations are tried even then.
const MAX_STATEMENTS_TRIED: usize = 2_000_000;
const LEAST_COMBINATIONS: usize = 64;

/// How many ways of a key are told for each decision.
const WAYS_PER_DECISION: usize = 2;

/// A decision, and why it is undetermined where it is.
#[derive(Debug)]
pub(crate) struct Settlement {
    pub(crate) decision: Decision,
    pub(crate) missing: Vec<MissingKey>,
    /// Whether every kind of value was tried.
    pub(crate) exhaustive: bool,
    /// How many statements were looked at, those again that were held against combinations of values.
    pub(crate) effort: usize,
}

/// What becomes of the request, with or without what the ways of missing keys would give.
pub(crate) fn settle(bound: &BoundRequest<'_>, with_ways: bool) -> Settlement {
    let mut verdict = Verdict::NOTHING_ASKED;
    let policies = bound.set.policies.iter();
    let statements: usize = policies.map(|policy| policy.statements.len()).sum();
    let effort = statements.saturating_mul(bound.resources.len());
    let mut asked = Vec::with_capacity(bound.resources.len());
    for resource in &bound.resources {
        let one = Asked::new(bound, resource);
        verdict = verdict.and(one.verdict(bound));
        if verdict.denied == Truth::True {
            break;
        }
        asked.push(one);
    }
    match verdict.settled() {
        Some(settled) => Settlement {
            decision: settled.into(),
            missing: Vec::new(),
            exhaustive: true,
            effort,
        },
        None => {
            let settlement = try_all(bound, asked, with_ways);
            Settlement {
                effort: effort.saturating_add(settlement.effort),
                ..settlement
            }
        }
    }
}

/// A resource with those of the statements on it that are not ruled out, whatever the missing keys are.
struct Asked<'r> {
    resource: &'r BoundResource<'r>,
    path: Path,
    live: Vec<Live<'r>>,
    /// What the statements say where nothing is assumed of missing keys.
    tally: Tally,
}

/// A statement that is not ruled out, and what of it depends on missing keys. All else of it fits.
struct Live<'r> {
    policy: &'r PreparedPolicy,
    statement: &'r PreparedStatement,
    named: PrincipalMatch,
    /// Whether its Resource or NotResource does.
    resource_depends: bool,
    /// Those of its conditions that do.
    conditions: Vec<&'r PreparedCondition>,
}

impl<'r> Asked<'r> {
    fn new(bound: &'r BoundRequest<'r>, resource: &'r BoundResource<'r>) -> Asked<'r> {
        let mut asked = Asked {
            resource,
            path: bound.path(resource),
            live: Vec::new(),
            tally: Tally::default(),
        };
        let environment = bound.environment(resource);
        for policy in &bound.set.policies {
            if !bound.takes_part(policy, &asked.path) {
                continue;
            }
            for statement in &policy.statements {
                asked.add(policy, statement, &environment);
            }
            if asked.tally.denied == Truth::True {
                break;
            }
        }
        asked
    }

    fn add(
        &mut self,
        policy: &'r PreparedPolicy,
        statement: &'r PreparedStatement,
        environment: &Environment<'_>,
    ) {
        let (fits, named) = without_conditions(statement, self.resource, &self.path, environment);
        if fits == Truth::False {
            return;
        }
        let mut truth = fits;
        let mut conditions = Vec::new();
        for condition in &statement.conditions {
            match condition_truth(condition, environment) {
                Truth::False => return,
                Truth::Unknown => {
                    truth = Truth::Unknown;
                    conditions.push(condition);
                }
                Truth::True => {}
            }
        }
        self.tally.count(policy, statement.effect, named, truth);
        self.live.push(Live {
            policy,
            statement,
            named,
            resource_depends: fits == Truth::Unknown,
            conditions,
        });
    }

    fn verdict(&self, bound: &BoundRequest<'_>) -> Verdict {
        bound.combine(&self.path, &self.tally)
    }
}

impl Live<'_> {
    fn depends(&self) -> bool {
        self.resource_depends || !self.conditions.is_empty()
    }

    fn truth(&self, resource: &BoundResource<'_>, environment: &Environment<'_>) -> Truth {
        let mut truth = Truth::True;
        for condition in &self.conditions {
            truth = truth & condition_truth(condition, environment);
            if truth == Truth::False {
                return truth;
            }
        }
        if self.resource_depends {
            truth = truth & resource_fits(self.statement, resource, environment);
        }
        truth
    }
}

/// The verdict of the live statements alone, each resource in its environment: the others have nothing to say.
fn verdict<'k>(
    bound: &BoundRequest<'_>,
    asked: &[Asked<'_>],
    environment: impl Fn(&BoundResource<'_>) -> Environment<'k>,
) -> Verdict {
    let mut verdict = Verdict::NOTHING_ASKED;
    for asked in asked {
        let environment = environment(asked.resource);
        let mut tally = Tally::default();
        for live in &asked.live {
            let truth = live.truth(asked.resource, &environment);
            tally.count(live.policy, live.statement.effect, live.named, truth);
        }
        verdict = verdict.and(bound.combine(&asked.path, &tally));
    }
    verdict
}

/// One thing that is not known, with the ways it can be.
struct Dimension {
    what: What,
    /// At least one.
    ways: Vec<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Key(KeyNumber),
    /// Whether empty strings count as no value under set operators. The two ways are no and yes.
    EmptyStrings,
}

fn try_all(bound: &BoundRequest<'_>, mut asked: Vec<Asked<'_>>, with_ways: bool) -> Settlement {
    if let Some(switch) = Switch::of(bound, &asked) {
        return switch.settle(bound, &asked, with_ways);
    }
    let extent = Extent::of(bound, &asked);
    if extent.is_too_large() {
        return extent.untried(bound);
    }
    let mut candidates = find_candidates(bound, &asked);
    let mut ruled_out = false;
    for Asked { resource, live, .. } in &mut asked {
        live.retain(|live| {
            let is_out = live.depends() && candidates.rule_out(bound, resource, live);
            ruled_out |= is_out;
            !is_out
        });
    }
    if ruled_out {
        candidates = find_candidates(bound, &asked);
    }
    let Candidates {
        keys,
        empty_strings,
        mut complete,
    } = candidates;
    let mut dimensions: Vec<Dimension> = keys
        .into_iter()
        .map(|(key, ways)| Dimension {
            what: What::Key(key),
            ways,
        })
        .collect();
    if !empty_strings.is_empty() {
        dimensions.push(Dimension {
            what: What::EmptyStrings,
            ways: vec![Vec::new(), Vec::new()],
        });
    }
    let mut total: usize = dimensions.iter().fold(1, |total: usize, dimension| {
        total.saturating_mul(dimension.ways.len())
    });
    let statements: usize = asked.iter().map(|asked| asked.live.len()).sum();
    let most = MAX_STATEMENTS_TRIED
        .checked_div(statements)
        .map_or(MAX_COMBINATIONS, |most| {
            most.clamp(LEAST_COMBINATIONS, MAX_COMBINATIONS)
        });
    let is_sample = total > most;
    if is_sample {
        complete = false;
        total = most;
    }
    let trial = Trial {
        bound,
        asked: &asked,
        dimensions: &dimensions,
        is_sample,
        with_ways,
    };
    let outcomes = trial.decide_all(total);
    let effort = statements.saturating_mul(total);
    let mut distinct = outcomes.iter();
    let first = distinct.next().copied().flatten();
    let varies = distinct.any(|outcome| *outcome != first) || first.is_none();
    match first {
        Some(settled) if !varies && complete => Settlement {
            decision: settled.into(),
            missing: Vec::new(),
            exhaustive: true,
            effort,
        },
        _ => Settlement {
            effort,
            ..undetermined(&trial, &outcomes, &empty_strings, varies, complete)
        },
    }
}

/// Decides the request for combinations of values.
struct Trial<'t> {
    bound: &'t BoundRequest<'t>,
    asked: &'t [Asked<'t>],
    dimensions: &'t [Dimension],
    /// Whether combinations are picked, since there are too many.
    is_sample: bool,
    /// Whether it is told what the ways give.
    with_ways: bool,
}

impl Trial<'_> {
    /// Which way every dimension takes in the combination of this number.
    fn choices(&self, number: usize) -> impl Iterator<Item = usize> {
        let mut rest = number;
        let mut state = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.dimensions.iter().map(move |dimension| {
            let count = dimension.ways.len().max(1);
            if self.is_sample {
                // A linear congruential generator, so that the same request is always tried the same way.
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                ((state >> 33) % count as u64) as usize
            } else {
                let choice = rest % count;
                rest /= count;
                choice
            }
        })
    }

    /// The decision for each combination up to this number.
    fn decide_all(&self, total: usize) -> Vec<Option<Settled>> {
        let mut worlds: Vec<Vec<Known<'_>>> = self.bound.worlds.clone();
        let mut outcomes = Vec::with_capacity(total);
        for number in 0..total {
            let mut empty_is_missing = Truth::False;
            for (dimension, choice) in self.dimensions.iter().zip(self.choices(number)) {
                match dimension.what {
                    What::EmptyStrings => empty_is_missing = (choice == 1).into(),
                    What::Key(key) => {
                        let values = dimension.ways.get(choice).map(Vec::as_slice);
                        let value = self.bound.set.keys.get(key).map_or(Known::Absent, |info| {
                            known_as(info, values.unwrap_or_default())
                        });
                        self.assume(&mut worlds, key, &value);
                    }
                }
            }
            let verdict = verdict(self.bound, self.asked, |resource| {
                let known = worlds.get(resource.world).map(Vec::as_slice);
                Environment::new(known.unwrap_or_default()).with_empty_strings(empty_is_missing)
            });
            outcomes.push(verdict.settled());
        }
        outcomes
    }

    /// Sets a key in all contexts in which it is not known. It has one value for the whole request.
    fn assume<'k>(&self, worlds: &mut [Vec<Known<'k>>], key: KeyNumber, value: &Known<'k>) {
        for (world, known) in worlds.iter_mut().zip(&self.bound.worlds) {
            if matches!(known.get(key), Some(Known::Unknown))
                && let Some(slot) = world.get_mut(key)
            {
                slot.clone_from(value);
            }
        }
    }

    /// Whether this dimension by itself can change the decision.
    fn matters(&self, at: usize, outcomes: &[Option<Settled>]) -> bool {
        if self.is_sample {
            return true;
        }
        let stride: usize = self
            .dimensions
            .iter()
            .take(at)
            .map(|dimension| dimension.ways.len())
            .product();
        let count = self
            .dimensions
            .get(at)
            .map_or(1, |dimension| dimension.ways.len());
        (0..outcomes.len()).any(|number| {
            (number / stride) % count + 1 < count
                && outcomes.get(number) != outcomes.get(number + stride)
        })
    }
}

fn undetermined(
    trial: &Trial<'_>,
    outcomes: &[Option<Settled>],
    empty_strings: &[KeyNumber],
    varies: bool,
    complete: bool,
) -> Settlement {
    let keys = &trial.bound.set.keys;
    let name = |key: KeyNumber| {
        keys.get(key)
            .map(|key| key.written.clone())
            .unwrap_or_default()
    };
    let mut missing: Vec<MissingKey> = Vec::new();
    let mut add = |key: String, ways: Vec<Way>| {
        if let Err(place) = missing.binary_search_by(|held| held.key.cmp(&key)) {
            missing.insert(place, MissingKey { key, ways });
        }
    };
    let seen = seen_by_way(trial, outcomes);
    for ((at, dimension), seen) in trial.dimensions.iter().enumerate().zip(seen) {
        if varies && !trial.matters(at, outcomes) {
            continue;
        }
        match dimension.what {
            What::Key(key) => add(name(key), ways(dimension, seen)),
            What::EmptyStrings => {
                for key in empty_strings {
                    let way = Way {
                        values: vec![String::new()],
                        decision: None,
                    };
                    add(name(*key), vec![way]);
                }
            }
        }
    }
    Settlement {
        decision: Decision::Undetermined {
            missing: missing.iter().map(|missing| missing.key.clone()).collect(),
        },
        missing,
        exhaustive: complete,
        effort: 0,
    }
}

/// For each dimension and each of its ways, the outcomes that there were.
fn seen_by_way(trial: &Trial<'_>, outcomes: &[Option<Settled>]) -> Vec<Vec<Vec<Option<Settled>>>> {
    if !trial.with_ways {
        return vec![Vec::new(); trial.dimensions.len()];
    }
    let mut seen: Vec<Vec<Vec<Option<Settled>>>> = trial
        .dimensions
        .iter()
        .map(|dimension| vec![Vec::new(); dimension.ways.len()])
        .collect();
    for (number, outcome) in outcomes.iter().enumerate() {
        for (seen, choice) in seen.iter_mut().zip(trial.choices(number)) {
            if let Some(seen) = seen.get_mut(choice)
                && !seen.contains(outcome)
            {
                seen.push(*outcome);
            }
        }
    }
    seen
}

/// What the values of one key give: of every outcome a few examples.
fn ways(dimension: &Dimension, seen: Vec<Vec<Option<Settled>>>) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for (values, seen) in dimension.ways.iter().zip(seen) {
        let decision = match seen.as_slice() {
            [Some(settled)] => Some(Decision::from(*settled)),
            // Never tried, since there were too many combinations.
            [] => continue,
            _ => None,
        };
        let told = ways
            .iter()
            .filter(|way| way.decision == decision && !way.values.is_empty())
            .count();
        if told < WAYS_PER_DECISION {
            ways.push(Way {
                values: values.clone(),
                decision,
            });
        }
    }
    ways
}
