use std::borrow::Cow;

use catalog::{Action, ActionResource, Catalog};
use patterns::Arn;

use crate::account::ResourceAccount;
use crate::authorization::Authorization;
use crate::derived::{Derivable, Derived};
use crate::matching::{BoundAction, BoundResource, Environment, Known, Values};
use crate::prepare::{Key, KeyNumber, PreparedSet};
use crate::scenario::{MissingKeys, Request};

/// A request held against prepared policies: everything that they ask for is looked up or derived.
#[derive(Clone, Debug)]
pub struct BoundRequest<'r> {
    pub(crate) set: &'r PreparedSet,
    pub(crate) request: &'r Request,
    pub(crate) missing_keys: MissingKeys,
    pub(crate) catalog: &'r Catalog,
    /// At least one.
    pub(crate) resources: Vec<BoundResource<'r>>,
    /// What is known of every key that the policies ask for, in each of the contexts that the resources have: one, unless
    /// the request needs dependent actions or touches resources of several types. The last one is what all agree on.
    pub(crate) worlds: Vec<Vec<Known<'r>>>,
}

impl PreparedSet {
    /// Looks up what the policies ask of the request. The catalogue tells which context keys the action never sends
    /// and whether it can be limited to resources; of an action that it does not know, neither is assumed.
    pub fn bind<'r>(
        &'r self,
        request: &'r Request,
        missing_keys: MissingKeys,
        catalog: &'r Catalog,
    ) -> BoundRequest<'r> {
        let mut bound = BoundRequest {
            set: self,
            request,
            missing_keys,
            catalog,
            resources: Vec::with_capacity(1),
            worlds: Vec::with_capacity(1),
        };
        for authorization in bound.authorizations() {
            bound.add(&authorization, catalog);
        }
        if bound.worlds.len() > 1 {
            bound.worlds.push(common(&bound.worlds));
        }
        bound
    }
}

impl<'r> BoundRequest<'r> {
    /// All that the request needs, its own first.
    pub(crate) fn authorizations(&self) -> impl Iterator<Item = Authorization<'r>> + use<'r> {
        Authorization::all(self.request, self.set.surroundings())
    }

