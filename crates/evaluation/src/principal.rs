use std::collections::BTreeMap;
use std::fmt;

use patterns::Arn;

/// Who makes a request, and what is known of them ("IAM JSON policy elements: Principal" and "Principal key
/// values", IAM User Guide).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who they are.
    pub caller: Caller,
    /// The unique id that IAM gave to the user (`AIDA…`) or the role (`AROA…`).
    pub unique_id: Option<String>,
    /// The tags of the user, or of the role and session together. `None`: not known; else a tag that is
    /// not among them does not exist.
    pub tags: Option<BTreeMap<String, String>>,
    /// The organization of their account, where known.
    pub organization: Option<Organization>,
    /// Whether their account is the management account of its organization.
    pub management_account: bool,
    /// The groups of the user by their names. `None`: not known, so that every policy of a group is taken to be the user's.
    pub groups: Option<Vec<String>>,
    /// The tags that the session was made with, and those that earlier sessions of a chain of roles passed on. They go before
    /// [`Principal::tags`], without regard to case ("Passing session tags in AWS STS", IAM User Guide).
    pub session_tags: BTreeMap<String, String>,
    /// The kind of credentials of a user or root user. `None`: not known.
    pub credentials: Option<Credentials>,
}

/// Credentials that users and root users can have ("Compare AWS STS credentials", IAM User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Credentials {
    /// An access key or a password.
    LongTerm,
    /// Of GetSessionToken.
    SessionToken {
        /// Whether they were made with multi-factor authentication.
        mfa: bool,
    },
    /// Of AssumeRoot: a session of the root user of a member account that can do one task.
    AssumeRoot,
}

impl Credentials {
    /// All of them.
    pub const ALL: [Credentials; 4] = [
        Credentials::LongTerm,
        Credentials::SessionToken { mfa: false },
        Credentials::SessionToken { mfa: true },
        Credentials::AssumeRoot,
    ];

    /// The name in saved files.
    pub fn as_str(self) -> &'static str {
        match self {
            Credentials::LongTerm => "long-term",
            Credentials::SessionToken { mfa: false } => "session-token",
            Credentials::SessionToken { mfa: true } => "session-token-with-mfa",
            Credentials::AssumeRoot => "assume-root",
        }
    }
}

/// An account's place in an organization of AWS Organizations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// `o-a1b2c3d4e5`
    pub id: String,
    /// `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`, where known.
    pub path: Option<String>,
}

/// The kinds of caller. Paths begin and end with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the fields are those of the ARNs in the variants' comments"
)]
pub enum Caller {
    /// `arn:aws:iam::123456789012:root`: the account's root user.
    AccountRoot { partition: String, account: String },
    /// `arn:aws:iam::123456789012:user/path/name`
    User {
        partition: String,
        account: String,
        path: String,
        name: String,
    },
    /// `arn:aws:sts::123456789012:assumed-role/name/session`. A session's ARN leaves out the path of the
    /// role; without a session name it stands for a session of which no policy knows the name.
    RoleSession {
        partition: String,
        account: String,
        path: String,
        role: String,
        session: Option<String>,
    },
    /// `arn:aws:sts::123456789012:federated-user/name`, made by GetFederationToken. `user` is the ARN of
    /// the user who made it.
    FederatedUser {
        partition: String,
        account: String,
        name: String,
        user: Option<String>,
    },
    /// `cloudtrail.amazonaws.com`: a service acting for itself.
    Service { name: String },
    /// `arn:aws:iam::123456789012:saml-provider/name`: a caller of AssumeRoleWithSAML.
    Saml { provider: String },
    /// `arn:aws:iam::123456789012:oidc-provider/host` or `accounts.google.com`: a caller of
    /// AssumeRoleWithWebIdentity.
    WebIdentity { provider: String },
    /// Anyone, without credentials.
    Anonymous,
}

/// A text that names no principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPrincipal {
    /// What was written.
    pub written: String,
}

