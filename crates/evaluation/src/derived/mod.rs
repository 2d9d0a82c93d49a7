mod why;

use std::borrow::Cow;
use std::collections::BTreeMap;

use catalog::Catalog;
use patterns::Arn;
use policy::values::{Instant, read_bool};

use crate::account::ResourceAccount;
use crate::authorization::{Authorization, Surroundings};
use crate::context::ContextValue;
use crate::principal::{Caller, Credentials, Principal};
use crate::scenario::Request;

pub(crate) use why::kind_of;

/// A context key whose value follows from the rest of the request. What the scenario supplies goes before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedKey {
    /// `aws:PrincipalArn`
    pub key: String,
    /// Its values; none when the request cannot carry the key.
    pub values: Vec<String>,
    /// One sentence: from what it follows.
    pub why: String,
}

/// The context keys that follow from the rest of the request and that it does not supply itself, as far as
/// the catalogue knows that the action sends them ("AWS global condition context keys" and "Request information that
/// you can use for policy variables", IAM User Guide).
pub fn derive_context(request: &Request, catalog: &Catalog) -> Vec<DerivedKey> {
    let action = catalog.action(&request.action);
    let authorization = Authorization::of(request, Surroundings::default());
    let names = FIXED_KEYS
        .iter()
        .map(|(name, derivable)| ((*name).to_owned(), derivable.clone()));
    let tags = request.principal.tags.iter().flatten().map(|(tag, _)| {
        (
            format!("aws:PrincipalTag/{tag}"),
            Derivable::PrincipalTag(tag.to_ascii_lowercase()),
        )
    });
    names
        .chain(tags)
        .filter(|(name, _)| request.context.get(name).is_none())
        .filter(|(name, _)| action.is_none_or(|action| action.supports_condition_key(name)))
        .filter_map(|(name, derivable)| derived_key(&name, &derivable, &authorization))
        .collect()
}

/// What the key follows from, told; `None` when it does not follow from this request.
pub(crate) fn derived_key(
    name: &str,
    derivable: &Derivable,
    authorization: &Authorization<'_>,
) -> Option<DerivedKey> {
    let values = match derivable.derive(authorization) {
        Derived::Unknown => return None,
        Derived::Absent => Vec::new(),
        Derived::Value(value) => vec![value.into_owned()],
    };
    let why = derivable.why(authorization, values.is_empty());
    Some(DerivedKey {
        key: name.to_owned(),
        values,
        why,
    })
}

/// What follows for one key.
pub(crate) enum Derived<'r> {
    /// Nothing.
    Unknown,
    /// The request cannot carry it.
    Absent,
    /// Its value.
    Value(Cow<'r, str>),
}

