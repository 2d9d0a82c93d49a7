use std::collections::BTreeMap;
use std::fmt;

use evaluation::{Caller, Credentials, Organization, Principal};
use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

use crate::read_error::ReadError;

/// Who asks: an ARN, an account id (its root user), a service such as `ec2.amazonaws.com`, `anonymous`; or
/// an object with what else is known of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum PrincipalForm {
    /// The name alone.
    Name(String),
    /// The name and more.
    Known(Box<KnownPrincipal>),
}

/// A principal with what is known of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KnownPrincipal {
    /// The ARN, or another name that stands for a principal. It may be missing where `account` is given:
    /// then it is the root user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The account; it has to agree with the ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = r"^[0-9]{12}$")))]
    pub account: Option<String>,
    /// The name of the session, where `arn` is that of a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The unique id that IAM gave to the user (`AIDA…`) or the role (`AROA…`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique_id: Option<String>,
    /// The tags of the user or the role. Where it is given, no other tags exist but those of the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// The tags that the session was made with. They go before those of the role, without regard to case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub session_tags: BTreeMap<String, String>,
    /// The transitive tags of the sessions before it in a chain of roles, which it has as well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub transitive_tags: BTreeMap<String, String>,
    /// The kind of credentials of a user or root user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<CredentialsForm>,
    /// The organization of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationForm>,
    /// The groups of the user by their names. Where it is given, policies of other groups do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<String>>,
    /// The ARN of the user who made the session, where `arn` is that of a federated user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Whether the account is the management account of its organization, which service control policies do not affect.
    #[serde(default, skip_serializing_if = "is_false")]
    pub management_account: bool,
}

/// Credentials that users and root users can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CredentialsForm {
    /// An access key or a password.
    LongTerm,
    /// Of GetSessionToken, without multi-factor authentication.
    SessionToken,
    /// Of GetSessionToken, with multi-factor authentication.
    SessionTokenWithMfa,
    /// Of AssumeRoot: a session of the root user of a member account. The policy of its task stands among the session
    /// policies.
    AssumeRoot,
}

impl From<CredentialsForm> for Credentials {
    fn from(form: CredentialsForm) -> Credentials {
        match form {
            CredentialsForm::LongTerm => Credentials::LongTerm,
            CredentialsForm::SessionToken => Credentials::SessionToken { mfa: false },
            CredentialsForm::SessionTokenWithMfa => Credentials::SessionToken { mfa: true },
            CredentialsForm::AssumeRoot => Credentials::AssumeRoot,
        }
    }
}

pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

/// An account's place in an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationForm {
    /// `o-a1b2c3d4e5`
    pub id: String,
    /// `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl PrincipalForm {
    /// The name alone: an ARN, an account id, a service, `anonymous`.
    pub fn name(&self) -> &str {
        match self {
            PrincipalForm::Name(name) => name,
            PrincipalForm::Known(known) => {
                let name = known.arn.as_ref().or(known.account.as_ref());
                name.map_or("", String::as_str)
            }
        }
    }

    /// The principal, ready to be decided about.
    ///
    /// # Errors
    /// A name that is no principal's, an account that is not the ARN's, a session of something that has none.
    pub fn to_principal(&self) -> Result<Principal, ReadError> {
        match self {
            PrincipalForm::Name(name) => parse("request.principal", name),
            PrincipalForm::Known(known) => known.to_principal(),
        }
    }
}

