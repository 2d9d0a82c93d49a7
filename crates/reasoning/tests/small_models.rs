//! Random pairs of policies over a small vocabulary: what is said of them holds for every request that the vocabulary can tell
//! apart, tried one by one. `PROPTEST_CASES=100000` makes it long.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::{
    Context, ContextValue, Decision, MissingKeys, NamedPolicy, PolicySet, Principal, Request,
    decide, prepare,
};
use policy::PolicyType;
use proptest::prelude::*;
use reasoning::{Comparison, Relation, compare};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/data/catalog.bin");
    Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
});

const ACTIONS: [&str; 7] = [
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sqs:*Message",
    "iam:ListUsers",
    "s3:GetObject",
    "*",
    "sqs:TagQueue",
];
const RESOURCES: [&str; 12] = [
    "*",
    "arn:aws:sqs:*:*:a*",
    "arn:aws:sqs:*:*:*b",
    "arn:aws:sqs:*:*:ab",
    "arn:aws:sqs:*:*:?",
    "arn:aws:sqs:*:1:*",
    "arn:aws:sqs:*",
    "arn:aws:sqs:::a",
    "arn:aws:sqs:*:*:${aws:SourceVpc}",
    "arn:aws:sqs:*:*:a${aws:SourceVpc}*",
    "arn:aws:s3:::a*",
    "arn:*:sqs:*:*:*a*",
];
/// Operator, key, values.
const CONDITIONS: [&str; 30] = [
    r#"{"StringEquals": {"aws:SourceVpc": "a"}}"#,
    r#"{"StringEquals": {"aws:SourceVpc": ["a", "b"]}}"#,
    r#"{"StringNotEquals": {"aws:SourceVpc": "a"}}"#,
    r#"{"StringEqualsIgnoreCase": {"aws:SourceVpc": "A"}}"#,
    r#"{"StringNotEqualsIgnoreCase": {"aws:SourceVpc": "A"}}"#,
    r#"{"StringLike": {"aws:SourceVpc": "a*"}}"#,
    r#"{"StringLike": {"aws:SourceVpc": "?"}}"#,
    r#"{"StringNotLike": {"aws:SourceVpc": "a*"}}"#,
    r#"{"StringEqualsIfExists": {"aws:SourceVpc": "a"}}"#,
    r#"{"StringNotEqualsIfExists": {"aws:SourceVpc": "b"}}"#,
    r#"{"Null": {"aws:SourceVpc": "true"}}"#,
    r#"{"Null": {"aws:SourceVpc": "false"}}"#,
    r#"{"Bool": {"aws:SecureTransport": "true"}}"#,
    r#"{"Bool": {"aws:SecureTransport": "false"}}"#,
    r#"{"BoolIfExists": {"aws:SecureTransport": "false"}}"#,
    r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#,
    r#"{"ForAllValues:StringNotEquals": {"aws:TagKeys": ["a"]}}"#,
    r#"{"ForAnyValue:StringEquals": {"aws:TagKeys": ["a"]}}"#,
    r#"{"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["a", "b"]}}"#,
    r#"{"ForAnyValue:StringLike": {"aws:TagKeys": ["a*"]}}"#,
    r#"{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#,
    r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"]}}"#,
    r#"{"NotIpAddress": {"aws:SourceIp": "10.0.0.0/9"}}"#,
    r#"{"NumericLessThan": {"aws:MultiFactorAuthAge": "10"}}"#,
    r#"{"NumericGreaterThanEquals": {"aws:MultiFactorAuthAge": "10"}}"#,
    r#"{"NumericLessThanEqualsIfExists": {"aws:MultiFactorAuthAge": "9"}}"#,
    r#"{"DateGreaterThan": {"aws:TokenIssueTime": "2026-01-01T00:00:00Z"}}"#,
    r#"{"DateLessThanEquals": {"aws:TokenIssueTime": "2026-01-01T00:00:00Z"}}"#,
    r#"{"ArnLike": {"aws:SourceVpc": "arn:aws:ec2:*:*:vpc/*"}}"#,
    r#"{"StringLike": {"aws:SourceVpc": "*b"}}"#,
];

fn statement() -> impl Strategy<Value = String> {
    let list =
        |all: &'static [&'static str]| prop::collection::vec(prop::sample::select(all), 1..3);
    (
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.9),
        list(&ACTIONS),
        prop::bool::weighted(0.9),
        list(&RESOURCES),
        prop::option::weighted(0.6, prop::sample::select(&CONDITIONS[..])),
    )
        .prop_map(|(is_allow, is_action, actions, is_resource, resources, condition)| {
            let effect = if is_allow { "Allow" } else { "Deny" };
            let action = if is_action { "Action" } else { "NotAction" };
            let resource = if is_resource { "Resource" } else { "NotResource" };
            let condition = condition.map_or_else(String::new, |condition| {
                format!(r#", "Condition": {condition}"#)
            });
            format!(
                r#"{{"Effect": "{effect}", "{action}": {actions:?}, "{resource}": {resources:?}{condition}}}"#
            )
        })
}

fn document(statements: &[String]) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(", ")
    )
}

/// Two policies that mostly have statements in common, as revisions do.
fn pair() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let some = || prop::collection::vec(statement(), 0..3);
    (some(), some(), some()).prop_map(|(common, new, old)| {
        let with = |own: Vec<String>| common.iter().cloned().chain(own).collect();
        (with(new), with(old))
    })
}

