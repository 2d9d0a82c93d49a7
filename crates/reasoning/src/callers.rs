//! Kinds of callers.

use evaluation::{Caller, Clauses, ConditionClause, Context, Given, Principal, Request};
use policy::PolicyType;

use crate::group::ActionGroup;
use crate::search::words;
use crate::sides::Sides;

/// The account of callers that identity policies and their like are about, and of the resources they ask for.
pub(crate) const OWN_ACCOUNT: &str = "111122223333";
/// The account of callers that no policy names, and of resources that have a policy.
const OUTSIDE_ACCOUNT: &str = "999999999999";
pub(crate) const RESOURCE_ACCOUNT: &str = "000000000000";

/// A caller of every kind.
pub(crate) struct Callers {
    pub(crate) principals: Vec<Principal>,
    /// Whether there is one of every kind.
    pub(crate) is_complete: bool,
}

/// Callers that the statements of the group can tell apart.
pub(crate) fn callers(sides: &Sides, group: &ActionGroup, clauses: &[Clauses<'_>]) -> Callers {
    let statements: Vec<&Clauses<'_>> = group
        .statements
        .iter()
        .filter_map(|index| clauses.get(*index))
        .collect();
    let mut keys: Vec<usize> = statements
        .iter()
        .flat_map(|clauses| clauses.condition_keys().chain(clauses.variables()))
        .filter(|key| sides.set.depends_on_caller(*key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let mut callers = Callers {
        principals: Vec::new(),
        is_complete: true,
    };
    let has_policy_of_resource = is_of_resource(sides.policy_type);
    if has_policy_of_resource {
        for clauses in &statements {
            for caller in clauses.named_callers() {
                callers.add(Principal::new(caller));
            }
            for id in clauses.named_ids() {
                callers.add_unique_id(id);
            }
        }
        callers.add_outsiders(sides.policy_type);
    } else {
        callers.add_members(sides.policy_type);
    }
    let Some(first) = callers.principals.first().cloned() else {
        return callers;
    };
    if keys.is_empty() {
        if !has_policy_of_resource {
            callers.principals.truncate(1);
        }
        return callers;
    }
    for key in &keys {
        if sides
            .set
            .key_name(*key)
            .eq_ignore_ascii_case("aws:username")
            && statements
                .iter()
                .any(|clauses| clauses.variables().any(|variable| variable == *key))
        {
            for word in words(sides, group) {
                let named = caller_with("aws:username", &word, has_policy_of_resource);
                named
                    .into_iter()
                    .for_each(|caller| callers.add(Principal::new(caller)));
            }
        }
    }
    let given = Given::new(&sides.set, request_of(sides.policy_type, first));
    for key in keys {
        let conditions: Vec<ConditionClause<'_>> = statements
            .iter()
            .flat_map(|clauses| clauses.conditions(&given))
            .filter(|condition| condition.key() == key)
            .collect();
        callers.add_for_key(sides, &given, key, &conditions);
    }
    callers
}

/// Whether the policies belong to what is asked for, and not to who asks.
pub(crate) fn is_of_resource(policy_type: PolicyType) -> bool {
    matches!(
        policy_type,
        PolicyType::Resource | PolicyType::Trust | PolicyType::Rcp | PolicyType::VpcEndpoint
    )
}

/// A request of which the caller counts.
pub(crate) fn request_of(policy_type: PolicyType, principal: Principal) -> Request {
    let resource_account = if is_of_resource(policy_type) {
        RESOURCE_ACCOUNT.to_owned()
    } else {
        principal.account().unwrap_or(OWN_ACCOUNT).to_owned()
    };
    Request {
        principal,
        action: String::new(),
        resources: Vec::new(),
        resource_account: Some(resource_account),
        context: Context::new(),
        resource_is_pattern: false,
        dependent_actions: Vec::new(),
    }
}

impl Callers {
    fn add(&mut self, principal: Principal) {
        if !self.principals.contains(&principal) {
            self.principals.push(principal);
        }
    }

    fn add_unique_id(&mut self, id: &str) {
        let caller = if id.starts_with("AROA") {
            Caller::example_session(OUTSIDE_ACCOUNT)
        } else {
            Caller::example_user(OUTSIDE_ACCOUNT)
        };
        self.add(Principal {
            unique_id: Some(id.to_owned()),
            ..Principal::new(caller)
        });
    }

    /// Callers whom policies of identities and organizations are about.
    fn add_members(&mut self, policy_type: PolicyType) {
        let root = Caller::AccountRoot {
            partition: "aws".to_owned(),
            account: OWN_ACCOUNT.to_owned(),
        };
        if policy_type != PolicyType::Session {
            self.add(Principal::new(Caller::example_user(OWN_ACCOUNT)));
        }
        self.add(Principal::new(Caller::example_session(OWN_ACCOUNT)));
        if policy_type == PolicyType::Scp {
            self.add(Principal::new(root));
        }
    }

    /// Callers whom no policy names.
    fn add_outsiders(&mut self, policy_type: PolicyType) {
        self.add(Principal::new(Caller::example_user(OUTSIDE_ACCOUNT)));
        self.add(Principal::new(Caller::example_session(OUTSIDE_ACCOUNT)));
        self.add(Principal::new(Caller::Service {
            name: "example.amazonaws.com".to_owned(),
        }));
        if policy_type == PolicyType::Trust {
            self.add(Principal::new(Caller::Saml {
                provider: format!("arn:aws:iam::{OUTSIDE_ACCOUNT}:saml-provider/example"),
            }));
            self.add(Principal::new(Caller::WebIdentity {
                provider: format!("arn:aws:iam::{OUTSIDE_ACCOUNT}:oidc-provider/example.com"),
            }));
        } else {
            self.add(Principal::new(Caller::Anonymous));
        }
    }

    /// Callers with a value of each kind that the conditions tell apart. Whether there is one of every kind is only known for
    /// the key that is the ARN, the account or the name.
    fn add_for_key(
        &mut self,
        sides: &Sides,
        given: &Given<'_>,
        key: usize,
        conditions: &[ConditionClause<'_>],
    ) {
        let name = sides.set.key_name(key).to_ascii_lowercase();
        if !["aws:principalarn", "aws:principalaccount", "aws:username"].contains(&name.as_str()) {
            return;
        }
        let conditions: Vec<&ConditionClause<'_>> = conditions.iter().collect();
        let ways = given.ways(key, &conditions);
        let kind = |values: &[String]| -> Vec<Option<bool>> {
            conditions
                .iter()
                .map(|condition| condition.holds_for(given, values))
                .collect()
        };
        let mut found = Vec::new();
        let mut wanted = Vec::new();
        for values in &ways.ways {
            let [value] = values.as_slice() else {
                continue;
            };
            match caller_with(&name, value, is_of_resource(sides.policy_type)) {
                Some(caller) => {
                    let value = match name.as_str() {
                        "aws:principalarn" => Principal::new(caller.clone())
                            .principal_arn()
                            .map(|arn| arn.to_string()),
                        _ => Some(value.clone()),
                    };
                    let value = value.unwrap_or_default();
                    found.push(kind(&[value]));
                    self.add(Principal::new(caller));
                }
                None => wanted.push(kind(values)),
            }
        }
        let own: Vec<_> = self
            .principals
            .iter()
            .map(|principal| {
                let given =
                    Given::new(&sides.set, request_of(sides.policy_type, principal.clone()));
                conditions
                    .iter()
                    .map(|condition| condition.holds(&given))
                    .collect::<Vec<_>>()
            })
            .collect();
        self.is_complete &= ways.is_complete
            && wanted
                .iter()
                .all(|kind| found.contains(kind) || own.contains(kind));
    }
}

/// A caller whose requests have the value for the key.
fn caller_with(key: &str, value: &str, is_of_resource: bool) -> Option<Caller> {
    let home = if is_of_resource {
        OUTSIDE_ACCOUNT
    } else {
        OWN_ACCOUNT
    };
    match key {
        "aws:principalaccount" => {
            let is_account = value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit());
            is_account.then(|| Caller::example_user(value))
        }
        "aws:username" => match Caller::example_user(home) {
            Caller::User {
                partition,
                account,
                path,
                ..
            } if !value.is_empty() => Some(Caller::User {
                partition,
                account,
                path,
                name: value.to_owned(),
            }),
            _ => None,
        },
        _ => {
            let caller = Principal::parse(&filled_in(value, home)).ok()?.caller;
            match caller {
                Caller::RoleSession {
                    partition,
                    account,
                    path,
                    role,
                    session: None,
                } => Some(Caller::RoleSession {
                    partition,
                    account,
                    path,
                    role,
                    session: Some("example".to_owned()),
                }),
                Caller::User { .. } | Caller::RoleSession { .. } | Caller::FederatedUser { .. } => {
                    Some(caller)
                }
                Caller::AccountRoot { .. } if is_of_resource => Some(caller),
                _ => None,
            }
        }
    }
}

/// An ARN whose fields are empty where a pattern takes anything, with something there.
fn filled_in(arn: &str, account: &str) -> String {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [scheme, partition, service, region, own, resource] = fields.as_slice() else {
        return arn.to_owned();
    };
    let or = |field: &str, other: &str| -> String {
        if field.is_empty() { other } else { field }.to_owned()
    };
    format!(
        "{scheme}:{}:{}:{region}:{}:{resource}",
        or(partition, "aws"),
        or(service, "iam"),
        or(own, account),
    )
}
