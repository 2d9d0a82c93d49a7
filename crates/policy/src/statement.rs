use json_text::{Kind, Member, NodeId, Span, Value};
use patterns::ActionPattern;

use crate::condition::{Condition, read_conditions};
use crate::document::{Problem, ProblemKind};
use crate::principal::{PrincipalElement, read_principal};
use crate::reading::Reader;

/// The names of the elements of a statement.
pub const STATEMENT_ELEMENT_NAMES: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// An element with the places of its name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element<T> {
    /// What was read.
    pub value: T,
    /// The place of the name, quotes included.
    pub name_span: Span,
    /// The place of the value.
    pub span: Span,
    /// The JSON value.
    pub node: NodeId,
}

impl<T> Element<T> {
    pub(crate) fn new(value: T, member: Member<'_>, json: Value<'_>) -> Element<T> {
        Element {
            value,
            name_span: member.name_span(),
            span: json.span(),
            node: json.id(),
        }
    }
}

/// What a statement does when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// One entry of Action or NotAction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionEntry {
    /// As written: `s3:Get*`.
    pub text: String,
    /// The same, ready to match.
    pub pattern: ActionPattern,
    /// The place of the string, quotes included.
    pub span: Span,
    /// The JSON string.
    pub node: NodeId,
}

/// Action or NotAction.
pub type ActionElement = Element<Vec<ActionEntry>>;

/// One entry of Resource or NotResource. It may hold policy variables: see [`crate::Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceEntry {
    /// As written: `arn:aws:s3:::bucket/*`.
    pub text: String,
    /// The place of the string, quotes included.
    pub span: Span,
    /// The JSON string.
    pub node: NodeId,
}

/// Resource or NotResource.
pub type ResourceElement = Element<Vec<ResourceEntry>>;

/// One statement. IAM refuses a statement that has both an element and its Not form; here both are kept,
/// and whoever decides has to respect both.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its position among the document's statements, from 0.
    pub index: usize,
    /// The place of the whole object.
    pub span: Span,
    /// The JSON object.
    pub node: NodeId,
    /// Its name, where it has one.
    pub sid: Option<Element<String>>,
    /// `None` when it is missing or not one of the two words: then the statement does nothing.
    pub effect: Option<Element<Effect>>,
    /// Who it is about.
    pub principal: Option<PrincipalElement>,
    /// Who it is not about.
    pub not_principal: Option<PrincipalElement>,
    /// Which actions it is about.
    pub action: Option<ActionElement>,
    /// Which actions it is not about.
    pub not_action: Option<ActionElement>,
    /// Which resources it is about.
    pub resource: Option<ResourceElement>,
    /// Which resources it is not about.
    pub not_resource: Option<ResourceElement>,
    /// The place of the Condition element: name, then value.
    pub condition_span: Option<(Span, Span)>,
    /// Its conditions, one for each pair of operator and key; all have to hold. One that cannot be read is
    /// among them, see [`Condition::operator`].
    pub conditions: Vec<Condition>,
}

impl Statement {
    /// Whether it is an Allow.
    pub fn is_allow(&self) -> bool {
        matches!(&self.effect, Some(effect) if effect.value == Effect::Allow)
    }

    /// Whether it is a Deny.
    pub fn is_deny(&self) -> bool {
        matches!(&self.effect, Some(effect) if effect.value == Effect::Deny)
    }
}

pub(crate) fn read_statement(reader: &mut Reader, index: usize, object: Value<'_>) -> Statement {
    let mut statement = Statement {
        index,
        span: object.span(),
        node: object.id(),
        sid: None,
        effect: None,
        principal: None,
        not_principal: None,
        action: None,
        not_action: None,
        resource: None,
        not_resource: None,
        condition_span: None,
        conditions: Vec::new(),
    };
    for member in object.members() {
        let name = member.name();
        if !STATEMENT_ELEMENT_NAMES.contains(&name) {
            reader.problems.push(Problem {
                span: member.name_span(),
                node: object.id(),
                kind: ProblemKind::UnknownElement {
                    name: name.to_owned(),
                    in_statement: true,
                },
            });
            continue;
        }
        let Some(value) = member.value() else {
            continue;
        };
        match name {
            "Sid" => {
                statement.sid = reader
                    .string(value, name)
                    .map(|text| Element::new(text.to_owned(), member, value));
            }
            "Effect" => {
                statement.effect =
                    read_effect(reader, value).map(|effect| Element::new(effect, member, value));
            }
            "Principal" => statement.principal = read_principal(reader, member, value),
            "NotPrincipal" => statement.not_principal = read_principal(reader, member, value),
            "Action" => statement.action = Some(read_actions(reader, member, value)),
            "NotAction" => statement.not_action = Some(read_actions(reader, member, value)),
            "Resource" => statement.resource = Some(read_resources(reader, member, value)),
            "NotResource" => statement.not_resource = Some(read_resources(reader, member, value)),
            _ => {
                statement.condition_span = Some((member.name_span(), value.span()));
                if value.kind() == Kind::Object {
                    statement.conditions = read_conditions(reader, value);
                } else {
                    reader.wrong_type(value, name, "an object");
                }
            }
        }
    }
    statement
}

fn read_effect(reader: &mut Reader, value: Value<'_>) -> Option<Effect> {
    match reader.string(value, "Effect")? {
        "Allow" => Some(Effect::Allow),
        "Deny" => Some(Effect::Deny),
        written => {
            let written = written.to_owned();
            reader.report(value, ProblemKind::UnknownEffect { written });
            None
        }
    }
}

fn read_actions(reader: &mut Reader, member: Member<'_>, value: Value<'_>) -> ActionElement {
    let entries = reader
        .strings(value, member.name())
        .into_iter()
        .map(|(item, text)| ActionEntry {
            text: text.to_owned(),
            pattern: ActionPattern::new(text),
            span: item.span(),
            node: item.id(),
        })
        .collect();
    Element::new(entries, member, value)
}

fn read_resources(reader: &mut Reader, member: Member<'_>, value: Value<'_>) -> ResourceElement {
    let entries = reader
        .strings(value, member.name())
        .into_iter()
        .map(|(item, text)| ResourceEntry {
            text: text.to_owned(),
            span: item.span(),
            node: item.id(),
        })
        .collect();
    Element::new(entries, member, value)
}
