use json_text::{Kind, NodeId, Span, Value};

use crate::document::{Problem, ProblemKind};
use crate::operator::ConditionOperator;
use crate::reading::Reader;

/// How a condition value was written in JSON. All three are taken as text ("Condition", IAM User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// `"true"`
    String,
    /// `5`
    Number,
    /// `true`
    Bool,
}

/// One value of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionValue {
    /// The decoded string, or the number or boolean as written.
    pub text: String,
    /// How it was written.
    pub kind: ValueKind,
    /// Its place.
    pub span: Span,
    /// The JSON value.
    pub node: NodeId,
}

/// One pair of operator and key: `"StringLike": {"aws:PrincipalArn": […]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The operator's name as written.
    pub operator_text: String,
    /// The place of that name, quotes included.
    pub operator_span: Span,
    /// What it means; `None` for an unknown name: then the condition never holds.
    pub operator: Option<ConditionOperator>,
    /// The condition key as written; keys compare without case, with the part after `/`.
    pub key: String,
    /// The place of the key, quotes included.
    pub key_span: Span,
    /// The JSON value: a scalar or a list of scalars.
    pub node: NodeId,
    /// The place of that value.
    pub values_span: Span,
    /// The values; one is enough for a match (for negated operators: none may match).
    pub values: Vec<ConditionValue>,
}

pub(crate) fn read_conditions(reader: &mut Reader, block: Value<'_>) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for member in block.members() {
        let operator_text = member.name();
        let operator = ConditionOperator::from_name(operator_text);
        if operator.is_none() {
            reader.problems.push(Problem {
                span: member.name_span(),
                node: block.id(),
                kind: ProblemKind::UnknownOperator {
                    written: operator_text.to_owned(),
                },
            });
        }
        let Some(keys) = member.value() else {
            continue;
        };
        if keys.kind() != Kind::Object {
            reader.wrong_type(keys, operator_text, "an object");
            continue;
        }
        for key in keys.members() {
            let Some(value) = key.value() else {
                continue;
            };
            conditions.push(Condition {
                operator_text: operator_text.to_owned(),
                operator_span: member.name_span(),
                operator,
                key: key.name().to_owned(),
                key_span: key.name_span(),
                node: value.id(),
                values_span: value.span(),
                values: read_values(reader, key.name(), value),
            });
        }
    }
    conditions
}

fn read_values(reader: &mut Reader, key: &str, value: Value<'_>) -> Vec<ConditionValue> {
    if value.kind() == Kind::Array {
        value
            .elements()
            .filter_map(|item| read_value(reader, key, item))
            .collect()
    } else {
        read_value(reader, key, value).into_iter().collect()
    }
}

fn read_value(reader: &mut Reader, key: &str, value: Value<'_>) -> Option<ConditionValue> {
    let (text, kind) = match value.kind() {
        Kind::String => (value.as_str()?, ValueKind::String),
        Kind::Number => (value.text(), ValueKind::Number),
        Kind::Bool => (value.text(), ValueKind::Bool),
        Kind::Null | Kind::Object | Kind::Array => {
            reader.wrong_type(
                value,
                key,
                "a string, a number, a boolean or a list of them",
            );
            return None;
        }
    };
    Some(ConditionValue {
        text: text.to_owned(),
        kind,
        span: value.span(),
        node: value.id(),
    })
}
