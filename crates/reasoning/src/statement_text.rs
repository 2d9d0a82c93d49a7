//! One text for all statements that say the same in the same words: order, spelling of the JSON and Sid do not count.

use policy::{Effect, PolicyDocument, PrincipalElement, Statement, Version};

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StatementText {
    /// Everything but its actions.
    pub(crate) rest: String,
    pub(crate) actions: String,
}

impl StatementText {
    pub(crate) fn new(document: &PolicyDocument, statement: &Statement) -> StatementText {
        let mut rest = Writer::default();
        rest.word(match document.language() {
            Version::V2008 => "2008",
            Version::V2012 => "2012",
        });
        rest.word(match &statement.effect {
            Some(effect) => match effect.value {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
            },
            None => "",
        });
        rest.principals(statement.principal.as_ref());
        rest.principals(statement.not_principal.as_ref());
        for element in [&statement.resource, &statement.not_resource] {
            rest.list(element.as_ref().map(|element| {
                element
                    .value
                    .iter()
                    .map(|entry| entry.text.clone())
                    .collect()
            }));
        }
        let conditions = statement.conditions.iter().map(|condition| {
            let mut writer = Writer::default();
            writer.word(&condition.operator_text.to_ascii_lowercase());
            writer.word(&condition.key.to_ascii_lowercase());
            writer.list(Some(
                condition
                    .values
                    .iter()
                    .map(|value| value.text.clone())
                    .collect(),
            ));
            writer.text
        });
        rest.list(Some(conditions.collect()));
        let mut actions = Writer::default();
        for element in [&statement.action, &statement.not_action] {
            actions.list(element.as_ref().map(|element| {
                element
                    .value
                    .iter()
                    .map(|entry| entry.text.to_ascii_lowercase())
                    .collect()
            }));
        }
        StatementText {
            rest: rest.text,
            actions: actions.text,
        }
    }
}

/// Words that cannot run into each other: each is preceded by its length.
#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn word(&mut self, word: &str) {
        self.text.push_str(&word.len().to_string());
        self.text.push(':');
        self.text.push_str(word);
    }

    fn list(&mut self, words: Option<Vec<String>>) {
        let Some(mut words) = words else {
            self.text.push('-');
            return;
        };
        words.sort_unstable();
        words.dedup();
        self.text.push_str(&words.len().to_string());
        self.text.push('[');
        for word in words {
            self.word(&word);
        }
        self.text.push(']');
    }

    fn principals(&mut self, element: Option<&PrincipalElement>) {
        self.list(element.map(|element| {
            element
                .value
                .iter()
                .flat_map(|group| {
                    let kind = group.kind.map_or("", policy::PrincipalKind::as_str);
                    group
                        .entries
                        .iter()
                        .map(move |entry| format!("{kind} {}", entry.text))
                })
                .collect()
        }));
    }
}
