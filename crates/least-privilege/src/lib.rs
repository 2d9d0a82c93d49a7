//! Suggestions that narrow what a policy allows, each with what it would take away and with its proof.
//!
//! | module | what it holds |
//! |---|---|
//! | `suggestion` | [`Suggestion`], [`Skipped`], [`Proof`]: plain data |
//! | `resource_star` | `"Resource": "*"` replaced by the ARNs of the resource types that the actions take |
//! | `wildcard` | an action wildcard opened into its actions, to keep or to drop |
//! | `services` | a statement that mixes services, one for each |
//! | `conditions` | conditions that fit: MFA, network, organization, for whom a service acts, whom a role is passed to |
//! | `proof` | the policy after a suggestion compared with that before |
//! | `placement` | which action goes with which ARNs |
//! | `setting` | partition, region and account, as far as the document tells them |
//! | `rewrite`, `layout` | the statement taken apart, with the formatting that it has |

mod conditions;
mod layout;
mod placement;
mod proof;
mod resource_star;
mod rewrite;
mod services;
mod setting;
mod suggestion;
mod wildcard;

pub use suggestion::{Advice, Proof, Skipped, Suggestion};
pub use wildcard::ActionChoice;

use std::collections::BTreeSet;

use catalog::Catalog;
use policy::{PolicyDocument, PolicyType};

/// What can be narrowed in a document, in order of place, and what was left alone although it is wide. Two suggestions may
/// touch the same place: after one is taken, the others are made anew.
///
/// Service control policies, resource control policies and trust policies are left alone: their wildcards stand for all
/// that they guard.
pub fn suggest(document: &PolicyDocument, policy_type: PolicyType, catalog: &Catalog) -> Advice {
    let mut advice = Advice::default();
    let mut sids: BTreeSet<String> = document
        .statements
        .iter()
        .filter_map(|statement| Some(statement.sid.as_ref()?.value.clone()))
        .collect();
    let is_attached_to_principal = matches!(
        policy_type,
        PolicyType::Identity | PolicyType::Boundary | PolicyType::Session
    );
    // In a resource policy `*` stands for the one resource that it is attached to.
    if is_attached_to_principal {
        resource_star::suggest(document, catalog, &mut sids, &mut advice);
        services::suggest(document, catalog, &mut sids, &mut advice);
    }
    if is_attached_to_principal || policy_type == PolicyType::Resource {
        wildcard::suggest(document, catalog, &mut advice);
        conditions::suggest(document, policy_type, catalog, &mut advice);
    }
    let is_provable =
        document.statements.len() <= MOST_STATEMENTS && document.text().len() <= LONGEST_PROVEN;
    let proofs = if is_provable { MOST_PROOFS } else { 0 };
    for suggestion in advice.suggestions.iter_mut().take(proofs) {
        suggestion.proof = proof::prove(
            document,
            policy_type,
            &suggestion.fix,
            suggestion.proof.why(),
            catalog,
        );
    }
    advice
        .suggestions
        .sort_by_key(|suggestion| suggestion.span.start);
    advice.skipped.sort_by_key(|skipped| skipped.span.start);
    advice
}

/// How many suggestions are proven, and for policies of how many statements and bytes: each compares the whole policy.
const MOST_PROOFS: usize = 24;
const MOST_STATEMENTS: usize = 250;
const LONGEST_PROVEN: usize = 256 * 1024;

/// The suggestions: their codes, and the files whose comments are their pages.
const PAGES: [(&str, &str); 4] = [
    (resource_star::CODE, include_str!("resource_star.rs")),
    (wildcard::CODE, include_str!("wildcard.rs")),
    (services::CODE, include_str!("services.rs")),
    (conditions::CODE, include_str!("conditions.rs")),
];

/// The page of a suggestion in markdown: what it is about, why that matters, an example. `None` for a code that no
/// suggestion has.
pub fn page(code: &str) -> Option<String> {
    let (_, source) = PAGES.iter().find(|(known, _)| *known == code)?;
    let texts = source.lines().map_while(|line| line.strip_prefix("//!"));
    Some(
        texts
            .flat_map(|text| [text.strip_prefix(' ').unwrap_or(text), "\n"])
            .collect(),
    )
}
