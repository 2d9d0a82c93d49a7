//! Generated policies of every layer and requests, with everything that the missing keys of a request can be.

use catalog::Catalog;
use evaluation::{
    Caller, Context, ContextValue, Decision, DependentAction, Layer, MissingKeys, NamedPolicy,
    PolicySet, Principal, Request, ScpLevel, decide, prepare,
};
use proptest::prelude::*;
use proptest::sample::select;

const TAG_A: &str = "aws:PrincipalTag/a";
const TAG_B: &str = "aws:PrincipalTag/b";
const TAG_KEYS: &str = "aws:TagKeys";
pub const AGE: &str = "aws:MultiFactorAuthAge";
pub const MFA: &str = "aws:MultiFactorAuthPresent";
pub const ADDRESS: &str = "aws:SourceIp";
pub const KEYS: [&str; 6] = [TAG_A, TAG_B, TAG_KEYS, AGE, MFA, ADDRESS];

pub fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG.get_or_init(|| {
        Catalog::decode(include_bytes!("../../../catalog/data/catalog.bin")).unwrap()
    })
}

/// Everything that a request can have for a key, as far as the generated conditions can tell.
fn world(key: &str) -> Vec<ContextValue> {
    let single = |texts: &[&str]| -> Vec<ContextValue> {
        std::iter::once(ContextValue::absent())
            .chain(texts.iter().map(|text| ContextValue::single(*text)))
            .collect()
    };
    match key {
        TAG_A | TAG_B => single(&[
            "", "a", "b", "c", "aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc", "acb", "aab",
            "abc", "cab", "A", "AB", "Ab", "B", "aB", "CB", "AA", "bab", "a*", "*b", "?", "a*b",
            "*", "A*", "*B", "A*B",
        ]),
        AGE => single(&["0", "1", "1.5", "2", "3", "5", "6", "-1"]),
        MFA => single(&["true", "false"]),
        ADDRESS => single(&[
            "10.0.0.1",
            "10.0.0.200",
            "10.1.0.1",
            "11.0.0.1",
            "2001:db8::1",
        ]),
        _ => {
            let texts = ["a", "b", "ab", "ca", "a*", "??", "abc", "xyz"];
            (0..256u32)
                .filter(|bits| bits.count_ones() <= 3)
                .map(|bits| {
                    let chosen = texts
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| bits & (1 << at) != 0)
                        .map(|(_, text)| *text);
                    ContextValue::multiple(chosen)
                })
                .collect()
        }
    }
}

fn values(from: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(select(from), 0..3).prop_map(|values| format!("{values:?}"))
}

fn condition() -> impl Strategy<Value = String> {
    let tag = (
        select(
            &[
                "StringEquals",
                "StringNotEquals",
                "StringLike",
                "StringNotLike",
                "StringEqualsIfExists",
                "StringNotEqualsIfExists",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
            ][..],
        ),
        select(&[TAG_A, TAG_B][..]),
        values(&[
            "a",
            "b",
            "ab",
            "a*",
            "*b",
            "?",
            "a*b",
            "*",
            "${aws:PrincipalTag/b}",
            "${aws:PrincipalTag/a}",
        ]),
    );
    let sets = (
        select(
            &[
                "ForAllValues:StringEquals",
                "ForAllValues:StringNotEquals",
                "ForAnyValue:StringEquals",
                "ForAnyValue:StringNotEquals",
                "ForAnyValue:StringLikeIfExists",
                "ForAllValues:StringLike",
                "ForAllValues:Null",
                "StringEquals",
            ][..],
        ),
        select(&[TAG_KEYS][..]),
        values(&["a", "b", "a*", "??"]),
    );
    let numbers = (
        select(
            &[
                "NumericEquals",
                "NumericNotEquals",
                "NumericLessThan",
                "NumericLessThanEqualsIfExists",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
            ][..],
        ),
        select(&[AGE][..]),
        values(&["1", "2.0", "5"]),
    );
    let addresses = (
        select(&["IpAddress", "NotIpAddress", "IpAddressIfExists"][..]),
        select(&[ADDRESS][..]),
        values(&[
            "10.0.0.0/8",
            "10.0.0.0/24",
            "10.0.0.0/25",
            "0.0.0.0/0",
            "::/0",
        ]),
    );
    let booleans = (
        select(&["Bool", "BoolIfExists"][..]),
        select(&[MFA][..]),
        values(&["true", "false"]),
    );
    let null = (
        select(&["Null"][..]),
        select(&KEYS[..]),
        values(&["true", "false"]),
    );
    prop_oneof![4 => tag, 3 => sets, 2 => numbers, 2 => addresses, 1 => booleans, 1 => null]
        .prop_map(|(operator, key, values)| format!("{operator:?}:{{{key:?}:{values}}}"))
}

