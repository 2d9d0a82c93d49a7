//! `"Resource": "*"`: text in, text out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::LazyLock;

use catalog::Catalog;
use least_privilege::{Advice, Suggestion, suggest};
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

fn advise(text: &str) -> Advice {
    suggest(&policy::parse(text), PolicyType::Identity, &CATALOG)
}

/// The text after every suggestion, taken one after the other.
fn narrowed(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..20 {
        let advice = advise(&text);
        let Some(suggestion) = of_star(&advice).next() else {
            return text;
        };
        text = json_text::apply(&text, &suggestion.fix.edits).unwrap();
        assert!(policy::parse(&text).json().errors().is_empty(), "{text}");
    }
    panic!("it never ends: {text}");
}

/// The suggestions that this file is about.
fn of_star(advice: &Advice) -> impl Iterator<Item = &Suggestion> {
    let all = advice.suggestions.iter();
    all.filter(|suggestion| suggestion.code == "narrow-resource-star")
}

fn check(before: &str, after: &str) {
    let found = narrowed(before);
    assert_eq!(found, after, "\n{found}");
}

/// The reasons why a text is left alone.
fn reasons(text: &str) -> Vec<String> {
    let advice = advise(text);
    assert_eq!(of_star(&advice).count(), 0, "{:?}", advice.suggestions);
    advice
        .skipped
        .into_iter()
        .map(|skipped| skipped.why)
        .collect()
}

#[test]
fn one_action() {
    check(
        r#"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:*:*"}}"#,
    );
}

#[test]
fn a_list_is_split_where_its_actions_differ() {
    check(
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Work",
      "Effect": "Allow",
      "Action": [
        "sqs:SendMessage",
        "sns:Publish",
        "s3:ListAllMyBuckets",
        "SQS:receivemessage"
      ],
      "Resource": "*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    },
    {"Sid": "Work2", "Effect": "Deny", "Action": "*", "Resource": "*"}
  ]
}
"#,
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Work",
      "Effect": "Allow",
      "Action": [
        "sqs:SendMessage",
        "SQS:receivemessage"
      ],
      "Resource": "arn:aws:sqs:*:*:*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    },
    {
      "Sid": "Work3",
      "Effect": "Allow",
      "Action": [
        "sns:Publish"
      ],
      "Resource": "arn:aws:sns:*:*:*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    },
    {
      "Sid": "Work4",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets"
      ],
      "Resource": "*",
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    },
    {"Sid": "Work2", "Effect": "Deny", "Action": "*", "Resource": "*"}
  ]
}
"#,
    );
}

#[test]
fn a_lone_statement_becomes_a_list() {
    check(
        r#"{"Statement": {"Effect": "Allow", "Action": ["iam:ListUsers", "sqs:SendMessage"], "Resource": "*"}}"#,
        r#"{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:*:*:*"}, {"Effect": "Allow", "Action": ["iam:ListUsers"], "Resource": "*"}]}"#,
    );
}

#[test]
fn several_arns_take_the_indentation_of_their_statement() {
    check(
        "{\n\t\"Statement\": [{\n\t\t\"Effect\": \"Allow\",\n\t\t\"Action\": \"dynamodb:Query\",\n\t\t\"Resource\": \"*\"\n\t}]\n}",
        "{\n\t\"Statement\": [{\n\t\t\"Effect\": \"Allow\",\n\t\t\"Action\": \"dynamodb:Query\",\n\t\t\"Resource\": [\n\t\t\t\"arn:aws:dynamodb:*:*:table/*\",\n\t\t\t\"arn:aws:dynamodb:*:*:table/*/index/*\"\n\t\t]\n\t}]\n}",
    );
}

#[test]
fn a_wildcard_stays_as_it_is_written() {
    check(
        r#"{"Statement":[{"Effect":"Allow","Action":["sqs:Send*"],"Resource":["*"]}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":["sqs:Send*"],"Resource":["arn:aws:sqs:*:*:*"]}]}"#,
    );
    // What it names and what takes no resource is listed for `*`.
    check(
        r#"{"Statement":[{"Effect":"Allow","Action":"secretsmanager:*","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":"secretsmanager:*","Resource":"arn:aws:secretsmanager:*:*:secret:*"},{"Effect":"Allow","Action":["secretsmanager:BatchGetSecretValue","secretsmanager:GetRandomPassword","secretsmanager:ListSecrets"],"Resource":"*"}]}"#,
    );
    // Its access points come with and without a region.
    check(
        r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:*:*:accesspoint/*/object/*","arn:aws:s3:::*/*"]}]}"#,
    );
}

