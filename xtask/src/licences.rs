//! The licences of all crates against the list in `deny.toml`: what cargo-deny does, where it is not installed.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::{cargo, root};

/// One line for each crate from a registry whose licence the list does not allow.
pub(crate) fn refused() -> Result<Vec<String>> {
    let deny = fs::read_to_string(root().join("deny.toml")).context("deny.toml")?;
    let allowed = list(&deny, "\nallow = [").context("deny.toml has no allow list")?;
    let output = cargo(&["metadata", "--locked", "--format-version", "1"])?.output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .context("no packages")?;
    let mut refused = Vec::new();
    for package in packages.iter().filter(|package| {
        package
            .get("source")
            .is_some_and(|source| !source.is_null())
    }) {
        let licence = package
            .get("license")
            .and_then(Value::as_str)
            .unwrap_or("none");
        let name = package
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let exception = format!("\n[[licenses.exceptions]]\ncrate = \"{name}\"\nallow = [");
        let excepted = list(&deny, &exception).unwrap_or_default();
        if !is_allowed(licence, &|id| allowed.contains(id) || excepted.contains(id)) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    Ok(refused)
}

/// The strings of the list that begins with `head`.
fn list<'a>(deny: &'a str, head: &str) -> Option<BTreeSet<&'a str>> {
    let (_, rest) = deny.split_once(head)?;
    let (list, _) = rest.split_once(']')?;
    Some(list.split('"').skip(1).step_by(2).collect())
}

/// Whether an SPDX expression can be met: `OR` (also written `/`) binds weaker than `AND`.
fn is_allowed(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.replace('/', " OR ");
    split_outside(&expression, " OR ")
        .iter()
        .any(|alternative| {
            split_outside(alternative, " AND ").iter().all(|part| {
                let part = part.trim();
                match part
                    .strip_prefix('(')
                    .and_then(|rest| rest.strip_suffix(')'))
                {
                    Some(inner) => is_allowed(inner, allowed),
                    None => allowed(part),
                }
            })
        })
}

/// Splits at a separator that stands outside parentheses.
fn split_outside(text: &str, separator: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for piece in text.split_inclusive(separator) {
        let open = parts.last().is_some_and(|part| depth(part) > 0);
        match parts.last_mut() {
            Some(part) if open || part.is_empty() => part.push_str(piece),
            _ => parts.push(piece.to_owned()),
        }
    }
    parts
        .into_iter()
        .map(|part| {
            if depth(&part) == 0 {
                part.strip_suffix(separator).unwrap_or(&part).to_owned()
            } else {
                part
            }
        })
        .collect()
}

fn depth(text: &str) -> usize {
    text.matches('(')
        .count()
        .saturating_sub(text.matches(')').count())
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn expressions() {
        let allowed = |id: &str| ["MIT", "Apache-2.0", "Unicode-3.0"].contains(&id);
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0/MIT", true),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("(MIT OR GPL-3.0) AND ISC", false),
            ("Unicode-3.0 AND (ISC OR MIT)", true),
            ("none", false),
        ] {
            assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
        }
    }
}
