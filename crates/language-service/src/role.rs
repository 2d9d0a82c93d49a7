//! What the grammar of policies says of a place.

use json_text::{Span, Value};
use policy::{ConditionOperator, PrincipalKind, Statement};

use crate::place::{Place, Slot};
use crate::subject::Subject;

/// What stands, or can stand, at a place of a policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role<'a> {
    /// The policy itself.
    Policy,
    /// The name of an element of the policy.
    PolicyElement,
    /// The value of Version.
    Version,
    /// The value of Statement that is no list.
    Statements,
    /// One statement of the list.
    Statement,
    /// The name of an element of a statement.
    StatementElement,
    /// The value of Effect.
    Effect,
    /// The value of Principal or NotPrincipal.
    Principals,
    /// The name of a kind of principal.
    PrincipalKind,
    /// A principal of this kind, as written.
    Principal(&'a str),
    /// An entry of Action or NotAction, or their value.
    Action,
    /// An entry of Resource or NotResource, or their value.
    Resource,
    /// The value of Condition.
    Conditions,
    /// A condition operator.
    Operator,
    /// The value of an operator.
    Keys,
    /// A condition key under this operator, as written.
    Key(&'a str),
    /// A value of this key under this operator.
    Value {
        /// The operator as written.
        operator: &'a str,
        /// The key as written.
        key: &'a str,
    },
    /// The value of another element: `Sid`, `Id`.
    Other,
}

impl<'a> Role<'a> {
    /// The role of a place; `None` outside of the grammar.
    pub(crate) fn of(place: &Place<'a>) -> Option<Role<'a>> {
        let names: Vec<&'a str> = place.around.iter().map(|member| member.name()).collect();
        let is_name = matches!(place.slot, Slot::Name(_));
        let is_element = matches!(place.slot, Slot::Element(_));
        let role = match (names.as_slice(), is_name) {
            ([], false) if matches!(place.slot, Slot::Text) => Role::Policy,
            ([], true) => Role::PolicyElement,
            (["Version"], false) => Role::Version,
            (["Statement"], false) if is_element => Role::Statement,
            (["Statement"], false) => Role::Statements,
            (["Statement"], true) => Role::StatementElement,
            (["Statement", "Effect"], false) => Role::Effect,
            (["Statement", "Principal" | "NotPrincipal"], false) => Role::Principals,
            (["Statement", "Principal" | "NotPrincipal"], true) => Role::PrincipalKind,
            (["Statement", "Principal" | "NotPrincipal", kind], false) => Role::Principal(kind),
            (["Statement", "Action" | "NotAction"], false) => Role::Action,
            (["Statement", "Resource" | "NotResource"], false) => Role::Resource,
            (["Statement", "Condition"], false) => Role::Conditions,
            (["Statement", "Condition"], true) => Role::Operator,
            (["Statement", "Condition", _], false) => Role::Keys,
            (["Statement", "Condition", operator], true) => Role::Key(operator),
            (["Statement", "Condition", operator, key], false) => Role::Value { operator, key },
            (["Id"] | ["Statement", _], false) => Role::Other,
            _ => return None,
        };
        Some(role)
    }
}

/// The statement around a place.
pub(crate) fn statement_around<'a>(
    subject: &Subject<'a>,
    place: &Place<'a>,
) -> Option<&'a Statement> {
    let container = place.slot.container()?;
    let ancestors = std::iter::successors(Some(container), |value| value.parent());
    let ids: Vec<_> = ancestors.map(Value::id).collect();
    let statements = &subject.document.statements;
    statements
        .iter()
        .find(|statement| ids.contains(&statement.node))
}

/// The kind of principal of this name.
pub(crate) fn principal_kind(name: &str) -> Option<PrincipalKind> {
    PrincipalKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == name)
}

/// The names of the members that an object has beside the one at `token`.
pub(crate) fn other_names<'a>(object: Value<'a>, token: Span) -> Vec<&'a str> {
    object
        .members()
        .filter(|member| member.name_span() != token)
        .map(|member| member.name())
        .collect()
}

/// The operator of this name.
pub(crate) fn operator(name: &str) -> Option<ConditionOperator> {
    ConditionOperator::from_name(name)
}
