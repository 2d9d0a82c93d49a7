//! The common case of one missing key that is true or false, such as `aws:MultiFactorAuthPresent`: three ways, for which no
//! values have to be made up.

use std::borrow::Cow;

use catalog::{Cardinality, KeyType};

use crate::bind::BoundRequest;
use crate::decide::Settled;
use crate::decision::Decision;
use crate::matching::{Known, Values};
use crate::missing::{Asked, Settlement, verdict};
use crate::prepare::{KeyNumber, Test};
use crate::trace::{MissingKey, Way};

/// What the key can be.
static WAYS: [(&[&str], Known<'static>); 3] = [
    (&[], Known::Absent),
    (&["true"], with("true")),
    (&["false"], with("false")),
];

const fn with(value: &'static str) -> Known<'static> {
    Known::Present {
        values: Values::One(Cow::Borrowed(value)),
        multivalued: false,
    }
}

/// The one key on which the decision depends.
pub(super) struct Switch {
    key: KeyNumber,
    /// The ways of [`WAYS`] before this one are left out: no request is without the key.
    first: usize,
}

impl Switch {
    /// `None` where anything else depends on a missing key, or the key may have other values.
    pub(super) fn of(bound: &BoundRequest<'_>, asked: &[Asked<'_>]) -> Option<Switch> {
        let live = || asked.iter().flat_map(|asked| &asked.live);
        let conditions = || live().flat_map(|live| &live.conditions);
        let number = conditions().next()?.key;
        let key = bound.set.keys.get(number)?;
        let is_boolean =
            key.types == [KeyType::Bool] && key.cardinality == Some(Cardinality::Single);
        let mut tells_apart = false;
        for condition in conditions() {
            tells_apart |= matches!(condition.test, Test::Bool { yes, no } if yes != no);
            let is_simple = matches!(condition.test, Test::Bool { .. } | Test::Null { .. });
            if condition.key != number || condition.set.is_some() || !is_simple {
                return None;
            }
        }
        if !is_boolean || !tells_apart || live().any(|live| live.resource_depends) {
            return None;
        }
        let is_always_sent = key
            .derivable
            .as_ref()
            .is_some_and(|derivable| derivable.is_always_sent(&bound.own_authorization()));
        Some(Switch {
            key: number,
            first: usize::from(is_always_sent),
        })
    }

    pub(super) fn settle(
        &self,
        bound: &BoundRequest<'_>,
        asked: &[Asked<'_>],
        with_ways: bool,
    ) -> Settlement {
        let statements: usize = asked.iter().map(|asked| asked.live.len()).sum();
        let effort = statements.saturating_mul(WAYS.len());
        let outcomes = WAYS.each_ref().map(|(_, known)| {
            let verdict = verdict(bound, asked, |resource| {
                bound.environment(resource).assuming(self.key, known)
            });
            verdict.settled()
        });
        let tried = outcomes.iter().skip(self.first).copied();
        let mut others = tried.clone().skip(1);
        let first = outcomes.get(self.first).copied().flatten();
        if let Some(settled) = first
            && others.all(|outcome| outcome == first)
        {
            return Settlement {
                decision: settled.into(),
                missing: Vec::new(),
                exhaustive: true,
                effort,
            };
        }
        let name = bound.set.keys.get(self.key).map(|key| &key.written);
        let missing: Vec<String> = name.into_iter().cloned().collect();
        let told = missing.iter().filter(|_| with_ways).map(|key| MissingKey {
            key: key.clone(),
            ways: WAYS
                .iter()
                .zip(&outcomes)
                .skip(self.first)
                .map(|((values, _), outcome)| Way {
                    values: values.iter().map(|&value| value.to_owned()).collect(),
                    decision: outcome.map(|settled: Settled| settled.into()),
                })
                .collect(),
        });
        Settlement {
            missing: told.collect(),
            decision: Decision::Undetermined { missing },
            exhaustive: true,
            effort,
        }
    }
}
