//! Long work in steps.

use std::collections::VecDeque;

use catalog::Catalog;
use evaluation::NamedPolicy;
use policy::PolicyType;

use crate::comparison::{Access, Comparison, Unknown};
use crate::group::{ActionGroup, groups};
use crate::replay::Replay;
use crate::search::{Memory, Outcome, search};
use crate::sides::{Side, Sides};

/// Compares policies of one type: all that a caller has on one side, such as several identity policies, against all on the
/// other. The whole work; [`CompareTask`] does it in steps.
pub fn compare(
    policy_type: PolicyType,
    new: &[NamedPolicy],
    old: &[NamedPolicy],
    catalog: &Catalog,
) -> Comparison {
    let mut task = CompareTask::new(policy_type, new, old, catalog);
    while !task.step(usize::MAX, catalog) {}
    task.finish()
}

/// Policies with more statements, on both sides together, are not compared. The longest that AWS takes anywhere have some hundreds.
const MOST_STATEMENTS: usize = 1_500;

impl Comparison {
    /// What `side` allows and the other does not.
    fn access(&mut self, side: Side) -> &mut Access {
        match side {
            Side::New => &mut self.added,
            Side::Old => &mut self.removed,
        }
    }
}

/// A comparison under way.
pub struct CompareTask {
    sides: Sides,
    replay: Replay,
    memory: Memory,
    left: VecDeque<(Side, ActionGroup)>,
    comparison: Comparison,
}

impl CompareTask {
    /// Reads the policies and divides the actions into kinds; this part is not divided further.
    pub fn new(
        policy_type: PolicyType,
        new: &[NamedPolicy],
        old: &[NamedPolicy],
        catalog: &Catalog,
    ) -> CompareTask {
        let sides = Sides::new(policy_type, new, old, catalog);
        let mut left = VecDeque::new();
        let mut comparison = Comparison::default();
        for side in [Side::New, Side::Old] {
            let changed = sides.changed(side);
            if !changed.is_empty() && sides.facts.len() > MOST_STATEMENTS {
                comparison.access(side).add_unknown(Unknown::Statements);
                continue;
            }
            let groups = groups(&sides, &changed, catalog);
            left.extend(groups.into_iter().map(|group| (side, group)));
        }
        CompareTask {
            sides,
            replay: Replay::default(),
            memory: Memory::default(),
            left,
            comparison,
        }
    }

    /// Looks at the next `kinds` kinds of actions; `true` when none is left. A kind takes milliseconds at most.
    pub fn step(&mut self, kinds: usize, catalog: &Catalog) -> bool {
        for _ in 0..kinds {
            let Some((side, group)) = self.left.pop_front() else {
                return true;
            };
            let access = self.comparison.access(side);
            match search(
                &self.sides,
                side,
                &group,
                &self.replay,
                &self.memory,
                catalog,
            ) {
                Outcome::Nothing => {}
                Outcome::Unknown(reasons) => {
                    reasons
                        .into_iter()
                        .for_each(|reason| access.add_unknown(reason));
                }
                Outcome::Found { cause, request } => access.add(cause, group.actions, *request),
            }
        }
        self.left.is_empty()
    }

    /// What was found so far: all there is once [`CompareTask::step`] has said so.
    pub fn finish(mut self) -> Comparison {
        for access in [&mut self.comparison.added, &mut self.comparison.removed] {
            access.changes.sort_by_key(|change| change.cause);
            for change in &mut access.changes {
                change.actions.sort_unstable();
            }
        }
        self.comparison
    }
}
