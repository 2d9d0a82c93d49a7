//! What the checks of `iam:PassRole` share.

use std::collections::BTreeSet;

use diagnostics::Fix;
use json_text::quote;
use policy::{ActionEntry, Statement};

use crate::escalation::PASS_ROLE;
use crate::statement_edits::add_condition_for;
use crate::subject::Subject;

/// The condition key that limits to which service a role is passed.
pub(crate) const PASSED_TO: &str = "iam:PassedToService";

/// The entry that is `iam:PassRole` itself.
pub(crate) fn pass_role_entry(statement: &Statement) -> Option<&ActionEntry> {
    let action = statement.action.as_ref()?;
    let mut entries = action.value.iter();
    entries.find(|entry| entry.text.eq_ignore_ascii_case(PASS_ROLE))
}

/// The fix that lets roles be passed to these services alone; `None` without any, or where the statement does not name
/// `iam:PassRole` itself.
pub(crate) fn only_to<'a>(
    subject: &Subject<'_>,
    statement: &Statement,
    services: impl Iterator<Item = &'a str>,
) -> Option<Fix> {
    // Not collected: that would sort first, with a sort of its own.
    let mut in_order = BTreeSet::new();
    in_order.extend(services);
    let services: Vec<&str> = in_order.into_iter().collect();
    let quoted: Vec<String> = services.iter().map(|service| quote(service)).collect();
    let json = match quoted.as_slice() {
        [] => return None,
        [only] => only.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let entry = pass_role_entry(statement)?;
    let edits = add_condition_for(
        subject.document,
        statement,
        entry,
        ("StringEquals", PASSED_TO, &json),
    )?;
    Some(Fix::narrows(
        format!("pass roles to `{}` alone", services.join("`, `")),
        edits,
    ))
}