#[test]
fn what_the_document_knows_is_used() {
    check(
        r#"{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws-cn:sns:cn-north-1:123456789012:t"}]}"#,
        r#"{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws-cn:sqs:cn-north-1:123456789012:*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws-cn:sns:cn-north-1:123456789012:t"}]}"#,
    );
}

#[test]
fn it_says_what_it_removes() {
    let advice = advise(
        r#"{"Statement":[{"Effect":"Allow","Action":["sqs:SendMessage","iam:ListUsers"],"Resource":"*"}]}"#,
    );
    let suggestion = &advice.suggestions[0];
    assert_eq!(
        suggestion.removes,
        [
            "`sqs:SendMessage` on anything that is not of type `queue`",
            "any of these outside the partition `aws`"
        ]
    );
    assert_eq!(
        suggestion.message,
        "`Resource` is `*`, although 1 of 2 actions can be limited to resources"
    );
    assert_eq!(
        suggestion.title,
        "split it into 2 statements, each with the ARNs that its actions take"
    );
}

#[test]
fn what_is_left_alone() {
    let allow = |rest: &str| {
        format!("{{\"Statement\":[{{\"Effect\":\"Allow\",\"Resource\":\"*\",{rest}}}]}}")
    };
    for (text, expected) in [
        (allow("\"Action\":\"iam:ListUsers\""), ""),
        (allow("\"Action\":\"nosuch:Thing\""), ""),
        (allow("\"Action\":\"ec2:Describe*\""), "`ec2:Describe*` stays on `*`"),
        (allow("\"Action\":\"*\""), "`*` allows every action"),
        (allow("\"Action\":\"ec2:*\""), "`ec2:*` stays on `*`"),
        (allow("\"Action\":\"ec2:CreateTags\""), "`ec2:CreateTags` stays on `*`: it takes"),
        (allow("\"NotAction\":\"iam:*\""), "`NotAction` allows every other action"),
        (allow("\"Action\":[\"sqs:SendMessage\",5]"), "the statement is not as the grammar says"),
        (allow("\"Action\":\"sqs:SendMessage\",\"Action\":\"sqs:SendMessage\""), "the statement is not as the grammar says"),
        (allow("\"Action\":\"sqs:SendMessage\"") + "]", "the document is not valid JSON"),
        (
            "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}".to_owned(),
            "",
        ),
    ] {
        let reasons = reasons(&text);
        match reasons.as_slice() {
            [] => assert_eq!(expected, "", "{text}"),
            [reason] => assert!(!expected.is_empty() && reason.contains(expected), "{text}: {reason}"),
            _ => panic!("{text}: {reasons:?}"),
        }
    }
}

#[test]
fn other_types_are_left_alone() {
    let text = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}]}"#;
    for policy_type in PolicyType::ALL {
        let advice = suggest(&policy::parse(text), policy_type, &CATALOG);
        let narrows = matches!(
            policy_type,
            PolicyType::Identity | PolicyType::Boundary | PolicyType::Session
        );
        assert_eq!(
            of_star(&advice).count(),
            usize::from(narrows),
            "{policy_type:?}"
        );
    }
}

/// The example of the page is what the page says it is.
#[test]
fn the_page_does_as_it_says() {
    let page = least_privilege::page("narrow-resource-star").unwrap();
    assert!(page.starts_with("# Every resource"), "{page}");
    let examples: Vec<&str> = page
        .split("```json\n")
        .skip(1)
        .filter_map(|part| part.split("\n```").next())
        .collect();
    let policy = |statements: &str| format!("{{\"Statement\": [{statements}]}}");
    check(
        &policy(examples[0]),
        &policy(&examples[1].replace('\n', " ")),
    );
    assert_eq!(least_privilege::page("nothing"), None);
}
