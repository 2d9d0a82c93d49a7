//! What a change of the text does to access, over all requests.

use catalog::Catalog;
use diagnostics::Fix;
use evaluation::NamedPolicy;
use policy::{PolicyDocument, PolicyType};
use reasoning::compare;

use crate::suggestion::Proof;

/// Compares the policy after the fix with the policy before. `rests_on` is what the suggestion takes for granted.
pub(crate) fn prove(
    document: &PolicyDocument,
    policy_type: PolicyType,
    fix: &Fix,
    rests_on: &str,
    catalog: &Catalog,
) -> Proof {
    let why = rests_on.to_owned();
    let Ok(after) = json_text::apply(document.text(), &fix.edits) else {
        return Proof::NotProven { why };
    };
    let policy = |text: &str| [NamedPolicy::parse("policy", text)];
    let comparison = compare(
        policy_type,
        &policy(&after),
        &policy(document.text()),
        catalog,
    );
    match (comparison.added.exists(), comparison.removed.exists()) {
        (Some(false), Some(false)) => Proof::Same { why },
        (Some(false), _) => Proof::NothingNew { why },
        (Some(true), _) => match comparison.added.changes.first() {
            Some(change) => Proof::NotProven {
                why: format!("it also {}", change.allows()),
            },
            None => Proof::NotProven { why },
        },
        (None, _) => match comparison.added.unknown.first() {
            Some(reason) => Proof::NotProven {
                why: reason.to_string(),
            },
            None => Proof::NotProven { why },
        },
    }
}
