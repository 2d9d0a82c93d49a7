use catalog::Catalog;
use policy::Effect;

use crate::bind::BoundRequest;
use crate::decision::{Decision, Layer};
use crate::matching::{
    BoundResource, Environment, PrincipalMatch, Truth, action_fits, condition_truth,
    principal_fits, resource_fits,
};
use crate::missing::settle;
use crate::prepare::{PreparedSet, PreparedStatement};
use crate::principal::Caller;
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
        settle(self).decision
    }

    /// What the policies say in an environment that may assume values of missing keys.
    pub(crate) fn verdict(&self, environment: &Environment<'_>) -> Verdict {
        let mut verdict = Verdict::NOTHING_ASKED;
        for resource in &self.resources {
            let mut tally = Tally::default();
            for statement in self
                .set
                .policies
                .iter()
                .flat_map(|policy| &policy.statements)
            {
                let (truth, named) = statement_truth(statement, self, resource, environment);
                tally.count(statement, named, truth);
            }
            verdict = verdict.and(self.combine(resource, &tally));
            if verdict.denied == Truth::True {
                break;
            }
        }
        verdict
    }

    /// The decision logic for one resource ("Policy evaluation logic" and "Cross-account policy evaluation logic",
    /// IAM User Guide).
    pub(crate) fn combine(&self, resource: &BoundResource<'_>, tally: &Tally) -> Verdict {
        let path = self.path(resource);
        // No policies can be attached to the root user, a service or an anonymous caller.
        let (identity, denied_by_identity) = match path.identity {
            IdentitySide::Policies => (tally.allowed, tally.denied_by_identity),
            IdentitySide::SessionWithoutPolicy => (Truth::False, tally.denied_by_identity),
            IdentitySide::RootUser => (Truth::True, Truth::False),
            IdentitySide::NoAccount => (Truth::False, Truth::False),
        };
        let denied = match path.exemption {
            Some(Exemption::NeedsNoPermission) => Truth::False,
            Some(Exemption::OwnBucketPolicy) => denied_by_identity,
            Some(Exemption::RootAssumesRole) | None => {
                denied_by_identity | tally.denied_by_resource
            }
        };
        let allowed = match path.exemption {
            Some(Exemption::NeedsNoPermission | Exemption::OwnBucketPolicy) => Truth::True,
            Some(Exemption::RootAssumesRole) => Truth::False,
            None => match path.sides {
                Sides::ResourceAlone => tally.granted,
                Sides::Either => tally.granted | identity,
                Sides::ResourceOrDelegation => tally.granted | (tally.delegated & identity),
                Sides::Both => identity & (tally.granted | tally.delegated),
            },
        };
        Verdict { denied, allowed }
    }

    /// Which sides have a say in access to the resource.
    pub(crate) fn path(&self, resource: &BoundResource<'_>) -> Path {
        let caller = &self.request.principal.caller;
        let account = self.request.principal.account();
        let is_root = matches!(caller, Caller::AccountRoot { .. });
        let same_account = account.is_some() && resource.account.id() == account;
        let identity = match caller {
            Caller::User { .. } | Caller::RoleSession { .. } => IdentitySide::Policies,
            Caller::AccountRoot { .. } => IdentitySide::RootUser,
            Caller::FederatedUser { .. } => IdentitySide::SessionWithoutPolicy,
            _ => IdentitySide::NoAccount,
        };
        let sides = if account.is_none() {
            Sides::ResourceAlone
        } else if !same_account {
            Sides::Both
        } else if self.needs_resource_policy(resource) {
            Sides::ResourceOrDelegation
        } else {
            Sides::Either
        };
        let exemption = if account.is_some() && self.needs_no_permission() {
            Some(Exemption::NeedsNoPermission)
        } else if is_root && self.action.is("sts:AssumeRole") {
            Some(Exemption::RootAssumesRole)
        } else if is_root && same_account && self.is_bucket_policy_call() {
            Some(Exemption::OwnBucketPolicy)
        } else {
            None
        };
        Path {
            identity,
            sides,
            exemption,
        }
    }

    /// Roles and KMS keys always have a policy of their own, which has to allow or to delegate.
    fn needs_resource_policy(&self, resource: &BoundResource<'_>) -> bool {
        let resource_part = resource.arn.map_or("", |arn| arn.resource);
        if self.action.service_is("sts") {
            resource_part.starts_with("role/")
        } else {
            self.action.service_is("kms") && resource_part.starts_with("key/")
        }
    }

    fn needs_no_permission(&self) -> bool {
        ["sts:GetCallerIdentity", "sts:GetSessionToken"]
            .into_iter()
            .any(|name| self.action.is(name))
    }

    fn is_bucket_policy_call(&self) -> bool {
        [
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
            "s3:DeleteBucketPolicy",
        ]
        .into_iter()
        .any(|name| self.action.is(name))
    }
}

