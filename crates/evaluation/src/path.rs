//! Which layers have a say in access to a resource, before any statement is looked at.

use policy::values::read_bool;

use crate::authorization::Authorization;
use crate::bind::BoundRequest;
use crate::decision::Layer;
use crate::matching::{BoundAction, BoundResource, Standing};
use crate::principal::{Caller, Credentials, Principal};
use crate::rcp_services::supports_rcps;

/// How the layers make a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) identity: IdentitySide,
    pub(crate) sides: Sides,
    pub(crate) exemption: Option<Exemption>,
    /// How service control policies stand to the caller.
    pub(crate) scp: ScpReach,
    /// How resource control policies stand to the request.
    pub(crate) rcp: RcpReach,
    /// Whether the request passes a VPC endpoint that has a policy.
    pub(crate) through_endpoint: bool,
    /// Whether that is a gateway endpoint.
    pub(crate) through_gateway: bool,
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
    /// Caller and resource are of different partitions.
    ForeignPartition,
    /// The caller's credentials are not for such calls.
    NotForCredentials(Unfit),
}

/// Why credentials cannot make a call ("Compare AWS STS credentials", IAM User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// A session of a role cannot make further sessions of a user.
    Role,
    /// A federated user calls neither IAM nor STS.
    FederatedUser,
    /// Credentials of GetSessionToken call IAM only if they were made with multi-factor authentication.
    SessionTokenWithoutMfa,
    /// They call STS only to assume a role and to ask who they are.
    SessionToken,
    /// Users of identity providers have one way to a role each.
    IdentityProvider,
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

/// Whether resource control policies affect access to the resource ("Resource control policies (RCPs)", Resources and entities
/// not restricted by RCPs, AWS Organizations User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RcpReach {
    Affected,
    /// The service is not among those that take part.
    OtherService,
    /// The request is not about a resource.
    NoResource,
    ManagementAccount,
    /// The caller is one, or the role that a service assumes.
    ServiceLinkedRole,
    /// The caller is one by its name: the ARN of a session has no path.
    NamedAsServiceLinkedRole,
    ManagedKey,
    RetireGrant,
}