impl<'r> Derived<'r> {
    fn text(text: impl Into<Cow<'r, str>>) -> Derived<'r> {
        Derived::Value(text.into())
    }

    fn present_or_absent(value: Option<impl Into<Cow<'r, str>>>) -> Derived<'r> {
        value.map_or(Derived::Absent, Derived::text)
    }

    fn present_or_unknown(value: Option<impl Into<Cow<'r, str>>>) -> Derived<'r> {
        value.map_or(Derived::Unknown, Derived::text)
    }
}

/// The keys that can follow from the rest of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Derivable {
    PrincipalArn,
    PrincipalAccount,
    PrincipalType,
    PrincipalOrgId,
    PrincipalOrgPaths,
    /// With the tag's key in lower case.
    PrincipalTag(String),
    PrincipalIsAwsService,
    PrincipalServiceName,
    PrincipalServiceNamesList,
    UserId,
    UserName,
    ResourceAccount,
    ResourceOrgId,
    ResourceOrgPaths,
    RequestedRegion,
    SecureTransport,
    CurrentTime,
    EpochTime,
    /// Keys of requests that do not pass a VPC endpoint.
    SourceIp,
    /// Keys of requests that pass one: the endpoint's id, and others.
    SourceVpce,
    ThroughEndpoint,
    /// Keys of requests that a service makes for itself.
    ServiceSource,
    /// Keys of sessions of roles assumed with an identity provider.
    FederatedProvider,
    /// Keys of sessions of roles.
    RoleSession,
    /// Of temporary credentials.
    TokenIssueTime,
    /// What an identity provider says of its user. The provider by its host, or `saml`.
    Claim(String),
    /// Keys that are tags of the resource.
    ResourceTag,
    /// Keys of sessions of AssumeRoot.
    AssumedRoot,
    /// Of credentials that can be made with multi-factor authentication.
    MultiFactorAuth,
    MultiFactorAuthAge,
    ViaAwsService,
    CalledVia,
    CalledViaFirst,
    CalledViaLast,
}

const FIXED_KEYS: [(&str, Derivable); 42] = [
    ("aws:PrincipalArn", Derivable::PrincipalArn),
    ("aws:PrincipalAccount", Derivable::PrincipalAccount),
    ("aws:PrincipalType", Derivable::PrincipalType),
    ("aws:PrincipalOrgID", Derivable::PrincipalOrgId),
    ("aws:PrincipalOrgPaths", Derivable::PrincipalOrgPaths),
    (
        "aws:PrincipalIsAWSService",
        Derivable::PrincipalIsAwsService,
    ),
    ("aws:PrincipalServiceName", Derivable::PrincipalServiceName),
    (
        "aws:PrincipalServiceNamesList",
        Derivable::PrincipalServiceNamesList,
    ),
    ("aws:userid", Derivable::UserId),
    ("aws:username", Derivable::UserName),
    ("aws:ResourceAccount", Derivable::ResourceAccount),
    ("aws:ResourceOrgID", Derivable::ResourceOrgId),
    ("aws:ResourceOrgPaths", Derivable::ResourceOrgPaths),
    ("aws:RequestedRegion", Derivable::RequestedRegion),
    ("aws:SecureTransport", Derivable::SecureTransport),
    ("aws:CurrentTime", Derivable::CurrentTime),
    ("aws:EpochTime", Derivable::EpochTime),
    ("aws:SourceIp", Derivable::SourceIp),
    ("aws:SourceVpc", Derivable::ThroughEndpoint),
    ("aws:SourceVpcArn", Derivable::ThroughEndpoint),
    ("aws:SourceVpce", Derivable::SourceVpce),
    ("aws:VpcSourceIp", Derivable::ThroughEndpoint),
    ("aws:VpceAccount", Derivable::ThroughEndpoint),
    ("aws:VpceOrgID", Derivable::ThroughEndpoint),
    ("aws:VpceOrgPaths", Derivable::ThroughEndpoint),
    ("aws:SourceArn", Derivable::ServiceSource),
    ("aws:SourceAccount", Derivable::ServiceSource),
    ("aws:SourceOrgID", Derivable::ServiceSource),
    ("aws:SourceOrgPaths", Derivable::ServiceSource),
    ("aws:FederatedProvider", Derivable::FederatedProvider),
    ("aws:SourceIdentity", Derivable::RoleSession),
    ("aws:ChatbotSourceArn", Derivable::RoleSession),
    ("aws:Ec2InstanceSourceVpc", Derivable::RoleSession),
    ("aws:Ec2InstanceSourcePrivateIPv4", Derivable::RoleSession),
    ("ec2:SourceInstanceARN", Derivable::RoleSession),
    ("aws:TokenIssueTime", Derivable::TokenIssueTime),
    ("aws:AssumedRoot", Derivable::AssumedRoot),
    ("aws:MultiFactorAuthPresent", Derivable::MultiFactorAuth),
    ("aws:MultiFactorAuthAge", Derivable::MultiFactorAuthAge),
    ("aws:ViaAWSService", Derivable::ViaAwsService),
    ("aws:CalledViaFirst", Derivable::CalledViaFirst),
    ("aws:CalledViaLast", Derivable::CalledViaLast),
];

impl Derivable {
    /// Of the key in lower case.
    pub(crate) fn from_lower(lower: &str) -> Option<Derivable> {
        if let Some(tag) = lower.strip_prefix("aws:principaltag/") {
            return Some(Derivable::PrincipalTag(tag.to_owned()));
        }
        if lower.starts_with("aws:resourcetag/") || lower.starts_with("s3:buckettag/") {
            return Some(Derivable::ResourceTag);
        }
        if lower == "aws:calledvia" {
            return Some(Derivable::CalledVia);
        }
        let fixed = FIXED_KEYS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(lower));
        // The prefixes of services have no dots, the hosts of providers have.
        let claim = || {
            let (provider, _) = lower.split_once(':')?;
            (provider == "saml" || provider.contains('.'))
                .then(|| Derivable::Claim(provider.to_owned()))
        };
        fixed.map(|(_, derivable)| derivable.clone()).or_else(claim)
    }

    pub(crate) fn derive<'r>(&self, authorization: &Authorization<'r>) -> Derived<'r> {
        let principal = authorization.principal;
        let supplied = |lower: &str| {
            authorization
                .supplied(lower)
                .and_then(|value| value.values.first())
                .map(String::as_str)
        };
        match self {
            Derivable::PrincipalArn => match principal.caller {
                Caller::Service { .. } => Derived::Unknown,
                _ => Derived::present_or_absent(principal.principal_arn()),
            },
            Derivable::PrincipalAccount => match principal.caller {
                Caller::Anonymous => Derived::text("anonymous"),
                _ => Derived::present_or_unknown(principal.account()),
            },
            Derivable::PrincipalType => Derived::present_or_unknown(principal_type(principal)),
            // What is in the principal's account is in its organization.
            Derivable::ResourceOrgId | Derivable::ResourceOrgPaths
                if principal.account().is_none()
                    || ResourceAccount::of_all(authorization).id() != principal.account() =>
            {
                Derived::Unknown
            }
            Derivable::PrincipalOrgId | Derivable::ResourceOrgId => {
                organization_part(principal, |organization| {
                    Derived::text(organization.id.as_str())
                })
            }
            Derivable::PrincipalOrgPaths | Derivable::ResourceOrgPaths => {
                organization_part(principal, |organization| {
                    Derived::present_or_unknown(organization.path.as_deref())
                })
            }
            Derivable::PrincipalTag(tag) => match (&principal.tags, &principal.caller) {
                _ if let Some(value) = tagged(&principal.session_tags, tag) => Derived::text(value),
                (Some(tags), _) => Derived::present_or_absent(tagged(tags, tag)),
                (None, Caller::Anonymous | Caller::Service { .. } | Caller::AccountRoot { .. }) => {
                    Derived::Absent
                }
                (None, _) => Derived::Unknown,
            },
            Derivable::PrincipalIsAwsService => match principal.caller {
                Caller::Service { .. } => Derived::text("true"),
                _ if has_credentials(principal) => Derived::text("false"),
                _ => Derived::Absent,
            },
            Derivable::PrincipalServiceName => match &principal.caller {
                Caller::Service { name } => Derived::text(name.as_str()),
                _ => Derived::Absent,
            },
            Derivable::PrincipalServiceNamesList => match principal.caller {
                Caller::Service { .. } => Derived::Unknown,
                _ => Derived::Absent,
            },
            Derivable::UserId => user_id(principal),
            Derivable::UserName => match &principal.caller {
                Caller::User { name, .. } => Derived::text(name.as_str()),
                Caller::Saml { .. } | Caller::WebIdentity { .. } => Derived::Unknown,
                _ => Derived::Absent,
            },
            Derivable::ResourceAccount => {
                Derived::present_or_unknown(ResourceAccount::of_all(authorization).id())
            }
            Derivable::RequestedRegion => {
                Derived::present_or_unknown(requested_region(authorization))
            }
            Derivable::SecureTransport => Derived::text("true"),
            Derivable::CurrentTime => Derived::present_or_unknown(
                supplied("aws:epochtime")
                    .and_then(Instant::parse)
                    .map(|instant| instant.to_string()),
            ),
            Derivable::EpochTime => Derived::present_or_unknown(
                supplied("aws:currenttime")
                    .and_then(Instant::parse)
                    .map(|instant| instant.to_epoch()),
            ),
            Derivable::SourceIp => {
                if authorization.passes_endpoint
                    || ["aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip"]
                        .into_iter()
                        .any(|key| supplied(key).is_some())
                {
                    Derived::Absent
                } else {
                    Derived::Unknown
                }
            }
            Derivable::SourceVpce | Derivable::ThroughEndpoint => {
                if supplied("aws:sourceip").is_some() || authorization.is_made_by_service() {
                    Derived::Absent
                } else {
                    Derived::Unknown
                }
            }
            Derivable::ServiceSource => match principal.caller {
                Caller::Service { .. } => Derived::Unknown,
                _ => Derived::Absent,
            },
            Derivable::FederatedProvider | Derivable::RoleSession => match principal.caller {
                Caller::RoleSession { .. } | Caller::Saml { .. } | Caller::WebIdentity { .. } => {
                    Derived::Unknown
                }
                _ => Derived::Absent,
            },
            Derivable::TokenIssueTime
                if has_credentials(principal)
                    && principal.credentials != Some(Credentials::LongTerm) =>
            {
                Derived::Unknown
            }
            Derivable::TokenIssueTime => Derived::Absent,
            Derivable::ResourceTag
                if authorization.without_bucket_tags
                    && service_of(authorization).eq_ignore_ascii_case("s3") =>
            {
                Derived::Absent
            }
            Derivable::ResourceTag => Derived::Unknown,
            Derivable::Claim(provider) => claim(provider, principal),
            Derivable::AssumedRoot if principal.is_assumed_root() => Derived::text("true"),
            Derivable::AssumedRoot => Derived::Absent,
            Derivable::MultiFactorAuth | Derivable::MultiFactorAuthAge => match principal.caller {
                _ if let Some(mfa) = self.by_session_token(authorization) => mfa,
                Caller::AccountRoot { .. } | Caller::User { .. } | Caller::RoleSession { .. }
                    if !self.is_ruled_out_by_credentials(authorization) =>
                {
                    Derived::Unknown
                }
                _ => Derived::Absent,
            },
            Derivable::ViaAwsService => match principal.caller {
                Caller::Service { .. } => Derived::text("false"),
                _ if supplied("aws:calledvia").is_some() => Derived::text("true"),
                _ => Derived::Unknown,
            },
            Derivable::CalledVia | Derivable::CalledViaFirst | Derivable::CalledViaLast => {
                let mut services = authorization
                    .supplied("aws:calledvia")
                    .into_iter()
                    .flat_map(|value| &value.values);
                let end = match self {
                    Derivable::CalledViaFirst => services.next(),
                    Derivable::CalledViaLast => services.next_back(),
                    _ => None,
                };
                if let Some(service) = end {
                    return Derived::text(service.as_str());
                }
                let direct = matches!(principal.caller, Caller::Service { .. })
                    || supplied("aws:viaawsservice").and_then(read_bool) == Some(false);
                if direct {
                    Derived::Absent
                } else {
                    Derived::Unknown
                }
            }
        }
    }

    /// Whether something about the caller decides what the key's value is, or whether there is one.
    pub(crate) fn depends_on_caller(&self) -> bool {
        !matches!(
            self,
            Derivable::ResourceAccount
                | Derivable::ResourceOrgId
                | Derivable::ResourceOrgPaths
                | Derivable::RequestedRegion
                | Derivable::SecureTransport
                | Derivable::CurrentTime
                | Derivable::EpochTime
                | Derivable::ResourceTag
                | Derivable::SourceIp
                | Derivable::SourceVpce
                | Derivable::ThroughEndpoint
        )
    }

    /// Whether every such request carries the key, even where its value is not known.
    pub(crate) fn is_always_sent(&self, authorization: &Authorization<'_>) -> bool {
        let caller = &authorization.principal.caller;
        match self {
            Derivable::CurrentTime | Derivable::EpochTime | Derivable::RequestedRegion => true,
            Derivable::UserId => matches!(caller, Caller::User { .. } | Caller::RoleSession { .. }),
            Derivable::TokenIssueTime => {
                let credentials = authorization.principal.credentials;
                matches!(
                    caller,
                    Caller::RoleSession { .. } | Caller::FederatedUser { .. }
                ) || credentials.is_some_and(|credentials| credentials != Credentials::LongTerm)
            }
            Derivable::SourceVpce => authorization.passes_endpoint,
            Derivable::MultiFactorAuthAge => {
                authorization.principal.credentials == Some(Credentials::SessionToken { mfa: true })
            }
            _ => false,
        }
    }

    /// What credentials of GetSessionToken tell of multi-factor authentication.
    fn by_session_token<'r>(&self, authorization: &Authorization<'_>) -> Option<Derived<'r>> {
        let Some(Credentials::SessionToken { mfa }) = authorization.principal.credentials else {
            return None;
        };
        Some(match (self, mfa) {
            (Derivable::MultiFactorAuth, true) => Derived::text("true"),
            (Derivable::MultiFactorAuth, false) => Derived::text("false"),
            (_, true) => Derived::Unknown,
            (_, false) => Derived::Absent,
        })
    }

    /// Whether multi-factor authentication is known not to have been used: credentials without an issue time are long-term
    /// ones, and where the key for it is given as false or absent there is no age.
    fn is_ruled_out_by_credentials(&self, authorization: &Authorization<'_>) -> bool {
        let supplied = |lower| authorization.supplied(lower);
        let credentials = authorization.principal.credentials;
        let is_long_term = credentials == Some(Credentials::LongTerm)
            || supplied("aws:tokenissuetime").is_some_and(ContextValue::is_absent);
        let was_not_used = || {
            supplied("aws:multifactorauthpresent").is_some_and(|value| {
                let first = value.values.first();
                first.is_none_or(|value| read_bool(value) == Some(false))
            })
        };
        is_long_term || (*self == Derivable::MultiFactorAuthAge && was_not_used())
    }
}