impl fmt::Display for UnknownPrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a principal; write the ARN of a user, a role, a session or the root user, a service such as \
             `ec2.amazonaws.com`, or `anonymous`",
            self.written
        )
    }
}

impl std::error::Error for UnknownPrincipal {}

/// The web identity providers that go by a host name instead of an ARN ("IAM JSON policy elements:
/// Principal", IAM User Guide).
const WEB_IDENTITY_HOSTS: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

impl Caller {
    /// Some user of the account.
    pub fn example_user(account: &str) -> Caller {
        Caller::User {
            partition: "aws".to_owned(),
            account: account.to_owned(),
            path: "/".to_owned(),
            name: "example".to_owned(),
        }
    }

    /// Some session of some role of the account.
    pub fn example_session(account: &str) -> Caller {
        Caller::RoleSession {
            partition: "aws".to_owned(),
            account: account.to_owned(),
            path: "/".to_owned(),
            role: "example".to_owned(),
            session: Some("example".to_owned()),
        }
    }
}

impl Principal {
    /// A principal of which nothing but its name is known.
    pub fn new(caller: Caller) -> Principal {
        Principal {
            caller,
            unique_id: None,
            tags: None,
            organization: None,
            management_account: false,
            groups: None,
            session_tags: BTreeMap::new(),
            credentials: None,
        }
    }

    /// Reads an ARN, the id of an account (its root user), a service's name, the host of a web identity
    /// provider, or `anonymous`. The ARN of a role stands for a session of it.
    pub fn parse(text: &str) -> Result<Principal, UnknownPrincipal> {
        read_caller(text)
            .map(Principal::new)
            .ok_or_else(|| UnknownPrincipal {
                written: text.to_owned(),
            })
    }

    /// The account of the credentials; none for services, identity providers and anonymous callers.
    pub fn account(&self) -> Option<&str> {
        match &self.caller {
            Caller::AccountRoot { account, .. }
            | Caller::User { account, .. }
            | Caller::RoleSession { account, .. }
            | Caller::FederatedUser { account, .. } => Some(account),
            Caller::Service { .. }
            | Caller::Saml { .. }
            | Caller::WebIdentity { .. }
            | Caller::Anonymous => None,
        }
    }

    /// The partition of the account; none for callers without account.
    pub(crate) fn partition(&self) -> Option<&str> {
        match &self.caller {
            Caller::AccountRoot { partition, .. }
            | Caller::User { partition, .. }
            | Caller::RoleSession { partition, .. }
            | Caller::FederatedUser { partition, .. } => Some(partition),
            Caller::Service { .. }
            | Caller::Saml { .. }
            | Caller::WebIdentity { .. }
            | Caller::Anonymous => None,
        }
    }

    /// Whether it is a session that AssumeRoot made.
    pub(crate) fn is_assumed_root(&self) -> bool {
        self.credentials == Some(Credentials::AssumeRoot)
            && matches!(self.caller, Caller::AccountRoot { .. })
    }

    /// Whether policies of the group are theirs: only users belong to groups, and their federated sessions have their policies.
    pub(crate) fn is_member_of(&self, group: &str) -> bool {
        matches!(
            self.caller,
            Caller::User { .. } | Caller::FederatedUser { .. }
        ) && self
            .groups
            .as_ref()
            .is_none_or(|groups| groups.iter().any(|own| own == group))
    }

    /// What `aws:PrincipalArn` says: the role's ARN for its sessions. `None` for callers without one.
    pub fn principal_arn(&self) -> Option<String> {
        Some(match &self.caller {
            Caller::AccountRoot { partition, account } => {
                format!("arn:{partition}:iam::{account}:root")
            }
            Caller::User {
                partition,
                account,
                path,
                name,
            } => format!("arn:{partition}:iam::{account}:user{path}{name}"),
            Caller::RoleSession {
                partition,
                account,
                path,
                role,
                ..
            } => format!("arn:{partition}:iam::{account}:role{path}{role}"),
            Caller::FederatedUser {
                partition,
                account,
                name,
                ..
            } => format!("arn:{partition}:sts::{account}:federated-user/{name}"),
            Caller::Service { .. }
            | Caller::Saml { .. }
            | Caller::WebIdentity { .. }
            | Caller::Anonymous => return None,
        })
    }
}

