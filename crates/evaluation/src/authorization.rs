use crate::context::{Context, ContextValue};
use crate::principal::Principal;
use crate::scenario::{DependentAction, Request};

/// One of the checks that an API call has to pass: its own action, or one that depends on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Authorization<'r> {
    pub(crate) principal: &'r Principal,
    pub(crate) action: &'r str,
    pub(crate) resources: &'r [String],
    /// The account that the scenario says the resources belong to.
    pub(crate) resource_account: Option<&'r str>,
    context: &'r Context,
    /// The keys of a dependent action alone.
    own_context: Option<&'r Context>,
}

impl<'r> Authorization<'r> {
    /// That of the request's own action.
    pub(crate) fn of(request: &'r Request) -> Authorization<'r> {
        Authorization {
            principal: &request.principal,
            action: &request.action,
            resources: &request.resources,
            resource_account: request.resource_account.as_deref(),
            context: &request.context,
            own_context: None,
        }
    }

    /// That of an action that the request's action needs.
    pub(crate) fn of_dependent(
        request: &'r Request,
        dependent: &'r DependentAction,
    ) -> Authorization<'r> {
        Authorization {
            action: &dependent.action,
            resources: &dependent.resources,
            resource_account: None,
            own_context: Some(&dependent.context),
            ..Authorization::of(request)
        }
    }

    /// All that the request needs, its own first.
    pub(crate) fn all(request: &'r Request) -> impl Iterator<Item = Authorization<'r>> {
        let dependent = request.dependent_actions.iter();
        std::iter::once(Authorization::of(request))
            .chain(dependent.map(move |dependent| Authorization::of_dependent(request, dependent)))
    }

    /// What the scenario says of a key in lower case.
    pub(crate) fn supplied(&self, lower: &str) -> Option<&'r ContextValue> {
        let own = self.own_context.and_then(|own| own.get_lower(lower));
        own.or_else(|| self.context.get_lower(lower))
    }
}
