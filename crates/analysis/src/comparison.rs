use std::fmt;

use catalog::Catalog;
use evaluation::NamedPolicy;
use json_text::LineIndex;
use policy::PolicyType;
use reasoning::{CompareTask, Comparison};

/// Two policies that can be compared, and their type.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The type of both.
    pub policy_type: PolicyType,
    /// The new one.
    pub new: NamedPolicy,
    /// The old one.
    pub old: NamedPolicy,
}

/// Why two texts cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotComparable {
    /// Whether it is the new one that cannot be read.
    pub is_new: bool,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for NotComparable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let which = if self.is_new { "new" } else { "old" };
        write!(f, "the {which} policy cannot be compared: {}", self.why)
    }
}

impl std::error::Error for NotComparable {}

impl Pair {
    /// Reads two policies. Without a type, that of the new one is guessed.
    ///
    /// # Errors
    /// A text that is not JSON, where guessing what is meant would make the answer a guess as well; a text that is too large to
    /// be read.
    pub fn read(
        new: &str,
        old: &str,
        policy_type: Option<PolicyType>,
    ) -> Result<Pair, NotComparable> {
        Ok(Pair {
            policy_type: policy_type.unwrap_or_else(|| crate::guess(new)),
            new: read("new", new).map_err(|why| NotComparable { is_new: true, why })?,
            old: read("old", old).map_err(|why| NotComparable { is_new: false, why })?,
        })
    }

    /// The comparison, to be done in steps.
    pub fn task(&self, catalog: &Catalog) -> CompareTask {
        CompareTask::new(
            self.policy_type,
            std::slice::from_ref(&self.new),
            std::slice::from_ref(&self.old),
            catalog,
        )
    }

    /// The whole comparison.
    pub fn compare(&self, catalog: &Catalog) -> Comparison {
        let mut task = self.task(catalog);
        while !task.step(usize::MAX, catalog) {}
        task.finish()
    }
}

fn read(name: &str, text: &str) -> Result<NamedPolicy, String> {
    if let Some(finding) = findings::unread(text) {
        return Err(finding.message);
    }
    let policy = NamedPolicy::parse(name, text);
    match policy.document.json().errors().first() {
        Some(error) => {
            let at = LineIndex::new(text).line_column(error.span.start);
            Err(format!(
                "it is not valid JSON: line {}, column {}: {}",
                at.line, at.column, error.message
            ))
        }
        None => Ok(policy),
    }
}
