//! Suggestions that narrow what a policy allows, each with what it would take away and with its proof.
//!
//! | module | what it holds |
//! |---|---|
//! | `suggestion` | [`Suggestion`], [`Skipped`], [`Proof`]: plain data |
//! | `resource_star` | `"Resource": "*"` replaced by the ARNs of the resource types that the actions take |
//! | `placement` | which action goes with which ARNs |
//! | `setting` | partition, region and account, as far as the document tells them |
//! | `rewrite` | the statement taken apart, with the formatting that it has |

mod placement;
mod resource_star;
mod rewrite;
mod setting;
mod suggestion;

pub use resource_star::RESOURCE_STAR;
pub use suggestion::{Advice, Proof, Skipped, Suggestion};

use catalog::Catalog;
use policy::{PolicyDocument, PolicyType};

/// What can be narrowed in a document, in order of place, and what was left alone although it is wide.
///
/// Never changes what a policy of a type other than identity, boundary and session says: in the others a
/// `*` stands for the one resource that the policy is attached to, or for all that it guards.
pub fn suggest(document: &PolicyDocument, policy_type: PolicyType, catalog: &Catalog) -> Advice {
    let mut advice = Advice::default();
    if matches!(
        policy_type,
        PolicyType::Identity | PolicyType::Boundary | PolicyType::Session
    ) {
        resource_star::suggest(document, catalog, &mut advice);
    }
    advice
}

/// The page of a suggestion in markdown: what it is about, why that matters, an example. `None` for a code that no
/// suggestion has.
pub fn page(code: &str) -> Option<String> {
    (code == RESOURCE_STAR).then(|| {
        let lines = include_str!("resource_star.rs").lines();
        let texts = lines.map_while(|line| line.strip_prefix("//!"));
        texts
            .flat_map(|text| [text.strip_prefix(' ').unwrap_or(text), "\n"])
            .collect()
    })
}
