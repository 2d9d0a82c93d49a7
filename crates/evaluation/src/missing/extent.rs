//! How much depends on missing keys, and what is told where that is too much to try.

use std::collections::BTreeSet;

use crate::bind::BoundRequest;
use crate::decision::Decision;
use crate::matching::Known;
use crate::missing::{Asked, Live, Settlement};
use crate::prepare::{KeyNumber, PreparedResource, PreparedTemplate, Test};
use crate::trace::MissingKey;

/// So many conditions on missing keys, and entries and values with them as variables, are tried.
const MAX_DEPENDENCIES: usize = 400;

/// So many values of the policies are tried for missing keys.
const MAX_VALUES: usize = 4_000;

/// What depends on missing keys.
#[derive(Default)]
pub(super) struct Extent {
    dependencies: usize,
    values: usize,
    keys: BTreeSet<KeyNumber>,
}

impl Extent {
    pub(super) fn of(bound: &BoundRequest<'_>, asked: &[Asked<'_>]) -> Extent {
        let mut extent = Extent::default();
        for Asked { resource, live, .. } in asked {
            let environment = bound.environment(resource);
            let is_unknown = |key: &KeyNumber| matches!(environment.known(*key), Known::Unknown);
            for live in live {
                extent.add(live, is_unknown);
            }
        }
        extent
    }

    fn add(&mut self, live: &Live<'_>, is_unknown: impl Fn(&KeyNumber) -> bool + Copy) {
        let lists = [&live.statement.resources, &live.statement.not_resources];
        let entries = lists.into_iter().flatten().flatten();
        for entry in entries.filter(|_| live.resource_depends) {
            if let PreparedResource::Template(_, template) = entry {
                self.add_template(template, is_unknown);
            }
        }
        for condition in &live.conditions {
            if is_unknown(&condition.key) {
                self.keys.insert(condition.key);
                self.dependencies += 1;
                self.values += condition.test.values();
            }
            if let Test::Text { templates, .. } | Test::Arn { templates, .. } = &condition.test {
                for template in templates {
                    self.add_template(template, is_unknown);
                }
            }
        }
    }

    fn add_template(
        &mut self,
        template: &PreparedTemplate,
        is_unknown: impl Fn(&KeyNumber) -> bool,
    ) {
        let mut depends = false;
        for key in template.keys().filter(is_unknown) {
            self.keys.insert(key);
            depends = true;
        }
        self.dependencies += usize::from(depends);
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.dependencies > MAX_DEPENDENCIES || self.values > MAX_VALUES
    }

    /// The settlement where nothing is tried: all the keys are told as missing.
    pub(super) fn untried(self, bound: &BoundRequest<'_>) -> Settlement {
        let mut names: Vec<String> = self
            .keys
            .into_iter()
            .filter_map(|key| Some(bound.set.keys.get(key)?.written.clone()))
            .collect();
        names.sort_unstable();
        let missing = names
            .iter()
            .map(|name| MissingKey {
                key: name.clone(),
                ways: Vec::new(),
            })
            .collect();
        Settlement {
            decision: Decision::Undetermined { missing: names },
            missing,
            exhaustive: false,
            effort: 0,
        }
    }
}
