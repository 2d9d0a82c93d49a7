//! Compares the facts with iam-floyd. Known differences are listed in `known-differences.txt`; any other fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail};

use super::floyd::{self, Floyd};
use super::overrides::entries;
use super::reference::Reference;
use super::source::level;

const KNOWN: &str = include_str!("known-differences.txt");

/// Fails when services, actions or access levels differ from what is known to differ.
pub(crate) fn run(root: &Path, reference: &Reference) -> Result<()> {
    let found = differences(reference, &floyd::load(root)?)?;
    let known: BTreeSet<String> = entries(KNOWN).map(str::to_owned).collect();
    let mut report = String::new();
    for line in found.difference(&known) {
        report += &format!("\nnew:  {line}");
    }
    for line in known.difference(&found) {
        report += &format!("\ngone: {line}");
    }
    if report.is_empty() {
        return Ok(());
    }
    bail!("iam-floyd differs from the catalogue otherwise than known-differences.txt says:{report}")
}

/// A line for each difference: `-` what only the catalogue has, `+` what only iam-floyd has, `!` another level.
fn differences(reference: &Reference, floyd: &Floyd) -> Result<BTreeSet<String>> {
    let mut levels: BTreeMap<String, BTreeSet<u8>> = BTreeMap::new();
    for action in &floyd.actions {
        levels
            .entry(format!("{}:{}", action.prefix, action.name))
            .or_default()
            .insert(level(&action.level)?);
    }
    let mut found = BTreeSet::new();
    let theirs: BTreeSet<&String> = floyd.pages.iter().map(|(prefix, _)| prefix).collect();
    let ours: BTreeSet<&String> = reference.services.keys().collect();
    found.extend(ours.difference(&theirs).map(|prefix| format!("- {prefix}")));
    found.extend(theirs.difference(&ours).map(|prefix| format!("+ {prefix}")));
    for (prefix, service) in &reference.services {
        for action in service.actions.values() {
            let name = format!("{prefix}:{}", action.name);
            match levels.remove(&name) {
                None => {
                    found.insert(format!("- {name}"));
                }
                Some(levels) if !levels.contains(&action.level) => {
                    found.insert(format!("! {name}"));
                }
                Some(_) => {}
            }
        }
    }
    found.extend(levels.into_keys().map(|name| format!("+ {name}")));
    Ok(found)
}
