use catalog::Catalog;
use catalog::descriptions::Descriptions;
use policy::{PolicyDocument, PolicyType};

/// The document that is asked about, and all that is known of it.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The policy, however far it is written.
    pub document: &'a PolicyDocument,
    /// What it is judged as.
    pub policy_type: PolicyType,
    /// Whether a person said that type; a guess changes with what is written.
    pub type_is_chosen: bool,
    /// The names that exist.
    pub catalog: &'a Catalog,
    /// What they do, in sentences; they come later than the catalogue.
    pub descriptions: Option<&'a Descriptions>,
}
