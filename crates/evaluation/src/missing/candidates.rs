//! Which missing keys can matter, and one value of every kind for each.

use std::collections::BTreeMap;

use catalog::Cardinality;

use crate::bind::BoundRequest;
use crate::matching::{
    BoundResource, Environment, Known, Truth, Values, condition_truth, entry_matches, value_matches,
};
use crate::missing::samples::{Samples, add_texts_beside, samples_of};
use crate::missing::substitution::{Target, Use, add_substitutions};
use crate::missing::{Asked, Live};
use crate::prepare::{Key, KeyNumber, PreparedCondition, PreparedResource, PreparedTemplate, Test};

/// How many sets of values are tried for a key that can have several.
const MAX_SETS: usize = 128;

/// What to try.
pub(super) struct Candidates {
    /// The keys that can matter, each with the ways it can be: without values, or with these.
    pub(super) keys: Vec<(KeyNumber, Vec<Vec<String>>)>,
    /// Keys that are given as empty strings, under set operators.
    pub(super) empty_strings: Vec<KeyNumber>,
    /// Whether there is a way of every kind.
    pub(super) complete: bool,
}

/// What in the live statements depends on missing keys.
#[derive(Default)]
struct Dependencies<'a> {
    conditions: BTreeMap<KeyNumber, Vec<&'a PreparedCondition>>,
    uses: Vec<Use<'a>>,
    empty_strings: Vec<KeyNumber>,
}

pub(super) fn find_candidates(bound: &BoundRequest<'_>, asked: &[Asked<'_>]) -> Candidates {
    let dependencies = find_dependencies(bound, asked);
    let mut samples: BTreeMap<KeyNumber, Samples> = BTreeMap::new();
    for (number, conditions) in &dependencies.conditions {
        if let Some(key) = bound.set.keys.get(*number) {
            samples.insert(*number, samples_of(key, conditions));
        }
    }
    add_substitutions(&mut samples, &dependencies.uses);
    let mut complete = true;
    let mut keys = Vec::new();
    for (number, mut samples) in samples {
        let Some(key) = bound.set.keys.get(number) else {
            continue;
        };
        let conditions = dependencies
            .conditions
            .get(&number)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let is_variable = dependencies
            .uses
            .iter()
            .any(|usage| usage.template.keys().any(|key| key == number));
        if !dependencies.uses.is_empty() {
            add_texts_beside(&mut samples, conditions);
        }
        complete &= samples.complete;
        let column = Column {
            number,
            key,
            conditions,
            is_variable,
            is_always_sent: key
                .derivable
                .as_ref()
                .is_some_and(|derivable| derivable.is_always_sent(&bound.own_authorization())),
            known: bound.common(),
        };
        let ways = if column.takes_sets() {
            column.sets(&samples.values, &mut complete)
        } else {
            column.single_values(samples.values)
        };
        keys.push((number, ways));
    }
    Candidates {
        keys,
        empty_strings: dependencies.empty_strings,
        complete,
    }
}

/// One way of every kind in which the conditions can find a key, and whether there is one of every kind. The conditions have
/// no variables, and no variable stands for the key.
pub(crate) fn ways_of(
    number: KeyNumber,
    key: &Key,
    conditions: &[&PreparedCondition],
    is_always_sent: bool,
    known: &[Known<'_>],
) -> (Vec<Vec<String>>, bool) {
    let Samples {
        values,
        mut complete,
    } = samples_of(key, conditions);
    let column = Column {
        number,
        key,
        conditions,
        is_variable: false,
        is_always_sent,
        known,
    };
    let ways = if column.takes_sets() {
        column.sets(&values, &mut complete)
    } else {
        column.single_values(values)
    };
    (ways, complete)
}

impl Candidates {
    /// Whether the statement cannot apply, since no way of some key meets all that it asks of that key.
    pub(super) fn rule_out(
        &self,
        bound: &BoundRequest<'_>,
        resource: &BoundResource<'_>,
        live: &Live<'_>,
    ) -> bool {
        let environment = bound.environment(resource);
        let is_unknown = |number| matches!(environment.known(number), Known::Unknown);
        self.complete
            && self.keys.iter().any(|(number, ways)| {
                let conditions = || {
                    let conditions = live.conditions.iter();
                    conditions.filter(|condition| condition.key == *number)
                };
                let Some(key) = bound.set.keys.get(*number) else {
                    return false;
                };
                if !is_unknown(*number) || conditions().next().is_none() {
                    return false;
                }
                !ways.iter().any(|values| {
                    let known = known_as(key, values);
                    let environment = environment.assuming(*number, &known);
                    conditions()
                        .all(|condition| condition_truth(condition, &environment) != Truth::False)
                })
            })
    }
}

/// What is known of a key when it has these values, or is absent without any.
pub(crate) fn known_as<'v>(key: &Key, values: &'v [String]) -> Known<'v> {
    if values.is_empty() {
        return Known::Absent;
    }
    Known::Present {
        values: Values::Many(values),
        multivalued: key.is_multivalued(values.len(), values.len() > 1),
    }
}

