use json_text::{Document, Kind, NodeId, Span, Value, sort_by_place};

use crate::reading::Reader;
use crate::statement::{Element, Statement, read_statement};

/// The names of the elements at the top of a policy.
pub const ELEMENT_NAMES: [&str; 3] = ["Version", "Id", "Statement"];

/// The version of the policy language ("IAM JSON policy elements: Version", IAM User Guide). Without the
/// element the language is that of 2008-10-17.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Version {
    /// `2008-10-17`: policy variables are literal text.
    #[default]
    V2008,
    /// `2012-10-17`: policy variables are replaced.
    V2012,
}

/// What is not as the grammar says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The smallest place that shows it: 0-based half-open byte offsets.
    pub span: Span,
    /// The JSON value that stands there; for an unknown element, the object that holds it.
    pub node: NodeId,
    /// What it is.
    pub kind: ProblemKind,
}

/// The ways in which a document can depart from the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The document is some other JSON value.
    NotAnObject,
    /// There is no Statement.
    NoStatement,
    /// An element that a policy or statement does not have. The span is that of its name.
    UnknownElement {
        /// Its name.
        name: String,
        /// Whether it stands in a statement; else at the top of the document.
        in_statement: bool,
    },
    /// A JSON value of another type than the element takes.
    WrongType {
        /// The element's name, or that of the condition key.
        element: String,
        /// What the element takes, for a message: `a string`.
        expected: &'static str,
        /// What stands there, for a message: `a number`.
        found: &'static str,
    },
    /// Version is neither `2012-10-17` nor `2008-10-17`.
    UnknownVersion {
        /// What stands there.
        written: String,
    },
    /// Effect is neither `Allow` nor `Deny`; the two are case-sensitive.
    UnknownEffect {
        /// What stands there.
        written: String,
    },
    /// A kind of principal other than AWS, Service, Federated and CanonicalUser.
    UnknownPrincipalKind {
        /// What stands there.
        written: String,
    },
    /// A condition operator that does not exist. The span is that of its name.
    UnknownOperator {
        /// What stands there.
        written: String,
    },
}

/// A policy with the place of every part. It holds its text.
#[derive(Clone, Debug)]
pub struct PolicyDocument {
    json: Document,
    /// The Version element, when it has a known value.
    pub version: Option<Element<Version>>,
    /// The Id element.
    pub id: Option<Element<String>>,
    /// The statements in order; one alone may stand without a list.
    pub statements: Vec<Statement>,
    /// What is not as the grammar says, in order of place. JSON errors are in [`Document::errors`].
    pub problems: Vec<Problem>,
}

impl PolicyDocument {
    /// The JSON under the policy: text, spans, syntax errors.
    pub fn json(&self) -> &Document {
        &self.json
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        self.json.text()
    }

    /// The language in force: that of 2008-10-17 where no Version element says otherwise.
    pub fn language(&self) -> Version {
        self.version
            .as_ref()
            .map(|element| element.value)
            .unwrap_or_default()
    }
}

/// Reads a policy. Never fails: see [`PolicyDocument::problems`] and [`Document::errors`].
pub fn parse(text: &str) -> PolicyDocument {
    let json = json_text::parse(text);
    let mut reader = Reader::default();
    let mut version = None;
    let mut id = None;
    let mut statements = Vec::new();
    if let Some(root) = json.root() {
        if root.kind() == Kind::Object {
            let mut has_statement = false;
            for member in root.members() {
                let name = member.name();
                if !ELEMENT_NAMES.contains(&name) {
                    reader.problems.push(Problem {
                        span: member.name_span(),
                        node: root.id(),
                        kind: ProblemKind::UnknownElement {
                            name: name.to_owned(),
                            in_statement: false,
                        },
                    });
                    continue;
                }
                has_statement |= name == "Statement";
                let Some(value) = member.value() else {
                    continue;
                };
                match name {
                    "Version" => {
                        version = read_version(&mut reader, value)
                            .map(|version| Element::new(version, member, value));
                    }
                    "Id" => {
                        id = reader
                            .string(value, name)
                            .map(|text| Element::new(text.to_owned(), member, value));
                    }
                    _ => statements = read_statements(&mut reader, value),
                }
            }
            if !has_statement {
                reader.report(root, ProblemKind::NoStatement);
            }
        } else {
            reader.report(root, ProblemKind::NotAnObject);
        }
    }
    let mut problems = reader.problems;
    sort_by_place(&mut problems, |problem| problem.span);
    PolicyDocument {
        json,
        version,
        id,
        statements,
        problems,
    }
}

fn read_version(reader: &mut Reader, value: Value<'_>) -> Option<Version> {
    match reader.string(value, "Version")? {
        "2012-10-17" => Some(Version::V2012),
        "2008-10-17" => Some(Version::V2008),
        written => {
            let written = written.to_owned();
            reader.report(value, ProblemKind::UnknownVersion { written });
            None
        }
    }
}

fn read_statements(reader: &mut Reader, value: Value<'_>) -> Vec<Statement> {
    let items: Vec<Value<'_>> = match value.kind() {
        Kind::Array => value.elements().collect(),
        _ => vec![value],
    };
    let mut statements = Vec::with_capacity(items.len());
    for item in items {
        if item.kind() == Kind::Object {
            let index = statements.len();
            statements.push(read_statement(reader, index, item));
        } else {
            reader.wrong_type(item, "Statement", "an object or a list of objects");
        }
    }
    statements
}
