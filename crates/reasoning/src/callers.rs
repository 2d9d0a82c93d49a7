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
                let named = caller_with("aws:username", &word, home(sides.policy_type));
                named
                    .into_iter()
                    .for_each(|caller| callers.add(Principal::new(caller)));
            }
        }
    }
    let given = Given::new(&sides.set, request_of(sides.policy_type, first));
    let mut tied = 0;
    // By ARNs last: they are tried in the accounts that the others have named.
    keys.sort_by_key(|key| {
        sides
            .set
            .key_name(*key)
            .eq_ignore_ascii_case("aws:PrincipalArn")
    });
    for key in keys {
        let conditions: Vec<ConditionClause<'_>> = statements
            .iter()
            .flat_map(|clauses| clauses.conditions(&given))
            .filter(|condition| condition.key() == key)
            .collect();
        if !conditions.is_empty() && is_tied(sides.set.key_name(key)) {
            tied += 1;
            callers.add_for_key(sides, &given, key, &conditions);
        }
    }
    // Of two such keys, not every combination of kinds has a caller here.
    callers.is_complete &= tied < 2;
    // Services last: nobody can check a request of theirs, so one of a person is the better example.
    callers
        .principals
        .sort_by_key(|principal| matches!(principal.caller, Caller::Service { .. }));
    callers
}

/// The keys of which the caller has one value, whatever else is in the request. Other keys that depend on the caller
/// are present or absent by the kind of caller, and there is a caller of each kind.
const TIED_KEYS: [&str; 5] = [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalServiceName",
    "aws:username",
];

fn is_tied(key: &str) -> bool {
    TIED_KEYS.iter().any(|tied| tied.eq_ignore_ascii_case(key))
}

/// The account of callers of whom nothing says another one.
fn home(policy_type: PolicyType) -> &'static str {
    if is_of_resource(policy_type) {
        OUTSIDE_ACCOUNT
    } else {
        OWN_ACCOUNT
    }
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

    /// A caller of each type, those of accounts in each account that is known.
    fn add_types(&mut self, policy_type: PolicyType) {
        let mut accounts: Vec<String> = self
            .principals
            .iter()
            .filter_map(|principal| principal.account().map(str::to_owned))
            .collect();
        accounts.sort_unstable();
        accounts.dedup();
        self.is_complete &= accounts.len() <= MOST_ACCOUNTS;
        for account in accounts.iter().take(MOST_ACCOUNTS) {
            let partition = || "aws".to_owned();
            let callers = [
                Caller::example_user(account),
                Caller::example_session(account),
                Caller::AccountRoot {
                    partition: partition(),
                    account: account.clone(),
                },
                Caller::FederatedUser {
                    partition: partition(),
                    account: account.clone(),
                    name: "example".to_owned(),
                    user: None,
                },
            ];
            for caller in callers {
                if may_call(&caller, policy_type) {
                    self.add(Principal::new(caller));
                }
            }
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

    /// Callers with a value of each kind that the conditions on one of [`TIED_KEYS`] tell apart; by their ARNs, in each account
    /// that is known.
    fn add_for_key(
        &mut self,
        sides: &Sides,
        given: &Given<'_>,
        key: usize,
        conditions: &[ConditionClause<'_>],
    ) {
        let name = sides.set.key_name(key).to_ascii_lowercase();
        if name == "aws:principaltype" {
            self.add_types(sides.policy_type);
            return;
        }
        let mut homes: Vec<String> = vec![home(sides.policy_type).to_owned()];
        if name == "aws:principalarn" {
            homes.extend(
                self.principals
                    .iter()
                    .filter_map(|principal| principal.account().map(str::to_owned)),
            );
            homes.sort_unstable();
            homes.dedup();
            self.is_complete &= homes.len() <= MOST_ACCOUNTS;
            homes.truncate(MOST_ACCOUNTS);
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
            let callers: Vec<Caller> = homes
                .iter()
                .filter_map(|home| caller_with(&name, value, home))
                .filter(|caller| may_call(caller, sides.policy_type))
                .collect();
            if callers.is_empty() {
                wanted.push(kind(values));
            }
            for caller in callers {
                let value = match name.as_str() {
                    "aws:principalarn" => Principal::new(caller.clone())
                        .principal_arn()
                        .map(|arn| arn.to_string()),
                    _ => Some(value.clone()),
                };
                found.push(kind(&[value.unwrap_or_default()]));
                self.add(Principal::new(caller));
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

/// In so many accounts callers are looked for by their ARNs.
const MOST_ACCOUNTS: usize = 16;

/// Whether policies of the type are about such callers.
fn may_call(caller: &Caller, policy_type: PolicyType) -> bool {
    match caller {
        Caller::User { .. } => policy_type != PolicyType::Session,
        Caller::RoleSession { .. } => true,
        Caller::FederatedUser { .. } => {
            is_of_resource(policy_type) || policy_type == PolicyType::Session
        }
        Caller::AccountRoot { .. } => is_of_resource(policy_type) || policy_type == PolicyType::Scp,
        _ => is_of_resource(policy_type),
    }
}

/// A caller whose requests have the value for the key; in the account `home` where the value does not say which.
fn caller_with(key: &str, value: &str, home: &str) -> Option<Caller> {
    match key {
        "aws:principalservicename" => {
            let is_service = value.ends_with(".amazonaws.com") && !value.starts_with('.');
            is_service.then(|| Caller::Service {
                name: value.to_owned(),
            })
        }
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
                Caller::User { .. }
                | Caller::RoleSession { .. }
                | Caller::FederatedUser { .. }
                | Caller::AccountRoot { .. } => Some(caller),
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
