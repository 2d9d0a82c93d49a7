//! Witnesses are decided by `evaluation` before anything is said of them.

use std::cell::OnceCell;

use catalog::Catalog;
use evaluation::{
    Decision, MissingKeys, NamedPolicy, PolicySet, PreparedSet, Request, ScpLevel, decide, prepare,
};
use policy::PolicyType;

use crate::callers::OWN_ACCOUNT;
use crate::sides::{Side, Sides};

/// The scenarios in which nothing but the policies of one side decides.
#[derive(Default)]
pub(crate) struct Replay {
    new: OnceCell<PreparedSet>,
    old: OnceCell<PreparedSet>,
}

impl Replay {
    /// Whether the policies of `gaining` allow the request and those of the other side do not.
    pub(crate) fn confirms(
        &self,
        sides: &Sides,
        gaining: Side,
        request: &Request,
        catalog: &Catalog,
    ) -> bool {
        self.decision(sides, gaining, request, catalog) == Decision::Allowed
            && matches!(
                self.decision(sides, gaining.other(), request, catalog),
                Decision::ExplicitlyDenied | Decision::ImplicitlyDenied
            )
    }

    fn decision(
        &self,
        sides: &Sides,
        side: Side,
        request: &Request,
        catalog: &Catalog,
    ) -> Decision {
        let (prepared, policies) = match side {
            Side::New => (&self.new, &sides.new),
            Side::Old => (&self.old, &sides.old),
        };
        let prepared = prepared
            .get_or_init(|| prepare(&scenario_policies(sides.policy_type, policies), catalog));
        decide(prepared, request, MissingKeys::Unknown, catalog)
    }
}

/// The policies with what else a request needs to be allowed, and no more: the scenario of a witness.
pub fn scenario_policies(policy_type: PolicyType, policies: &[NamedPolicy]) -> PolicySet {
    let mut set = PolicySet::default();
    for policy in policies {
        set.attach(policy_type, None, policy.clone());
    }
    // Without any there would be no limit at all.
    if policies.is_empty() {
        let nothing = NamedPolicy::parse("nothing", r#"{"Statement": []}"#);
        match policy_type {
            PolicyType::Scp => set.scp.push(ScpLevel {
                name: ScpLevel::UNNAMED.to_owned(),
                policies: vec![nothing],
            }),
            _ => set.attach(policy_type, None, nothing),
        }
    }
    if policy_type != PolicyType::Identity {
        set.identity.push(NamedPolicy::parse(
            "everything",
            r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ));
    }
    if matches!(policy_type, PolicyType::Rcp | PolicyType::VpcEndpoint) {
        set.resource.push(NamedPolicy::parse(
            "everyone",
            r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}"#,
        ));
    } else if set.resource.is_empty() {
        // Roles and keys leave it to their account; nothing else does by this.
        set.resource.push(NamedPolicy::parse(
            "delegation",
            &format!(
                r#"{{"Statement": [{{"Effect": "Allow", "Principal": {{"AWS": "{OWN_ACCOUNT}"}}, "Action": "*", "Resource": "*"}}]}}"#
            ),
        ));
    }
    set
}
