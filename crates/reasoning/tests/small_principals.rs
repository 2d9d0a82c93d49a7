//! As the small models, for policies of resources: whom they name, and what conditions ask of the caller.
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
    Context, ContextValue, Decision, MissingKeys, NamedPolicy, PolicySet, PreparedSet, Principal,
    Request, decide, prepare,
};
use policy::PolicyType;
use proptest::prelude::*;
use reasoning::{Comparison, compare};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/data/catalog.bin");
    Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
});

const PRINCIPALS: [&str; 8] = [
    r#""*""#,
    r#"{"AWS": "111122223333"}"#,
    r#"{"AWS": "arn:aws:iam::111122223333:role/app"}"#,
    r#"{"AWS": "arn:aws:iam::111122223333:user/ann"}"#,
    r#"{"Service": "events.amazonaws.com"}"#,
    r#"{"AWS": ["444455556666", "arn:aws:iam::111122223333:role/app"]}"#,
    r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/app/s"}"#,
    r#"{"AWS": "arn:aws:iam::444455556666:role/app"}"#,
];

const CONDITIONS: [&str; 12] = [
    r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/app*"}}"#,
    r#"{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}"#,
    r#"{"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/ann"}}"#,
    r#"{"StringEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
    r#"{"StringNotEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}"#,
    r#"{"StringEquals": {"aws:PrincipalType": "User"}}"#,
    r#"{"StringNotEquals": {"aws:PrincipalType": "AssumedRole"}}"#,
    r#"{"Bool": {"aws:PrincipalIsAWSService": "true"}}"#,
    r#"{"StringEquals": {"aws:PrincipalServiceName": "sns.amazonaws.com"}}"#,
    r#"{"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#,
    r#"{"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#,
    r#"{"StringLike": {"aws:SourceIdentity": "a*"}}"#,
];

const CALLERS: [&str; 15] = [
    "arn:aws:iam::111122223333:user/ann",
    "arn:aws:iam::111122223333:user/bob",
    "arn:aws:iam::111122223333:root",
    "arn:aws:sts::111122223333:assumed-role/app/s",
    "arn:aws:sts::111122223333:assumed-role/app/t",
    "arn:aws:sts::111122223333:assumed-role/other/s",
    "arn:aws:iam::444455556666:user/ann",
    "arn:aws:iam::444455556666:root",
    "arn:aws:sts::444455556666:assumed-role/app/s",
    "arn:aws:sts::444455556666:assumed-role/other/s",
    "arn:aws:iam::555566667777:user/ann",
    "arn:aws:sts::555566667777:assumed-role/app/s",
    "events.amazonaws.com",
    "sns.amazonaws.com",
    "anonymous",
];

fn statement() -> impl Strategy<Value = String> {
    (
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.9),
        prop::sample::select(&PRINCIPALS[..]),
        prop::option::weighted(0.6, prop::sample::select(&CONDITIONS[..])),
    )
        .prop_map(|(is_allow, is_principal, principal, condition)| {
            let effect = if is_allow { "Allow" } else { "Deny" };
            let element = if is_allow || is_principal {
                "Principal"
            } else {
                "NotPrincipal"
            };
            let condition = condition.map_or_else(String::new, |condition| {
                format!(r#", "Condition": {condition}"#)
            });
            format!(
                r#"{{"Effect": "{effect}", "{element}": {principal}, "Action": "sqs:SendMessage", "Resource": "*"{condition}}}"#
            )
        })
}

fn pair() -> impl Strategy<Value = (String, String)> {
    let some = || prop::collection::vec(statement(), 0..3);
    (some(), some(), some()).prop_map(|(common, new, old)| {
        let with = |own: Vec<String>| {
            let statements: Vec<String> = common.iter().cloned().chain(own).collect();
            format!(
                r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
                statements.join(", ")
            )
        };
        (with(new), with(old))
    })
}

fn compared(new: &str, old: &str) -> Comparison {
    let policy = |text: &str| [NamedPolicy::parse("policy", text)];
    compare(PolicyType::Resource, &policy(new), &policy(old), &CATALOG)
}

fn prepared(text: &str) -> PreparedSet {
    let everything = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let policies = PolicySet {
        identity: vec![NamedPolicy::parse("everything", everything)],
        resource: vec![NamedPolicy::parse("policy", text)],
        ..PolicySet::default()
    };
    prepare(&policies, &CATALOG)
}

/// Requests of every caller for a queue of an account that none of them is in.
fn requests() -> Vec<Request> {
    let values = |all: &[&str]| -> Vec<ContextValue> {
        std::iter::once(ContextValue::absent())
            .chain(all.iter().map(|value| ContextValue::single(*value)))
            .collect()
    };
    let mut requests = Vec::new();
    for caller in CALLERS {
        let principal = Principal::parse(caller).unwrap();
        let is_session = caller.contains("assumed-role");
        for organization in values(&["o-a1b2c3d4e5", "o-other"]) {
            for identity in values(&["ann", "bob"]) {
                let mut context = Context::new();
                // Services and anonymous callers have no organization, and sessions of roles alone a source identity.
                if principal.account().is_some() {
                    context.insert("aws:PrincipalOrgID", organization.clone());
                } else if !organization.is_absent() {
                    continue;
                }
                if is_session {
                    context.insert("aws:SourceIdentity", identity.clone());
                } else if !identity.is_absent() {
                    continue;
                }
                requests.push(Request {
                    principal: principal.clone(),
                    action: "sqs:SendMessage".to_owned(),
                    resources: vec!["arn:aws:sqs:eu-west-1:000000000000:q".to_owned()],
                    resource_is_pattern: false,
                    resource_account: Some("000000000000".to_owned()),
                    context,
                    dependent_actions: Vec::new(),
                });
            }
        }
    }
    requests
}

static REQUESTS: LazyLock<Vec<Request>> = LazyLock::new(requests);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_request_contradicts_what_is_said((new, old) in pair()) {
        let comparison = compared(&new, &old);
        let (prepared_new, prepared_old) = (prepared(&new), prepared(&old));
        let decision = |prepared, request| {
            decide(prepared, request, MissingKeys::Unknown, &CATALOG)
        };
        for request in REQUESTS.iter() {
            let (of_new, of_old) = (decision(&prepared_new, request), decision(&prepared_old, request));
            // What a service's account is, nobody says: such a request is no witness.
            if matches!(of_new, Decision::Undetermined { .. }) || matches!(of_old, Decision::Undetermined { .. }) {
                continue;
            }
            match (of_new == Decision::Allowed, of_old == Decision::Allowed) {
                (true, false) => prop_assert_ne!(comparison.added.exists(), Some(false), "{:?}", request),
                (false, true) => prop_assert_ne!(comparison.removed.exists(), Some(false), "{:?}", request),
                _ => {}
            }
        }
    }

    #[test]
    fn both_ways_agree((new, old) in pair()) {
        let (there, back) = (compared(&new, &old), compared(&old, &new));
        prop_assert_eq!(there.added.exists(), back.removed.exists());
        prop_assert_eq!(there.removed.exists(), back.added.exists());
    }
}