fn compared(new: &[String], old: &[String]) -> Comparison {
    let policy = |statements: &[String]| [NamedPolicy::parse("policy", &document(statements))];
    compare(PolicyType::Identity, &policy(new), &policy(old), &CATALOG)
}

/// A request of every kind that the vocabulary can tell apart, and some more.
fn requests() -> Vec<Request> {
    let values = |all: &[&str]| -> Vec<ContextValue> {
        std::iter::once(ContextValue::absent())
            .chain(all.iter().map(|value| ContextValue::single(*value)))
            .collect()
    };
    let tags: Vec<ContextValue> = [&[][..], &["a"], &["b"], &["c"], &["a", "c"], &["b", "c"]]
        .into_iter()
        .map(|tags| ContextValue::multiple(tags.iter().copied()))
        .collect();
    let vpcs = values(&["a", "A", "b", "ab", "c", "cb", "arn:aws:ec2:::vpc/"]);
    let others = [
        ("aws:SecureTransport", values(&["true", "false"])),
        ("aws:TagKeys", tags),
        (
            "aws:SourceIp",
            values(&["10.0.0.1", "10.200.0.1", "11.0.0.1"]),
        ),
        ("aws:MultiFactorAuthAge", values(&["9", "9.5", "10", "11"])),
        (
            "aws:TokenIssueTime",
            values(&[
                "2025-01-01T00:00:00Z",
                "2026-01-01T00:00:00Z",
                "2027-01-01T00:00:00Z",
            ]),
        ),
    ];
    let mut requests = Vec::new();
    for action in [
        "sqs:SendMessage",
        "sqs:TagQueue",
        "iam:ListUsers",
        "s3:GetObject",
    ] {
        for resource in [
            "arn:aws:sqs:::a",
            "arn:aws:sqs:::b",
            "arn:aws:sqs:::ab",
            "arn:aws:sqs::1:bb",
            "arn:aws:sqs:::aab",
            "arn:aws:s3:::a",
            "arn:aws:ec2:::x",
        ] {
            for vpc in &vpcs {
                for (key, values) in &others {
                    for value in values {
                        let mut context = Context::new();
                        context.insert("aws:SourceVpc", vpc.clone());
                        // No other of the actions sends tags.
                        let sent = others.iter().filter(|(other, _)| {
                            *other != "aws:TagKeys" || action == "sqs:TagQueue"
                        });
                        for (other, values) in sent {
                            // One key after the other, the rest as its first present value.
                            let fixed = values.get(1).unwrap().clone();
                            context.insert(other, if other == key { value.clone() } else { fixed });
                        }
                        requests.push(Request {
                            principal: Principal::parse("arn:aws:iam::111122223333:user/u")
                                .unwrap(),
                            action: action.to_owned(),
                            resources: vec![resource.to_owned()],
                            resource_account: Some("111122223333".to_owned()),
                            context,
                            resource_is_pattern: false,
                            dependent_actions: Vec::new(),
                        });
                    }
                }
            }
        }
    }
    requests
}

static REQUESTS: LazyLock<Vec<Request>> = LazyLock::new(requests);

fn prepared(statements: &[String]) -> evaluation::PreparedSet {
    let policies = PolicySet {
        identity: vec![NamedPolicy::parse("policy", &document(statements))],
        ..PolicySet::default()
    };
    prepare(&policies, &CATALOG)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_request_contradicts_what_is_said((new, old) in pair()) {
        let comparison = compared(&new, &old);
        let (prepared_new, prepared_old) = (prepared(&new), prepared(&old));
        let allows = |prepared, request| {
            decide(prepared, request, MissingKeys::Unknown, &CATALOG) == Decision::Allowed
        };
        for request in REQUESTS.iter() {
            match (allows(&prepared_new, request), allows(&prepared_old, request)) {
                (true, false) => prop_assert_ne!(comparison.added.exists(), Some(false), "{:?}", request),
                (false, true) => prop_assert_ne!(comparison.removed.exists(), Some(false), "{:?}", request),
                _ => {}
            }
        }
        for unknown in comparison.added.unknown.iter().chain(&comparison.removed.unknown) {
            let is_not_confirmed = matches!(unknown, reasoning::Unknown::NotConfirmed(_));
            prop_assert!(!is_not_confirmed, "{unknown}");
        }
    }

    #[test]
    fn a_policy_is_equivalent_to_itself_in_another_order((new, old) in pair()) {
        let all: Vec<String> = new.into_iter().chain(old).collect();
        let reversed: Vec<String> = all.iter().rev().cloned().collect();
        prop_assert_eq!(compared(&all, &reversed).relation(), Relation::Equivalent);
    }

    #[test]
    fn a_statement_more_moves_access_one_way((base, _) in pair(), more in statement()) {
        let longer: Vec<String> = base.iter().cloned().chain([more.clone()]).collect();
        let comparison = compared(&longer, &base);
        if more.contains(r#""Effect": "Allow""#) {
            prop_assert_eq!(comparison.removed.exists(), Some(false));
        } else {
            prop_assert_eq!(comparison.added.exists(), Some(false));
        }
    }

    #[test]
    fn both_ways_agree((new, old) in pair()) {
        let (there, back) = (compared(&new, &old), compared(&old, &new));
        prop_assert_eq!(there.added.exists(), back.removed.exists());
        prop_assert_eq!(there.removed.exists(), back.added.exists());
    }
}
