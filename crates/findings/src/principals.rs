//! What the checks of principals share.

use policy::{PrincipalEntry, PrincipalKind, Statement};

/// The principals of a kind that the statement names.
pub(crate) fn of_kind(
    statement: &Statement,
    kind: PrincipalKind,
) -> impl Iterator<Item = &PrincipalEntry> {
    let groups = statement
        .principal
        .iter()
        .flat_map(|principal| &principal.value);
    groups
        .filter(move |group| group.kind == Some(kind))
        .flat_map(|group| &group.entries)
}

/// The entry by which the statement is about everyone.
pub(crate) fn everyone(statement: &Statement) -> Option<&PrincipalEntry> {
    of_kind(statement, PrincipalKind::Aws).find(|entry| entry.text == "*")
}
