//! What the checks of Resource and NotResource share.

use policy::{PolicyDocument, PolicyType, ResourceEntry};

/// The types of policy that name resources: all but trust policies.
pub(crate) const NAMING_RESOURCES: [PolicyType; 7] = [
    PolicyType::Identity,
    PolicyType::Boundary,
    PolicyType::Session,
    PolicyType::Resource,
    PolicyType::Scp,
    PolicyType::Rcp,
    PolicyType::VpcEndpoint,
];

/// Every entry of every Resource and NotResource, in order of statements.
pub(crate) fn entries(document: &PolicyDocument) -> impl Iterator<Item = &ResourceEntry> {
    document.statements.iter().flat_map(|statement| {
        let elements = [&statement.resource, &statement.not_resource];
        elements
            .into_iter()
            .flatten()
            .flat_map(|element| &element.value)
    })
}
