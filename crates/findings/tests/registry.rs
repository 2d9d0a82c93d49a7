//! What holds for the registry as a whole.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    unreachable_pub
)]

mod support;

use std::collections::HashSet;

use findings::{MOST_OF_A_KIND, check_by_id, registry};
use policy::PolicyType;

#[test]
fn ids_are_unique_and_lead_back() {
    let mut seen = HashSet::new();
    for check in registry() {
        assert!(seen.insert(check.id), "{} twice", check.id);
        assert_eq!(check_by_id(check.id).unwrap().title, check.title);
        assert!(!check.applies_to.is_empty());
        assert!(
            check
                .id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        );
    }
    assert!(check_by_id("no-such-check").is_none());
}

#[test]
fn checks_supersede_checks_that_exist() {
    for check in registry() {
        for code in check.supersedes {
            assert!(
                check_by_id(code).is_some(),
                "{} supersedes {code}",
                check.id
            );
        }
    }
}

/// A policy of this type with nothing wrong but the element.
fn statement(policy_type: PolicyType, element: &str) -> String {
    let principal = if policy_type.names_principals() && !element.contains("Principal") {
        "\"Principal\": {\"AWS\": \"123456789012\"}, "
    } else {
        ""
    };
    let about = if policy_type == PolicyType::Trust {
        "\"Action\": \"sts:AssumeRole\""
    } else {
        "\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\""
    };
    let effect = if element.contains("Effect") {
        ""
    } else {
        "\"Effect\": \"Allow\", "
    };
    format!(
        "{{\"Version\": \"2012-10-17\", \"Statement\": {{{effect}{principal}{about}, {element}}}}}"
    )
}

/// Whatever the reader of policies finds wrong is told, in every type of policy, by one check alone.
#[test]
fn every_problem_of_reading_is_told_once() {
    let codes = |policy_type: PolicyType, text: &str| -> Vec<&str> {
        let findings = support::check(policy_type, text);
        findings.iter().map(|finding| finding.code).collect()
    };
    for (text, expected) in [
        ("[]", "data-type-mismatch"),
        (r#"{"Version": "2012-10-17"}"#, "missing-statement"),
        (r#"{"Version": 1, "Statement": []}"#, "data-type-mismatch"),
        (r#"{"Version": "2012", "Statement": []}"#, "invalid-version"),
        (
            r#"{"version": "2012-10-17", "Statement": []}"#,
            "invalid-policy-element",
        ),
        (
            r#"{"Version": "2012-10-17", "Statements": []}"#,
            "invalid-policy-element",
        ),
        (
            r#"{"Version": "2012-10-17", "Statement": [], "Effect": "Allow"}"#,
            "invalid-policy-element",
        ),
        (
            r#"{"Version": "2012-10-17", "Effect": "Allow", "Action": "s3:*"}"#,
            "missing-statement",
        ),
        (
            r#"{"Version": "2012-10-17", "Statement": 1}"#,
            "data-type-mismatch",
        ),
    ] {
        for policy_type in PolicyType::ALL {
            let place = format!("{}: {text}", policy_type.as_str());
            assert_eq!(codes(policy_type, text), [expected], "{place}");
        }
    }
    for (element, expected) in [
        (r#""Conditions": {}"#, "invalid-policy-element"),
        (r#""Sid": 1"#, "data-type-mismatch"),
        (r#""Condition": []"#, "data-type-mismatch"),
        (
            r#""Condition": {"StringEqual": {"aws:username": "a"}}"#,
            "invalid-condition-operator",
        ),
        (r#""Effect": "allow""#, "invalid-effect"),
    ] {
        for policy_type in PolicyType::ALL {
            let text = statement(policy_type, element);
            let place = format!("{}: {text}", policy_type.as_str());
            assert_eq!(codes(policy_type, &text), [expected], "{place}");
        }
    }
    for (element, named, in_scp) in [
        (
            r#""Principal": "123456789012""#,
            "invalid-principal-format",
            "scp-syntax-error-principal",
        ),
        (
            r#""Principal": {"aws": "*"}"#,
            "invalid-principal-key",
            "scp-syntax-error-principal",
        ),
    ] {
        for policy_type in PolicyType::ALL {
            let expected = match policy_type {
                PolicyType::Scp => in_scp,
                _ if policy_type.names_principals() => named,
                _ => "unsupported-principal",
            };
            let text = statement(policy_type, element);
            let place = format!("{}: {text}", policy_type.as_str());
            assert_eq!(codes(policy_type, &text), [expected], "{place}");
        }
    }
}

#[test]
fn findings_stand_in_order() {
    let text = r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "x", "Action": "s3:X"}]}"#;
    let findings = support::check(PolicyType::Identity, text);
    let places: Vec<_> = findings
        .iter()
        .map(|finding| (finding.span.start, finding.span.end, finding.kind))
        .collect();
    assert!(places.is_sorted() && places.len() > 3, "{places:?}");
}

/// While a text is being typed it is broken in every way: findings and fixes still fit it.
#[test]
fn findings_and_fixes_fit_unfinished_text() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let file = std::fs::read_to_string(path).unwrap();
        for case in file.split("==== ").skip(1) {
            let (_, annotated) = case.split_once('\n').unwrap();
            let text = support::without_marks(annotated);
            let ends = (0..text.len())
                .step_by(11)
                .filter(|end| text.is_char_boundary(*end));
            for unfinished in ends.map(|end| &text[..end]) {
                for finding in support::check(PolicyType::Identity, unfinished) {
                    assert!(
                        unfinished
                            .get(finding.span.start..finding.span.end)
                            .is_some()
                    );
                    for fix in finding.fixes {
                        assert!(
                            json_text::apply(unfinished, &fix.edits).is_ok(),
                            "{}: {}\n{unfinished}",
                            finding.code,
                            fix.title
                        );
                    }
                }
            }
        }
    }
}

/// A table of statements as long as IAM allows is checked well within a test's patience: twice the document is twice the
/// findings, up to the bound.
#[test]
fn long_documents_are_checked() {
    let statement = r#"{"Effect": "Allow", "Action": ["s3:GetObjct", "ec2:DescribeInstances", "s3:*"], "Resource": ["arn:aws:s3:::a/*", "arn:aws:sqs:*:*:b"]}"#;
    for (number, of_a_kind) in [(30, 30), (60, 60), (500, MOST_OF_A_KIND + 1)] {
        let text = format!(
            "{{\"Version\": \"2012-10-17\", \"Statement\": [{}]}}",
            vec![statement; number].join(",")
        );
        // Identity policies of that length are told to be too long besides.
        let findings = support::check(PolicyType::Session, &text);
        assert_eq!(findings.len(), 2 * of_a_kind);
    }
}