impl Path {
    /// What it says of the sense of principals.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            has_boundary: self.has_boundary,
            through_gateway: self.through_gateway,
        }
    }

    /// Whether the policies of a layer have a say.
    pub(crate) fn passes(&self, layer: Layer) -> bool {
        if self.exemption == Some(Exemption::NeedsNoPermission) {
            return false;
        }
        match layer {
            Layer::VpcEndpoint => self.through_endpoint,
            Layer::Scp => self.scp == ScpReach::Affected,
            Layer::Rcp => self.rcp == RcpReach::Affected,
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
        let is_assumed_root = principal.is_assumed_root();
        let identity = match caller {
            Caller::User { .. } | Caller::RoleSession { .. } | Caller::FederatedUser { .. } => {
                IdentitySide::Policies
            }
            Caller::AccountRoot { .. } => IdentitySide::RootUser,
            _ => IdentitySide::NoAccount,
        };
        let sides = if account.is_none() || is_federation(action) {
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
        let exemption = if let Some(unfit) = unfit(&resource.authorization, action) {
            Some(Exemption::NotForCredentials(unfit))
        } else if account.is_some() && is_any(&["sts:GetCallerIdentity", "sts:GetSessionToken"]) {
            Some(Exemption::NeedsNoPermission)
        } else if is_foreign_partition(principal, resource) {
            Some(Exemption::ForeignPartition)
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
        ) || is_assumed_root;
        let has_session_policy = is_session && has_gates(self.set.session_gates);
        let through_endpoint = resource.authorization.passes_endpoint;
        Path {
            identity,
            sides,
            exemption,
            scp: scp_reach(principal),
            rcp: self.rcp_reach(resource, same_account),
            through_endpoint,
            through_gateway: through_endpoint && self.set.switches.gateway_endpoint,
            has_boundary: identity == IdentitySide::Policies && has_gates(self.set.boundary_gates),
            has_session_policy,
            lacks_session_policy: (matches!(caller, Caller::FederatedUser { .. })
                || is_assumed_root)
                && !has_session_policy,
            limits_every_grant: is_role || is_assumed_root,
            is_kept_from_public: self.set.is_public_access_blocked
                && action.service_is("s3")
                && !same_account
                && !matches!(caller, Caller::Service { .. }),
            is_key,
        }
    }
}

/// Whether the action assumes a role with an identity provider: the trust policy alone decides ("AssumeRoleWithSAML" and
/// "AssumeRoleWithWebIdentity", AWS STS API Reference).
pub(crate) fn is_federation(action: &BoundAction<'_>) -> bool {
    action.is("sts:AssumeRoleWithSAML") || action.is("sts:AssumeRoleWithWebIdentity")
}

/// Nothing reaches from one partition into another ("Cross account resource access in IAM", IAM User Guide).
fn is_foreign_partition(principal: &Principal, resource: &BoundResource<'_>) -> bool {
    match (principal.partition(), &resource.arn) {
        (Some(own), Some(arn)) => {
            own != arn.partition && ["aws", "aws-cn", "aws-us-gov"].contains(&arn.partition)
        }
        _ => false,
    }
}

fn unfit(authorization: &Authorization<'_>, action: &BoundAction<'_>) -> Option<Unfit> {
    let principal = authorization.principal;
    let is_sts = action.service_is("sts");
    if !is_sts && !action.service_is("iam") {
        return None;
    }
    let is_any = |names: &[&str]| names.iter().any(|name| action.is(name));
    let passes = || is_any(&["sts:TagSession", "sts:SetSourceIdentity"]);
    match (&principal.caller, principal.credentials) {
        (Caller::RoleSession { .. }, _) => {
            is_any(&["sts:GetFederationToken", "sts:GetSessionToken"]).then_some(Unfit::Role)
        }
        (Caller::FederatedUser { .. }, _) => {
            (!action.is("sts:GetCallerIdentity")).then_some(Unfit::FederatedUser)
        }
        (Caller::Saml { .. }, _) => (is_sts && !passes() && !action.is("sts:AssumeRoleWithSAML"))
            .then_some(Unfit::IdentityProvider),
        (Caller::WebIdentity { .. }, _) => {
            (is_sts && !passes() && !action.is("sts:AssumeRoleWithWebIdentity"))
                .then_some(Unfit::IdentityProvider)
        }
        (_, Some(Credentials::SessionToken { .. })) if is_sts => (!passes()
            && !is_any(&["sts:AssumeRole", "sts:GetCallerIdentity"]))
        .then_some(Unfit::SessionToken),
        (_, Some(Credentials::SessionToken { mfa })) => {
            let supplied = authorization.supplied("aws:multifactorauthpresent");
            let mfa = supplied.map_or(mfa, |value| {
                let mut values = value.values.iter();
                values.any(|value| read_bool(value) == Some(true))
            });
            (!mfa).then_some(Unfit::SessionTokenWithoutMfa)
        }
        _ => None,
    }
}

impl BoundRequest<'_> {
    fn rcp_reach(&self, resource: &BoundResource<'_>, same_account: bool) -> RcpReach {
        if !self.set.has_rcps {
            return RcpReach::Affected;
        }
        let principal = resource.authorization.principal;
        let action = &resource.action;
        let Some(arn) = &resource.arn else {
            return RcpReach::NoResource;
        };
        if !supports_rcps(action.prefix) {
            return RcpReach::OtherService;
        }
        if same_account && principal.management_account {
            return RcpReach::ManagementAccount;
        }
        let switches = &self.set.switches;
        match linked_to_service(principal) {
            Some(Linked::ByPath) => RcpReach::ServiceLinkedRole,
            Some(Linked::ByName) => RcpReach::NamedAsServiceLinkedRole,
            None if arn.service == "iam" && arn.resource.starts_with("role/aws-service-role/") => {
                RcpReach::ServiceLinkedRole
            }
            None if action.is("kms:RetireGrant") => RcpReach::RetireGrant,
            None if switches.aws_managed_key && action.service_is("kms") => RcpReach::ManagedKey,
            None => RcpReach::Affected,
        }
    }
}

/// How it is known that the caller is a session of a service-linked role.
enum Linked {
    ByPath,
    ByName,
}

fn linked_to_service(principal: &Principal) -> Option<Linked> {
    match &principal.caller {
        Caller::RoleSession { path, .. } if path.starts_with("/aws-service-role/") => {
            Some(Linked::ByPath)
        }
        Caller::RoleSession { path, role, .. }
            if path == "/" && role.starts_with("AWSServiceRoleFor") =>
        {
            Some(Linked::ByName)
        }
        _ => None,
    }
}

fn scp_reach(principal: &Principal) -> ScpReach {
    if principal.management_account {
        return ScpReach::ManagementAccount;
    }
    match linked_to_service(principal) {
        Some(Linked::ByPath) => ScpReach::ServiceLinkedRole,
        Some(Linked::ByName) => ScpReach::NamedAsServiceLinkedRole,
        None if principal.account().is_none() => ScpReach::NoAccount,
        None => ScpReach::Affected,
    }
}
