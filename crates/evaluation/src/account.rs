use patterns::Arn;

use crate::authorization::Authorization;
use crate::principal::is_account_id;

/// The account that owns a resource, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResourceAccount<'a> {
    /// The scenario says so.
    Given(&'a str),
    /// The resource's ARN names it.
    InArn(&'a str),
    /// Nothing names it: it is taken to be the caller's.
    Assumed(&'a str),
    /// Nothing names it, and the caller has no account.
    Unknown,
}

impl<'a> ResourceAccount<'a> {
    pub(crate) fn of(
        authorization: &Authorization<'a>,
        arn: Option<&Arn<'a>>,
    ) -> ResourceAccount<'a> {
        if let Some(account) = authorization.resource_account {
            return ResourceAccount::Given(account);
        }
        match arn.map(|arn| arn.account) {
            Some(account) if is_account_id(account) => ResourceAccount::InArn(account),
            _ => match authorization.principal.account() {
                Some(account) => ResourceAccount::Assumed(account),
                None => ResourceAccount::Unknown,
            },
        }
    }

    pub(crate) fn id(self) -> Option<&'a str> {
        match self {
            ResourceAccount::Given(account)
            | ResourceAccount::InArn(account)
            | ResourceAccount::Assumed(account) => Some(account),
            ResourceAccount::Unknown => None,
        }
    }

    /// The one account of all the resources of a request; unknown when they lie in several.
    pub(crate) fn of_all(authorization: &Authorization<'a>) -> ResourceAccount<'a> {
        let mut accounts = authorization
            .resources
            .iter()
            .map(|resource| ResourceAccount::of(authorization, Arn::parse(resource).as_ref()));
        let Some(first) = accounts.next() else {
            return ResourceAccount::of(authorization, None);
        };
        if accounts.all(|account| account.id() == first.id()) {
            first
        } else {
            ResourceAccount::Unknown
        }
    }
}