/// How the two sides make a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) identity: IdentitySide,
    pub(crate) sides: Sides,
    pub(crate) exemption: Option<Exemption>,
}

/// What the caller's own side consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdentitySide {
    /// Identity policies.
    Policies,
    /// The root user has everything, and no policies are attached to it.
    RootUser,
    /// A federated user has no more than a session policy allows, and there is none; what is denied to the user who
    /// made the session stays denied.
    SessionWithoutPolicy,
    /// A caller without an account has no policies.
    NoAccount,
}

/// Which sides have to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sides {
    /// The caller has no account: the resource policy.
    ResourceAlone,
    /// Same account: one of the two.
    Either,
    /// Same account, and the resource's policy must at least leave it to the account.
    ResourceOrDelegation,
    /// Another account: both.
    Both,
}

/// Calls that do not go by the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exemption {
    NeedsNoPermission,
    OwnBucketPolicy,
    RootAssumesRole,
}

/// Whether a statement applies, and how it names the caller. The cheapest and most selective elements come first; the
/// order makes no difference to the result.
pub(crate) fn statement_truth(
    statement: &PreparedStatement,
    bound: &BoundRequest<'_>,
    resource: &BoundResource<'_>,
    environment: &Environment<'_>,
) -> (Truth, PrincipalMatch) {
    const NO: (Truth, PrincipalMatch) = (Truth::False, PrincipalMatch::None);
    if !action_fits(statement, &bound.action)
        || statement.effect.is_none()
        || statement.unreadable.is_some()
    {
        return NO;
    }
    let named = principal_fits(statement, &bound.request.principal);
    if !named.holds_for(statement.effect) {
        return NO;
    }
    let mut truth = resource_fits(statement, resource, &bound.action, environment);
    for condition in &statement.conditions {
        if truth == Truth::False {
            return NO;
        }
        truth = truth & condition_truth(condition, environment);
    }
    (truth, named)
}

/// What the statements say to one resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) denied_by_resource: Truth,
    pub(crate) denied_by_identity: Truth,
    /// By identity policies.
    pub(crate) allowed: Truth,
    /// To the caller itself, by resource policies.
    pub(crate) granted: Truth,
    /// To the caller's account, by resource policies.
    pub(crate) delegated: Truth,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            denied_by_resource: Truth::False,
            denied_by_identity: Truth::False,
            allowed: Truth::False,
            granted: Truth::False,
            delegated: Truth::False,
        }
    }
}

impl Tally {
    pub(crate) fn count(
        &mut self,
        statement: &PreparedStatement,
        named: PrincipalMatch,
        truth: Truth,
    ) {
        if truth == Truth::False {
            return;
        }
        let counter = match (statement.effect, statement.layer, named) {
            (Some(Effect::Deny), Layer::Resource, _) => &mut self.denied_by_resource,
            (Some(Effect::Deny), Layer::Identity, _) => &mut self.denied_by_identity,
            (Some(Effect::Allow), Layer::Identity, _) => &mut self.allowed,
            (Some(Effect::Allow), Layer::Resource, PrincipalMatch::Direct) => &mut self.granted,
            (Some(Effect::Allow), Layer::Resource, PrincipalMatch::Account) => &mut self.delegated,
            _ => return,
        };
        *counter = *counter | truth;
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
    const NOTHING_ASKED: Verdict = Verdict {
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
