//! An action of a service.

use crate::action_set::ActionId;
use crate::catalog::Catalog;
use crate::condition_key::{ConditionKey, Tag};
use crate::encoding::{LEVEL_BASE, LEVEL_PERMISSIONS, LEVEL_TAGGING};
use crate::resource_type::ResourceType;
use crate::service::Service;
use crate::tables::{ActionResourceRow, ActionRow};

/// What an action does to a resource at the least; every action has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseLevel {
    /// Sees that resources exist.
    List,
    /// Sees what they hold.
    Read,
    /// Creates, changes or deletes them.
    Write,
}

impl BaseLevel {
    /// The level as AWS writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            BaseLevel::List => "List",
            BaseLevel::Read => "Read",
            BaseLevel::Write => "Write",
        }
    }
}

/// The access levels of an action: a base level, and whether it manages tags or permissions besides
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccessLevels {
    /// List, Read or Write.
    pub base: BaseLevel,
    /// It changes nothing but tags.
    pub tagging: bool,
    /// It grants or takes permissions on resources.
    pub permissions_management: bool,
}

impl AccessLevels {
    /// The one name under which AWS's policy summary counts the action: `Permissions management` before `Tagging` before
    /// the base level.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AccessLevels {
                permissions_management: true,
                ..
            } => "Permissions management",
            AccessLevels { tagging: true, .. } => "Tagging",
            AccessLevels { base, .. } => base.as_str(),
        }
    }
}

/// An action: what a policy's `Action` element names.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    pub(crate) id: ActionId,
    pub(crate) service: Service<'a>,
    pub(crate) row: &'a ActionRow,
}

impl<'a> Action<'a> {
    /// Its number in this catalogue.
    #[must_use]
    pub fn id(self) -> ActionId {
        self.id
    }

    /// The name without prefix, `GetObject`, as AWS spells it.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.catalog().tables.text(self.row.name)
    }

    /// The prefix of its service, `s3`.
    #[must_use]
    pub fn prefix(self) -> &'a str {
        self.service.prefix()
    }

    /// The name with prefix, `s3:GetObject`.
    #[must_use]
    pub fn full_name(self) -> String {
        format!("{}:{}", self.prefix(), self.name())
    }

    /// Its service.
    #[must_use]
    pub fn service(self) -> Service<'a> {
        self.service
    }

    fn catalog(self) -> &'a Catalog {
        self.service.catalog
    }

    /// How far it reaches.
    #[must_use]
    pub fn access_levels(self) -> AccessLevels {
        AccessLevels {
            base: match self.row.level & LEVEL_BASE {
                0 => BaseLevel::List,
                1 => BaseLevel::Read,
                _ => BaseLevel::Write,
            },
            tagging: self.row.level & LEVEL_TAGGING != 0,
            permissions_management: self.row.level & LEVEL_PERMISSIONS != 0,
        }
    }

    /// The resource types it can be limited to. Where none is [required](ActionResource::required), any one of them is
    /// enough: the reference lists alternatives so (`s3:GetObject`: an object, or an object behind an access point).
    /// Where several are required, one call is checked against each (`ec2:RunInstances`).
    pub fn resource_types(self) -> impl Iterator<Item = ActionResource<'a>> {
        let catalog = self.catalog();
        let rows = catalog
            .tables
            .action_resources
            .get(self.row.resources.range())
            .unwrap_or_default();
        rows.iter().filter_map(move |row| {
            let resource_type = catalog.resource_type(row.resource_type)?;
            Some(ActionResource { resource_type, row })
        })
    }

    /// Whether it has no resource types, so that only `"Resource": "*"` matches it.
    #[must_use]
    pub fn takes_only_star(self) -> bool {
        self.row.resources.range().is_empty()
    }

    /// The condition keys that the reference lists for the action itself: those of its resource types, and
    /// [global](ConditionKey::is_global) ones, come on top.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        self.catalog().keys(self.row.keys)
    }

    /// Every condition key that the reference lists for a request of this action: its own and those of its resource types.
    /// A key may come twice.
    pub fn all_condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        let of_types = self
            .resource_types()
            .flat_map(ActionResource::all_condition_keys);
        self.condition_keys().chain(of_types)
    }

    /// Whether a request of this action can carry the condition key, whatever its case: a global key, a key listed for the
    /// action or for one of its resource types, templates resolved (`aws:RequestTag/team`), or a claim of an identity
    /// provider, which AWS lists for the `sts` actions alone though sessions keep them
    /// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>). A key for which this
    /// is false is never sent: a condition on it sees it missing.
    #[must_use]
    pub fn supports_condition_key(self, name: &str) -> bool {
        match self.catalog().condition_key(name) {
            Some(key) => self.supports_key(key),
            None => crate::condition_key::is_provider_claim(name),
        }
    }

    /// As [`Action::supports_condition_key`], of a key that was looked up.
    #[must_use]
    pub fn supports_key(self, key: ConditionKey<'_>) -> bool {
        key.is_global()
            || key.is_identity_provider_claim()
            || self.all_condition_keys().any(|listed| listed == key)
    }

    /// Actions that the caller needs as well, listed for the action itself, such as `iam:PassRole`.
    pub fn dependent_actions(self) -> impl Iterator<Item = Action<'a>> {
        self.catalog().actions_at(self.row.dependencies)
    }

    /// Whether it is a permission that no API operation of the same name needs
    /// (as of the reference of December 2025; later ones do not tell).
    #[must_use]
    pub fn is_permission_only(self) -> bool {
        self.row.permission_only
    }

    /// Whether it can grant or widen permissions although AWS may not list it under `Permissions management`.
    #[must_use]
    pub fn is_escalation_sensitive(self) -> bool {
        self.row.escalation_sensitive
    }
}

impl PartialEq for Action<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.row, other.row)
    }
}

impl Eq for Action<'_> {}

/// A resource type that an action takes.
#[derive(Clone, Copy, Debug)]
pub struct ActionResource<'a> {
    resource_type: ResourceType<'a>,
    row: &'a ActionResourceRow,
}

impl<'a> ActionResource<'a> {
    /// The type.
    #[must_use]
    pub fn resource_type(self) -> ResourceType<'a> {
        self.resource_type
    }

    /// Whether each call names a resource of this type.
    #[must_use]
    pub fn required(self) -> bool {
        self.row.required
    }

    /// Condition keys that the reference lists for this action together with this type; where it lists none, those of
    /// [the type](ResourceType::condition_keys) hold.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        self.resource_type.service.catalog.keys(self.row.keys)
    }

    /// The condition keys of a request of this action for a resource of this type. The type's own list is for all actions
    /// together: what a request says of new tags comes only with the actions that list it, and where this action has a list
    /// for the type, only tags that the resource has already come on top of it.
    pub fn all_condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        let has_list = !self.row.keys.range().is_empty();
        let of_type = self.resource_type.condition_keys();
        let of_type = of_type.filter(move |key| match key.tag() {
            Some(Tag::OfRequest) => false,
            Some(Tag::OfResource) => true,
            None => !has_list,
        });
        self.condition_keys().chain(of_type)
    }

    /// Actions that the caller needs as well when the call names a resource of this type.
    pub fn dependent_actions(self) -> impl Iterator<Item = Action<'a>> {
        self.resource_type
            .service
            .catalog
            .actions_at(self.row.dependencies)
    }
}
