//! A text in, everything there is to say about it out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::LazyLock;

use analysis::{Surroundings, advise, analyze, suggest};
use catalog::Catalog;
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

const TEXT: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;

#[test]
fn the_type_is_guessed_unless_it_is_said() {
    let guessed = analyze(&CATALOG, 7, TEXT, None, &Surroundings::UNKNOWN);
    assert_eq!(
        (guessed.revision, guessed.policy_type),
        (7, PolicyType::Identity)
    );
    assert!(guessed.guess.is_some());
    assert!(
        guessed
            .findings
            .iter()
            .any(|finding| finding.code == "admin-star-star")
    );
    let said = analyze(
        &CATALOG,
        7,
        TEXT,
        Some(PolicyType::Scp),
        &Surroundings::UNKNOWN,
    );
    assert_eq!((said.policy_type, said.guess), (PolicyType::Scp, None));
    assert_eq!(said.size.quota.map(|quota| quota.limit), Some(10_240));
    assert!(
        !said
            .findings
            .iter()
            .any(|finding| finding.code == "admin-star-star")
    );
    assert_eq!(
        analyze(&CATALOG, 7, TEXT, None, &Surroundings::UNKNOWN),
        guessed
    );
}

#[test]
fn suggestions_follow_the_type() {
    let text = TEXT.replace("\"*\", \"Resource", "\"sqs:SendMessage\", \"Resource");
    assert_eq!(suggest(&CATALOG, &text, None).len(), 1);
    assert_eq!(
        suggest(&CATALOG, &text, Some(PolicyType::Resource)).len(),
        0
    );
    assert_eq!(advise(&CATALOG, TEXT, None).skipped.len(), 1);
}

#[test]
fn nothing_is_too_odd_to_be_judged() {
    for text in [
        "",
        "\0",
        "[]",
        "null",
        "\u{feff}{}",
        "{\"Statement\":",
        "a: b\n- c",
        "\"",
        "{{{{",
        "é𝄞",
    ] {
        for policy_type in PolicyType::ALL.into_iter().map(Some).chain([None]) {
            let analysis = analyze(&CATALOG, 0, text, policy_type, &Surroundings::UNKNOWN);
            assert!(!analysis.findings.is_empty(), "{text:?} {policy_type:?}");
            assert!(advise(&CATALOG, text, policy_type).suggestions.is_empty());
        }
    }
    let deep = "[".repeat(100_000);
    assert!(
        !analyze(&CATALOG, 0, &deep, None, &Surroundings::UNKNOWN)
            .findings
            .is_empty()
    );
}
