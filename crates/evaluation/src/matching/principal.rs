use policy::Effect;

use crate::decision::Layer;
use crate::prepare::{PreparedPrincipal, PreparedStatement};
use crate::principal::{Caller, Principal};

/// How the Principal of a statement names the caller.
///
/// The later ones give more: what is given to the account needs an identity policy besides; what is given to the role, or to
/// the user who made a federated session, the boundary and the session policy have to allow, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PrincipalMatch {
    /// Not at all.
    None,
    /// By its account.
    Account,
    /// By the user who made the caller's federated session.
    UserOfSession,
    /// By the role of which the caller is a session.
    Role,
    /// As everyone.
    Everyone,
    /// By itself.
    Direct,
}

/// What about a request changes the sense of Principal and NotPrincipal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// Whether the caller has a permissions boundary.
    pub(crate) has_boundary: bool,
    /// Whether the request passes a gateway endpoint.
    pub(crate) through_gateway: bool,
}

/// Principal and NotPrincipal ("IAM JSON policy elements: Principal" and "NotPrincipal", IAM User Guide). Policies that
/// are not of a resource are about whoever they are attached to, and the elements are refused. In a resource policy a
/// statement with neither is about nobody. NotPrincipal exempts nobody who has a permissions boundary ("Permissions
/// boundaries for IAM entities"). Resource control policies are about everyone, and in the policy of a gateway endpoint an
/// account is its root user ("Control access to VPC endpoints using endpoint policies", AWS PrivateLink guide).
pub(crate) fn principal_fits(
    statement: &PreparedStatement,
    principal: &Principal,
    standing: Standing,
) -> PrincipalMatch {
    let elements = (&statement.principals, &statement.not_principals);
    if !statement.layer.names_principals() {
        return match elements {
            (None, None) => PrincipalMatch::Direct,
            _ => PrincipalMatch::None,
        };
    }
    if statement.layer == Layer::Rcp {
        let is_everyone = |entry: &PreparedPrincipal| matches!(entry, PreparedPrincipal::Everyone);
        return match elements {
            (Some(named), None) if named.iter().any(is_everyone) => PrincipalMatch::Everyone,
            _ => PrincipalMatch::None,
        };
    }
    let named = named_by(elements, statement.effect, principal, standing.has_boundary);
    let is_account_of_gateway = named == PrincipalMatch::Account
        && statement.layer == Layer::VpcEndpoint
        && standing.through_gateway;
    if is_account_of_gateway {
        PrincipalMatch::None
    } else {
        named
    }
}

fn named_by(
    elements: (
        &Option<Vec<PreparedPrincipal>>,
        &Option<Vec<PreparedPrincipal>>,
    ),
    effect: Option<Effect>,
    principal: &Principal,
    has_boundary: bool,
) -> PrincipalMatch {
    match elements {
        (None, None) => PrincipalMatch::None,
        (Some(named), None) => best_match(named, principal),
        (named, Some(exempt)) => {
            if effect != Some(Effect::Deny) || (!has_boundary && is_exempt(exempt, principal)) {
                return PrincipalMatch::None;
            }
            named
                .as_ref()
                .map_or(PrincipalMatch::Direct, |named| best_match(named, principal))
        }
    }
}

fn best_match(entries: &[PreparedPrincipal], principal: &Principal) -> PrincipalMatch {
    entries
        .iter()
        .map(|entry| entry.matches(principal))
        .max()
        .unwrap_or(PrincipalMatch::None)
}

