//! Any policy against one request: the quick decision and the explained one are the same, whatever is missing.

#![no_main]

use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::{Context, MissingKeys, NamedPolicy, PolicySet, Principal, Request, decide, explain, prepare};
use libfuzzer_sys::fuzz_target;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::decode(include_bytes!("../../crates/catalog/data/catalog.bin")).expect("the committed catalogue decodes")
});

fuzz_target!(|input: (&str, &str, bool)| {
    let (identity, resource, unknown) = input;
    let set = PolicySet {
        identity: vec![NamedPolicy::parse("identity", identity)],
        resource: vec![NamedPolicy::parse("resource", resource)],
        ..PolicySet::default()
    };
    let prepared = prepare(&set, &CATALOG);
    let request = Request {
        principal: Principal::parse("arn:aws:iam::123456789012:user/name").expect("a principal"),
        action: "s3:GetObject".to_owned(),
        resources: vec!["arn:aws:s3:::bucket/key".to_owned()],
        resource_account: None,
        context: Context::new(),
        dependent_actions: Vec::new(),
    };
    let missing = if unknown { MissingKeys::Unknown } else { MissingKeys::Absent };
    let decision = decide(&prepared, &request, missing, &CATALOG);
    let trace = explain(&prepared, &request, missing, &CATALOG);
    assert_eq!(decision.as_str(), trace.decision.as_str());
});
