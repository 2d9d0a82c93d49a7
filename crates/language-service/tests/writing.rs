//! Whole policies written by choosing alone, and what holds of every text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod support;

use language_service::{MOST_OPTIONS, SNIPPETS, complete, hover, insert};
use policy::PolicyType;
use support::{Editor, with_subject};

#[test]
fn an_identity_policy_is_written_by_choosing() {
    let mut editor = Editor::at("|", None);
    editor.choose("policy");
    editor.choose("Allow");
    editor.tab();
    editor.choose("s3:");
    editor.choose("s3:GetObject");
    editor.behind("\"");
    editor.choose("s3:");
    editor.choose("s3:ListBucket");
    editor.tab();
    editor.choose("arn:aws:s3:::${BucketName}");
    editor.behind("\"\n      ]");
    editor.choose("Condition");
    editor.choose("StringLike");
    editor.choose("s3:prefix");
    assert_eq!(
        editor.shown(),
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:ListBucket"
      ],
      "Resource": [
        "arn:aws:s3:::${BucketName}"
      ],
      "Condition": {
        "StringLike": {
          "s3:prefix": "|"
        }
      }
    }
  ]
}"#
    );
    assert_eq!(policy::parse(&editor.text).json().errors(), &[]);
}

#[test]
fn a_trust_policy_is_written_by_choosing() {
    let mut editor = Editor::at("|", Some(PolicyType::Trust));
    editor.choose("policy");
    editor.choose("Allow");
    editor.tab();
    editor.choose("Service");
    editor.choose("lambda.amazonaws.com");
    editor.behind("\"Action\": \"");
    editor.choose("sts:");
    editor.choose("sts:AssumeRole");
    assert_eq!(
        editor.shown(),
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "lambda.amazonaws.com"
      },
      "Action": "sts:AssumeRole|"
    }
  ]
}"#
    );
}

/// A policy with most of what the grammar has, cut and torn at every place.
const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::123456789012:role/é"], "Service": "lambda.amazonaws.com"},
      "Action": ["s3:Get*", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/${aws:username}/*"],
      "Condition": {
        "ForAnyValue:StringLike": {"aws:TagKeys": ["a", "\u00e9"]},
        "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}
      }
    },
    {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}
  ]
}"#;

/// At every offset of a text: nothing panics, spans lie in the text, lists are bounded and without doubles.
fn ask_everywhere(text: &str) {
    with_subject(text, None, |subject| {
        for offset in 0..=text.len() + 1 {
            if let Some(found) = complete(subject, offset) {
                assert!(text.get(found.word.start..found.word.end).is_some());
                assert!(text.get(found.replaced.start..found.replaced.end).is_some());
                assert!(found.replaced.covers(found.word), "{found:?}");
                assert!(found.comma_at.is_none_or(|at| at <= found.replaced.start));
                assert!(!found.options.is_empty() && found.options.len() <= MOST_OPTIONS);
                let mut labels: Vec<&str> = found
                    .options
                    .iter()
                    .map(|option| option.label.as_str())
                    .collect();
                labels.sort_unstable();
                let count = labels.len();
                labels.dedup();
                assert_eq!(labels.len(), count, "twice at {offset} of {text}");
            }
            if let Some(found) = hover(subject, offset) {
                assert!(text.get(found.span.start..found.span.end).is_some());
                assert!(!found.title.is_empty());
            }
        }
    });
}

#[test]
fn every_place_of_a_policy_can_be_asked_about() {
    ask_everywhere(POLICY);
}

#[test]
fn a_text_that_ends_anywhere_can_be_asked_about() {
    for end in (0..POLICY.len())
        .filter(|end| POLICY.is_char_boundary(*end))
        .step_by(7)
    {
        let text = &POLICY[..end];
        with_subject(text, None, |subject| {
            let _ = complete(subject, end);
            let _ = hover(subject, end);
        });
    }
}

#[test]
fn a_text_without_one_character_can_be_asked_about() {
    let structural = POLICY
        .char_indices()
        .filter(|(_, c)| "[]{},:\"".contains(*c));
    for (at, _) in structural.step_by(5) {
        let mut text = POLICY.to_owned();
        text.remove(at);
        with_subject(&text, None, |subject| {
            for offset in at.saturating_sub(2)..(at + 2) {
                let _ = complete(subject, offset);
                let _ = hover(subject, offset);
            }
        });
    }
}

/// A choice in a whole policy leaves a whole policy: its quotes, commas and brackets are put right.
#[test]
fn choices_keep_the_text_whole() {
    let quotes = POLICY.match_indices('"').map(|(at, _)| at + 1);
    for at in quotes {
        with_subject(POLICY, None, |subject| {
            let Some(found) = complete(subject, at) else {
                return;
            };
            let label = found.options[0].label.clone();
            let marked = format!("{}|{}", &POLICY[..at], &POLICY[at..]);
            let mut editor = Editor::at(&marked, None);
            editor.choose(&label);
            assert_eq!(
                policy::parse(&editor.text).json().errors(),
                &[],
                "{label} at {at}\n{}",
                editor.shown()
            );
        });
    }
}

#[test]
fn snippets_are_put_behind_the_last_statement() {
    for (before, expected) in [
        ("", Some(1)),
        ("{}", Some(1)),
        (r#"{"Version": "2012-10-17"}"#, Some(1)),
        (r#"{"Version": "2012-10-17", "Statement": []}"#, Some(1)),
        (POLICY, Some(3)),
        (r#"{"Statement": {"Effect": "Allow"}}"#, None),
        ("[]", None),
    ] {
        for snippet in &SNIPPETS {
            let found = with_subject(before, None, |subject| insert(subject, snippet));
            let Some(expected) = expected else {
                assert_eq!(found, None, "{before}");
                continue;
            };
            let mut editor = Editor::at(&format!("|{before}"), None);
            editor.take(&found.unwrap(), snippet.title);
            let document = policy::parse(&editor.text);
            assert_eq!(document.json().errors(), &[], "{}", editor.text);
            assert_eq!(document.problems, [], "{}", editor.text);
            assert_eq!(document.statements.len(), expected, "{}", editor.text);
        }
    }
}
