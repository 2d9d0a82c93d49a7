//! What is known of a policy beyond its text.

use crate::resource_kind::ResourceKind;

/// Who is trusted, and what a resource policy is attached to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The accounts whose principals may be given access, of twelve digits each; empty where nobody said.
    pub trusted_accounts: Vec<String>,
    /// The organization whose principals may be given access, `o-a1b2c3d4e5`.
    pub trusted_organization: Option<String>,
    /// What a resource policy is attached to; guessed from its text where nobody said.
    pub resource_kind: Option<ResourceKind>,
}

impl Surroundings {
    /// Nothing is known.
    pub const UNKNOWN: Surroundings = Surroundings {
        trusted_accounts: Vec::new(),
        trusted_organization: None,
        resource_kind: None,
    };
}