/// The value of a tag, whatever the case of its key.
fn tagged<'t>(tags: &'t BTreeMap<String, String>, key: &str) -> Option<&'t str> {
    tags.iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value.as_str())
}

/// What an identity provider says of its user is in requests of that user, and some of it in those of the sessions that the user
/// makes ("Available keys for AWS web identity federation" and "Available keys for SAML-based AWS federation", IAM User
/// Guide).
fn claim<'r>(provider: &str, principal: &Principal) -> Derived<'r> {
    match &principal.caller {
        Caller::RoleSession { .. } => Derived::Unknown,
        Caller::Saml { .. } if provider == "saml" => Derived::Unknown,
        Caller::WebIdentity { provider: own } => {
            let host = own
                .split_once(":oidc-provider/")
                .map_or(own.as_str(), |(_, host)| host);
            // The claims of GitHub's enterprises go by another name than their provider.
            if host.eq_ignore_ascii_case(provider) || provider.starts_with("github.com/") {
                Derived::Unknown
            } else {
                Derived::Absent
            }
        }
        _ => Derived::Absent,
    }
}

/// Whether the request is signed. Callers of AssumeRoleWithSAML and AssumeRoleWithWebIdentity have no credentials yet.
fn has_credentials(principal: &Principal) -> bool {
    !matches!(
        principal.caller,
        Caller::Anonymous | Caller::Saml { .. } | Caller::WebIdentity { .. }
    )
}

