//! Whether missing context keys change a decision, exactly.
//!
//! Three truth values alone say "undetermined" too often: with `k` equal to `a` in one Allow and different from `a` in
//! another, the request is always allowed. So the keys that are missing are given, in turn, one value of every kind
//! that the policies can tell apart, and the decision is undetermined only if it comes out differently.

mod candidates;
mod extent;
mod samples;
mod substitution;

use crate::bind::BoundRequest;
use crate::decide::{Settled, Tally, Verdict, statement_truth};
use crate::decision::Decision;
use crate::matching::{BoundResource, Environment, Known, Truth};
use crate::prepare::{KeyNumber, PreparedStatement};
use crate::trace::{MissingKey, Way};

use candidates::{Candidates, find_candidates, known_as};
use extent::Extent;

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
}

/// What becomes of the request.
pub(crate) fn settle(bound: &BoundRequest<'_>) -> Settlement {
    match bound.verdict(&bound.environment()).settled() {
        Some(settled) => Settlement {
            decision: settled.into(),
            missing: Vec::new(),
            exhaustive: true,
        },
        None => try_all(bound),
    }
}

/// A statement that is not ruled out, whatever the missing keys are.
#[derive(Clone, Copy)]
pub(crate) struct Live<'r> {
    resource: usize,
    pub(crate) statement: &'r PreparedStatement,
    /// Whether it depends on missing keys.
    pub(crate) depends: bool,
}

fn live_statements<'r>(bound: &'r BoundRequest<'_>) -> Vec<Live<'r>> {
    let environment = bound.environment();
    let mut live = Vec::new();
    for (number, resource) in bound.resources.iter().enumerate() {
        for statement in bound
            .set
            .policies
            .iter()
            .flat_map(|policy| &policy.statements)
        {
            let (truth, _) = statement_truth(statement, bound, resource, &environment);
            if truth != Truth::False {
                live.push(Live {
                    resource: number,
                    statement,
                    depends: truth == Truth::Unknown,
                });
            }
        }
    }
    live
}

/// The verdict of the live statements alone: the others have nothing to say.
fn verdict(bound: &BoundRequest<'_>, live: &[Live<'_>], environment: &Environment<'_>) -> Verdict {
    let of_resource = |number: usize, resource: &BoundResource<'_>| {
        let mut tally = Tally::default();
        for live in live.iter().filter(|live| live.resource == number) {
            let (truth, named) = statement_truth(live.statement, bound, resource, environment);
            tally.count(live.statement, named, truth);
        }
        bound.combine(resource, &tally)
    };
    bound
        .resources
        .iter()
        .enumerate()
        .map(|(number, resource)| of_resource(number, resource))
        .reduce(Verdict::and)
        .unwrap_or(Verdict {
            denied: Truth::False,
            allowed: Truth::False,
        })
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

fn try_all(bound: &BoundRequest<'_>) -> Settlement {
    let mut live = live_statements(bound);
    let extent = Extent::of(bound, &live);
    if extent.is_too_large() {
        return extent.untried(bound);
    }
    let mut candidates = find_candidates(bound, &live);
    let before = live.len();
    live.retain(|live| !live.depends || !candidates.rule_out(bound, live));
    if live.len() < before {
        candidates = find_candidates(bound, &live);
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
    let most = MAX_STATEMENTS_TRIED
        .checked_div(live.len())
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
        live: &live,
        dimensions: &dimensions,
        is_sample,
    };
    let outcomes: Vec<Option<Settled>> = (0..total).map(|number| trial.decide(number)).collect();
    let mut distinct = outcomes.iter();
    let first = distinct.next().copied().flatten();
    let varies = distinct.any(|outcome| *outcome != first) || first.is_none();
    match first {
        Some(settled) if !varies && complete => Settlement {
            decision: settled.into(),
            missing: Vec::new(),
            exhaustive: true,
        },
        _ => undetermined(&trial, &outcomes, &empty_strings, varies, complete),
    }
}

/// Decides the request for combinations of values.
struct Trial<'t> {
    bound: &'t BoundRequest<'t>,
    live: &'t [Live<'t>],
    dimensions: &'t [Dimension],
    /// Whether combinations are picked, since there are too many.
    is_sample: bool,
}

impl Trial<'_> {
    /// Which way every dimension takes in the combination of this number.
    fn choices(&self, number: usize) -> Vec<usize> {
        let mut rest = number;
        let mut state = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.dimensions
            .iter()
            .map(|dimension| {
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
            .collect()
    }

    fn decide(&self, number: usize) -> Option<Settled> {
        let mut known = self.bound.known.clone();
        let mut empty_is_missing = Truth::False;
        for (dimension, choice) in self.dimensions.iter().zip(self.choices(number)) {
            match dimension.what {
                What::EmptyStrings => empty_is_missing = (choice == 1).into(),
                What::Key(key) => {
                    let values = dimension.ways.get(choice).map(Vec::as_slice);
                    let value = self.bound.set.keys.get(key).map_or(Known::Absent, |info| {
                        known_as(info, values.unwrap_or_default())
                    });
                    if let Some(slot) = known.get_mut(key) {
                        *slot = value;
                    }
                }
            }
        }
        let environment = Environment {
            known: &known,
            empty_is_missing,
        };
        verdict(self.bound, self.live, &environment).settled()
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
    }
}

/// For each dimension and each of its ways, the outcomes that there were.
fn seen_by_way(trial: &Trial<'_>, outcomes: &[Option<Settled>]) -> Vec<Vec<Vec<Option<Settled>>>> {
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
