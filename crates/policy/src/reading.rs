//! What the readers of every element share: expecting a JSON kind and telling when it is another.

use json_text::{Kind, Value};

use crate::document::{Problem, ProblemKind};

/// The kind's name in messages.
fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Object => "an object",
        Kind::Array => "a list",
    }
}

/// Collects problems while a document is read.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Problem>,
}

impl Reader {
    pub(crate) fn report(&mut self, value: Value<'_>, kind: ProblemKind) {
        self.problems.push(Problem {
            span: value.span(),
            node: value.id(),
            kind,
        });
    }

    pub(crate) fn wrong_type(&mut self, value: Value<'_>, element: &str, expected: &'static str) {
        self.report(
            value,
            ProblemKind::WrongType {
                element: element.to_owned(),
                expected,
                found: name_of(value.kind()),
            },
        );
    }

    /// The decoded string, or a problem.
    pub(crate) fn string<'a>(&mut self, value: Value<'a>, element: &str) -> Option<&'a str> {
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(value, element, "a string");
        }
        text
    }

    /// The values of an element that takes one string or a list of strings. What is neither is told and
    /// left out.
    pub(crate) fn strings<'a>(
        &mut self,
        value: Value<'a>,
        element: &str,
    ) -> Vec<(Value<'a>, &'a str)> {
        match value.kind() {
            Kind::Array => value
                .elements()
                .filter_map(|item| self.string(item, element).map(|text| (item, text)))
                .collect(),
            Kind::String => value
                .as_str()
                .map(|text| (value, text))
                .into_iter()
                .collect(),
            _ => {
                self.wrong_type(value, element, "a string or a list of strings");
                Vec::new()
            }
        }
    }
}
