use policy::Effect;

use crate::bind::BoundRequest;
use crate::decide::Tally;
use crate::decision::{Layer, LayerOutcome};
use crate::derived::kind_of;
use crate::explain::words::quote;
use crate::matching::{BoundResource, PrincipalMatch, Truth, principal_fits};
use crate::path::{Exemption, IdentitySide, Path, RcpReach, ScpReach, Sides, Unfit};
use crate::prepare::{PreparedPolicy, PreparedStatement};
use crate::principal::Caller;
use crate::trace::{LayerTrace, StatementOutcome};

/// One resource with what its statements say, ready to be told layer by layer.
pub(super) struct Told<'t> {
    pub(super) bound: &'t BoundRequest<'t>,
    pub(super) resource: &'t BoundResource<'t>,
    pub(super) path: Path,
    pub(super) tally: Tally,
    /// The statements that apply or might.
    pub(super) noted: Vec<Noted>,
}

/// A statement that makes its layer say what it says.
pub(super) struct Noted {
    /// Its position in the trace.
    position: usize,
    layer: Layer,
    gate: u64,
    pub(super) effect: Option<Effect>,
    pub(super) named: PrincipalMatch,
    pub(super) truth: Truth,
    /// Whether a condition on `aws:PrincipalArn` says whom it is about.
    pub(super) is_narrowed_by_arn: bool,
}

type Said = (LayerOutcome, String);

