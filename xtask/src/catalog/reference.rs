//! The facts between source and file, in the order of their names.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use catalog::encoding::{KEY_GLOBAL, KEY_MULTI, KEY_SINGLE, LEVEL_PERMISSIONS, LEVEL_TAGGING};
use catalog::{BaseLevel, Cardinality, Catalog, KeyType};

/// Everything that a catalogue file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference {
    pub(crate) date: String,
    /// By prefix.
    pub(crate) services: BTreeMap<String, ServiceFacts>,
    /// By name in lower case.
    pub(crate) keys: BTreeMap<String, KeyFacts>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ServiceFacts {
    pub(crate) resource_control_policies: bool,
    /// By name in lower case.
    pub(crate) actions: BTreeMap<String, ActionFacts>,
    /// By name.
    pub(crate) resource_types: BTreeMap<String, TypeFacts>,
    pub(crate) keys: KeySet,
}

/// Names of keys in lower case.
pub(crate) type KeySet = BTreeSet<String>;

#[derive(Clone, Debug, Default)]
pub(crate) struct ActionFacts {
    pub(crate) name: String,
    pub(crate) level: u8,
    pub(crate) permission_only: bool,
    pub(crate) escalation_sensitive: bool,
    /// By resource type.
    pub(crate) resources: BTreeMap<String, ActionResourceFacts>,
    pub(crate) keys: KeySet,
    /// `prefix:Name`.
    pub(crate) dependencies: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ActionResourceFacts {
    pub(crate) required: bool,
    pub(crate) keys: KeySet,
    pub(crate) dependencies: BTreeSet<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct TypeFacts {
    pub(crate) arns: Vec<String>,
    pub(crate) keys: KeySet,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeyFacts {
    pub(crate) name: String,
    pub(crate) flags: u8,
    pub(crate) types: u8,
}

impl Reference {
    /// The action of a full name, whatever its case.
    pub(crate) fn action_mut(&mut self, full_name: &str) -> Option<&mut ActionFacts> {
        let (prefix, name) = full_name.split_once(':')?;
        self.services
            .get_mut(prefix)?
            .actions
            .get_mut(&name.to_lowercase())
    }

    /// The spelling of an action, if there is one of this name.
    pub(crate) fn action_name(&self, full_name: &str) -> Option<String> {
        let (prefix, name) = full_name.split_once(':')?;
        let action = self
            .services
            .get(prefix)?
            .actions
            .get(&name.to_lowercase())?;
        Some(format!("{prefix}:{}", action.name))
    }

    /// A line of counts.
    pub(crate) fn counts(&self) -> String {
        let services = self.services.values();
        let actions: Vec<&ActionFacts> = services
            .clone()
            .flat_map(|service| service.actions.values())
            .collect();
        let count = |holds: &dyn Fn(&ActionFacts) -> bool| {
            actions.iter().filter(|action| holds(action)).count()
        };
        format!(
            "{}: {} services, {} actions ({} take only *, {} permission only, {} escalation sensitive), {} resource types, \
             {} condition keys ({} global)",
            self.date,
            self.services.len(),
            actions.len(),
            count(&|action| action.resources.is_empty()),
            count(&|action| action.permission_only),
            count(&|action| action.escalation_sensitive),
            services
                .map(|service| service.resource_types.len())
                .sum::<usize>(),
            self.keys.len(),
            self.keys
                .values()
                .filter(|key| key.flags & KEY_GLOBAL != 0)
                .count(),
        )
    }
}

/// Fails unless the decoded catalogue says, through its public interface, exactly what the reference does.
pub(crate) fn ensure_same(reference: &Reference, decoded: &Catalog) -> Result<()> {
    let read = read_back(decoded);
    ensure!(read.date == reference.date, "date");
    ensure!(read.keys == reference.keys, "condition keys");
    ensure!(
        read.services.keys().eq(reference.services.keys()),
        "services"
    );
    for (prefix, meant) in &reference.services {
        let found = format!("{:?}", read.services.get(prefix));
        ensure!(
            found == format!("{:?}", Some(meant)),
            "{prefix} reads back as another service"
        );
    }
    Ok(())
}

fn read_back(decoded: &Catalog) -> Reference {
    let mut reference = Reference {
        date: decoded.date().to_owned(),
        ..Reference::default()
    };
    for key in decoded.condition_keys() {
        let types = key.value_types().map(KeyType::bit).sum();
        let cardinality = match key.cardinality() {
            Cardinality::Single => KEY_SINGLE,
            Cardinality::Multi => KEY_MULTI,
            Cardinality::Either => KEY_SINGLE | KEY_MULTI,
        };
        let flags = cardinality | if key.is_global() { KEY_GLOBAL } else { 0 };
        reference.keys.insert(
            key.name().to_lowercase(),
            KeyFacts {
                name: key.name().to_owned(),
                flags,
                types,
            },
        );
    }
    for service in decoded.services() {
        let mut facts = ServiceFacts {
            resource_control_policies: service.supports_resource_control_policies(),
            keys: key_set(service.condition_keys()),
            ..ServiceFacts::default()
        };
        for resource_type in service.resource_types() {
            let arns = resource_type.arn_templates().map(str::to_owned).collect();
            let keys = key_set(resource_type.condition_keys());
            facts
                .resource_types
                .insert(resource_type.name().to_owned(), TypeFacts { arns, keys });
        }
        for action in service.actions() {
            facts
                .actions
                .insert(action.name().to_lowercase(), read_action(action));
        }
        reference
            .services
            .insert(service.prefix().to_owned(), facts);
    }
    reference
}

fn read_action(action: catalog::Action<'_>) -> ActionFacts {
    let levels = action.access_levels();
    let mut level = match levels.base {
        BaseLevel::List => 0,
        BaseLevel::Read => 1,
        BaseLevel::Write => 2,
    };
    if levels.tagging {
        level |= LEVEL_TAGGING;
    }
    if levels.permissions_management {
        level |= LEVEL_PERMISSIONS;
    }
    let resources = action.resource_types().map(|resource| {
        let facts = ActionResourceFacts {
            required: resource.required(),
            keys: key_set(resource.condition_keys()),
            dependencies: resource
                .dependent_actions()
                .map(catalog::Action::full_name)
                .collect(),
        };
        (resource.resource_type().name().to_owned(), facts)
    });
    ActionFacts {
        name: action.name().to_owned(),
        level,
        permission_only: action.is_permission_only(),
        escalation_sensitive: action.is_escalation_sensitive(),
        resources: resources.collect(),
        keys: key_set(action.condition_keys()),
        dependencies: action
            .dependent_actions()
            .map(catalog::Action::full_name)
            .collect(),
    }
}

fn key_set<'a>(keys: impl Iterator<Item = catalog::ConditionKey<'a>>) -> KeySet {
    keys.map(|key| key.name().to_lowercase()).collect()
}
