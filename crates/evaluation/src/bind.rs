use std::borrow::Cow;

use catalog::{Action, Catalog};
use patterns::Arn;

use crate::account::ResourceAccount;
use crate::derived::{Derivable, Derived};
use crate::matching::{BoundAction, BoundResource, Environment, Known, Truth, Values};
use crate::prepare::{Key, KeyNumber, PreparedSet};
use crate::scenario::{MissingKeys, Request};

/// A request held against prepared policies: everything that they ask for is looked up or derived.
#[derive(Clone, Debug)]
pub struct BoundRequest<'r> {
    pub(crate) set: &'r PreparedSet,
    pub(crate) request: &'r Request,
    missing_keys: MissingKeys,
    pub(crate) action: BoundAction<'r>,
    /// At least one.
    pub(crate) resources: Vec<BoundResource<'r>>,
    /// What is known of every key that the policies ask for.
    pub(crate) known: Vec<Known<'r>>,
}

impl PreparedSet {
    /// Looks up what the policies ask of the request. The catalogue tells which context keys the action never sends
    /// and whether it can be limited to resources; of an action that it does not know, neither is assumed.
    pub fn bind<'r>(
        &'r self,
        request: &'r Request,
        missing_keys: MissingKeys,
        catalog: &Catalog,
    ) -> BoundRequest<'r> {
        let action = catalog.action(&request.action);
        BoundRequest {
            set: self,
            request,
            missing_keys,
            action: BoundAction::new(&request.action),
            resources: bind_resources(request, action),
            known: self
                .keys
                .iter()
                .map(|key| look_up(key, request, missing_keys, action))
                .collect(),
        }
    }
}

impl<'r> BoundRequest<'r> {
    /// What conditions are evaluated against when nothing is assumed.
    pub(crate) fn environment(&self) -> Environment<'_> {
        Environment {
            known: &self.known,
            empty_is_missing: Truth::Unknown,
        }
    }
}

impl BoundRequest<'_> {
    /// Whether the key is absent because the catalogue says that the action never sends it.
    pub(crate) fn is_never_sent(&self, number: KeyNumber) -> bool {
        let Some(key) = self.set.keys.get(number) else {
            return false;
        };
        let is_derived = key
            .derivable
            .as_ref()
            .is_some_and(|derivable| !matches!(derivable.derive(self.request), Derived::Unknown));
        self.missing_keys == MissingKeys::Unknown
            && matches!(self.known.get(number), Some(Known::Absent))
            && self.request.context.get_lower(&key.lower).is_none()
            && !is_derived
    }
}

fn bind_resources<'r>(request: &'r Request, action: Option<Action<'_>>) -> Vec<BoundResource<'r>> {
    let whole = |account| BoundResource {
        text: "*",
        arn: None,
        account,
    };
    // For an action without resource types, IAM compares the literal `*` with the policies.
    if request.resources.is_empty() || action.is_some_and(Action::takes_only_star) {
        return vec![whole(ResourceAccount::of_all(request))];
    }
    request
        .resources
        .iter()
        .map(|resource| {
            let arn = Arn::parse(resource);
            BoundResource {
                text: resource,
                arn,
                account: ResourceAccount::of(request, arn.as_ref()),
            }
        })
        .collect()
}

fn look_up<'r>(
    key: &Key,
    request: &'r Request,
    missing_keys: MissingKeys,
    action: Option<Action<'_>>,
) -> Known<'r> {
    if let Some(supplied) = request.context.get_lower(&key.lower) {
        let count = supplied.values.len();
        return if count == 0 {
            Known::Absent
        } else {
            Known::Present {
                values: Values::Many(&supplied.values),
                multivalued: key.is_multivalued(count, supplied.multivalued),
            }
        };
    }
    let derived = key
        .derivable
        .as_ref()
        .map_or(Derived::Unknown, |derivable: &Derivable| {
            derivable.derive(request)
        });
    match derived {
        Derived::Absent => Known::Absent,
        Derived::Value(value) => present(key, value),
        Derived::Unknown if missing_keys == MissingKeys::Absent => Known::Absent,
        Derived::Unknown => match action {
            Some(action) if !action.supports_condition_key(&key.written) => Known::Absent,
            _ => Known::Unknown,
        },
    }
}

fn present<'r>(key: &Key, value: Cow<'r, str>) -> Known<'r> {
    Known::Present {
        values: Values::One(value),
        multivalued: key.is_multivalued(1, false),
    }
}
