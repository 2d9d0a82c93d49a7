use policy::Effect;

use crate::account::ResourceAccount;
use crate::bind::BoundRequest;
use crate::decide::{Exemption, IdentitySide, Sides, Tally};
use crate::decision::{Layer, LayerOutcome};
use crate::derived::kind_of;
use crate::matching::{BoundResource, PrincipalMatch, Truth};
use crate::prepare::PreparedStatement;
use crate::rules::{self, RuleId};
use crate::trace::LayerTrace;

/// The statements that make the layers say what they say, by their position in the trace.
#[derive(Default)]
pub(super) struct Deciders {
    noted: Vec<Noted>,
}

struct Noted {
    position: usize,
    layer: Layer,
    effect: Option<Effect>,
    named: PrincipalMatch,
    truth: Truth,
}

impl Deciders {
    pub(super) fn note(
        &mut self,
        position: usize,
        statement: &PreparedStatement,
        named: PrincipalMatch,
        truth: Truth,
    ) {
        self.noted.push(Noted {
            position,
            layer: statement.layer,
            effect: statement.effect,
            named,
            truth,
        });
    }

    fn positions(&self, fits: impl Fn(&Noted) -> bool) -> Vec<usize> {
        self.noted
            .iter()
            .filter(|noted| fits(noted))
            .map(|noted| noted.position)
            .collect()
    }
}

/// What every layer says to one resource.
pub(super) fn explain_layers(
    bound: &BoundRequest<'_>,
    number: usize,
    resource: &BoundResource<'_>,
    tally: &Tally,
    deciders: &Deciders,
) -> Vec<LayerTrace> {
    let mut layers = Vec::with_capacity(Layer::ALL.len());
    for layer in Layer::ALL {
        let (outcome, why) = match layer {
            Layer::Resource => resource_layer(bound, resource, tally),
            Layer::Identity => identity_layer(bound, resource, tally),
        };
        let statements = deciders.positions(|noted| {
            noted.layer == layer
                && match outcome {
                    LayerOutcome::Allowed => {
                        noted.effect == Some(Effect::Allow)
                            && noted.named == PrincipalMatch::Direct
                            && noted.truth == Truth::True
                    }
                    LayerOutcome::Delegated => noted.effect == Some(Effect::Allow),
                    LayerOutcome::ExplicitlyDenied => {
                        noted.effect == Some(Effect::Deny) && noted.truth == Truth::True
                    }
                    LayerOutcome::Undetermined => noted.truth == Truth::Unknown,
                    LayerOutcome::ImplicitlyDenied | LayerOutcome::NotApplicable => false,
                }
        });
        layers.push(LayerTrace {
            resource: number,
            layer,
            outcome,
            why,
            statements,
        });
    }
    layers
}

fn resource_layer(
    bound: &BoundRequest<'_>,
    resource: &BoundResource<'_>,
    tally: &Tally,
) -> (LayerOutcome, String) {
    let path = bound.path(resource);
    let has_policies = bound
        .set
        .policies
        .iter()
        .any(|policy| policy.layer == Layer::Resource);
    if path.exemption == Some(Exemption::NeedsNoPermission) {
        return (LayerOutcome::NotApplicable, no_permission_needed());
    }
    if path.exemption == Some(Exemption::OwnBucketPolicy) {
        return (
            LayerOutcome::NotApplicable,
            "a bucket's policy cannot lock out the root user of the bucket's account".to_owned(),
        );
    }
    if tally.denied_by_resource == Truth::True {
        return (
            LayerOutcome::ExplicitlyDenied,
            "a Deny statement of the resource's policy applies".to_owned(),
        );
    }
    if tally.denied_by_resource == Truth::Unknown || tally.granted == Truth::Unknown {
        return (LayerOutcome::Undetermined, depends());
    }
    if tally.granted == Truth::True {
        return (
            LayerOutcome::Allowed,
            "the resource's policy allows the caller itself".to_owned(),
        );
    }
    match tally.delegated {
        Truth::True => {
            return (
                LayerOutcome::Delegated,
                "the resource's policy leaves it to the caller's account: an identity policy has to allow as well"
                    .to_owned(),
            );
        }
        Truth::Unknown => return (LayerOutcome::Undetermined, depends()),
        Truth::False => {}
    }
    match path.sides {
        Sides::Either if !has_policies => (
            LayerOutcome::NotApplicable,
            "the resource has no policy in this scenario, and within one account none is needed".to_owned(),
        ),
        Sides::Either => (
            LayerOutcome::ImplicitlyDenied,
            "no statement of the resource's policy allows it; within one account an identity policy is enough"
                .to_owned(),
        ),
        Sides::ResourceOrDelegation => (
            LayerOutcome::ImplicitlyDenied,
            "access to such a resource goes by its own policy, and no statement of it allows the caller or the account"
                .to_owned(),
        ),
        Sides::Both => (
            LayerOutcome::ImplicitlyDenied,
            "the resource belongs to another account, and no statement of its policy allows the caller or the caller's \
             account"
                .to_owned(),
        ),
        Sides::ResourceAlone => (
            LayerOutcome::ImplicitlyDenied,
            format!(
                "no statement of the resource's policy allows it, and nothing else can allow {}",
                kind_of(&bound.request.principal)
            ),
        ),
    }
}

