//! A resource type of a service.

use patterns::ResourcePattern;

use crate::arn;
use crate::condition_key::ConditionKey;
use crate::service::Service;
use crate::tables::ResourceTypeRow;

/// A resource type: a form of ARN that actions can be limited to.
#[derive(Clone, Copy, Debug)]
pub struct ResourceType<'a> {
    pub(crate) service: Service<'a>,
    pub(crate) number: u32,
    pub(crate) row: &'a ResourceTypeRow,
}

impl<'a> ResourceType<'a> {
    /// Its name as the reference spells it, `bucket`.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.service.catalog.tables.text(self.row.name)
    }

    /// The service whose page lists it; its ARNs may name another (`sts` lists roles of `iam`).
    #[must_use]
    pub fn service(self) -> Service<'a> {
        self.service
    }

    /// Its ARNs with variables, one or more: `arn:${Partition}:s3:::${BucketName}`. A `*` in one stands as it is written in
    /// the reference.
    pub fn arn_templates(self) -> impl Iterator<Item = &'a str> {
        let tables = &self.service.catalog.tables;
        tables
            .arns
            .get(self.row.arns.range())
            .unwrap_or_default()
            .iter()
            .map(move |&place| tables.text(place))
    }

    /// Its ARNs as a policy's `Resource` would name all of them, every variable a `*`: `arn:*:s3:::*`.
    #[must_use]
    pub fn arn_globs(self) -> Vec<String> {
        self.arn_templates().map(arn::to_glob).collect()
    }

    /// Whether the ARN is one of this type.
    #[must_use]
    pub fn matches_arn(self, arn: &str) -> bool {
        self.service
            .catalog
            .compiled_arns(self.number, self)
            .iter()
            .any(|template| template.matches(arn))
    }

    /// Whether some ARN of this type matches the written `Resource` entry. Policy variables in the entry count as what they
    /// were compiled to: a `*`, where they may be anything. Unsure cases say yes: only names that cannot
    /// hold a slash ([`arn::last_variable_holds_no_slash`]) end at one, so the entry `arn:aws:s3:::logs/*` names no bucket.
    #[must_use]
    pub fn could_match(self, written: &ResourcePattern) -> bool {
        self.service
            .catalog
            .compiled_arns(self.number, self)
            .iter()
            .any(|template| template.could_match(written))
    }

    /// The condition keys that the reference lists for the type, such as `aws:ResourceTag/${TagKey}`.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        self.service.catalog.keys(self.row.keys)
    }
}

impl PartialEq for ResourceType<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.row, other.row)
    }
}

impl Eq for ResourceType<'_> {}