    /// What the request's own action needs.
    pub(crate) fn own_authorization(&self) -> Authorization<'r> {
        Authorization::of(self.request, self.set.surroundings())
    }

    fn add(&mut self, authorization: &Authorization<'r>, catalog: &Catalog) {
        let action = catalog.action(authorization.action);
        let keys = self.set.keys.iter();
        let known = keys.map(|key| look_up(key, authorization, self.missing_keys, action));
        let world = self.worlds.len();
        self.worlds.push(known.collect());
        let first = self.resources.len();
        let bound_action = BoundAction::new(authorization.action);
        let mut bind = |text, arn, account| {
            self.resources.push(BoundResource {
                authorization: *authorization,
                action: bound_action,
                text,
                arn,
                account,
                world,
                of_others: Vec::new(),
            });
        };
        // For an action without resource types, IAM compares the literal `*` with the policies.
        if authorization.resources.is_empty() || action.is_some_and(Action::takes_only_star) {
            bind("*", None, ResourceAccount::of_all(authorization));
            return;
        }
        for resource in authorization.resources {
            let arn = Arn::parse(resource);
            bind(
                resource,
                arn,
                ResourceAccount::of(authorization, arn.as_ref()),
            );
        }
        if authorization.resources.len() > 1
            && let Some(action) = action
            && checks_several_types(action)
        {
            self.tell_apart(first, world, action, catalog);
        }
    }

    /// Where the resources are of several types, those keys are taken away from each that the reference lists for the types
    /// of others alone.
    fn tell_apart(&mut self, first: usize, world: usize, action: Action<'_>, catalog: &Catalog) {
        let resources = self.resources.get_mut(first..).unwrap_or_default();
        // Which types each resource is of, and every such list once.
        let mut kinds: Vec<Vec<ActionResource<'_>>> = Vec::new();
        let kind_of_each: Vec<usize> = resources
            .iter()
            .map(|resource| {
                let types = action.resource_types();
                let kind: Vec<ActionResource<'_>> = types
                    .filter(|of| of.resource_type().matches_arn(resource.text))
                    .collect();
                let known = kinds.iter().position(|known| is_same_kind(known, &kind));
                known.unwrap_or_else(|| {
                    kinds.push(kind);
                    kinds.len() - 1
                })
            })
            .collect();
        let mut of_others: Vec<Vec<KeyNumber>> = vec![Vec::new(); kinds.len()];
        for (number, key) in self.set.keys.iter().enumerate() {
            let Some(key) = catalog.condition_key(&key.written) else {
                continue;
            };
            if key.is_global() || action.condition_keys().any(|listed| listed == key) {
                continue;
            }
            let lists = |kind: &Vec<ActionResource<'_>>| {
                let mut types = kind.iter();
                types.any(|of| of.all_condition_keys().any(|listed| listed == key))
            };
            let listed: Vec<bool> = kinds.iter().map(lists).collect();
            if !listed.contains(&true) {
                continue;
            }
            for ((of_others, kind), is_listed) in of_others.iter_mut().zip(&kinds).zip(listed) {
                if !is_listed && !kind.is_empty() {
                    of_others.push(number);
                }
            }
        }
        let known = self.worlds.get(world).cloned().unwrap_or_default();
        for (kind, of_others) in of_others.into_iter().enumerate() {
            if of_others.is_empty() {
                continue;
            }
            let mut known = known.clone();
            for number in &of_others {
                if let Some(slot) = known.get_mut(*number) {
                    *slot = Known::Absent;
                }
            }
            let of_kind = resources.iter_mut().zip(&kind_of_each);
            for (resource, _) in of_kind.filter(|(_, own)| **own == kind) {
                resource.world = self.worlds.len();
                resource.of_others.clone_from(&of_others);
            }
            self.worlds.push(known);
        }
    }

    /// What the conditions on a resource are evaluated against when nothing is assumed.
    pub(crate) fn environment(&self, resource: &BoundResource<'_>) -> Environment<'_> {
        Environment::new(self.world(resource.world))
    }

    /// What is known of every key in one of the contexts.
    pub(crate) fn world(&self, world: usize) -> &[Known<'r>] {
        self.worlds
            .get(world)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// What all the contexts agree on.
    pub(crate) fn common(&self) -> &[Known<'r>] {
        self.worlds.last().map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the key is absent because the catalogue says that the action never sends it.
    pub(crate) fn is_never_sent(&self, resource: &BoundResource<'_>, number: KeyNumber) -> bool {
        let Some(key) = self.set.keys.get(number) else {
            return false;
        };
        let authorization = &resource.authorization;
        let is_derived = key
            .derivable
            .as_ref()
            .is_some_and(|derivable| !matches!(derivable.derive(authorization), Derived::Unknown));
        self.missing_keys == MissingKeys::Unknown
            && matches!(self.world(resource.world).get(number), Some(Known::Absent))
            && authorization.supplied(&key.lower).is_none()
            && !is_derived
    }
}

/// Whether one call is checked against resources of several types. Elsewhere the types are alternatives, as an object is to
/// the same object behind an access point.
fn checks_several_types(action: Action<'_>) -> bool {
    let types = action.resource_types();
    types.filter(|of| of.required()).nth(1).is_some()
}

fn is_same_kind(one: &[ActionResource<'_>], other: &[ActionResource<'_>]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| one.resource_type() == other.resource_type())
}

/// What all contexts agree on; where they differ, nothing.
fn common<'r>(worlds: &[Vec<Known<'r>>]) -> Vec<Known<'r>> {
    let Some((first, others)) = worlds.split_first() else {
        return Vec::new();
    };
    let agrees = |number: usize, known: &Known<'_>| {
        let mut of_others = others.iter().map(|world| world.get(number));
        of_others.all(|other| other.is_some_and(|other| other.says_the_same(known)))
    };
    first
        .iter()
        .enumerate()
        .map(|(number, known)| {
            if agrees(number, known) {
                known.clone()
            } else {
                Known::Unknown
            }
        })
        .collect()
}

fn look_up<'r>(
    key: &Key,
    authorization: &Authorization<'r>,
    missing_keys: MissingKeys,
    action: Option<Action<'_>>,
) -> Known<'r> {
    if let Some(supplied) = authorization.supplied(&key.lower) {
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
            derivable.derive(authorization)
        });
    match derived {
        Derived::Absent => Known::Absent,
        Derived::Value(value) => present(key, value),
        Derived::Unknown if missing_keys == MissingKeys::Absent => Known::Absent,
        Derived::Unknown => match action {
            Some(action)
                if !key.is_of_every_action && !action.supports_condition_key(&key.written) =>
            {
                Known::Absent
            }
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
