use policy::Effect;

use crate::decision::Layer;
use crate::derived::kind_of;
use crate::explain::statement::{Explainer, Miss};
use crate::explain::words::{list, quote};
use crate::matching::{PrincipalMatch, Standing, principal_fits};
use crate::prepare::PreparedPrincipal;
use crate::principal::Caller;
use crate::rules::{self, RuleId};
use crate::trace::Element;

impl Explainer<'_> {
    /// Whether the caller has the policies of the group.
    pub(super) fn check_group(&self, group: &str) -> Result<String, Miss> {
        let principal = &self.bound.request.principal;
        let group = quote(group);
        if self.bound.is_member(self.policy) {
            return Ok(format!("the policy is attached through the group {group}"));
        }
        let why = match principal.caller {
            Caller::User { .. } | Caller::FederatedUser { .. } => format!(
                "the policy is attached to the group {group}, and `{principal}` is no member of it"
            ),
            _ => format!(
                "the policy is attached to the group {group}, and only users belong to groups"
            ),
        };
        Err(Miss {
            element: Element::Principal,
            span: self.written.span,
            why,
        })
    }

    pub(super) fn check_principal(&self, rules: &mut Vec<RuleId>) -> Result<String, Miss> {
        let principal = &self.bound.request.principal;
        let standing = self.path.standing();
        let named = principal_fits(self.prepared, principal, standing);
        let element = self.written.principal.as_ref();
        let not_element = self.written.not_principal.as_ref();
        let span = element
            .or(not_element)
            .map_or(self.written.span, |element| element.span);
        let miss = |why: String| {
            Err(Miss {
                element: Element::Principal,
                span,
                why,
            })
        };
        if self.prepared.layer == Layer::Rcp && named == PrincipalMatch::None {
            rules.push(rules::RCP_EVERYONE);
            return miss(
                "a resource control policy names everyone: AWS refuses one with another Principal, so the statement does \
                 nothing"
                    .to_owned(),
            );
        }
        if !self.prepared.layer.names_principals() {
            rules.push(rules::NO_PRINCIPAL);
            return miss(
                "such a policy is about whoever it is attached to; AWS refuses one that names principals, so the statement \
                 does nothing"
                    .to_owned(),
            );
        }
        let names = |element: Option<&policy::PrincipalElement>| {
            list(
                element
                    .iter()
                    .flat_map(|element| &element.value)
                    .flat_map(|group| &group.entries)
                    .map(|entry| entry.text.as_str()),
                "or",
            )
        };
        if not_element.is_some() {
            let exempt = names(not_element);
            if self.prepared.effect == Some(Effect::Allow) {
                rules.push(rules::NOT_PRINCIPAL_ALLOW);
                return miss(
                    "NotPrincipal works with `Deny` only, so the statement allows nobody"
                        .to_owned(),
                );
            }
            rules.push(rules::NOT_PRINCIPAL_DENY);
            if named == PrincipalMatch::None {
                return miss(format!(
                    "NotPrincipal exempts {exempt}, which covers `{principal}`"
                ));
            }
            let unlimited = Standing {
                has_boundary: false,
                ..standing
            };
            if standing.has_boundary
                && principal_fits(self.prepared, principal, unlimited) == PrincipalMatch::None
            {
                rules.push(rules::NOT_PRINCIPAL_AND_BOUNDARY);
                return Ok(format!(
                    "a Deny with NotPrincipal, here {exempt}, hits everyone who has a permissions boundary"
                ));
            }
            return Ok(format!(
                "NotPrincipal, {exempt}, does not exempt `{principal}`"
            ));
        }
        if element.is_none() {
            rules.push(rules::NO_PRINCIPAL);
            return miss("the statement has no Principal, so it is about nobody".to_owned());
        }
        let listed = names(element);
        let elsewhere = Standing {
            through_gateway: false,
            ..standing
        };
        if named == PrincipalMatch::None
            && principal_fits(self.prepared, principal, elsewhere) != PrincipalMatch::None
        {
            rules.push(rules::GATEWAY_ENDPOINT);
            return miss(format!(
                "Principal names {listed}, which in the policy of a gateway endpoint is the root user alone"
            ));
        }
        self.add_principal_rules(named, rules);
        Ok(match named {
            PrincipalMatch::None => {
                return miss(format!(
                    "Principal names {listed}; the request comes from `{principal}`, {}",
                    kind_of(principal)
                ));
            }
            PrincipalMatch::UserOfSession => {
                "Principal names the user who made this session".to_owned()
            }
            PrincipalMatch::Account => {
                format!("Principal names the caller's account with {listed}")
            }
            PrincipalMatch::Role => {
                format!("Principal names the role of `{principal}` with {listed}")
            }
            PrincipalMatch::Everyone | PrincipalMatch::Direct => {
                format!("Principal names `{principal}` with {listed}")
            }
        })
    }

    fn add_principal_rules(&self, named: PrincipalMatch, rules: &mut Vec<RuleId>) {
        let principal = &self.bound.request.principal;
        if named == PrincipalMatch::None {
            let entries = self.prepared.principals.iter().flatten();
            let mut nobodies = entries.filter(|entry| matches!(entry, PreparedPrincipal::Nobody));
            rules.extend(nobodies.next().map(|_| rules::WILDCARD_IN_PRINCIPAL));
        }
        let entries = self.prepared.principals.iter().flatten();
        for entry in entries.filter(|entry| entry.matches(principal) == named) {
            rules.push(match (named, entry) {
                (PrincipalMatch::UserOfSession, _) => rules::FEDERATED_SESSION_DENY,
                (_, PreparedPrincipal::Everyone) => rules::EVERYONE,
                (_, PreparedPrincipal::Account(_)) => rules::ACCOUNT_PRINCIPAL,
                (
                    _,
                    PreparedPrincipal::Named(
                        Caller::User { .. }
                        | Caller::RoleSession { .. }
                        | Caller::FederatedUser { .. },
                    ),
                ) => rules::ROLE_PRINCIPAL,
                (_, PreparedPrincipal::Named(_) | PreparedPrincipal::UniqueId(_)) => {
                    rules::OTHER_PRINCIPALS
                }
                (_, PreparedPrincipal::Nobody) => continue,
            });
        }
    }
}
