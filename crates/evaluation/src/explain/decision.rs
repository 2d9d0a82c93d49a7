//! Why it is decided as it is, in one sentence, and by which rules.

use policy::Effect;

use crate::account::ResourceAccount;
use crate::decision::Decision;
use crate::derived::kind_of;
use crate::explain::layer::Told;
use crate::matching::{PrincipalMatch, Truth};
use crate::path::{Exemption, IdentitySide, RcpReach, ScpReach, Sides, is_federation};
use crate::principal::Caller;
use crate::rules::{self, RuleId};

impl Told<'_> {
    /// Whether access to this resource, by itself, is not allowed.
    pub(super) fn is_not_allowed(&self) -> bool {
        self.bound.combine(&self.path, &self.tally).allowed != Truth::True
    }

    /// Why a request comes out so that is decided by what it is about and not by policies.
    pub(super) fn exempt(&self, decision: &Decision) -> Option<String> {
        let action = self.resource.action.text;
        Some(match (self.path.exemption?, decision) {
            (Exemption::NeedsNoPermission, _) => {
                format!("`{action}` needs no permission and cannot be denied")
            }
            (Exemption::RootAssumesRole, Decision::ImplicitlyDenied) => {
                "the root user cannot assume a role".to_owned()
            }
            (Exemption::NotForCredentials(unfit), Decision::ImplicitlyDenied) => {
                unfit.why().to_owned()
            }
            (Exemption::ForeignPartition, Decision::ImplicitlyDenied) => {
                "the resource belongs to another partition, and nothing reaches from one into another"
                    .to_owned()
            }
            (Exemption::PassesForeignRole, Decision::ImplicitlyDenied) => {
                "a role of another account cannot be passed".to_owned()
            }
            (Exemption::OwnBucketPolicy, Decision::Allowed) => {
                "the root user of the bucket's account can always repair the bucket's policy"
                    .to_owned()
            }
            _ => return None,
        })
    }

    /// What does not allow that has to, where no Deny applies.
    pub(super) fn missing_allow(&self) -> String {
        let tally = &self.tally;
        let bound = self.bound;
        if bound.endpoint_allows(&self.path, tally) != Truth::True {
            return "the policy of the VPC endpoint does not allow it".to_owned();
        }
        if bound.scps_allow(&self.path, tally) != Truth::True
            && let Some((level, _)) = self.closed_gate(bound.set.scp_gates)
        {
            return format!(
                "the service control policies at the level {level} do not allow it, and every level has to"
            );
        }
        if self.path.is_kept_from_public && self.path.sides != Sides::Either {
            return "block public access leaves a bucket with a public policy to its owner's account and to services"
                .to_owned();
        }
        if bound.request.principal.is_assumed_root()
            && !self.path.lacks_session_policy
            && bound.sessions_allow(&self.path, tally) != Truth::True
        {
            return "a session of AssumeRoot can do what the policy of its task allows, and that does not allow it"
                .to_owned();
        }
        let limits = [
            (
                bound.boundaries_allow(&self.path, tally),
                "the permissions boundary",
            ),
            (
                bound.sessions_allow(&self.path, tally),
                "the session policy",
            ),
        ];
        let closed = limits.iter().find(|(allows, _)| *allows != Truth::True);
        if let Some((_, limit)) = closed
            && !self.path.lacks_session_policy
            && let Some(what) = self.limited_by()
        {
            return format!("{what}, but {limit} does not");
        }
        match self.path.sides {
            _ if self.path.lacks_session_policy && self.path.sides == Sides::Either => {
                let kind = kind_of(&bound.request.principal);
                return format!("{kind} has only what a session policy allows, and there is none");
            }
            Sides::Either | Sides::ResourceAlone => "no policy allows it: what is not allowed is denied",
            Sides::ResourceOrDelegation => {
                "the resource's own policy has to allow it, or to leave it to the account and an identity policy to allow it"
            }
            Sides::Both if tally.identity != Truth::True => {
                "the resource belongs to another account, and no identity policy of the caller allows it"
            }
            Sides::Both => {
                "the resource belongs to another account, and its policy does not allow the caller"
            }
        }
        .to_owned()
    }

    /// What allows, but no more than boundary and session policies do.
    fn limited_by(&self) -> Option<&'static str> {
        let tally = &self.tally;
        let counts_identity = match self.path.sides {
            Sides::Either => true,
            Sides::ResourceOrDelegation => tally.delegated == Truth::True,
            Sides::Both => (tally.direct | tally.limited | tally.delegated) == Truth::True,
            Sides::ResourceAlone => false,
        };
        if tally.identity == Truth::True && counts_identity {
            Some("an identity policy allows it")
        } else if self.path.sides == Sides::Both {
            None
        } else if tally.limited == Truth::True {
            let by_user = self.is_named(PrincipalMatch::UserOfSession);
            Some(if by_user {
                "the resource's policy allows the user who made the session"
            } else {
                "the resource's policy allows the role"
            })
        } else if self.path.limits_every_grant && tally.direct == Truth::True {
            Some("the resource's policy allows the caller itself")
        } else {
            None
        }
    }

    /// Whether an Allow of the resource's policy that applies names the caller so.
    fn is_named(&self, named: PrincipalMatch) -> bool {
        self.noted.iter().any(|noted| noted.allows(named))
    }

    /// The rules by which the layers make the decision on the resource.
    pub(super) fn rules(&self) -> Vec<RuleId> {
        if let Some(exemption) = self.path.exemption {
            let rule = match exemption {
                Exemption::NeedsNoPermission => rules::NEEDS_NO_PERMISSION,
                Exemption::OwnBucketPolicy => rules::OWN_BUCKET_POLICY,
                Exemption::RootAssumesRole => rules::ROOT_ASSUMES_ROLE,
                Exemption::PassesForeignRole => rules::PASS_ROLE,
                Exemption::ForeignPartition => rules::PARTITIONS,
                Exemption::NotForCredentials(_) => rules::UNFIT_CREDENTIALS,
            };
            let is_assumed_root = self.bound.request.principal.is_assumed_root();
            let root = is_assumed_root.then_some(rules::ASSUMED_ROOT);
            return std::iter::once(rule).chain(root).collect();
        }
        let path = &self.path;
        let tally = &self.tally;
        let set = self.bound.set;
        let principal = &self.bound.request.principal;
        let is_root = path.identity == IdentitySide::RootUser;
        let has_scps = set.scp_gates != 0;
        let limits =
            self.bound.boundaries_allow(path, tally) & self.bound.sessions_allow(path, tally);
        let passes_by = limits != Truth::True
            && tally.direct == Truth::True
            && path.sides != Sides::Both
            && !path.limits_every_grant;
        let by_grant = path.is_key && tally.key_grant != Truth::False;
        let is_limited = tally.limited != Truth::False && path.sides != Sides::Both;
        let applies = [
            (path.sides == Sides::ResourceAlone, rules::RESOURCE_ALONE),
            (path.sides == Sides::Either, rules::SAME_ACCOUNT),
            (
                path.sides == Sides::ResourceOrDelegation,
                rules::NEEDS_RESOURCE_POLICY,
            ),
            (path.sides == Sides::Both, rules::CROSS_ACCOUNT),
            (is_root, rules::ROOT_USER),
            (path.lacks_session_policy && !is_root, rules::FEDERATED_USER),
            (principal.is_assumed_root(), rules::ASSUMED_ROOT),
            (
                is_federation(&self.resource.action),
                rules::IDENTITY_PROVIDER,
            ),
            (self.is_passed_to_session(), rules::PASSED_TO_SESSION),
            (self.is_self_assumption(), rules::SELF_ASSUMPTION),
            (path.through_endpoint, rules::ENDPOINT),
            (set.endpoint_gates != 0, rules::THROUGH_ENDPOINT),
            (set.has_rcps && path.rcp == RcpReach::Affected, rules::RCP),
            (
                set.has_rcps && path.rcp == RcpReach::OtherService,
                rules::RCP_SERVICES,
            ),
            (
                set.has_rcps && !matches!(path.rcp, RcpReach::Affected | RcpReach::OtherService),
                rules::RCP_NOT_AFFECTED,
            ),
            (
                set.has_rcps && path.rcp == RcpReach::NamedAsServiceLinkedRole,
                rules::SERVICE_LINKED_ROLE_NAME,
            ),
            (
                matches!(self.resource.account, ResourceAccount::Assumed(_)),
                rules::ASSUMED_ACCOUNT,
            ),
            (by_grant, rules::KEY_GRANT),
            (
                by_grant && limits != Truth::True,
                rules::KEY_GRANT_AND_LIMITS,
            ),
            (
                set.is_public_access_blocked && self.resource.action.service_is("s3"),
                rules::PUBLIC_BUCKET,
            ),
            (
                self.resource
                    .arn
                    .is_some_and(|arn| arn.resource.starts_with("accesspoint/")),
                rules::ACCESS_POINTS,
            ),
            (self.resource.action.is("iam:PassRole"), rules::PASS_ROLE),
            (path.has_boundary, rules::BOUNDARY),
            (
                path.has_boundary && set.boundary_gates.count_ones() > 1,
                rules::SEVERAL_BOUNDARIES,
            ),
            (path.has_session_policy, rules::SESSION_POLICY),
            (
                is_limited && self.is_named(PrincipalMatch::Role),
                rules::ROLE_GRANT,
            ),
            (
                passes_by && self.is_named(PrincipalMatch::Direct),
                rules::DIRECT_GRANT,
            ),
            (
                is_limited && self.is_named(PrincipalMatch::UserOfSession),
                rules::USER_OF_SESSION_GRANT,
            ),
            (has_scps && path.scp == ScpReach::Affected, rules::SCP),
            (
                has_scps && path.scp != ScpReach::Affected,
                rules::SCP_NOT_AFFECTED,
            ),
            (
                has_scps && path.scp == ScpReach::NamedAsServiceLinkedRole,
                rules::SERVICE_LINKED_ROLE_NAME,
            ),
            (
                has_scps && is_root && path.scp == ScpReach::Affected,
                rules::SCP_ROOT_USER,
            ),
            (
                path.limits_every_grant && (path.has_boundary || path.has_session_policy),
                rules::TRUST_AND_LIMITS,
            ),
        ];
        let mut found: Vec<RuleId> = applies
            .into_iter()
            .filter_map(|(applies, rule)| applies.then_some(rule))
            .collect();
        if passes_by {
            found.extend(self.everyone_rules());
        }
        found
    }

    fn is_passed_to_session(&self) -> bool {
        let action = &self.resource.action;
        action.is("sts:TagSession") || action.is("sts:SetSourceIdentity")
    }

    /// Whether a session of a role asks for another session of the same role.
    fn is_self_assumption(&self) -> bool {
        let principal = &self.bound.request.principal;
        self.resource.action.is("sts:AssumeRole")
            && matches!(principal.caller, Caller::RoleSession { .. })
            && principal.principal_arn().as_deref() == Some(self.resource.text)
    }

    /// The rules by which an Allow for everyone passes boundary and session policies by.
    fn everyone_rules(&self) -> impl Iterator<Item = RuleId> {
        let noted = self.noted.iter();
        let allows = noted.filter(|noted| noted.allows(PrincipalMatch::Everyone));
        allows.map(|noted| {
            if noted.is_narrowed_by_arn {
                rules::EVERYONE_BY_ARN
            } else {
                rules::EVERYONE_AND_LIMITS
            }
        })
    }
}

impl crate::explain::layer::Noted {
    /// Whether it is an Allow that applies and names the caller so.
    fn allows(&self, named: PrincipalMatch) -> bool {
        self.effect == Some(Effect::Allow) && self.truth == Truth::True && self.named == named
    }
}
