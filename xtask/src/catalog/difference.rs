//! What changed between two catalogues, for whoever reviews an update.

use std::collections::BTreeSet;

use catalog::{Action, Catalog};

/// Services, actions and keys added and removed, a line each.
pub(crate) fn describe(old: &Catalog, new: &Catalog) -> String {
    let mut lines = format!("{} -> {}\n", old.date(), new.date());
    let services = |catalog: &Catalog| {
        catalog
            .services()
            .map(|service| service.prefix().to_owned())
            .collect()
    };
    let actions = |catalog: &Catalog| catalog.actions().map(Action::full_name).collect();
    let keys = |catalog: &Catalog| {
        catalog
            .condition_keys()
            .map(|key| key.name().to_owned())
            .collect()
    };
    compare(&mut lines, "service", &services(old), &services(new));
    compare(&mut lines, "action", &actions(old), &actions(new));
    compare(&mut lines, "condition key", &keys(old), &keys(new));
    lines
}

fn compare(lines: &mut String, what: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) {
    for name in new.difference(old) {
        *lines += &format!("+ {what} {name}\n");
    }
    for name in old.difference(new) {
        *lines += &format!("- {what} {name}\n");
    }
}