impl PreparedPrincipal {
    pub(crate) fn matches(&self, principal: &Principal) -> PrincipalMatch {
        match self {
            PreparedPrincipal::Everyone => PrincipalMatch::Everyone,
            PreparedPrincipal::Nobody => PrincipalMatch::None,
            PreparedPrincipal::Account(account) => match principal.account() {
                Some(own) if own == account => match principal.caller {
                    Caller::AccountRoot { .. } => PrincipalMatch::Direct,
                    _ => PrincipalMatch::Account,
                },
                _ => PrincipalMatch::None,
            },
            PreparedPrincipal::UniqueId(id)
                if principal.unique_id.as_deref() != Some(id.as_str()) =>
            {
                PrincipalMatch::None
            }
            PreparedPrincipal::UniqueId(_) => match principal.caller {
                Caller::RoleSession { .. } => PrincipalMatch::Role,
                _ => PrincipalMatch::Direct,
            },
            PreparedPrincipal::Named(named) => named_matches(named, &principal.caller),
        }
    }
}

fn named_matches(named: &Caller, caller: &Caller) -> PrincipalMatch {
    match (named, caller) {
        // A role stands for all its sessions; its own ARN is the one with the path.
        (
            Caller::RoleSession {
                session: None,
                partition,
                account,
                path,
                role,
            },
            Caller::RoleSession {
                partition: own_partition,
                account: own_account,
                path: own_path,
                role: own_role,
                ..
            },
        ) if (partition, account, path, role)
            == (own_partition, own_account, own_path, own_role) =>
        {
            PrincipalMatch::Role
        }
        // The ARN of a session has no path.
        (
            Caller::RoleSession {
                session: Some(session),
                partition,
                account,
                role,
                ..
            },
            Caller::RoleSession {
                session: Some(own_session),
                partition: own_partition,
                account: own_account,
                role: own_role,
                ..
            },
        ) if (session, partition, account, role)
            == (own_session, own_partition, own_account, own_role) =>
        {
            PrincipalMatch::Direct
        }
        (
            Caller::FederatedUser {
                partition,
                account,
                name,
                ..
            },
            Caller::FederatedUser {
                partition: own_partition,
                account: own_account,
                name: own_name,
                ..
            },
        ) if (partition, account, name) == (own_partition, own_account, own_name) => {
            PrincipalMatch::Direct
        }
        (
            Caller::User { .. },
            Caller::FederatedUser {
                user: Some(user), ..
            },
        ) => match Principal::parse(user) {
            Ok(maker) if maker.caller == *named => PrincipalMatch::UserOfSession,
            _ => PrincipalMatch::None,
        },
        (Caller::RoleSession { .. }, _) | (Caller::FederatedUser { .. }, _) => PrincipalMatch::None,
        _ if named == caller => PrincipalMatch::Direct,
        _ => PrincipalMatch::None,
    }
}

/// Whether a NotPrincipal exempts the caller: every level at which a service may check it has to be listed.
fn is_exempt(entries: &[PreparedPrincipal], principal: &Principal) -> bool {
    let listed = |test: &dyn Fn(&PreparedPrincipal) -> bool| entries.iter().any(test);
    if listed(&|entry| matches!(entry, PreparedPrincipal::Everyone)) {
        return true;
    }
    let account_listed = match principal.account() {
        None => true,
        Some(own) => {
            listed(&|entry| matches!(entry, PreparedPrincipal::Account(account) if account == own))
        }
    };
    let named_directly = |entry: &PreparedPrincipal| {
        matches!(
            entry,
            PreparedPrincipal::Named(_) | PreparedPrincipal::UniqueId(_)
        ) && entry.matches(principal) >= PrincipalMatch::Role
    };
    let itself_listed = match &principal.caller {
        Caller::AccountRoot { .. } => true,
        Caller::RoleSession { .. } => {
            let is_session = |entry: &PreparedPrincipal| {
                matches!(
                    entry,
                    PreparedPrincipal::Named(Caller::RoleSession {
                        session: Some(_),
                        ..
                    })
                )
            };
            listed(&|entry| is_session(entry) && named_directly(entry))
                && listed(&|entry| !is_session(entry) && named_directly(entry))
        }
        _ => listed(&named_directly),
    };
    account_listed && itself_listed
}
