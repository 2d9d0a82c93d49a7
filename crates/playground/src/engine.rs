//! The core as the views see it: one catalogue, asked for names.

use std::collections::BTreeSet;
use std::rc::Rc;

use analysis::Reading;
use catalog::Catalog;
use catalog::descriptions::Descriptions;
use policy::PolicyType;

use crate::readings::Readings;

/// How many names a list of proposals holds at the most.
const PROPOSALS: usize = 60;

/// The catalogue that everything is judged by, with what was read last.
#[derive(Clone)]
pub(crate) struct Engine(Rc<Known>);

struct Known {
    catalog: Catalog,
    readings: Readings,
}

impl PartialEq for Engine {
    fn eq(&self, other: &Engine) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Engine {
    pub(crate) fn new(catalog: Catalog) -> Engine {
        Engine(Rc::new(Known {
            catalog,
            readings: Readings::default(),
        }))
    }

    pub(crate) fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    /// A text read; the same one as before, if the text is.
    pub(crate) fn read(&self, text: &str, chosen: Option<PolicyType>) -> Option<Rc<Reading>> {
        self.0.readings.read(text, chosen)
    }

    /// Takes the file of descriptions, which comes later.
    pub(crate) fn take_descriptions(&self, bytes: Vec<u8>) {
        self.0.readings.take_descriptions(bytes);
    }

    /// The descriptions, once they are there.
    pub(crate) fn descriptions(&self) -> Option<&Descriptions> {
        self.0.readings.descriptions(self.catalog())
    }

    /// Names of actions that begin as written: services first, then the actions of the one that is named.
    pub(crate) fn action_names(&self, written: &str) -> Vec<String> {
        let lower = written.trim().to_ascii_lowercase();
        match lower.split_once(':') {
            None => self
                .catalog()
                .services()
                .filter(|service| service.prefix().starts_with(&lower))
                .take(PROPOSALS)
                .map(|service| format!("{}:", service.prefix()))
                .collect(),
            Some((prefix, name)) => self
                .catalog()
                .service(prefix)
                .into_iter()
                .flat_map(|service| service.actions())
                .filter(|action| action.name().to_ascii_lowercase().contains(name))
                .take(PROPOSALS)
                .map(|action| action.full_name())
                .collect(),
        }
    }

    /// ARNs of the resource types that an action takes, to fill in.
    pub(crate) fn resource_templates(&self, action: &str) -> Vec<String> {
        let Some(action) = self.catalog().action(action.trim()) else {
            return Vec::new();
        };
        action
            .resource_types()
            .flat_map(|each| each.resource_type().arn_templates())
            .take(PROPOSALS)
            .map(|arn| arn.replace("${Partition}", "aws"))
            .collect()
    }

    /// What an action can be limited to, in one sentence.
    pub(crate) fn resource_hint(&self, written: &str) -> Option<String> {
        let written = written.trim();
        if !written.contains(':') || written.ends_with(':') {
            return None;
        }
        let Some(action) = self.catalog().action(written) else {
            return Some(format!(
                "`{written}` is not in the catalogue of {}",
                self.catalog().date()
            ));
        };
        if action.takes_only_star() {
            return Some("This action cannot be limited to resources: leave it empty.".to_owned());
        }
        let types: Vec<String> = action
            .resource_types()
            .map(|each| format!("`{}`", each.resource_type().name()))
            .collect();
        Some(format!("Takes {}", types.join(", ")))
    }

    /// Condition keys that a request for an action may carry.
    pub(crate) fn condition_keys(&self, action: &str) -> Vec<String> {
        let own = self
            .catalog()
            .action(action.trim())
            .into_iter()
            .flat_map(|action| action.all_condition_keys());
        let mut keys = BTreeSet::new();
        keys.extend(
            own.chain(self.catalog().global_condition_keys())
                .map(|key| key.name()),
        );
        keys.into_iter().map(str::to_owned).collect()
    }
}
