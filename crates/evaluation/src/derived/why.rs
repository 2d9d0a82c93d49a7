//! The sentences that tell from what a key follows, and the rules.

use crate::account::ResourceAccount;
use crate::authorization::Authorization;
use crate::derived::{Derivable, service_of, tagged};
use crate::principal::{Caller, Credentials, Principal};
use crate::rules::{self, RuleId};

impl Derivable {
    pub(super) fn why(&self, authorization: &Authorization<'_>, is_absent: bool) -> String {
        let principal = authorization.principal;
        let kind = kind_of(principal);
        match self {
            Derivable::PrincipalArn if is_absent => format!("{kind} has no ARN"),
            Derivable::PrincipalArn => match principal.caller {
                Caller::RoleSession { .. } => "for the session of a role it is the ARN of the role".to_owned(),
                _ => "it is the ARN of the principal".to_owned(),
            },
            Derivable::PrincipalAccount => "it is the account of the principal".to_owned(),
            Derivable::PrincipalType => format!("the principal is {kind}"),
            Derivable::PrincipalOrgId | Derivable::PrincipalOrgPaths if is_absent => {
                format!("{kind} belongs to no organization")
            }
            Derivable::PrincipalOrgId | Derivable::PrincipalOrgPaths => {
                "the scenario names the principal's organization".to_owned()
            }
            Derivable::ResourceOrgId | Derivable::ResourceOrgPaths => {
                "the resource belongs to the principal's account, and that to this organization".to_owned()
            }
            Derivable::PrincipalTag(_) if is_absent => "the principal does not have this tag".to_owned(),
            Derivable::PrincipalTag(tag) if tagged(&principal.session_tags, tag).is_some() => {
                "the session has this tag, which goes before one of the role".to_owned()
            }
            Derivable::PrincipalTag(_) => "it is a tag of the principal".to_owned(),
            Derivable::PrincipalIsAwsService
            | Derivable::PrincipalServiceName
            | Derivable::PrincipalServiceNamesList => format!("the principal is {kind}"),
            Derivable::UserId | Derivable::UserName if is_absent => format!("{kind} has none"),
            Derivable::UserId | Derivable::UserName => "it follows from the principal".to_owned(),
            Derivable::ResourceAccount => match ResourceAccount::of_all(authorization) {
                ResourceAccount::Given(_) => "the scenario names the resource's account".to_owned(),
                ResourceAccount::InArn(_) => "it stands in the resource's ARN".to_owned(),
                _ => "nothing says whose the resource is, so it is taken to be of the principal's account".to_owned(),
            },
            Derivable::RequestedRegion => match service_of(authorization) {
                "iam" => "IAM is called in one Region of the partition, whatever the Region of its caller".to_owned(),
                _ => "it stands in the resource's ARN".to_owned(),
            },
            Derivable::SecureTransport => "a request is taken to be made over TLS".to_owned(),
            Derivable::CurrentTime => "it is the instant that aws:EpochTime gives".to_owned(),
            Derivable::EpochTime => "it is the instant that aws:CurrentTime gives".to_owned(),
            Derivable::SourceIp => "a request through a VPC endpoint does not carry it".to_owned(),
            Derivable::SourceVpce | Derivable::ThroughEndpoint if authorization.is_made_by_service() => {
                "a request made by a service on behalf of the principal does not carry it".to_owned()
            }
            Derivable::SourceVpce | Derivable::ThroughEndpoint => {
                "a request that has aws:SourceIp did not pass a VPC endpoint".to_owned()
            }
            Derivable::ServiceSource => {
                "only a request that an AWS service makes for itself carries it".to_owned()
            }
            Derivable::FederatedProvider => {
                "only sessions made with an identity provider carry it".to_owned()
            }
            Derivable::RoleSession => "only sessions of roles carry it".to_owned(),
            Derivable::TokenIssueTime => format!("{kind} has no temporary credentials"),
            Derivable::ResourceTag => {
                "attribute-based access control is not enabled for the bucket, so that its tags do not count".to_owned()
            }
            Derivable::Claim(_) => "only users of this identity provider carry it".to_owned(),
            Derivable::AssumedRoot if !is_absent => "the session was made by AssumeRoot".to_owned(),
            Derivable::AssumedRoot => "only sessions of AssumeRoot carry it".to_owned(),
            Derivable::MultiFactorAuth | Derivable::MultiFactorAuthAge
                if self.is_ruled_out_by_credentials(authorization) =>
            {
                "the credentials were made without multi-factor authentication".to_owned()
            }
            Derivable::MultiFactorAuth | Derivable::MultiFactorAuthAge
                if matches!(principal.credentials, Some(Credentials::SessionToken { .. })) =>
            {
                "GetSessionToken made the credentials, with multi-factor authentication or without".to_owned()
            }
            Derivable::MultiFactorAuth | Derivable::MultiFactorAuthAge => {
                format!("{kind} has no multi-factor authentication")
            }
            Derivable::ViaAwsService => match principal.caller {
                Caller::Service { .. } => "the service calls for itself".to_owned(),
                _ => "aws:CalledVia says which service made the request".to_owned(),
            },
            Derivable::CalledViaFirst if !is_absent => "it is the first service of aws:CalledVia".to_owned(),
            Derivable::CalledViaLast if !is_absent => "it is the last service of aws:CalledVia".to_owned(),
            Derivable::CalledVia | Derivable::CalledViaFirst | Derivable::CalledViaLast => {
                "the request is made directly".to_owned()
            }
        }
    }

