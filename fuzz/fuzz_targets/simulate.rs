//! Any policy against one request: the quick decision and the explained one are the same, whatever is missing.

#![no_main]

use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::{
    Context, DependentAction, MissingKeys, NamedPolicy, PolicySet, Principal, Request, ScpLevel,
    decide, explain, prepare,
};
use libfuzzer_sys::fuzz_target;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::decode(include_bytes!("../../crates/catalog/data/catalog.bin"))
        .expect("the committed catalogue decodes")
});

const PRINCIPALS: [&str; 6] = [
    "arn:aws:iam::123456789012:user/name",
    "arn:aws:sts::123456789012:assumed-role/role/session",
    "arn:aws:sts::123456789012:federated-user/name",
    "arn:aws:iam::123456789012:root",
    "lambda.amazonaws.com",
    "anonymous",
];

/// Policies of every layer, the number of the principal, whether missing keys are unknown, whether an action depends.
type Input<'a> = ([&'a str; 5], u8, bool, bool);

fuzz_target!(|input: Input<'_>| {
    let ([identity, resource, boundary, session, scp], principal, unknown, depends) = input;
    let policies = |name, text: &str| {
        let policy = NamedPolicy::parse(name, text);
        if text.is_empty() {
            Vec::new()
        } else {
            vec![policy]
        }
    };
    let set = PolicySet {
        identity: policies("identity", identity),
        resource: policies("resource", resource),
        boundary: policies("boundary", boundary),
        session: policies("session", session),
        scp: policies("scp", scp)
            .into_iter()
            .map(|policy| ScpLevel {
                name: "root".to_owned(),
                policies: vec![policy],
            })
            .collect(),
        ..PolicySet::default()
    };
    let prepared = prepare(&set, &CATALOG);
    let pass_role = DependentAction {
        action: "iam:PassRole".to_owned(),
        resources: vec!["arn:aws:iam::123456789012:role/role".to_owned()],
        context: Context::new(),
    };
    let request = Request {
        principal: Principal::parse(PRINCIPALS[usize::from(principal) % PRINCIPALS.len()])
            .expect("a principal"),
        action: "s3:GetObject".to_owned(),
        resources: vec!["arn:aws:s3:::bucket/key".to_owned()],
        resource_account: None,
        context: Context::new(),
        resource_is_pattern: false,
        dependent_actions: depends.then_some(pass_role).into_iter().collect(),
    };
    let missing = if unknown {
        MissingKeys::Unknown
    } else {
        MissingKeys::Absent
    };
    let decision = decide(&prepared, &request, missing, &CATALOG);
    let trace = explain(&prepared, &request, missing, &CATALOG);
    assert_eq!(decision, trace.decision);
});