pub fn statement(effects: &'static [&'static str]) -> impl Strategy<Value = String> {
    (
        select(effects),
        select(
            &[
                r#""Action":"sqs:*""#,
                r#""Action":"*""#,
                r#""NotAction":"s3:*""#,
                r#""Action":"s3:*""#,
            ][..],
        ),
        select(
            &[
                r#""Resource":"*""#,
                r#""Resource":"arn:aws:sqs:*:*:a*""#,
                r#""Resource":"arn:aws:sqs:*:*:${aws:PrincipalTag/a}""#,
                r#""Resource":"arn:aws:sqs:*:*:${aws:PrincipalTag/b, 'ab'}*""#,
                r#""NotResource":"arn:aws:sqs:*:*:a${aws:PrincipalTag/a}""#,
            ][..],
        ),
        proptest::collection::vec(condition(), 0..3),
    )
        .prop_map(|(effect, action, resource, conditions)| {
            format!(
                r#"{{"Effect":"{effect}",{action},{resource},"Condition":{{{}}}}}"#,
                conditions.join(",")
            )
        })
}

const ANY: &[&str] = &["Allow", "Allow", "Deny"];

const EVERYTHING: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

fn statements() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(statement(ANY), 1..4)
}

/// Those of a policy that others pass by: now and then everything is allowed.
fn limiting_statements() -> impl Strategy<Value = Vec<String>> {
    (
        proptest::collection::vec(statement(ANY), 0..3),
        any::<bool>(),
    )
        .prop_map(|(mut statements, all)| {
            statements.extend(all.then(|| EVERYTHING.to_owned()));
            statements
        })
}

/// One of a resource policy: with a principal.
pub fn resource_statement(effects: &'static [&'static str]) -> impl Strategy<Value = String> {
    let principal = select(
        &[
            r#""Principal":"*""#,
            r#""Principal":{"AWS":"111122223333"}"#,
            r#""Principal":{"AWS":"arn:aws:iam::111122223333:user/ann"}"#,
            r#""Principal":{"AWS":"arn:aws:iam::111122223333:role/r"}"#,
            r#""Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"}"#,
            r#""Principal":{"AWS":"arn:aws:sts::111122223333:federated-user/bob"}"#,
            r#""NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:user/ann"]}"#,
        ][..],
    );
    (statement(effects), principal)
        .prop_map(|(statement, principal)| statement.replacen('{', &format!("{{{principal},"), 1))
}

