use policy::values::read_bool;

use crate::context::{Context, ContextValue};
use crate::principal::{Caller, Principal};
use crate::scenario::{DependentAction, Request};

/// One of the checks that an API call has to pass: its own action, or one that depends on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Authorization<'r> {
    pub(crate) principal: &'r Principal,
    pub(crate) action: &'r str,
    pub(crate) resources: &'r [String],
    /// The account that the scenario says the resources belong to.
    pub(crate) resource_account: Option<&'r str>,
    /// Whether it passes the VPC endpoint of which the scenario gives the policy.
    pub(crate) passes_endpoint: bool,
    /// Whether requests to S3 do not carry the tags of the bucket.
    pub(crate) without_bucket_tags: bool,
    context: &'r Context,
    /// The keys of a dependent action alone.
    own_context: Option<&'r Context>,
}

/// What is known of the ways and the settings of a request beside the request itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings {
    /// Whether there is the policy of a VPC endpoint.
    pub(crate) has_endpoint_policy: bool,
    /// Whether attribute-based access control is known to be disabled for the bucket.
    pub(crate) without_bucket_tags: bool,
}

/// The calls that make sessions of a role.
const ASSUMPTIONS: [&str; 3] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
];

/// The keys by which such a call passes something to the session, each with the action that this needs ("Passing session tags
/// in AWS STS" and "Monitor and control actions taken with assumed roles", IAM User Guide). A name that ends with a slash
/// stands for all that begin so.
const PASSED: [(&str, &[&str]); 2] = [
    (
        "sts:TagSession",
        &["aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys"],
    ),
    ("sts:SetSourceIdentity", &["sts:sourceidentity"]),
];

impl<'r> Authorization<'r> {
    /// That of the request's own action. Where the scenario gives the policy of a VPC endpoint, the request passes that,
    /// unless its context says otherwise.
    pub(crate) fn of(request: &'r Request, surroundings: Surroundings) -> Authorization<'r> {
        let authorization = Authorization {
            principal: &request.principal,
            action: &request.action,
            resources: &request.resources,
            resource_account: request.resource_account.as_deref(),
            passes_endpoint: false,
            without_bucket_tags: surroundings.without_bucket_tags,
            context: &request.context,
            own_context: None,
        };
        Authorization {
            passes_endpoint: surroundings.has_endpoint_policy && !authorization.is_from_elsewhere(),
            ..authorization
        }
    }

    /// That of an action that the request's action needs. A service needs those of other services without the endpoint.
    fn of_dependent(own: Authorization<'r>, dependent: &'r DependentAction) -> Authorization<'r> {
        let prefix = |action: &'r str| action.split_once(':').map_or("", |(prefix, _)| prefix);
        let is_of_service = prefix(own.action).eq_ignore_ascii_case(prefix(&dependent.action));
        Authorization {
            action: &dependent.action,
            resources: &dependent.resources,
            resource_account: None,
            passes_endpoint: own.passes_endpoint && is_of_service,
            own_context: Some(&dependent.context),
            ..own
        }
    }

    /// All that the request needs, its own first, then what it passes to a session, then what the scenario says besides.
    pub(crate) fn all(
        request: &'r Request,
        surroundings: Surroundings,
    ) -> impl Iterator<Item = Authorization<'r>> {
        let own = Authorization::of(request, surroundings);
        let is_assumption = ASSUMPTIONS
            .iter()
            .any(|action| action.eq_ignore_ascii_case(own.action));
        let passed = PASSED
            .iter()
            .filter(move |(action, keys)| {
                is_assumption
                    && !names(&request.dependent_actions, action)
                    && has_any(&request.context, keys)
            })
            .map(move |(action, _)| Authorization { action, ..own });
        let dependent = request.dependent_actions.iter();
        std::iter::once(own)
            .chain(passed)
            .chain(dependent.map(move |dependent| Authorization::of_dependent(own, dependent)))
    }

    /// What the scenario says of a key in lower case.
    pub(crate) fn supplied(&self, lower: &str) -> Option<&'r ContextValue> {
        let own = self.own_context.and_then(|own| own.get_lower(lower));
        own.or_else(|| self.context.get_lower(lower))
    }

    /// Whether a service makes the request on behalf of the principal, as the scenario says ("Forward access sessions", IAM User
    /// Guide).
    pub(crate) fn is_made_by_service(&self) -> bool {
        let first = |lower| self.supplied(lower)?.values.first();
        self.principal.account().is_some()
            && (first("aws:calledvia").is_some()
                || first("aws:viaawsservice").and_then(|value| read_bool(value)) == Some(true))
    }

    /// Whether the scenario says that the request comes through no VPC endpoint.
    fn is_from_elsewhere(&self) -> bool {
        let has = |lower| self.supplied(lower).is_some_and(|value| !value.is_absent());
        let lacks = |lower| self.supplied(lower).is_some_and(ContextValue::is_absent);
        has("aws:sourceip")
            || lacks("aws:sourcevpce")
            || self.is_made_by_service()
            || matches!(self.principal.caller, Caller::Service { .. })
    }
}

fn names(dependent_actions: &[DependentAction], action: &str) -> bool {
    dependent_actions
        .iter()
        .any(|dependent| dependent.action.eq_ignore_ascii_case(action))
}

fn has_any(context: &Context, keys: &[&str]) -> bool {
    context.iter_lower().any(|(lower, value)| {
        !value.is_absent()
            && keys.iter().any(|key| match key.strip_suffix('/') {
                Some(_) => lower.starts_with(key),
                None => lower == *key,
            })
    })
}