impl<'t> Told<'t> {
    pub(super) fn new(bound: &'t BoundRequest<'t>, resource: &'t BoundResource<'t>) -> Told<'t> {
        Told {
            bound,
            resource,
            path: bound.path(resource),
            tally: Tally::default(),
            noted: Vec::new(),
        }
    }

    /// Takes what a statement comes to into account.
    pub(super) fn note(
        &mut self,
        position: usize,
        policy: &PreparedPolicy,
        statement: &PreparedStatement,
        outcome: &StatementOutcome,
    ) {
        let truth = match outcome {
            StatementOutcome::Matched { .. } => Truth::True,
            StatementOutcome::Undetermined { .. } => Truth::Unknown,
            StatementOutcome::NotMatched { .. } => return,
        };
        let principal = &self.bound.request.principal;
        let named = principal_fits(statement, principal, self.path.standing());
        self.tally.count(policy, statement.effect, named, truth);
        if policy.is_grant && statement.effect == Some(Effect::Deny) {
            return;
        }
        self.noted.push(Noted {
            position,
            layer: policy.layer,
            gate: policy.gate,
            effect: statement.effect,
            named,
            truth,
            is_narrowed_by_arn: self.is_narrowed_by_arn(statement),
        });
    }

    fn is_narrowed_by_arn(&self, statement: &PreparedStatement) -> bool {
        let is_arn = |key: usize| {
            let key = self.bound.set.keys.get(key);
            key.is_some_and(|key| key.lower == "aws:principalarn")
        };
        let mut conditions = statement.conditions.iter();
        conditions.any(|condition| !condition.is_negated && is_arn(condition.key))
    }

    /// What every layer says.
    pub(super) fn layers(&self, number: usize) -> impl Iterator<Item = LayerTrace> {
        Layer::ALL.into_iter().map(move |layer| {
            let (outcome, why) = self.say(layer);
            LayerTrace {
                resource: number,
                layer,
                outcome,
                why,
                statements: self.deciders(layer, outcome),
            }
        })
    }

    /// The statements that make a layer come out so.
    fn deciders(&self, layer: Layer, outcome: LayerOutcome) -> Vec<usize> {
        let decides = |noted: &&Noted| {
            let allows = noted.effect == Some(Effect::Allow);
            let is_certain = noted.truth == Truth::True;
            noted.layer == layer
                && match outcome {
                    LayerOutcome::Allowed => {
                        let by_delegation =
                            layer == Layer::Resource && noted.named <= PrincipalMatch::Account;
                        allows && is_certain && !by_delegation
                    }
                    LayerOutcome::Delegated => allows,
                    LayerOutcome::ExplicitlyDenied => !allows && is_certain,
                    LayerOutcome::Undetermined => !is_certain,
                    LayerOutcome::ImplicitlyDenied | LayerOutcome::NotApplicable => false,
                }
        };
        let noted = self.noted.iter().filter(decides);
        noted.map(|noted| noted.position).collect()
    }

    fn say(&self, layer: Layer) -> Said {
        if self.path.exemption == Some(Exemption::NeedsNoPermission) {
            return no_say("the call needs no permission and cannot be denied");
        }
        if let Some(Exemption::NotForCredentials(unfit)) = self.path.exemption {
            return no_say(unfit.why());
        }
        let said = match layer {
            Layer::VpcEndpoint => self.no_endpoint(),
            Layer::Scp => self.no_scps(),
            Layer::Rcp => self.no_rcps(),
            Layer::Resource => self.no_resource_policy(),
            Layer::Identity => self.no_identity_policy(),
            Layer::Boundary => self.no_boundary(),
            Layer::Session => self.no_session_policy(),
        };
        said.or_else(|| self.denied(layer))
            .unwrap_or_else(|| match layer {
                Layer::VpcEndpoint => self.endpoint(),
                Layer::Scp => self.scps(),
                Layer::Rcp => (
                    LayerOutcome::Allowed,
                    "no Deny of a resource control policy applies, and they do no more than deny"
                        .to_owned(),
                ),
                Layer::Resource => self.resource_policies(),
                Layer::Identity => self.identity_policies(),
                Layer::Boundary => self.boundary(),
                Layer::Session => self.session_policies(),
            })
    }

    /// What a layer says in which a Deny applies, or may.
    fn denied(&self, layer: Layer) -> Option<Said> {
        let denies = |noted: &&Noted| noted.layer == layer && noted.effect == Some(Effect::Deny);
        let gravest = self
            .noted
            .iter()
            .filter(denies)
            .max_by_key(|noted| noted.truth)?;
        if gravest.truth != Truth::True {
            return Some(depends());
        }
        let whose = match layer {
            Layer::Scp => format!(
                "the service control policies at the level {}",
                self.gate_name(gravest.gate)
            ),
            Layer::VpcEndpoint => "the policy of the VPC endpoint".to_owned(),
            Layer::Rcp => "a resource control policy".to_owned(),
            Layer::Resource => "the resource's policy".to_owned(),
            Layer::Identity => "an identity policy".to_owned(),
            Layer::Boundary => "the permissions boundary".to_owned(),
            Layer::Session => "a session policy".to_owned(),
        };
        Some((
            LayerOutcome::ExplicitlyDenied,
            format!("a Deny statement of {whose} applies"),
        ))
    }

    fn gate_name(&self, bit: u64) -> String {
        let gate = self.bound.set.gates.iter().find(|gate| gate.bit == bit);
        quote(gate.map_or("", |gate| &gate.name))
    }

    /// The first of these gates that is not open, by its name, and whether it may still be.
    pub(super) fn closed_gate(&self, gates: u64) -> Option<(String, Truth)> {
        let all = self.bound.set.gates.iter();
        let closed = all.filter(|gate| gate.bit & gates != 0).filter_map(|gate| {
            let open = self.tally.all_open(gate.bit);
            (open != Truth::True).then_some((gate, open))
        });
        let (gate, open) = closed.min_by_key(|(_, open)| *open)?;
        Some((quote(&gate.name), open))
    }

    fn no_scps(&self) -> Option<Said> {
        if self.bound.set.scp_gates == 0 {
            return Some(no_say(
                "no service control policies are part of this scenario",
            ));
        }
        let whom = match self.path.scp {
            ScpReach::Affected => return None,
            ScpReach::NoAccount => kind_of(&self.bound.request.principal),
            ScpReach::ManagementAccount => "the management account of the organization",
            ScpReach::ServiceLinkedRole | ScpReach::NamedAsServiceLinkedRole => {
                "service-linked roles"
            }
        };
        Some((
            LayerOutcome::NotApplicable,
            format!("service control policies do not affect {whom}"),
        ))
    }

    fn scps(&self) -> Said {
        match self.closed_gate(self.bound.set.scp_gates) {
            None => (
                LayerOutcome::Allowed,
                "at every level some statement allows it".to_owned(),
            ),
            Some((level, Truth::False)) => (
                LayerOutcome::ImplicitlyDenied,
                format!("no statement at the level {level} allows it, and every level has to"),
            ),
            Some(_) => depends(),
        }
    }

    fn no_endpoint(&self) -> Option<Said> {
        if self.bound.set.endpoint_gates == 0 {
            return Some(no_say(
                "no policy of a VPC endpoint is part of this scenario",
            ));
        }
        (!self.path.through_endpoint).then(|| no_say("the request does not pass the VPC endpoint"))
    }

    fn endpoint(&self) -> Said {
        match self.bound.endpoint_allows(&self.path, &self.tally) {
            Truth::True => (
                LayerOutcome::Allowed,
                "a statement of the policy of the VPC endpoint lets it pass, which by itself gives nothing"
                    .to_owned(),
            ),
            Truth::Unknown => depends(),
            Truth::False => (
                LayerOutcome::ImplicitlyDenied,
                "no statement of the policy of the VPC endpoint lets it pass".to_owned(),
            ),
        }
    }

    fn no_rcps(&self) -> Option<Said> {
        if !self.bound.set.has_rcps {
            return Some(no_say(
                "no resource control policies are part of this scenario",
            ));
        }
        let what = match self.path.rcp {
            RcpReach::Affected => return None,
            RcpReach::OtherService => "resources of this service",
            RcpReach::NoResource => "requests that are not about a resource",
            RcpReach::ManagementAccount => "resources of the management account",
            RcpReach::ServiceLinkedRole | RcpReach::NamedAsServiceLinkedRole => {
                "service-linked roles"
            }
            RcpReach::ManagedKey => "keys that AWS manages",
            RcpReach::RetireGrant => "`kms:RetireGrant`",
        };
        Some((
            LayerOutcome::NotApplicable,
            format!("resource control policies do not affect {what}"),
        ))
    }

    fn no_boundary(&self) -> Option<Said> {
        if self.path.identity != IdentitySide::Policies {
            let kind = kind_of(&self.bound.request.principal);
            return Some((
                LayerOutcome::NotApplicable,
                format!("{kind} has no permissions boundary"),
            ));
        }
        (!self.path.has_boundary).then(|| {
            no_say("there is no permissions boundary in this scenario, so nothing is limited by it")
        })
    }

    fn boundary(&self) -> Said {
        self.limit(
            self.bound.boundaries_allow(&self.path, &self.tally),
            "the permissions boundary",
        )
    }

    fn no_session_policy(&self) -> Option<Said> {
        if self.path.lacks_session_policy {
            let kind = kind_of(&self.bound.request.principal);
            return Some((
                LayerOutcome::ImplicitlyDenied,
                format!("{kind} has only what a session policy allows, and there is none"),
            ));
        }
        if self.path.has_session_policy {
            return None;
        }
        match self.bound.request.principal.caller {
            Caller::RoleSession { .. } | Caller::FederatedUser { .. } => {
                Some(no_say("the session was made without session policies"))
            }
            _ => Some((
                LayerOutcome::NotApplicable,
                format!(
                    "{} has no session policies",
                    kind_of(&self.bound.request.principal)
                ),
            )),
        }
    }

    fn session_policies(&self) -> Said {
        if self.bound.request.principal.is_assumed_root() {
            return match self.bound.sessions_allow(&self.path, &self.tally) {
                Truth::True => (
                    LayerOutcome::Allowed,
                    "a statement of the task's policy allows it".to_owned(),
                ),
                Truth::Unknown => depends(),
                Truth::False => (
                    LayerOutcome::ImplicitlyDenied,
                    "no statement of the task's policy allows it, and the session can do nothing else"
                        .to_owned(),
                ),
            };
        }
        self.limit(
            self.bound.sessions_allow(&self.path, &self.tally),
            "a session policy",
        )
    }

    /// What a boundary or session policies say by themselves, and what that does to what others give.
    fn limit(&self, allows: Truth, whose: &str) -> Said {
        match allows {
            Truth::True => (
                LayerOutcome::Allowed,
                format!("a statement of {whose} allows it, which by itself gives nothing"),
            ),
            Truth::Unknown => depends(),
            Truth::False => {
                let passes_by = self.tally.direct == Truth::True
                    && self.path.sides != Sides::Both
                    && !self.path.limits_every_grant;
                let effect = if passes_by {
                    "but that does not limit what the resource's policy gives to the caller itself"
                } else {
                    "and nobody is allowed more by identity policies than it allows"
                };
                (
                    LayerOutcome::ImplicitlyDenied,
                    format!("no statement of {whose} allows it, {effect}"),
                )
            }
        }
    }

    fn no_resource_policy(&self) -> Option<Said> {
        if self.path.exemption == Some(Exemption::OwnBucketPolicy) {
            return Some(no_say(
                "a bucket's policy cannot lock out the root user of the bucket's account",
            ));
        }
        let is_resource = |policy: &PreparedPolicy| policy.layer == Layer::Resource;
        let has_policies = self.bound.set.policies.iter().any(is_resource);
        (self.path.sides == Sides::Either && !has_policies).then(|| {
            no_say(
                "the resource has no policy in this scenario, and within one account none is needed",
            )
        })
    }

    fn resource_policies(&self) -> Said {
        let tally = &self.tally;
        if self.path.is_kept_from_public {
            return (
                LayerOutcome::ImplicitlyDenied,
                "the bucket's policy is public, and block public access leaves such a bucket to its owner's account and \
                 to services"
                    .to_owned(),
            );
        }
        let by_grant = if self.path.is_key {
            tally.key_grant
        } else {
            Truth::False
        };
        let granted = tally.direct | tally.limited | by_grant;
        match granted.max(tally.delegated) {
            Truth::Unknown => return depends(),
            Truth::True if granted == Truth::Unknown => return depends(),
            Truth::True if granted == Truth::True => {
                return (LayerOutcome::Allowed, self.grantee(by_grant).to_owned());
            }
            Truth::True => {
                return (
                    LayerOutcome::Delegated,
                    "the resource's policy leaves it to the caller's account: an identity policy has to allow as well"
                        .to_owned(),
                );
            }
            Truth::False => {}
        }
        let why = match self.path.sides {
            Sides::Either => {
                "no statement of the resource's policy allows it; within one account an identity policy is enough"
            }
            Sides::ResourceOrDelegation => {
                "access to such a resource goes by its own policy, and no statement of it allows the caller or the \
                 account"
            }
            Sides::Both => {
                "the resource belongs to another account, and no statement of its policy allows the caller or the \
                 caller's account"
            }
            Sides::ResourceAlone => {
                return (
                    LayerOutcome::ImplicitlyDenied,
                    format!(
                        "no statement of the resource's policy allows it, and nothing else can allow {}",
                        kind_of(&self.bound.request.principal)
                    ),
                );
            }
        };
        (LayerOutcome::ImplicitlyDenied, why.to_owned())
    }

    /// Whom the resource's side allows, in a sentence.
    fn grantee(&self, by_grant: Truth) -> &'static str {
        let allows = |noted: &&Noted| {
            noted.layer == Layer::Resource
                && noted.effect == Some(Effect::Allow)
                && noted.truth == Truth::True
        };
        let named = self.noted.iter().filter(allows).map(|noted| noted.named);
        match named.max() {
            _ if by_grant == Truth::True => "a grant of the key allows the caller",
            Some(PrincipalMatch::Everyone) => "the resource's policy allows everyone",
            Some(PrincipalMatch::Role) => "the resource's policy allows the role of the caller",
            Some(PrincipalMatch::UserOfSession) => {
                "the resource's policy allows the user who made the session"
            }
            _ => "the resource's policy allows the caller itself",
        }
    }

    fn no_identity_policy(&self) -> Option<Said> {
        match self.path.identity {
            IdentitySide::Policies => None,
            IdentitySide::NoAccount => Some((
                LayerOutcome::NotApplicable,
                format!(
                    "{} has no identity policies",
                    kind_of(&self.bound.request.principal)
                ),
            )),
            IdentitySide::RootUser if self.path.exemption == Some(Exemption::RootAssumesRole) => {
                Some(no_say("the root user cannot assume a role"))
            }
            IdentitySide::RootUser if self.bound.request.principal.is_assumed_root() => {
                Some(no_say(
                    "a session of AssumeRoot may do what its task policy allows, and no policies are attached to it",
                ))
            }
            IdentitySide::RootUser => Some(no_say(
                "the root user may do everything in its account, and no policies are attached to it",
            )),
        }
    }

    fn identity_policies(&self) -> Said {
        match self.tally.identity {
            Truth::True => (
                LayerOutcome::Allowed,
                "a statement of an identity policy allows it".to_owned(),
            ),
            Truth::Unknown => depends(),
            Truth::False => (
                LayerOutcome::ImplicitlyDenied,
                "no statement of an identity policy allows it".to_owned(),
            ),
        }
    }
}

impl Unfit {
    /// Why the call does not get as far as the policies.
    pub(super) fn why(self) -> &'static str {
        match self {
            Unfit::Role => "a session of a role cannot ask for a session of a user",
            Unfit::FederatedUser => {
                "a federated user can call neither IAM nor STS, apart from `sts:GetCallerIdentity`"
            }
            Unfit::SessionTokenWithoutMfa => {
                "credentials of GetSessionToken can call IAM only if they were made with multi-factor authentication"
            }
            Unfit::SessionToken => {
                "credentials of GetSessionToken can call STS only to assume a role and for `sts:GetCallerIdentity`"
            }
            Unfit::IdentityProvider => {
                "users of an identity provider can assume roles by the call for such providers alone"
            }
        }
    }
}

fn no_say(why: &str) -> Said {
    (LayerOutcome::NotApplicable, why.to_owned())
}

fn depends() -> Said {
    (
        LayerOutcome::Undetermined,
        "it depends on context keys that the scenario does not give".to_owned(),
    )
}
