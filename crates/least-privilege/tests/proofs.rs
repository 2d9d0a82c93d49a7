//! What is proven of each kind of suggestion.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::LazyLock;

use catalog::Catalog;
use least_privilege::{Proof, suggest};
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

/// The proof of the first suggestion of a code, for an Allow with these members.
fn proof(code: &str, rest: &str) -> Proof {
    let text =
        format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {rest}}}]}}"#);
    let advice = suggest(&policy::parse(&text), PolicyType::Identity, &CATALOG);
    let suggestion = advice
        .suggestions
        .into_iter()
        .find(|suggestion| suggestion.code == code);
    suggestion.expect("a suggestion").proof
}

#[test]
fn a_named_resource_allows_nothing_new() {
    let proof = proof(
        "narrow-resource-star",
        r#""Action": ["sqs:SendMessage", "sqs:ListQueues"], "Resource": "*""#,
    );
    assert!(matches!(proof, Proof::NothingNew { .. }), "{proof:?}");
}

#[test]
fn a_wildcard_written_out_allows_the_same() {
    let proof = proof(
        "open-action-wildcard",
        r#""Action": "sqs:Get*", "Resource": "arn:aws:sqs:eu-west-1:123456789012:jobs""#,
    );
    assert!(matches!(proof, Proof::Same { .. }), "{proof:?}");
}

#[test]
fn a_condition_more_allows_nothing_new() {
    let proof = proof(
        "add-condition",
        r#""Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/app""#,
    );
    assert!(matches!(proof, Proof::NothingNew { .. }), "{proof:?}");
}

#[test]
fn what_is_proven_says_what_it_takes_for_granted() {
    let proof = proof(
        "narrow-resource-star",
        r#""Action": "sqs:SendMessage", "Resource": "*""#,
    );
    assert_eq!(proof.title(), "proven to allow nothing new");
    assert!(proof.why().contains("the catalogue of"), "{proof:?}");
}
