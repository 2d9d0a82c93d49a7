//! The names of elements that a wrong name may have meant.

use json_text::{Member, Value};
use policy::{ELEMENT_NAMES, PolicyDocument, STATEMENT_ELEMENT_NAMES, Statement};

/// The element that the name most likely stands for: of a statement or of the policy itself.
pub(crate) fn nearest_element(written: &str, in_statement: bool) -> Option<&'static str> {
    let names: &[&'static str] = if in_statement {
        &STATEMENT_ELEMENT_NAMES
    } else {
        &ELEMENT_NAMES
    };
    patterns::nearest(written, names.iter().copied(), 1)
        .first()
        .copied()
}

/// Whether the policy or statement has one of these elements, or one whose name was meant to be it: that is told as a
/// wrong name, not as a missing element.
pub(crate) fn has_or_means(object: Value<'_>, elements: &[&str], in_statement: bool) -> bool {
    let names: &[&str] = if in_statement {
        &STATEMENT_ELEMENT_NAMES
    } else {
        &ELEMENT_NAMES
    };
    object.members().any(|member| {
        let name = member.name();
        elements.contains(&name)
            || !names.contains(&name)
                && nearest_element(name, in_statement)
                    .is_some_and(|nearest| elements.contains(&nearest))
    })
}

/// The element of the statement, readable or not.
pub(crate) fn element<'a>(
    document: &'a PolicyDocument,
    statement: &Statement,
    name: &str,
) -> Option<Member<'a>> {
    let object = document.json().value(statement.node)?;
    object
        .members()
        .filter(|member| member.name() == name)
        .last()
}

/// The Principal and NotPrincipal of every statement, readable or not.
pub(crate) fn principal_members(document: &PolicyDocument) -> impl Iterator<Item = Member<'_>> {
    document
        .statements
        .iter()
        .filter_map(|statement| document.json().value(statement.node))
        .flat_map(Value::members)
        .filter(|member| matches!(member.name(), "Principal" | "NotPrincipal"))
}