fn identity_layer(
    bound: &BoundRequest<'_>,
    resource: &BoundResource<'_>,
    tally: &Tally,
) -> (LayerOutcome, String) {
    let path = bound.path(resource);
    if path.exemption == Some(Exemption::NeedsNoPermission) {
        return (LayerOutcome::NotApplicable, no_permission_needed());
    }
    match path.identity {
        IdentitySide::NoAccount => {
            return (
                LayerOutcome::NotApplicable,
                format!(
                    "{} has no identity policies",
                    kind_of(&bound.request.principal)
                ),
            );
        }
        IdentitySide::RootUser if path.exemption == Some(Exemption::RootAssumesRole) => {
            return (
                LayerOutcome::NotApplicable,
                "the root user cannot assume a role".to_owned(),
            );
        }
        IdentitySide::RootUser => {
            return (
                LayerOutcome::NotApplicable,
                "the root user may do everything in its account, and no policies are attached to it".to_owned(),
            );
        }
        IdentitySide::Policies | IdentitySide::SessionWithoutPolicy => {}
    }
    match tally.denied_by_identity {
        Truth::True => {
            return (
                LayerOutcome::ExplicitlyDenied,
                "a Deny statement of an identity policy applies".to_owned(),
            );
        }
        Truth::Unknown => return (LayerOutcome::Undetermined, depends()),
        Truth::False => {}
    }
    if path.identity == IdentitySide::SessionWithoutPolicy {
        return (
            LayerOutcome::ImplicitlyDenied,
            "a federated user has only what a session policy allows, and there is none".to_owned(),
        );
    }
    match tally.allowed {
        Truth::True => (
            LayerOutcome::Allowed,
            "a statement of an identity policy allows it".to_owned(),
        ),
        Truth::Unknown => (LayerOutcome::Undetermined, depends()),
        Truth::False => (
            LayerOutcome::ImplicitlyDenied,
            "no statement of an identity policy allows it".to_owned(),
        ),
    }
}

fn depends() -> String {
    "it depends on context keys that the scenario does not give".to_owned()
}

fn no_permission_needed() -> String {
    "the call needs no permission and cannot be denied".to_owned()
}

/// The rules by which the sides make the decision on one resource.
pub(super) fn path_rules(bound: &BoundRequest<'_>, resource: &BoundResource<'_>) -> Vec<RuleId> {
    let path = bound.path(resource);
    if let Some(exemption) = path.exemption {
        return vec![match exemption {
            Exemption::NeedsNoPermission => rules::NEEDS_NO_PERMISSION,
            Exemption::OwnBucketPolicy => rules::OWN_BUCKET_POLICY,
            Exemption::RootAssumesRole => rules::ROOT_ASSUMES_ROLE,
        }];
    }
    let mut rules = vec![match path.sides {
        Sides::ResourceAlone => rules::RESOURCE_ALONE,
        Sides::Either => rules::SAME_ACCOUNT,
        Sides::ResourceOrDelegation => rules::NEEDS_RESOURCE_POLICY,
        Sides::Both => rules::CROSS_ACCOUNT,
    }];
    match path.identity {
        IdentitySide::RootUser => rules.push(rules::ROOT_USER),
        IdentitySide::SessionWithoutPolicy => rules.push(rules::FEDERATED_USER),
        IdentitySide::Policies | IdentitySide::NoAccount => {}
    }
    if matches!(resource.account, ResourceAccount::Assumed(_)) {
        rules.push(rules::ASSUMED_ACCOUNT);
    }
    rules
}
