//! Any two policies: the answers both ways agree, and each is equivalent to itself or unknown.

#![no_main]

use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::NamedPolicy;
use libfuzzer_sys::fuzz_target;
use policy::PolicyType;
use reasoning::{Relation, compare};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::decode(include_bytes!("../../crates/catalog/data/catalog.bin"))
        .expect("the committed catalogue decodes")
});

fuzz_target!(|input: (&str, &str, u8)| {
    let (one, other, policy_type) = input;
    let types = PolicyType::ALL;
    let policy_type = types[usize::from(policy_type) % types.len()];
    let [one, other] = [one, other].map(|text| [NamedPolicy::parse("policy", text)]);
    let there = compare(policy_type, &one, &other, &CATALOG);
    let back = compare(policy_type, &other, &one, &CATALOG);
    assert_eq!(there.added.exists(), back.removed.exists());
    assert_eq!(there.removed.exists(), back.added.exists());
    let same = compare(policy_type, &one, &one, &CATALOG).relation();
    assert_eq!(same, Relation::Equivalent);
});
