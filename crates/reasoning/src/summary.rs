//! A change in words.

use std::fmt::Write as _;

use evaluation::Request;

use crate::comparison::{Cause, Change};

/// How many actions are named.
const MOST_ACTIONS: usize = 3;

impl Change {
    /// One sentence, without full stop, with names in backticks: which statement brings which actions. `is_added` says on
    /// which side the access is: new, or else old.
    pub fn summary(&self, is_added: bool) -> String {
        let actions = self.actions_in_words();
        match (is_added, self.cause) {
            (true, Cause::Allowed { statement, .. }) => {
                format!("statement {} allows {actions}", statement + 1)
            }
            (true, Cause::NotDenied { statement, .. }) => format!(
                "statement {} of the old policy denied {actions}, and nothing does now",
                statement + 1
            ),
            (false, Cause::Allowed { statement, .. }) => format!(
                "statement {} of the old policy allowed {actions}, and nothing does now",
                statement + 1
            ),
            (false, Cause::NotDenied { statement, .. }) => {
                format!("statement {} denies {actions}", statement + 1)
            }
        }
    }

    /// `allows …`, with the example.
    pub fn allows(&self) -> String {
        format!(
            "allows {}, for example {}",
            self.actions_in_words(),
            self.example()
        )
    }

    fn actions_in_words(&self) -> String {
        let named = self.actions.len().min(MOST_ACTIONS);
        let mut words = String::new();
        for (place, action) in self.actions.iter().take(named).enumerate() {
            let before = match place {
                0 => "",
                _ if place + 1 == self.actions.len() => " and ",
                _ => ", ",
            };
            // Writing to a text cannot fail.
            let _ = write!(words, "{before}{}", quoted(action));
        }
        match self.actions.len() - named {
            0 => {}
            1 => words.push_str(" and 1 more action"),
            more => {
                let _ = write!(words, " and {more} more actions");
            }
        }
        words
    }

    /// The request of the witness in words: `s3:GetObject` on what, by whom, with which context keys.
    pub fn example(&self) -> String {
        in_words(&self.witness)
    }
}

fn in_words(request: &Request) -> String {
    let mut words = quoted(&request.action);
    for resource in &request.resources {
        let _ = write!(words, " on {}", quoted(resource));
    }
    let _ = write!(words, " by {}", quoted(&request.principal.to_string()));
    for (place, (key, value)) in request.context.iter().enumerate() {
        words.push_str(if place == 0 { " " } else { ", " });
        if value.is_absent() {
            let _ = write!(words, "without {}", quoted(key));
        } else {
            let values: Vec<String> = value.values.iter().map(|value| quoted(value)).collect();
            let _ = write!(words, "with {} = {}", quoted(key), values.join(", "));
        }
    }
    words
}

/// Text of a policy between backticks: none of its own ends them.
fn quoted(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}
