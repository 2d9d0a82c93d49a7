use json_text::{Kind, Member, NodeId, Span, Value};

use crate::document::{Problem, ProblemKind};
use crate::reading::Reader;
use crate::statement::Element;

/// The kinds of principal a policy can name ("IAM JSON policy elements: Principal", IAM User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalKind {
    /// Accounts, users, roles and their sessions, unique ids.
    Aws,
    /// Services, such as `ec2.amazonaws.com`.
    Service,
    /// Identity providers.
    Federated,
    /// Canonical user ids of S3.
    CanonicalUser,
}

impl PrincipalKind {
    /// All kinds.
    pub const ALL: [PrincipalKind; 4] = [
        PrincipalKind::Aws,
        PrincipalKind::Service,
        PrincipalKind::Federated,
        PrincipalKind::CanonicalUser,
    ];

    /// Its name in a policy; case-sensitive.
    pub fn as_str(self) -> &'static str {
        match self {
            PrincipalKind::Aws => "AWS",
            PrincipalKind::Service => "Service",
            PrincipalKind::Federated => "Federated",
            PrincipalKind::CanonicalUser => "CanonicalUser",
        }
    }
}

/// One principal as written: an ARN, an account id, a service's name, `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEntry {
    /// As written.
    pub text: String,
    /// Its place, quotes included.
    pub span: Span,
    /// The JSON string.
    pub node: NodeId,
}

/// The principals of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalGroup {
    /// Their kind; `None` where the document names one that does not exist (a problem tells).
    pub kind: Option<PrincipalKind>,
    /// The place of the kind's name; `None` for a bare `"*"`, which means every principal of every kind.
    pub kind_span: Option<Span>,
    /// The principals; one is enough for a match.
    pub entries: Vec<PrincipalEntry>,
}

/// Principal or NotPrincipal. `"*"` alone is one group of kind AWS without [`PrincipalGroup::kind_span`].
pub type PrincipalElement = Element<Vec<PrincipalGroup>>;

impl PrincipalElement {
    /// Whether it is `"*"` or `{"AWS": "*"}`, which mean the same: everyone, anonymous callers included.
    pub fn names_everyone(&self) -> bool {
        self.value.iter().any(|group| {
            group.kind == Some(PrincipalKind::Aws)
                && group.entries.iter().any(|entry| entry.text == "*")
        })
    }
}

pub(crate) fn read_principal(
    reader: &mut Reader,
    member: Member<'_>,
    value: Value<'_>,
) -> Option<PrincipalElement> {
    let groups = match value.kind() {
        Kind::String if value.as_str() == Some("*") => vec![PrincipalGroup {
            kind: Some(PrincipalKind::Aws),
            kind_span: None,
            entries: vec![entry(value, "*")],
        }],
        Kind::Object => value
            .members()
            .map(|group| read_group(reader, value, group))
            .collect(),
        _ => {
            reader.wrong_type(value, member.name(), "`\"*\"` or an object");
            return None;
        }
    };
    Some(Element::new(groups, member, value))
}

fn read_group(reader: &mut Reader, object: Value<'_>, member: Member<'_>) -> PrincipalGroup {
    let name = member.name();
    let kind = PrincipalKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == name);
    if kind.is_none() {
        reader.problems.push(Problem {
            span: member.name_span(),
            node: object.id(),
            kind: ProblemKind::UnknownPrincipalKind {
                written: name.to_owned(),
            },
        });
    }
    let entries = member
        .value()
        .map(|value| reader.strings(value, name))
        .unwrap_or_default()
        .into_iter()
        .map(|(item, text)| entry(item, text))
        .collect();
    PrincipalGroup {
        kind,
        kind_span: Some(member.name_span()),
        entries,
    }
}

fn entry(value: Value<'_>, text: &str) -> PrincipalEntry {
    PrincipalEntry {
        text: text.to_owned(),
        span: value.span(),
        node: value.id(),
    }
}
