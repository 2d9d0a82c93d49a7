//! What the checks of principals share.

use diagnostics::Fix;
use json_text::quote;
use policy::{PrincipalEntry, PrincipalKind, Statement};

use crate::facts::Facts;
use crate::statement_edits::add_condition;

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

/// The fix that asks for the trusted organization, where there is one.
pub(crate) fn within_organization(subject: &Facts<'_>, statement: &Statement) -> Option<Fix> {
    let organization = subject.surroundings.trusted_organization.as_deref()?;
    let json = quote(organization);
    let condition = ("StringEquals", "aws:PrincipalOrgID", json.as_str());
    Some(Fix::narrows(
        format!("allow it within organization `{organization}` alone"),
        add_condition(subject.document, statement, condition)?,
    ))
}
