//! Wildcards opened, services split, conditions added: text in, text out.
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
use least_privilege::{Suggestion, suggest};
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

fn suggestions(code: &str, policy_type: PolicyType, text: &str) -> Vec<Suggestion> {
    let advice = suggest(&policy::parse(text), policy_type, &CATALOG);
    let mut found = advice.suggestions;
    found.retain(|suggestion| suggestion.code == code);
    found
}

fn taken(text: &str, suggestion: &Suggestion) -> String {
    json_text::apply(text, &suggestion.fix.edits).unwrap()
}

/// The texts after each suggestion of a code.
#[track_caller]
fn check(code: &str, policy_type: PolicyType, text: &str, after: &[&str]) {
    let found: Vec<String> = suggestions(code, policy_type, text)
        .iter()
        .map(|suggestion| taken(text, suggestion))
        .collect();
    assert_eq!(found, after);
}

const OPEN: &str = "open-action-wildcard";
const SPLIT: &str = "split-services";
const CONDITION: &str = "add-condition";

#[test]
fn a_wildcard_is_written_out() {
    check(
        OPEN,
        PolicyType::Identity,
        r#"{"Statement":{"Effect":"Allow","Action":"sqs:*Message","Resource":"arn:aws:sqs:eu-west-1:123456789012:q"}}"#,
        &[
            r#"{"Statement":{"Effect":"Allow","Action":["sqs:DeleteMessage","sqs:ReceiveMessage","sqs:SendMessage"],"Resource":"arn:aws:sqs:eu-west-1:123456789012:q"}}"#,
        ],
    );
    // In a list, with its layout; the service as AWS spells it.
    check(
        OPEN,
        PolicyType::Resource,
        r#"{
  "Statement": {
    "Effect": "Allow",
    "Action": [
      "SQS:get*",
      "sqs:SendMessage"
    ],
    "Resource": "*"
  }
}"#,
        &[r#"{
  "Statement": {
    "Effect": "Allow",
    "Action": [
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:SendMessage"
    ],
    "Resource": "*"
  }
}"#],
    );
}

#[test]
fn wildcards_that_are_left_alone() {
    for (policy_type, text) in [
        // Everything; nothing; a Deny; every other; no wildcard.
        (
            PolicyType::Identity,
            r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
        ),
        (
            PolicyType::Identity,
            r#"{"Statement":{"Effect":"Allow","Action":"sqs:Nosuch*","Resource":"*"}}"#,
        ),
        (
            PolicyType::Identity,
            r#"{"Statement":{"Effect":"Allow","Action":"nosuch:*","Resource":"*"}}"#,
        ),
        (
            PolicyType::Identity,
            r#"{"Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#,
        ),
        (
            PolicyType::Identity,
            r#"{"Statement":{"Effect":"Allow","NotAction":"sqs:*","Resource":"*"}}"#,
        ),
        (
            PolicyType::Identity,
            r#"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}"#,
        ),
        // What an SCP allows is a ceiling, not a grant.
        (
            PolicyType::Scp,
            r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#,
        ),
    ] {
        check(OPEN, policy_type, text, &[]);
    }
}

#[test]
fn actions_are_dropped_by_level() {
    let text = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#;
    let found = suggestions(OPEN, PolicyType::Identity, text);
    let choice = found[0].choice.as_ref().unwrap();
    let levels: Vec<&str> = choice.levels.iter().map(|(level, _)| *level).collect();
    assert_eq!(levels[0], "Permissions management");
    assert!(levels.contains(&"Read") && levels.contains(&"Write"));
    let all: usize = choice.levels.iter().map(|(_, names)| names.len()).sum();
    assert_eq!(all, CATALOG.service("sqs").unwrap().actions().count());
    let dropped: Vec<&String> = choice
        .levels
        .iter()
        .filter(|(level, _)| *level != "Permissions management")
        .flat_map(|(_, names)| names)
        .collect();
    let fix = choice.without(&dropped).unwrap();
    assert_eq!(
        json_text::apply(text, &fix.edits).unwrap(),
        r#"{"Statement":{"Effect":"Allow","Action":["sqs:AddPermission","sqs:RemovePermission","sqs:SetQueueAttributes"],"Resource":"*"}}"#
    );
    assert_eq!(fix.title, format!("keep 3 of the {all} actions of `sqs:*`"));
    let everything: Vec<&String> = choice.levels.iter().flat_map(|(_, names)| names).collect();
    assert_eq!(choice.without(&everything), None);
}

