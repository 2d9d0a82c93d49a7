//! One entry point for the page and the command: a text in, everything there is to say about it out.
//!
//! Whatever the text, all of it ends soon: a text of more than 1 MiB is told to be too large and not read, and how many
//! findings and suggestions there are, and what is looked up for them, is bounded.
//!
//! [`analyze`] and [`check_expectations`] are fast enough for every keystroke; [`suggest`] and [`simulate`] run when they are
//! asked for; [`review`] compares a text with the one in force; a [`Reading`] answers questions about places in a text;
//! [`Settings`] are what a team has agreed about findings.
//! All results are plain data that can be compared and sent to another thread.

mod comparison;
mod expectations;
mod reading;
mod review;
mod settings;

pub use comparison::{NotComparable, Pair};
pub use expectations::{Checked, check_expectations};
pub use findings::{ResourceKind, Surroundings};
pub use language_service::{Completion, Completions, Hover, SNIPPETS, Snippet, rank};
pub use least_privilege::{ActionChoice, Advice, Proof, Skipped, Suggestion};
pub use policy::{Quota, Size, quota};
pub use reading::Reading;
pub use reasoning::{Access, Cause, Change, CompareTask, Comparison, Relation, Unknown};
pub use review::{DiffLine, Review, review};
pub use settings::{Settings, Suppressed};

use catalog::Catalog;
use diagnostics::Finding;
use evaluation::{Scenario, Trace};
use policy::{Guess, PolicyDocument, PolicyType};

/// What there is to say about a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The revision of the text that was analysed, as the caller counts.
    pub revision: u64,
    /// The type by which it was judged.
    pub policy_type: PolicyType,
    /// How that type was guessed; `None` when the caller said it.
    pub guess: Option<Guess>,
    /// What the checks found, by place.
    pub findings: Vec<Finding>,
    /// What they found and [`Settings`] accept; empty until settings are applied.
    pub suppressed: Vec<Suppressed>,
    /// How large it is, and may be.
    pub size: Size,
}

/// Reads a text and runs every check that applies to it. Without a type, one is guessed.
pub fn analyze(
    catalog: &Catalog,
    revision: u64,
    text: &str,
    policy_type: Option<PolicyType>,
    surroundings: &Surroundings,
) -> Analysis {
    if let Some(reading) = Reading::new(text, policy_type) {
        return reading.analyze(catalog, revision, surroundings);
    }
    let (policy_type, guess) = type_of_unread(policy_type);
    Analysis {
        revision,
        policy_type,
        guess,
        findings: findings::unread(text).into_iter().collect(),
        suppressed: Vec::new(),
        size: Size::measure(text, policy_type),
    }
}

/// How the policy can be narrowed, in order of place.
pub fn suggest(catalog: &Catalog, text: &str, policy_type: Option<PolicyType>) -> Vec<Suggestion> {
    advise(catalog, text, policy_type).suggestions
}

/// As [`suggest`], with what was left alone although it is wide, and why.
pub fn advise(catalog: &Catalog, text: &str, policy_type: Option<PolicyType>) -> Advice {
    if let Some(finding) = findings::unread(text) {
        let skipped = Skipped {
            span: finding.span,
            why: format!("{}: {}", finding.message, finding.because),
        };
        return Advice {
            suggestions: Vec::new(),
            skipped: vec![skipped],
        };
    }
    let document = policy::parse(text);
    let (policy_type, _) = type_of(&document, policy_type);
    least_privilege::suggest(&document, policy_type, catalog)
}

/// The type by which a text is judged where nobody says one.
pub fn guess(text: &str) -> PolicyType {
    if findings::unread(text).is_some() {
        return type_of_unread(None).0;
    }
    policy::guess(&policy::parse(text)).policy_type
}

/// Decides a request and tells how.
pub fn simulate(catalog: &Catalog, scenario: &Scenario) -> Trace {
    evaluation::simulate(scenario, catalog)
}

fn type_of(
    document: &PolicyDocument,
    policy_type: Option<PolicyType>,
) -> (PolicyType, Option<Guess>) {
    match policy_type {
        Some(policy_type) => (policy_type, None),
        None => {
            let guess = policy::guess(document);
            (guess.policy_type, Some(guess))
        }
    }
}

fn type_of_unread(policy_type: Option<PolicyType>) -> (PolicyType, Option<Guess>) {
    match policy_type {
        Some(policy_type) => (policy_type, None),
        None => (
            PolicyType::Identity,
            Some(Guess {
                policy_type: PolicyType::Identity,
                because: "it is too large to be read",
            }),
        ),
    }
}
