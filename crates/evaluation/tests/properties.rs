//! What holds for every scenario, over generated ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use catalog::Catalog;
use evaluation::{
    Context, ContextValue, Decision, LayerOutcome, MissingKeys, NamedPolicy, PolicySet, Principal,
    Request, StatementOutcome, decide, explain, prepare,
};
use policy::Effect;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const TAG_A: &str = "aws:PrincipalTag/a";
const TAG_B: &str = "aws:PrincipalTag/b";
const TAG_KEYS: &str = "aws:TagKeys";
const AGE: &str = "aws:MultiFactorAuthAge";
const MFA: &str = "aws:MultiFactorAuthPresent";
const ADDRESS: &str = "aws:SourceIp";
const KEYS: [&str; 6] = [TAG_A, TAG_B, TAG_KEYS, AGE, MFA, ADDRESS];

fn catalog() -> &'static Catalog {
    static CATALOG: std::sync::OnceLock<Catalog> = std::sync::OnceLock::new();
    CATALOG
        .get_or_init(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap())
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

fn statement(effects: &'static [&'static str]) -> impl Strategy<Value = String> {
    (
        select(effects),
        select(
            &[
                r#""Action":"ec2:*""#,
                r#""Action":"*""#,
                r#""NotAction":"s3:*""#,
                r#""Action":"s3:*""#,
            ][..],
        ),
        select(
            &[
                r#""Resource":"*""#,
                r#""Resource":"arn:aws:ec2:*:*:instance/a*""#,
                r#""Resource":"arn:aws:ec2:*:*:instance/${aws:PrincipalTag/a}""#,
                r#""Resource":"arn:aws:ec2:*:*:instance/${aws:PrincipalTag/b, 'ab'}*""#,
                r#""NotResource":"arn:aws:ec2:*:*:instance/a${aws:PrincipalTag/a}""#,
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

fn statements() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(statement(ANY), 1..4)
}

/// Of a resource policy: with a principal.
fn resource_statements() -> impl Strategy<Value = Vec<String>> {
    let principal = select(
        &[
            r#""Principal":"*""#,
            r#""Principal":{"AWS":"111122223333"}"#,
            r#""Principal":{"AWS":"arn:aws:iam::111122223333:user/ann"}"#,
            r#""NotPrincipal":{"AWS":"111122223333"}"#,
        ][..],
    );
    proptest::collection::vec(
        (statement(ANY), principal).prop_map(|(statement, principal)| {
            statement.replacen('{', &format!("{{{principal},"), 1)
        }),
        0..3,
    )
}

fn policy_of(statements: &[String]) -> NamedPolicy {
    NamedPolicy::parse(
        "p",
        &format!(
            r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
            statements.join(",")
        ),
    )
}

fn set_of(identity: &[String], resource: &[String]) -> PolicySet {
    PolicySet {
        identity: vec![policy_of(identity)],
        resource: vec![policy_of(resource)],
    }
}

/// A request of ann with a value of each key's world; which one, is chosen by number.
fn request(choices: &[usize], resource_account: Option<String>) -> Request {
    Request {
        principal: Principal::parse("arn:aws:iam::111122223333:user/ann").unwrap(),
        action: "ec2:CreateTags".to_owned(),
        resources: vec!["arn:aws:ec2:us-east-1:111122223333:instance/ab".to_owned()],
        resource_account,
        context: KEYS
            .iter()
            .zip(choices)
            .map(|(key, choice)| {
                let world = world(key);
                (*key, world[choice % world.len()].clone())
            })
            .collect(),
    }
}

fn requests() -> impl Strategy<Value = Request> {
    (
        proptest::collection::vec(0usize..1000, KEYS.len()),
        select(&[None, None, Some("444455556666")][..]),
    )
        .prop_map(|(choices, account)| request(&choices, account.map(str::to_owned)))
}

fn without(request: &Request, keys: &[&str]) -> Request {
    let mut request = request.clone();
    for key in keys {
        request.context.remove(key);
    }
    request
}

/// Every decision that some values of the keys give.
fn brute_force(policies: &PolicySet, request: &Request, keys: &[&str]) -> Vec<Decision> {
    let prepared = prepare(policies, catalog());
    let mut contexts: Vec<Context> = vec![request.context.clone()];
    for key in keys {
        let world = world(key);
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undetermined_is_exact(
        identity in statements(),
        resource in resource_statements(),
        request in requests(),
        missing in subsequence(&KEYS[..], 1..=2),
    ) {
        let policies = set_of(&identity, &resource);
        let request = without(&request, &missing);
        let decision = decide(&prepare(&policies, catalog()), &request, MissingKeys::Unknown, catalog());
        let possible = brute_force(&policies, &request, &missing);
        match &decision {
            Decision::Undetermined { missing: named } => {
                prop_assert!(possible.len() > 1, "undetermined, but always {possible:?}");
                // Every key that is named changes the decision by itself for some values of the others.
                for key in named {
                    let key = *missing.iter().find(|missing| missing.eq_ignore_ascii_case(key)).unwrap();
                    let others: Vec<&str> = missing.iter().copied().filter(|other| *other != key).collect();
                    let settings = match others.first() {
                        None => vec![request.context.clone()],
                        Some(other) => world(other)
                            .into_iter()
                            .map(|value| {
                                let mut context = request.context.clone();
                                context.insert(other, value);
                                context
                            })
                            .collect(),
                    };
                    let varies = settings.into_iter().any(|context| {
                        let request = Request { context, ..request.clone() };
                        brute_force(&policies, &request, &[key]).len() > 1
                    });
                    prop_assert!(varies, "{key} makes no difference");
                }
            }
            settled => prop_assert_eq!(possible, vec![settled.clone()]),
        }
    }

    #[test]
    fn the_trace_has_the_same_decision(
        identity in statements(),
        resource in resource_statements(),
        request in requests(),
        missing in subsequence(&KEYS[..], 0..=4),
        unknown: bool,
    ) {
        let prepared = prepare(&set_of(&identity, &resource), catalog());
        let request = without(&request, &missing);
        let missing_keys = if unknown { MissingKeys::Unknown } else { MissingKeys::Absent };
        let trace = explain(&prepared, &request, missing_keys, catalog());
        prop_assert_eq!(&trace.decision, &decide(&prepared, &request, missing_keys, catalog()));
        // The statements by themselves agree with it, too.
        let applies = |effect| {
            trace.statements.iter().any(|statement| {
                statement.effect == Some(effect)
                    && matches!(statement.outcome, StatementOutcome::Matched { .. })
            })
        };
        if applies(Effect::Deny) {
            prop_assert_eq!(&trace.decision, &Decision::ExplicitlyDenied);
        }
        if trace.decision == Decision::Allowed {
            let open = trace.layers.iter().any(|layer| layer.outcome == LayerOutcome::Undetermined);
            prop_assert!(open || applies(Effect::Allow));
        }
        if let Decision::Undetermined { missing } = &trace.decision {
            let keys: Vec<&String> = trace.missing.iter().map(|missing| &missing.key).collect();
            prop_assert_eq!(keys, missing.iter().collect::<Vec<_>>());
            prop_assert!(missing_keys == MissingKeys::Unknown);
        }
        prop_assert_eq!(trace.statements.len(), identity.len() + resource.len());
    }

    #[test]
    fn an_allow_takes_nothing_away_and_a_deny_gives_nothing(
        identity in statements(),
        resource in resource_statements(),
        request in requests(),
        allow in statement(&["Allow"]),
        deny in statement(&["Deny"]),
    ) {
        let decision_of = |identity: &[String]| {
            decide(&prepare(&set_of(identity, &resource), catalog()), &request, MissingKeys::Unknown, catalog())
        };
        let before = decision_of(&identity);
        let with = |statement: &String| decision_of(&[identity.as_slice(), std::slice::from_ref(statement)].concat());
        if before == Decision::Allowed {
            prop_assert_eq!(with(&allow), Decision::Allowed);
        } else {
            prop_assert_ne!(with(&deny), Decision::Allowed);
        }
        if before == Decision::ExplicitlyDenied {
            prop_assert_eq!(with(&allow), Decision::ExplicitlyDenied);
            prop_assert_eq!(with(&deny), Decision::ExplicitlyDenied);
        }
    }

    #[test]
    fn the_order_of_statements_makes_no_difference(
        identity in statements(),
        resource in resource_statements(),
        request in requests(),
        missing in subsequence(&KEYS[..], 0..=2),
        split in 0usize..4,
    ) {
        let request = without(&request, &missing);
        let decision_of = |policies: &PolicySet| {
            decide(&prepare(policies, catalog()), &request, MissingKeys::Unknown, catalog())
        };
        let before = decision_of(&set_of(&identity, &resource));
        let reversed = |statements: &[String]| statements.iter().rev().cloned().collect::<Vec<_>>();
        prop_assert_eq!(&before, &decision_of(&set_of(&reversed(&identity), &reversed(&resource))));
        // Nor does it in how many policies they stand.
        let (first, second) = identity.split_at(split.min(identity.len()));
        let apart = PolicySet {
            identity: vec![policy_of(second), policy_of(first)],
            resource: vec![policy_of(&resource)],
        };
        prop_assert_eq!(&before, &decision_of(&apart));
    }

    #[test]
    fn any_text_is_decided(text in "\\PC{0,60}", context in "\\PC{0,12}", action in "\\PC{0,12}", resource in "\\PC{0,20}") {
        let policies = PolicySet {
            identity: vec![NamedPolicy::parse("p", &text)],
            resource: vec![policy_of(&[format!(
                r#"{{"Effect":"Allow","Principal":"*","Action":{action:?},"Resource":{resource:?},"Condition":{{"StringLike":{{"a:b":{context:?}}}}}}}"#
            )])],
        };
        let mut request = request(&[], None);
        request.action = action;
        request.resources = vec![resource];
        request.context.insert("a:b", ContextValue::single(context));
        let prepared = prepare(&policies, catalog());
        let trace = explain(&prepared, &request, MissingKeys::Unknown, catalog());
        prop_assert_eq!(trace.decision, decide(&prepared, &request, MissingKeys::Unknown, catalog()));
    }
}
