//! Pairs of policies: how the new one stands to the old one, and what brings the difference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::fmt::Write as _;
use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::NamedPolicy;
use policy::PolicyType;
use reasoning::{Access, Cause, compare};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/data/catalog.bin");
    Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
});

/// The cases of a file: `=== name`, then `--- type`, the old policy, `---`, the new policy, `---`, what is said of them.
fn cases(text: &str) -> Vec<(&str, PolicyType, [&str; 3])> {
    text.split("=== ")
        .skip(1)
        .map(|case| {
            let mut parts = case.splitn(4, "\n--- ");
            let name = parts.next().unwrap().trim();
            let mut sections = parts.map(|part| part.split_once('\n').unwrap());
            let (old_head, old) = sections.next().unwrap();
            let (_, new) = sections.next().unwrap();
            let (_, said) = sections.next().unwrap_or(("", ""));
            let type_name = old_head.strip_prefix("old ").unwrap().trim();
            let policy_type = PolicyType::ALL
                .into_iter()
                .find(|policy_type| policy_type.as_str() == type_name)
                .unwrap();
            (name, policy_type, [old, new, said])
        })
        .collect()
}

fn say(policy_type: PolicyType, old: &str, new: &str) -> String {
    let policy = |text: &str| [NamedPolicy::parse("policy", text)];
    let comparison = compare(policy_type, &policy(new), &policy(old), &CATALOG);
    let mut said = format!("{}\n", comparison.relation().as_str());
    for (sign, access) in [("+", &comparison.added), ("-", &comparison.removed)] {
        say_access(&mut said, sign, access);
    }
    said
}

fn say_access(said: &mut String, sign: &str, access: &Access) {
    for change in &access.changes {
        let cause = match change.cause {
            Cause::Allowed { statement, .. } => format!("allowed by {statement}"),
            Cause::NotDenied { statement, .. } => format!("no longer denied by {statement}"),
        };
        let actions = match change.actions.as_slice() {
            few if few.len() <= 3 => few.join(", "),
            many => format!("{} and {} more", many[0], many.len() - 1),
        };
        writeln!(said, "{sign} {cause}: {actions}").unwrap();
        let request = &change.witness;
        let mut witness = format!("  {} {:?}", request.action, request.resources);
        for (key, value) in request.context.iter() {
            write!(witness, " {key}={:?}", value.values).unwrap();
        }
        let caller = request.principal.principal_arn().map_or_else(
            || format!("{:?}", request.principal.caller),
            |arn| arn.to_string(),
        );
        writeln!(said, "{witness} by {caller}").unwrap();
    }
    for unknown in &access.unknown {
        writeln!(said, "{sign} unknown: {unknown}").unwrap();
    }
}

#[test]
fn pairs_compare_as_they_should() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut wrong = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut updated = String::new();
        for (name, policy_type, [old, new, expected]) in cases(&text) {
            let said = say(policy_type, old, new);
            if said.trim() != expected.trim() {
                writeln!(wrong, "{name}: expected\n{expected}\nfound\n{said}").unwrap();
            }
            write!(
                updated,
                "=== {name}\n--- old {}\n{}\n--- new\n{}\n--- said\n{}\n\n",
                policy_type.as_str(),
                old.trim(),
                new.trim(),
                said.trim()
            )
            .unwrap();
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&file, updated.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(
        wrong.is_empty() || std::env::var_os("UPDATE_CASES").is_some(),
        "{wrong}\nUPDATE_CASES=1 writes what is said into the files; review the difference"
    );
}
