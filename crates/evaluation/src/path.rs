//! Which layers have a say in access to a resource, before any statement is looked at.

use crate::bind::BoundRequest;
use crate::decision::Layer;
use crate::matching::BoundResource;
use crate::principal::{Caller, Principal};

/// How the layers make a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) identity: IdentitySide,
    pub(crate) sides: Sides,
    pub(crate) exemption: Option<Exemption>,
    /// How service control policies stand to the caller.
    pub(crate) scp: ScpReach,
    /// Whether the caller has a permissions boundary.
    pub(crate) has_boundary: bool,
    /// Whether the caller is a session that was made with session policies.
    pub(crate) has_session_policy: bool,
    /// Whether the caller is a session that has nothing of its own without them.
    pub(crate) lacks_session_policy: bool,
    /// Whether boundary and session policies limit whatever the resource's policy gives.
    pub(crate) limits_every_grant: bool,
    /// Whether S3 keeps the caller away, since the bucket's policy is public.
    pub(crate) is_kept_from_public: bool,
    /// Whether the resource is a KMS key.
    pub(crate) is_key: bool,
}

/// What the caller's own side consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdentitySide {
    /// Identity policies.
    Policies,
    /// The root user has everything, and no policies are attached to it.
    RootUser,
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
    PassesForeignRole,
}

/// Whether service control policies affect the caller ("Service control policies", Tasks and entities not restricted by
/// SCPs, AWS Organizations User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScpReach {
    Affected,
    NoAccount,
    ManagementAccount,
    /// By its path.
    ServiceLinkedRole,
    /// By its name: the ARN of a session has no path.
    NamedAsServiceLinkedRole,
}

impl Path {
    /// Whether the policies of a layer have a say.
    pub(crate) fn passes(&self, layer: Layer) -> bool {
        if self.exemption == Some(Exemption::NeedsNoPermission) {
            return false;
        }
        match layer {
            Layer::Scp => self.scp == ScpReach::Affected,
            Layer::Resource => self.exemption != Some(Exemption::OwnBucketPolicy),
            Layer::Identity => self.identity == IdentitySide::Policies,
            Layer::Boundary => self.has_boundary,
            Layer::Session => self.has_session_policy,
        }
    }
}

impl BoundRequest<'_> {
    /// Which layers have a say in access to the resource.
    pub(crate) fn path(&self, resource: &BoundResource<'_>) -> Path {
        let principal = &self.request.principal;
        let caller = &principal.caller;
        let account = principal.account();
        let is_root = matches!(caller, Caller::AccountRoot { .. });
        let same_account = account.is_some() && resource.account.id() == account;
        let action = &resource.action;
        let resource_part = resource.arn.map_or("", |arn| arn.resource);
        let is_role = action.service_is("sts") && resource_part.starts_with("role/");
        let is_key = action.service_is("kms") && resource_part.starts_with("key/");
        let identity = match caller {
            Caller::User { .. } | Caller::RoleSession { .. } | Caller::FederatedUser { .. } => {
                IdentitySide::Policies
            }
            Caller::AccountRoot { .. } => IdentitySide::RootUser,
            _ => IdentitySide::NoAccount,
        };
        let sides = if account.is_none() {
            Sides::ResourceAlone
        } else if !same_account {
            Sides::Both
        } else if is_role || is_key {
            // Roles and KMS keys always have a policy of their own, which has to allow or to delegate.
            Sides::ResourceOrDelegation
        } else {
            Sides::Either
        };
        let is_any = |names: &[&str]| names.iter().any(|name| action.is(name));
        let exemption =
            if account.is_some() && is_any(&["sts:GetCallerIdentity", "sts:GetSessionToken"]) {
                Some(Exemption::NeedsNoPermission)
            } else if is_root && action.is("sts:AssumeRole") {
                Some(Exemption::RootAssumesRole)
            } else if is_root
                && same_account
                && is_any(&[
                    "s3:GetBucketPolicy",
                    "s3:PutBucketPolicy",
                    "s3:DeleteBucketPolicy",
                ])
            {
                Some(Exemption::OwnBucketPolicy)
            } else if sides == Sides::Both && action.is("iam:PassRole") {
                Some(Exemption::PassesForeignRole)
            } else {
                None
            };
        let has_gates = |gates: u64| gates != 0;
        let is_session = matches!(
            caller,
            Caller::RoleSession { .. } | Caller::FederatedUser { .. }
        );
        let has_session_policy = is_session && has_gates(self.set.session_gates);
        Path {
            identity,
            sides,
            exemption,
            scp: scp_reach(principal),
            has_boundary: identity == IdentitySide::Policies && has_gates(self.set.boundary_gates),
            has_session_policy,
            lacks_session_policy: matches!(caller, Caller::FederatedUser { .. })
                && !has_session_policy,
            limits_every_grant: is_role,
            is_kept_from_public: self.set.is_public_access_blocked
                && action.service_is("s3")
                && !same_account
                && !matches!(caller, Caller::Service { .. }),
            is_key,
        }
    }
}

fn scp_reach(principal: &Principal) -> ScpReach {
    if principal.management_account {
        return ScpReach::ManagementAccount;
    }
    match &principal.caller {
        Caller::RoleSession { path, .. } if path.starts_with("/aws-service-role/") => {
            ScpReach::ServiceLinkedRole
        }
        Caller::RoleSession { path, role, .. }
            if path == "/" && role.starts_with("AWSServiceRoleFor") =>
        {
            ScpReach::NamedAsServiceLinkedRole
        }
        _ if principal.account().is_none() => ScpReach::NoAccount,
        _ => ScpReach::Affected,
    }
}
