use catalog::Catalog;
use policy::Effect;

use crate::bind::BoundRequest;
use crate::decision::{Decision, Layer};
use crate::matching::{
    BoundResource, Environment, PrincipalMatch, Truth, action_fits, principal_fits, resource_fits,
};
use crate::missing::settle;
use crate::path::{Exemption, IdentitySide, Path, Sides};
use crate::prepare::{PreparedPolicy, PreparedSet, PreparedStatement};
use crate::scenario::{MissingKeys, Request};

/// What becomes of a request: the fast way, without reasons.
pub fn decide(
    policies: &PreparedSet,
    request: &Request,
    missing_keys: MissingKeys,
    catalog: &Catalog,
) -> Decision {
    policies.bind(request, missing_keys, catalog).decide()
}

impl BoundRequest<'_> {
    /// What becomes of the request: the fast way, without reasons.
    pub fn decide(&self) -> Decision {
        self.decide_counting().0
    }

    /// The same with how many statements were looked at, those again that were held against values of missing keys: for
    /// callers that ask many requests and have to end.
    pub fn decide_counting(&self) -> (Decision, usize) {
        if let Some(pattern) = self.pattern() {
            let sweep = self.sweep(pattern);
            return (sweep.decision, sweep.effort);
        }
        let settlement = settle(self, false);
        (settlement.decision, settlement.effort)
    }

    /// Whether a policy has a say in access to the resource at the end of the path.
    pub(crate) fn takes_part(&self, policy: &PreparedPolicy, path: &Path) -> bool {
        path.passes(policy.layer) && self.is_member(policy)
    }

    /// Whether the policy is the caller's, where it is attached to a group ("IAM user groups", IAM User Guide).
    pub(crate) fn is_member(&self, policy: &PreparedPolicy) -> bool {
        match &policy.attached_to {
            Some(group) if policy.layer == Layer::Identity => {
                self.request.principal.is_member_of(group)
            }
            _ => true,
        }
    }

    /// The decision logic for one resource ("Policy evaluation logic" and "Cross-account policy evaluation logic",
    /// IAM User Guide).
    pub(crate) fn combine(&self, path: &Path, tally: &Tally) -> Verdict {
        Verdict {
            denied: tally.denied,
            allowed: self.allowed(path, tally),
        }
    }

    /// Whether all that has to allow allows, Denys apart.
    fn allowed(&self, path: &Path, tally: &Tally) -> Truth {
        match path.exemption {
            Some(Exemption::NeedsNoPermission) => return Truth::True,
            Some(
                Exemption::RootAssumesRole
                | Exemption::PassesForeignRole
                | Exemption::ForeignPartition
                | Exemption::NotForCredentials(_),
            ) => return Truth::False,
            Some(Exemption::OwnBucketPolicy) => {
                return self.gates_allow(path, tally) & self.sessions_allow(path, tally);
            }
            None => {}
        }
        let limits = self.boundaries_allow(path, tally) & self.sessions_allow(path, tally);
        let identity = match path.identity {
            IdentitySide::Policies => tally.identity & limits,
            // Only a session of AssumeRoot has limits.
            IdentitySide::RootUser => limits,
            IdentitySide::NoAccount => Truth::False,
        };
        let granted = if path.is_kept_from_public {
            Truth::False
        } else if path.limits_every_grant {
            (tally.direct | tally.limited) & limits
        } else {
            tally.direct | (tally.limited & limits)
        };
        let delegated = if path.is_kept_from_public {
            Truth::False
        } else {
            tally.delegated
        };
        let by_policies = match path.sides {
            Sides::ResourceAlone => granted,
            Sides::Either => granted | identity,
            Sides::ResourceOrDelegation => granted | (delegated & identity),
            // Nothing that is given to somebody of another account passes that account's limits.
            Sides::Both => identity & (granted | delegated),
        };
        let by_grant = if path.is_key {
            tally.key_grant
        } else {
            Truth::False
        };
        self.gates_allow(path, tally) & (by_policies | by_grant)
    }

    /// Whether the VPC endpoint and every level of the organization let the request pass, whatever gives the permission.
    fn gates_allow(&self, path: &Path, tally: &Tally) -> Truth {
        self.endpoint_allows(path, tally) & self.scps_allow(path, tally)
    }

    pub(crate) fn endpoint_allows(&self, path: &Path, tally: &Tally) -> Truth {
        if path.passes(Layer::VpcEndpoint) {
            tally.all_open(self.set.endpoint_gates)
        } else {
            Truth::True
        }
    }

    /// Whether every level of the organization allows.
    pub(crate) fn scps_allow(&self, path: &Path, tally: &Tally) -> Truth {
        if path.passes(Layer::Scp) {
            tally.all_open(self.set.scp_gates)
        } else {
            Truth::True
        }
    }

    pub(crate) fn boundaries_allow(&self, path: &Path, tally: &Tally) -> Truth {
        if path.passes(Layer::Boundary) {
            tally.all_open(self.set.boundary_gates)
        } else {
            Truth::True
        }
    }

    pub(crate) fn sessions_allow(&self, path: &Path, tally: &Tally) -> Truth {
        if path.lacks_session_policy {
            Truth::False
        } else if path.passes(Layer::Session) {
            tally.all_open(self.set.session_gates)
        } else {
            Truth::True
        }
    }
}

