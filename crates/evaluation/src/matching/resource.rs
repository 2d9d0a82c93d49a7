use patterns::{Arn, ResourcePattern, pieces_match};

use crate::account::ResourceAccount;
use crate::authorization::Authorization;
use crate::decision::Layer;
use crate::matching::{BoundAction, Environment, Truth, any};
use crate::prepare::{KeyNumber, PreparedResource, PreparedStatement};

/// One resource of a request, and what is asked of it.
#[derive(Clone, Debug)]
pub(crate) struct BoundResource<'r> {
    pub(crate) authorization: Authorization<'r>,
    pub(crate) action: BoundAction<'r>,
    /// Its ARN, or `*` where the action cannot be limited to resources.
    pub(crate) text: &'r str,
    pub(crate) arn: Option<Arn<'r>>,
    pub(crate) account: ResourceAccount<'r>,
    /// Which of the request's contexts is this resource's.
    pub(crate) world: usize,
    /// The keys that the request carries for its other resources alone.
    pub(crate) of_others: Vec<KeyNumber>,
}

impl BoundResource<'_> {
    fn matches(&self, pattern: &ResourcePattern) -> bool {
        match &self.arn {
            Some(arn) => pattern.matches_arn(arn),
            None => pattern.is_match_all(),
        }
    }
}

/// Resource and NotResource ("IAM JSON policy elements: Resource" and "NotResource", IAM User Guide). A statement with
/// neither is about no resource, except in a resource policy, where it is about the resource that the policy is
/// attached to. Key policies are stricter.
pub(crate) fn resource_fits(
    statement: &PreparedStatement,
    resource: &BoundResource<'_>,
    environment: &Environment<'_>,
) -> Truth {
    let listed = |entries: &[PreparedResource]| {
        any(entries
            .iter()
            .map(|entry| entry_matches(entry, resource, environment)))
    };
    match (&statement.resources, &statement.not_resources) {
        (None, None) => {
            (statement.layer == Layer::Resource && !resource.action.service_is("kms")).into()
        }
        (resources, not_resources) => {
            let included = resources.as_deref().map_or(Truth::True, listed);
            if included == Truth::False {
                return Truth::False;
            }
            included & !not_resources.as_deref().map_or(Truth::False, listed)
        }
    }
}

/// Whether one entry names the resource.
pub(crate) fn entry_matches(
    entry: &PreparedResource,
    resource: &BoundResource<'_>,
    environment: &Environment<'_>,
) -> Truth {
    match entry {
        PreparedResource::Fixed(pattern) => resource.matches(pattern).into(),
        PreparedResource::Misplaced => Truth::False,
        PreparedResource::Template(fields, last) => match &resource.arn {
            Some(arn) if fields.matches_arn(arn) => {
                last.test(environment, |pieces| pieces_match(&pieces, arn.resource))
            }
            // The pattern has five colons, so that `*` cannot match it.
            _ => Truth::False,
        },
    }
}
