//! Policies made to be hard: each gets an answer, or is said to be unknown, in bounded work.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::NamedPolicy;
use policy::PolicyType;
use reasoning::{Comparison, Relation, compare};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/data/catalog.bin");
    Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
});

fn document(statements: impl IntoIterator<Item = String>) -> String {
    let statements: Vec<String> = statements.into_iter().collect();
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#,
        statements.join(", ")
    )
}

fn compared(policy_type: PolicyType, new: &str, old: &str) -> Comparison {
    let policy = |text: &str| [NamedPolicy::parse("policy", text)];
    compare(policy_type, &policy(new), &policy(old), &CATALOG)
}

fn allow(rest: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": "sqs:SendMessage", {rest}}}"#)
}

/// Texts of letters that no pattern shares with the next.
fn letters(number: usize) -> String {
    format!("{number:07b}").replace('0', "a").replace('1', "b")
}

#[test]
fn forty_patterns_of_stars() {
    let stars = |shift: usize| {
        let entries: Vec<String> = (0..40)
            .map(|number| {
                let pattern: Vec<String> = letters(number * 3 + shift)
                    .chars()
                    .map(String::from)
                    .collect();
                format!(r#""arn:aws:sqs:*:*:*{}*""#, pattern.join("*"))
            })
            .collect();
        document([allow(&format!(r#""Resource": [{}]"#, entries.join(", ")))])
    };
    let relation = compared(PolicyType::Identity, &stars(0), &stars(1)).relation();
    assert_ne!(relation, Relation::Equivalent);
    assert_eq!(
        compared(PolicyType::Identity, &stars(0), &stars(0)).relation(),
        Relation::Equivalent
    );
}

#[test]
fn patterns_in_statements_of_their_own() {
    let statements = |shift: usize| {
        document((0..40).map(|number| {
            let pattern: Vec<String> = letters(number * 2 + shift)
                .chars()
                .map(String::from)
                .collect();
            allow(&format!(
                r#""Resource": "arn:aws:sqs:*:*:*{}*""#,
                pattern.join("?*")
            ))
        }))
    };
    let comparison = compared(PolicyType::Identity, &statements(0), &statements(1));
    assert_ne!(comparison.relation(), Relation::Equivalent);
}

/// The same access in other words, so that all of it has to be looked at.
#[test]
fn forty_patterns_of_stars_apart_and_together() {
    let entries: Vec<String> = (0..40)
        .map(|number| {
            let pattern: Vec<String> = letters(number * 3).chars().map(String::from).collect();
            format!(r#""arn:aws:sqs:*:*:*{}*""#, pattern.join("*"))
        })
        .collect();
    let together = document([allow(&format!(r#""Resource": [{}]"#, entries.join(", ")))]);
    let apart = document(
        entries
            .iter()
            .map(|entry| allow(&format!(r#""Resource": {entry}"#))),
    );
    let comparison = compared(PolicyType::Identity, &together, &apart);
    assert!(matches!(
        comparison.relation(),
        Relation::Equivalent | Relation::Unknown
    ));
}

#[test]
fn conditions_apart_and_together() {
    let condition = |from: usize, to: usize| {
        let values: Vec<String> = (from..to)
            .map(|number| format!(r#""{}*{}""#, letters(number), letters(number * 5)))
            .collect();
        let keys: Vec<String> = (0..6)
            .map(|key| format!(r#""aws:ResourceTag/k{key}": [{}]"#, values.join(", ")))
            .collect();
        allow(&format!(
            r#""Resource": "*", "Condition": {{"StringLike": {{{}}}}}"#,
            keys.join(", ")
        ))
    };
    let one = document([condition(0, 20), condition(0, 10)]);
    let other = document([condition(0, 20), condition(5, 15)]);
    let comparison = compared(PolicyType::Identity, &one, &other);
    assert!(matches!(
        comparison.relation(),
        Relation::Equivalent | Relation::Unknown
    ));
}

#[test]
fn many_conditions_on_many_keys() {
    let statements = |shift: usize| {
        document((0..30).map(|number| {
            let keys: Vec<String> = (0..12)
                .map(|key| {
                    format!(
                        r#""aws:ResourceTag/k{key}": ["{}*", "*{}"]"#,
                        letters(number + key),
                        letters(number * 3 + key + shift)
                    )
                })
                .collect();
            allow(&format!(
                r#""Resource": "*", "Condition": {{"StringLike": {{{}}}}}"#,
                keys.join(", ")
            ))
        }))
    };
    let comparison = compared(PolicyType::Identity, &statements(0), &statements(1));
    assert_ne!(comparison.relation(), Relation::Equivalent);
}

#[test]
fn many_variables() {
    let statements = |shift: usize| {
        document((0..24).map(|number| {
            allow(&format!(
                r#""Resource": "arn:aws:sqs:*:*:${{aws:PrincipalTag/a{number}}}x${{aws:PrincipalTag/b{}}}""#,
                number + shift
            ))
        }))
    };
    let comparison = compared(PolicyType::Identity, &statements(0), &statements(1));
    assert_ne!(comparison.relation(), Relation::Equivalent);
}

#[test]
fn many_sets_of_values() {
    let statements = |shift: usize| {
        document((0..16).map(|number| {
            format!(
                r#"{{"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {{"ForAllValues:StringLike": {{"aws:TagKeys": ["{}*"]}}, "ForAnyValue:StringNotLike": {{"aws:TagKeys": ["*{}"]}}}}}}"#,
                letters(number),
                letters(number + shift)
            )
        }))
    };
    let comparison = compared(PolicyType::Identity, &statements(0), &statements(1));
    assert_ne!(comparison.relation(), Relation::Equivalent);
}

#[test]
fn hundreds_of_statements_about_different_actions() {
    let statements = |step: usize| {
        let actions = CATALOG.actions().step_by(step).take(400);
        document(actions.map(|action| {
            format!(
                r#"{{"Effect": "Allow", "Action": ["{}", "s3:*"], "Resource": "arn:aws:s3:::{}*"}}"#,
                action.full_name(),
                action.name()
            )
        }))
    };
    let comparison = compared(PolicyType::Identity, &statements(7), &statements(11));
    assert_ne!(comparison.relation(), Relation::Equivalent);
}

#[test]
fn hundreds_of_principals() {
    let statements = |shift: usize| {
        document((0..300).map(|number| {
            format!(
                r#"{{"Effect": "Allow", "Principal": {{"AWS": ["arn:aws:iam::{:012}:role/r", "{:012}"]}}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/{}/*"}}"#,
                number + shift,
                number + 1_000,
                letters(number)
            )
        }))
    };
    let comparison = compared(PolicyType::Resource, &statements(0), &statements(1));
    assert_ne!(comparison.relation(), Relation::Equivalent);
}