/// Whether all of a statement but its conditions fits, and how it names the caller. The cheapest and most selective elements
/// come first; the order makes no difference to the result.
pub(crate) fn without_conditions(
    statement: &PreparedStatement,
    resource: &BoundResource<'_>,
    path: &Path,
    environment: &Environment<'_>,
) -> (Truth, PrincipalMatch) {
    const NO: (Truth, PrincipalMatch) = (Truth::False, PrincipalMatch::None);
    if !action_fits(statement, &resource.action)
        || statement.effect.is_none()
        || statement.unreadable.is_some()
    {
        return NO;
    }
    let principal = resource.authorization.principal;
    let named = principal_fits(statement, principal, path.standing());
    if named == PrincipalMatch::None {
        return NO;
    }
    (resource_fits(statement, resource, environment), named)
}

/// What the statements say to one resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    /// By any policy that takes part.
    pub(crate) denied: Truth,
    /// By identity policies.
    pub(crate) identity: Truth,
    /// To the caller itself or to everyone, by resource policies.
    pub(crate) direct: Truth,
    /// To the caller's role or the user who made its session, by resource policies.
    pub(crate) limited: Truth,
    /// To the caller's account, by resource policies.
    pub(crate) delegated: Truth,
    /// By a grant of a key.
    pub(crate) key_grant: Truth,
    /// The gates that are open, and those that are or might be.
    open: u64,
    perhaps_open: u64,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            denied: Truth::False,
            identity: Truth::False,
            direct: Truth::False,
            limited: Truth::False,
            delegated: Truth::False,
            key_grant: Truth::False,
            open: 0,
            perhaps_open: 0,
        }
    }
}

impl Tally {
    pub(crate) fn count(
        &mut self,
        policy: &PreparedPolicy,
        effect: Option<Effect>,
        named: PrincipalMatch,
        truth: Truth,
    ) {
        if truth == Truth::False {
            return;
        }
        let counter = match (effect, policy.layer, named) {
            (None, ..) | (_, _, PrincipalMatch::None) => return,
            (Some(Effect::Deny), ..) if policy.is_grant => return,
            (Some(Effect::Deny), ..) => &mut self.denied,
            (Some(Effect::Allow), Layer::Rcp, _) => return,
            (
                Some(Effect::Allow),
                Layer::VpcEndpoint | Layer::Scp | Layer::Boundary | Layer::Session,
                _,
            ) => {
                if truth == Truth::True {
                    self.open |= policy.gate;
                }
                self.perhaps_open |= policy.gate;
                return;
            }
            (Some(Effect::Allow), Layer::Identity, _) => &mut self.identity,
            (Some(Effect::Allow), Layer::Resource, PrincipalMatch::Account) if policy.is_grant => {
                return;
            }
            (Some(Effect::Allow), Layer::Resource, _) if policy.is_grant => &mut self.key_grant,
            (Some(Effect::Allow), Layer::Resource, PrincipalMatch::Account) => &mut self.delegated,
            (_, _, PrincipalMatch::UserOfSession | PrincipalMatch::Role) => &mut self.limited,
            (_, _, PrincipalMatch::Everyone | PrincipalMatch::Direct) => &mut self.direct,
        };
        *counter = *counter | truth;
    }

    /// Whether all these gates are open. None at all is open.
    pub(crate) fn all_open(&self, gates: u64) -> Truth {
        if self.open & gates == gates {
            Truth::True
        } else if self.perhaps_open & gates == gates {
            Truth::Unknown
        } else {
            Truth::False
        }
    }
}

/// What becomes of a request, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Whether some Deny applies.
    pub(crate) denied: Truth,
    /// Whether everything is allowed that has to be, Denys apart.
    pub(crate) allowed: Truth,
}

impl Verdict {
    pub(crate) const NOTHING_ASKED: Verdict = Verdict {
        denied: Truth::False,
        allowed: Truth::True,
    };

    /// Of two resources, both have to be allowed.
    pub(crate) fn and(self, other: Verdict) -> Verdict {
        Verdict {
            denied: self.denied | other.denied,
            allowed: self.allowed & other.allowed,
        }
    }

    /// The decision; `None` where it depends on what is not known.
    pub(crate) fn settled(self) -> Option<Settled> {
        match (self.denied, self.allowed) {
            (Truth::True, _) => Some(Settled::ExplicitlyDenied),
            (Truth::False, Truth::True) => Some(Settled::Allowed),
            (Truth::False, Truth::False) => Some(Settled::ImplicitlyDenied),
            (Truth::Unknown, _) | (Truth::False, Truth::Unknown) => None,
        }
    }
}

/// A decision that nothing can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    Allowed,
    ExplicitlyDenied,
    ImplicitlyDenied,
}

impl From<Settled> for Decision {
    fn from(settled: Settled) -> Decision {
        match settled {
            Settled::Allowed => Decision::Allowed,
            Settled::ExplicitlyDenied => Decision::ExplicitlyDenied,
            Settled::ImplicitlyDenied => Decision::ImplicitlyDenied,
        }
    }
}