fn principal_type(principal: &Principal) -> Option<&'static str> {
    match principal.caller {
        Caller::AccountRoot { .. } => Some("Account"),
        Caller::User { .. } => Some("User"),
        Caller::RoleSession { .. } => Some("AssumedRole"),
        Caller::FederatedUser { .. } => Some("FederatedUser"),
        Caller::Anonymous => Some("Anonymous"),
        Caller::Service { .. } | Caller::Saml { .. } | Caller::WebIdentity { .. } => None,
    }
}

fn organization_part<'r>(
    principal: &'r Principal,
    part: impl Fn(&'r crate::principal::Organization) -> Derived<'r>,
) -> Derived<'r> {
    match (&principal.organization, &principal.caller) {
        (Some(organization), _) => part(organization),
        (None, Caller::Anonymous | Caller::Service { .. }) => Derived::Absent,
        (None, _) => Derived::Unknown,
    }
}

fn user_id(principal: &Principal) -> Derived<'_> {
    match &principal.caller {
        Caller::AccountRoot { account, .. } => Derived::text(account.as_str()),
        Caller::User { .. } => Derived::present_or_unknown(principal.unique_id.as_deref()),
        Caller::RoleSession {
            session: Some(session),
            ..
        } => Derived::present_or_unknown(
            principal
                .unique_id
                .as_ref()
                .map(|id| format!("{id}:{session}")),
        ),
        Caller::FederatedUser { account, name, .. } => Derived::text(format!("{account}:{name}")),
        Caller::Anonymous => Derived::text("anonymous"),
        Caller::RoleSession { session: None, .. }
        | Caller::Service { .. }
        | Caller::Saml { .. }
        | Caller::WebIdentity { .. } => Derived::Unknown,
    }
}

fn service_of<'r>(authorization: &Authorization<'r>) -> &'r str {
    authorization
        .action
        .split_once(':')
        .map_or("", |(service, _)| service)
}

/// The Region in the ARNs of all resources; for IAM the one in which it is called, which each partition has.
fn requested_region<'r>(authorization: &Authorization<'r>) -> Option<&'r str> {
    if service_of(authorization).eq_ignore_ascii_case("iam") {
        return Some(match authorization.principal.partition() {
            Some("aws-cn") => "cn-north-1",
            Some("aws-us-gov") => "us-gov-west-1",
            _ => "us-east-1",
        });
    }
    let mut regions = authorization
        .resources
        .iter()
        .map(|resource| Arn::parse(resource).map_or("", |arn| arn.region));
    let first = regions.next()?;
    (!first.is_empty() && regions.all(|region| region == first)).then_some(first)
}