/// The text that [`Principal::parse`] takes; for sessions the session's own ARN.
impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.caller {
            Caller::RoleSession {
                partition,
                account,
                role,
                session: Some(session),
                ..
            } => write!(
                f,
                "arn:{partition}:sts::{account}:assumed-role/{role}/{session}"
            ),
            Caller::Service { name } => f.write_str(name),
            Caller::Saml { provider } | Caller::WebIdentity { provider } => f.write_str(provider),
            Caller::Anonymous => f.write_str("anonymous"),
            Caller::AccountRoot { .. }
            | Caller::User { .. }
            | Caller::RoleSession { .. }
            | Caller::FederatedUser { .. } => {
                f.write_str(&self.principal_arn().unwrap_or_default())
            }
        }
    }
}

fn read_caller(text: &str) -> Option<Caller> {
    if text == "anonymous" {
        return Some(Caller::Anonymous);
    }
    if is_account_id(text) {
        return Some(Caller::AccountRoot {
            partition: "aws".to_owned(),
            account: text.to_owned(),
        });
    }
    if WEB_IDENTITY_HOSTS.contains(&text) {
        return Some(Caller::WebIdentity {
            provider: text.to_owned(),
        });
    }
    if is_service_principal(text) {
        return Some(Caller::Service {
            name: text.to_owned(),
        });
    }
    let arn = Arn::parse(text)?;
    let wild = |c: char| matches!(c, '*' | '?') || c.is_whitespace();
    if !arn.region.is_empty() || !is_account_id(arn.account) || text.contains(wild) {
        return None;
    }
    let partition = arn.partition.to_owned();
    let account = arn.account.to_owned();
    if arn.service == "iam" && arn.resource == "root" {
        return Some(Caller::AccountRoot { partition, account });
    }
    let (kind, rest) = arn.resource.split_once('/')?;
    if rest.is_empty() {
        return None;
    }
    match (arn.service, kind) {
        ("iam", "user") => {
            let (path, name) = split_path(rest)?;
            Some(Caller::User {
                partition,
                account,
                path,
                name,
            })
        }
        ("iam", "role") => {
            let (path, role) = split_path(rest)?;
            Some(Caller::RoleSession {
                partition,
                account,
                path,
                role,
                session: None,
            })
        }
        ("iam", "saml-provider") => Some(Caller::Saml {
            provider: text.to_owned(),
        }),
        ("iam", "oidc-provider") => Some(Caller::WebIdentity {
            provider: text.to_owned(),
        }),
        ("sts", "assumed-role") => {
            let (role, session) = rest.split_once('/')?;
            (!role.is_empty() && !session.is_empty()).then(|| Caller::RoleSession {
                partition,
                account,
                path: "/".to_owned(),
                role: role.to_owned(),
                session: Some(session.to_owned()),
            })
        }
        ("sts", "federated-user") => Some(Caller::FederatedUser {
            partition,
            account,
            name: rest.to_owned(),
            user: None,
        }),
        _ => None,
    }
}

/// `a/b/name` is the path `/a/b/` and the name.
fn split_path(text: &str) -> Option<(String, String)> {
    let (path, name) = match text.rsplit_once('/') {
        Some((path, name)) => (format!("/{path}/"), name),
        None => ("/".to_owned(), text),
    };
    (!name.is_empty()).then(|| (path, name.to_owned()))
}

/// Twelve digits.
pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `ec2.amazonaws.com`, also of the other partitions.
fn is_service_principal(text: &str) -> bool {
    let name = text
        .strip_suffix(".amazonaws.com")
        .or_else(|| text.strip_suffix(".amazonaws.com.cn"));
    name.is_some_and(|name| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
    })
}