    /// The rule by which it follows.
    pub(crate) fn rule(&self, authorization: &Authorization<'_>) -> RuleId {
        match self {
            Derivable::MultiFactorAuth | Derivable::MultiFactorAuthAge
                if self.is_ruled_out_by_credentials(authorization) =>
            {
                rules::LONG_TERM_CREDENTIALS
            }
            Derivable::MultiFactorAuth | Derivable::MultiFactorAuthAge => rules::MFA,
            Derivable::SourceVpce | Derivable::ThroughEndpoint | Derivable::ViaAwsService
                if authorization.is_made_by_service() =>
            {
                rules::FORWARD_ACCESS
            }
            Derivable::SourceIp | Derivable::SourceVpce if authorization.passes_endpoint => {
                rules::THROUGH_ENDPOINT
            }
            Derivable::PrincipalTag(tag) if is_session_tag(authorization, tag) => {
                rules::SESSION_TAGS
            }
            Derivable::Claim(_) => rules::CLAIMS,
            Derivable::ResourceTag => rules::BUCKET_TAGS,
            Derivable::AssumedRoot if authorization.principal.is_assumed_root() => {
                rules::ASSUMED_ROOT
            }
            Derivable::CurrentTime | Derivable::EpochTime => rules::EPOCH_TIME,
            Derivable::UserId if authorization.principal.caller == Caller::Anonymous => {
                rules::ANONYMOUS_ID
            }
            _ => rules::DERIVED_KEYS,
        }
    }
}

fn is_session_tag(authorization: &Authorization<'_>, tag: &str) -> bool {
    tagged(&authorization.principal.session_tags, tag).is_some()
}

/// The principal in a sentence: `an IAM user`.
pub(crate) fn kind_of(principal: &Principal) -> &'static str {
    match principal.caller {
        Caller::AccountRoot { .. } if principal.is_assumed_root() => "a session of AssumeRoot",
        Caller::AccountRoot { .. } => "the root user of an account",
        Caller::User { .. } => "an IAM user",
        Caller::RoleSession { .. } => "a session of a role",
        Caller::FederatedUser { .. } => "a federated user",
        Caller::Service { .. } => "an AWS service",
        Caller::Saml { .. } => "a user of a SAML provider",
        Caller::WebIdentity { .. } => "a user of a web identity provider",
        Caller::Anonymous => "an anonymous caller",
    }
}
