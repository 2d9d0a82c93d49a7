use policy::{PrincipalElement, PrincipalKind};

use crate::principal::{Caller, Principal};

/// One entry of Principal or NotPrincipal, ready to be held against a caller.
#[derive(Clone, Debug)]
pub(crate) enum PreparedPrincipal {
    /// `*`
    Everyone,
    /// An account: its root user, and by delegation everyone in it.
    Account(String),
    /// A user, a role (as a session without name), a session, a service, an identity provider.
    Named(Caller),
    /// A user or role by its unique id.
    UniqueId(String),
    /// What names no caller: a text that is no principal, or a principal under the wrong kind.
    Nobody,
}

pub(crate) fn prepare_principals(element: &PrincipalElement) -> Vec<PreparedPrincipal> {
    element
        .value
        .iter()
        .flat_map(|group| {
            group
                .entries
                .iter()
                .map(move |entry| prepare_entry(group.kind, &entry.text))
        })
        .collect()
}

fn prepare_entry(kind: Option<PrincipalKind>, text: &str) -> PreparedPrincipal {
    match kind {
        Some(PrincipalKind::Aws) => prepare_aws(text),
        Some(PrincipalKind::Service) if !text.contains(['*', '?']) => {
            PreparedPrincipal::Named(Caller::Service {
                name: text.to_owned(),
            })
        }
        Some(PrincipalKind::Federated) if !text.contains(['*', '?']) => {
            match Principal::parse(text).map(|principal| principal.caller) {
                Ok(caller @ (Caller::Saml { .. } | Caller::WebIdentity { .. })) => {
                    PreparedPrincipal::Named(caller)
                }
                _ => PreparedPrincipal::Nobody,
            }
        }
        // A canonical user id cannot be derived from an account's number.
        _ => PreparedPrincipal::Nobody,
    }
}

fn prepare_aws(text: &str) -> PreparedPrincipal {
    if text == "*" {
        return PreparedPrincipal::Everyone;
    }
    match Principal::parse(text).map(|principal| principal.caller) {
        Ok(Caller::AccountRoot { account, .. }) => PreparedPrincipal::Account(account),
        Ok(
            caller @ (Caller::User { .. }
            | Caller::RoleSession { .. }
            | Caller::FederatedUser { .. }),
        ) => PreparedPrincipal::Named(caller),
        Ok(_) => PreparedPrincipal::Nobody,
        Err(_) if is_unique_id(text) => PreparedPrincipal::UniqueId(text.to_owned()),
        Err(_) => PreparedPrincipal::Nobody,
    }
}

/// `AIDA…` of a user, `AROA…` of a role ("IAM identifiers", IAM User Guide).
fn is_unique_id(text: &str) -> bool {
    (text.starts_with("AIDA") || text.starts_with("AROA"))
        && text.len() >= 16
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