fn find_dependencies<'a>(bound: &'a BoundRequest<'_>, asked: &[Asked<'a>]) -> Dependencies<'a> {
    let mut found = Dependencies::default();
    for Asked { resource, live, .. } in asked {
        let environment = bound.environment(resource);
        for live in live {
            let lists = [&live.statement.resources, &live.statement.not_resources];
            let entries = lists.into_iter().flatten().flatten();
            for entry in entries.filter(|_| live.resource_depends) {
                if let PreparedResource::Template(_, template) = entry
                    && entry_matches(entry, resource, &environment) == Truth::Unknown
                {
                    let last = resource.arn.map_or("", |arn| arn.resource);
                    found.add_use(template, Target::Resource(last), environment);
                }
            }
            for condition in &live.conditions {
                found.add_condition(condition, environment);
            }
        }
    }
    found
}

impl<'a> Dependencies<'a> {
    fn add_condition(&mut self, condition: &'a PreparedCondition, environment: Environment<'a>) {
        match environment.known(condition.key) {
            Known::Unknown => {
                let conditions = self.conditions.entry(condition.key).or_default();
                if !conditions
                    .iter()
                    .any(|known| std::ptr::eq(*known, condition))
                {
                    conditions.push(condition);
                }
            }
            Known::Present { values, .. } => {
                let is_empty = condition.set.is_some() && values.iter().all(str::is_empty);
                if is_empty && !self.empty_strings.contains(&condition.key) {
                    self.empty_strings.push(condition.key);
                }
            }
            Known::Absent => {}
        }
        if let Test::Text { templates, .. } | Test::Arn { templates, .. } = &condition.test {
            for template in templates {
                self.add_use(template, Target::Key(condition.key), environment);
            }
        }
    }

    fn add_use(
        &mut self,
        template: &'a PreparedTemplate,
        target: Target<'a>,
        environment: Environment<'a>,
    ) {
        self.uses.push(Use {
            template,
            target,
            environment,
        });
        for key in template.keys() {
            if matches!(environment.known(key), Known::Unknown) {
                self.conditions.entry(key).or_default();
            }
        }
    }
}

/// One missing key.
struct Column<'c> {
    number: KeyNumber,
    key: &'c Key,
    conditions: &'c [&'c PreparedCondition],
    /// Whether texts of policies have it as a variable.
    is_variable: bool,
    /// Whether no request is without it.
    is_always_sent: bool,
    known: &'c [Known<'c>],
}

impl Column<'_> {
    /// Whether the key can have several values.
    fn takes_sets(&self) -> bool {
        match self.key.cardinality {
            Some(Cardinality::Multi) => true,
            Some(Cardinality::Single) => false,
            Some(Cardinality::Either) | None => self
                .conditions
                .iter()
                .any(|condition| condition.set.is_some()),
        }
    }

    /// Absent, if the key can be, and one value of every kind. Kinds are told apart by what the conditions say of
    /// them, unless the value also stands in other texts or the conditions depend on further keys.
    fn single_values(&self, samples: Vec<String>) -> Vec<Vec<String>> {
        let mut ways = Vec::new();
        if !self.is_always_sent || samples.is_empty() {
            ways.push(Vec::new());
        }
        let mut kinds: Vec<Vec<Truth>> = Vec::new();
        for sample in samples {
            let kind = self.kind(
                |environment, condition| condition_truth(condition, environment),
                &sample,
            );
            let is_comparable = !self.is_variable && !kind.contains(&Truth::Unknown);
            if is_comparable && kinds.contains(&kind) {
                continue;
            }
            kinds.push(kind);
            ways.push(vec![sample]);
        }
        ways
    }

    /// Absent, and sets of values. Every condition needs at most one value to hold or to fail, so that sets of as
    /// many values as there are conditions are enough.
    fn sets(&self, samples: &[String], complete: &mut bool) -> Vec<Vec<String>> {
        let mut kinds: Vec<Vec<Truth>> = Vec::new();
        let mut elements: Vec<&String> = Vec::new();
        for sample in samples {
            let kind = self.kind(
                |environment, condition| value_matches(&condition.test, sample, environment),
                sample,
            );
            let is_comparable = !self.is_variable && !kind.contains(&Truth::Unknown);
            if is_comparable && kinds.contains(&kind) {
                continue;
            }
            kinds.push(kind);
            elements.push(sample);
        }
        let mut ways: Vec<Vec<String>> = vec![Vec::new()];
        let mut grown_from = 0;
        for _ in 0..self.conditions.len().max(1) {
            let last = ways.len();
            for at in grown_from..last {
                let Some(smaller) = ways.get(at).cloned() else {
                    continue;
                };
                // Elements join in their order, so that every set comes up once.
                let next = smaller
                    .last()
                    .and_then(|value| elements.iter().position(|element| *element == value))
                    .map_or(0, |position| position + 1);
                for element in elements.iter().skip(next) {
                    if ways.len() >= MAX_SETS {
                        *complete = false;
                        return ways;
                    }
                    let mut larger = smaller.clone();
                    larger.push((*element).clone());
                    ways.push(larger);
                }
            }
            grown_from = last;
        }
        ways
    }

    /// What every condition says of the value.
    fn kind(
        &self,
        say: impl Fn(&Environment<'_>, &PreparedCondition) -> Truth,
        sample: &String,
    ) -> Vec<Truth> {
        let known = known_as(self.key, std::slice::from_ref(sample));
        let environment = Environment::new(self.known)
            .assuming(self.number, &known)
            .with_empty_strings(Truth::False);
        self.conditions
            .iter()
            .map(|condition| say(&environment, condition))
            .collect()
    }
}