pub fn for_everyone(statement: String) -> String {
    statement.replacen('{', r#"{"Principal":"*","#, 1)
}

/// The statements of every layer.
#[derive(Clone, Debug)]
pub struct Layers {
    pub identity: Vec<String>,
    pub resource: Vec<String>,
    pub boundary: Option<Vec<String>>,
    pub session: Option<Vec<String>>,
    pub scp: Vec<Vec<String>>,
    pub rcp: Vec<String>,
    pub endpoint: Option<Vec<String>>,
}

pub fn layers() -> impl Strategy<Value = Layers> {
    (
        statements(),
        proptest::collection::vec(resource_statement(ANY), 0..3),
        proptest::option::of(limiting_statements()),
        proptest::option::of(limiting_statements()),
        proptest::collection::vec(limiting_statements(), 0..3),
        proptest::collection::vec(statement(&["Deny"]).prop_map(for_everyone), 0..2),
        proptest::option::weighted(0.3, limiting_statements()),
    )
        .prop_map(
            |(identity, resource, boundary, session, scp, rcp, endpoint)| Layers {
                identity,
                resource,
                boundary,
                session,
                scp,
                rcp,
                endpoint: endpoint
                    .map(|statements| statements.into_iter().map(for_everyone).collect()),
            },
        )
}

impl Layers {
    pub fn set(&self) -> PolicySet {
        let one = |statements: &Option<Vec<String>>| {
            statements
                .iter()
                .map(|statements| policy_of(statements))
                .collect()
        };
        PolicySet {
            identity: vec![policy_of(&self.identity)],
            boundary: one(&self.boundary),
            session: one(&self.session),
            resource: vec![policy_of(&self.resource)],
            rcp: vec![policy_of(&self.rcp)],
            vpc_endpoint: one(&self.endpoint),
            scp: self
                .scp
                .iter()
                .map(|statements| ScpLevel {
                    name: "level".to_owned(),
                    policies: vec![policy_of(statements)],
                })
                .collect(),
            ..PolicySet::default()
        }
    }

    /// The layers that exist, to be changed one by one; whether they are of a resource.
    pub fn each(&mut self) -> Vec<(&mut Vec<String>, bool)> {
        let mut all = vec![
            (&mut self.identity, false),
            (&mut self.resource, true),
            (&mut self.rcp, true),
        ];
        all.extend(
            self.endpoint
                .iter_mut()
                .map(|statements| (statements, true)),
        );
        all.extend(
            self.boundary
                .iter_mut()
                .map(|statements| (statements, false)),
        );
        all.extend(
            self.session
                .iter_mut()
                .map(|statements| (statements, false)),
        );
        all.extend(self.scp.iter_mut().map(|statements| (statements, false)));
        all
    }

    /// Those statements alone that are kept, by their layer, policy and position.
    pub fn keep(&self, kept: &dyn Fn(Layer, usize, usize) -> bool) -> Layers {
        let keep = |statements: &[String], layer, policy| -> Vec<String> {
            let numbered = statements.iter().enumerate();
            numbered
                .filter(|(number, _)| kept(layer, policy, *number))
                .map(|(_, statement)| statement.clone())
                .collect()
        };
        let one = |statements: &Option<Vec<String>>, layer| {
            statements
                .as_ref()
                .map(|statements| keep(statements, layer, 0))
        };
        let levels = self.scp.iter().enumerate();
        Layers {
            identity: keep(&self.identity, Layer::Identity, 0),
            resource: keep(&self.resource, Layer::Resource, 0),
            boundary: one(&self.boundary, Layer::Boundary),
            session: one(&self.session, Layer::Session),
            scp: levels
                .map(|(level, statements)| keep(statements, Layer::Scp, level))
                .collect(),
            rcp: keep(&self.rcp, Layer::Rcp, 0),
            endpoint: one(&self.endpoint, Layer::VpcEndpoint),
        }
    }

    pub fn statements(&self) -> usize {
        let mut copy = self.clone();
        copy.each()
            .iter()
            .map(|(statements, _)| statements.len())
            .sum()
    }

    pub fn decide(&self, request: &Request) -> Decision {
        decide(
            &prepare(&self.set(), catalog()),
            request,
            MissingKeys::Unknown,
            catalog(),
        )
    }
}

pub fn policy_of(statements: &[String]) -> NamedPolicy {
    NamedPolicy::parse(
        "p",
        &format!(
            r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
            statements.join(",")
        ),
    )
}

/// A request with a value of each key's world; which one, is chosen by number.
pub fn request(principal: &str, choices: &[usize], resource_account: Option<String>) -> Request {
    let mut principal = Principal::parse(principal).unwrap();
    if let Caller::FederatedUser { user, .. } = &mut principal.caller {
        *user = Some(ANN.to_owned());
    }
    Request {
        principal,
        action: "sqs:TagQueue".to_owned(),
        resources: vec!["arn:aws:sqs:us-east-1:111122223333:ab".to_owned()],
        resource_account,
        context: KEYS
            .iter()
            .zip(choices)
            .map(|(key, choice)| {
                let world = world(key);
                (*key, world[choice % world.len()].clone())
            })
            .collect(),
        resource_is_pattern: false,
        dependent_actions: Vec::new(),
    }
}

pub const ANN: &str = "arn:aws:iam::111122223333:user/ann";

pub fn requests() -> impl Strategy<Value = Request> {
    let principals = &[
        ANN,
        ANN,
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:sts::111122223333:federated-user/bob",
        "arn:aws:iam::111122223333:root",
    ][..];
    (
        select(principals),
        proptest::collection::vec(0usize..1000, KEYS.len()),
        select(&[None, None, Some("444455556666")][..]),
        select(&[false, false, true][..]),
    )
        .prop_map(|(principal, choices, account, has_dependent)| {
            let mut request = request(principal, &choices, account.map(str::to_owned));
            request
                .dependent_actions
                .extend(has_dependent.then(|| DependentAction {
                    action: "sqs:TagQueue".to_owned(),
                    resources: vec!["arn:aws:sqs:us-east-1:111122223333:ca".to_owned()],
                    context: Context::new(),
                }));
            request
        })
}

pub fn without(request: &Request, keys: &[&str]) -> Request {
    let mut request = request.clone();
    for key in keys {
        request.context.remove(key);
    }
    request
}

/// What the request can have for a key: root users have no tags, federated users no multi-factor authentication. Without multi-factor authentication there is no age of it: whether there was is not
/// known where that key is missing as well.
pub fn possible(
    policies: &PolicySet,
    request: &Request,
    key: &str,
    missing: &[&str],
) -> Vec<ContextValue> {
    let has_none = !missing.contains(&MFA)
        && request
            .context
            .get(MFA)
            .is_none_or(|value| value.values != ["true"]);
    match &request.principal.caller {
        Caller::FederatedUser { .. } if key == MFA || key == AGE => vec![ContextValue::absent()],
        Caller::AccountRoot { .. } if key == TAG_A || key == TAG_B => vec![ContextValue::absent()],
        // What comes through an endpoint has no public address.
        _ if key == ADDRESS && !policies.vpc_endpoint.is_empty() => vec![ContextValue::absent()],
        _ if key == AGE && has_none => vec![ContextValue::absent()],
        _ => world(key),
    }
}

/// Every decision that some values of the keys give, where all of `missing` are.
pub fn brute_force(
    policies: &PolicySet,
    request: &Request,
    keys: &[&str],
    missing: &[&str],
) -> Vec<Decision> {
    let prepared = prepare(policies, catalog());
    let mut contexts: Vec<Context> = vec![request.context.clone()];
    for key in keys {
        let world = possible(policies, request, key, missing);
        contexts = contexts
            .iter()
            .flat_map(|context| {
                world.iter().map(move |value| {
                    let mut context = context.clone();
                    context.insert(key, value.clone());
                    context
                })
            })
            .collect();
    }
    let mut decisions = Vec::new();
    for context in contexts {
        let request = Request {
            context,
            ..request.clone()
        };
        let decision = decide(&prepared, &request, MissingKeys::Unknown, catalog());
        if !decisions.contains(&decision) {
            decisions.push(decision);
        }
    }
    decisions
}