#[test]
fn many_actions_are_written_by_their_first_word() {
    let text = r#"{"Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*"}}"#;
    let found = suggestions(OPEN, PolicyType::Identity, text);
    let choice = found[0].choice.as_ref().unwrap();
    let entries = |dropped: &[&str]| {
        let fix = choice.without(dropped).unwrap();
        let after = policy::parse(&json_text::apply(text, &fix.edits).unwrap());
        let action = after.statements[0].action.clone().unwrap();
        action
            .value
            .iter()
            .map(|entry| entry.text.clone())
            .collect::<Vec<_>>()
    };
    let all = entries(&[]);
    assert!(
        all.contains(&"ec2:Describe*".to_owned()) && all.len() < 120,
        "{}",
        all.len()
    );
    // One that is dropped opens its word.
    let fewer = entries(&["ec2:RunInstances", "ec2:DescribeVpcs"]);
    assert!(!fewer.contains(&"ec2:Describe*".to_owned()));
    assert!(fewer.contains(&"ec2:DescribeInstances".to_owned()));
    assert!(
        !fewer
            .iter()
            .any(|entry| entry == "ec2:RunInstances" || entry == "ec2:Run*")
    );
    // Exactly the actions that are kept.
    let expanded = fewer.iter().fold(catalog::ActionSet::new(), |set, entry| {
        set.union(&CATALOG.expand(entry))
    });
    assert_eq!(expanded.len(), choice.len() - 2);
}

#[test]
fn a_statement_is_split_by_service() {
    check(
        SPLIT,
        PolicyType::Identity,
        r#"{"Statement":[{"Sid":"A","Effect":"Allow","Action":["sqs:SendMessage","s3:GetObject","sqs:ReceiveMessage"],"Resource":["arn:aws:sqs:eu-west-1:123456789012:q","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#,
        &[
            r#"{"Statement":[{"Sid":"A","Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":["arn:aws:sqs:eu-west-1:123456789012:q"],"Condition":{"Bool":{"aws:SecureTransport":"true"}}},{"Sid":"A2","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#,
        ],
    );
    // PassRole is a statement of its own.
    check(
        SPLIT,
        PolicyType::Identity,
        r#"{"Statement":{"Effect":"Allow","Action":["iam:GetRole","iam:PassRole"],"Resource":"arn:aws:iam::123456789012:role/app"}}"#,
        &[
            r#"{"Statement":[{"Effect":"Allow","Action":["iam:GetRole"],"Resource":"arn:aws:iam::123456789012:role/app"}, {"Effect":"Allow","Action":["iam:PassRole"],"Resource":"arn:aws:iam::123456789012:role/app"}]}"#,
        ],
    );
    for text in [
        r#"{"Statement":{"Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":"arn:aws:sqs:eu-west-1:123456789012:q"}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":["sqs:SendMessage","s3:GetObject"],"Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Deny","Action":["sqs:SendMessage","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":["*","s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}}"#,
    ] {
        check(SPLIT, PolicyType::Identity, text, &[]);
    }
}

#[test]
fn a_role_is_passed_to_the_services_that_take_it() {
    check(
        CONDITION,
        PolicyType::Identity,
        r#"{"Statement":[{"Effect":"Allow","Action":"lambda:CreateFunction","Resource":"arn:aws:lambda:*:*:function:f"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/app","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}"#,
        &[
            r#"{"Statement":[{"Effect":"Allow","Action":"lambda:CreateFunction","Resource":"arn:aws:lambda:*:*:function:f"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/app","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"IpAddress":{"aws:SourceIp":"192.0.2.0/24"},"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}}]}"#,
        ],
    );
    let alone = r#"{"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringLike":{"iam:passedtoservice":"ec2.amazonaws.com"},"Null":{"aws:MultiFactorAuthPresent":"false","aws:SourceIp":"false"}}}}"#;
    check(CONDITION, PolicyType::Identity, alone, &[]);
}

#[test]
fn permissions_are_managed_with_mfa_and_from_the_network() {
    check(
        CONDITION,
        PolicyType::Identity,
        r#"{"Statement":{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*"}}"#,
        &[
            r#"{"Statement":{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}"#,
            r#"{"Statement":{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"<your-network>"}}}}"#,
        ],
    );
    check(
        CONDITION,
        PolicyType::Identity,
        r#"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}}"#,
        &[],
    );
}

#[test]
fn services_and_organizations_in_resource_policies() {
    check(
        CONDITION,
        PolicyType::Resource,
        r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:123456789012:q"}}"#,
        &[
            r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:123456789012:q","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}}"#,
        ],
    );
    check(
        CONDITION,
        PolicyType::Resource,
        r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#,
        &[
            r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"<organization-id>"}}}}"#,
        ],
    );
    for text in [
        r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:*:123456789012:t"}}}}"#,
        r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-example12345"}}}}"#,
        r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"*"}}"#,
    ] {
        check(CONDITION, PolicyType::Resource, text, &[]);
    }
}

#[test]
fn every_code_has_a_page() {
    for code in [OPEN, SPLIT, CONDITION, "narrow-resource-star"] {
        assert!(
            least_privilege::page(code).unwrap().starts_with("# "),
            "{code}"
        );
    }
    assert_eq!(least_privilege::page("nosuch"), None);
}