impl KnownPrincipal {
    fn to_principal(&self) -> Result<Principal, ReadError> {
        let mut principal = match (&self.arn, &self.account) {
            (Some(arn), _) => parse("request.principal.arn", arn)?,
            (None, Some(account)) => parse("request.principal.account", account)?,
            (None, None) => {
                return Err(ReadError::value(
                    "request.principal",
                    "give `arn` or `account`",
                ));
            }
        };
        if let (Some(account), Some(actual)) = (&self.account, principal.account())
            && account != actual
        {
            return Err(ReadError::value(
                "request.principal.account",
                format!("it is `{account}`, but the ARN says `{actual}`"),
            ));
        }
        if let Some(name) = &self.session {
            match &mut principal.caller {
                Caller::RoleSession { session, .. }
                    if session.as_ref().is_none_or(|present| present == name) =>
                {
                    *session = Some(name.clone());
                }
                _ => {
                    return Err(ReadError::value(
                        "request.principal.session",
                        "only a role has sessions: give its ARN, without another session's name",
                    ));
                }
            }
        }
        if let Some(maker) = &self.user {
            let maker = parse("request.principal.user", maker)?;
            match (&mut principal.caller, &maker.caller) {
                (Caller::FederatedUser { user, .. }, Caller::User { .. }) => {
                    *user = Some(maker.to_string());
                }
                _ => {
                    return Err(ReadError::value(
                        "request.principal.user",
                        "only a federated user was made by somebody, and that is an IAM user",
                    ));
                }
            }
        }
        let is_user = matches!(
            principal.caller,
            Caller::User { .. } | Caller::FederatedUser { .. }
        );
        if self.groups.is_some() && !is_user {
            return Err(ReadError::value(
                "request.principal.groups",
                "only users belong to groups",
            ));
        }
        principal.groups.clone_from(&self.groups);
        principal.credentials = self.credentials(&principal)?;
        principal.session_tags = self.all_session_tags(&principal)?;
        principal.management_account = self.management_account;
        principal.unique_id.clone_from(&self.unique_id);
        principal.tags.clone_from(&self.tags);
        principal.organization = self.organization.as_ref().map(|organization| Organization {
            id: organization.id.clone(),
            path: organization.path.clone(),
        });
        Ok(principal)
    }
}

impl KnownPrincipal {
    fn credentials(&self, principal: &Principal) -> Result<Option<Credentials>, ReadError> {
        let error = |message| Err(ReadError::value("request.principal.credentials", message));
        match (self.credentials, &principal.caller) {
            (Some(CredentialsForm::AssumeRoot), Caller::User { .. }) => {
                error("a session of AssumeRoot is one of a root user")
            }
            (None, _) | (_, Caller::User { .. } | Caller::AccountRoot { .. }) => {
                Ok(self.credentials.map(Credentials::from))
            }
            _ => error("only users and root users have a choice of credentials"),
        }
    }

    fn all_session_tags(
        &self,
        principal: &Principal,
    ) -> Result<BTreeMap<String, String>, ReadError> {
        let mut tags: BTreeMap<String, String> = BTreeMap::new();
        let own = self.session_tags.iter();
        let own = own.map(|tag| ("request.principal.sessionTags", tag));
        let inherited = self.transitive_tags.iter();
        let inherited = inherited.map(|tag| ("request.principal.transitiveTags", tag));
        for (path, (key, value)) in own.chain(inherited) {
            if !matches!(
                principal.caller,
                Caller::RoleSession { .. } | Caller::FederatedUser { .. }
            ) {
                return Err(ReadError::value(
                    path,
                    "only sessions of roles and federated users have them",
                ));
            }
            if tags.keys().any(|known| known.eq_ignore_ascii_case(key)) {
                let message =
                    format!("the session has the tag `{key}` already: case does not count");
                return Err(ReadError::value(path, message));
            }
            tags.insert(key.clone(), value.clone());
        }
        Ok(tags)
    }
}

fn parse(path: &str, text: &str) -> Result<Principal, ReadError> {
    Principal::parse(text).map_err(|error| ReadError::value(path, error.to_string()))
}

impl<'de> Deserialize<'de> for PrincipalForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PrincipalForm, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = PrincipalForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a principal: a string or an object")
            }

            fn visit_str<E>(self, text: &str) -> Result<PrincipalForm, E> {
                Ok(PrincipalForm::Name(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PrincipalForm, A::Error> {
                KnownPrincipal::deserialize(MapAccessDeserializer::new(map))
                    .map(|known| PrincipalForm::Known(Box::new(known)))
            }
        }

        deserializer.deserialize_any(Form)
    }
}
