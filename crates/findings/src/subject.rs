use catalog::Catalog;
use policy::{PolicyDocument, PolicyType};

use crate::surroundings::Surroundings;

/// What is checked: a document, what it is attached to, and the catalogue that knows the names.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The policy.
    pub document: &'a PolicyDocument,
    /// What it is attached to; decides which checks run.
    pub policy_type: PolicyType,
    /// The services, actions, resource types and condition keys that exist.
    pub catalog: &'a Catalog,
    /// What else is known of it.
    pub surroundings: &'a Surroundings,
}
