//! A service of the reference.

use crate::action::Action;
use crate::action_set::{ActionId, ActionSet};
use crate::catalog::{Catalog, compare_ignoring_case};
use crate::condition_key::ConditionKey;
use crate::encoding::SERVICE_RCP;
use crate::resource_type::ResourceType;
use crate::tables::ServiceRow;

/// A service: everything that the reference lists under one prefix. A prefix may span several products
/// (`elasticloadbalancing` is the classic and the new load balancer), as policies know the prefix alone.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) number: u32,
    pub(crate) row: &'a ServiceRow,
}

impl<'a> Service<'a> {
    /// The prefix of its actions, `s3`.
    #[must_use]
    pub fn prefix(self) -> &'a str {
        self.catalog.tables.text(self.row.prefix)
    }

    /// Its actions, by name.
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        let catalog = self.catalog;
        self.row
            .actions
            .numbers()
            .filter_map(move |number| catalog.action_by_id(ActionId(number)))
    }

    /// The numbers of its actions.
    #[must_use]
    pub fn action_set(self) -> ActionSet {
        ActionSet::range(self.row.actions.start, self.row.actions.end)
    }

    /// The action of this name without prefix, whatever its case.
    #[must_use]
    pub fn action(self, name: &str) -> Option<Action<'a>> {
        let tables = &self.catalog.tables;
        let rows = tables.actions.get(self.row.actions.range())?;
        let place = rows
            .binary_search_by(|row| compare_ignoring_case(tables.text(row.name), name))
            .ok()?;
        self.catalog
            .action_by_id(ActionId(self.row.actions.start + place as u32))
    }

    /// Its resource types, by name.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType<'a>> {
        let catalog = self.catalog;
        self.row
            .resource_types
            .numbers()
            .filter_map(move |number| catalog.resource_type(number))
    }

    /// The resource type of this name, as the reference spells it.
    #[must_use]
    pub fn resource_type(self, name: &str) -> Option<ResourceType<'a>> {
        self.resource_types()
            .find(|resource_type| resource_type.name() == name)
    }

    /// The condition keys that its page of the reference lists; global ones are not repeated there.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        self.catalog.keys(self.row.keys)
    }

    /// Whether resource control policies apply to its resources
    /// (<https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>).
    #[must_use]
    pub fn supports_resource_control_policies(self) -> bool {
        self.row.flags & SERVICE_RCP != 0
    }
}

impl PartialEq for Service<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.row, other.row)
    }
}

impl Eq for Service<'_> {}
