//! What a suggestion leaves is less than what was there, and everything that the actions can do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::LazyLock;

use catalog::{Action, Catalog};
use evaluation::{
    Context, Decision, MissingKeys, NamedPolicy, PolicySet, PreparedSet, Principal, Request,
    decide, prepare,
};
use least_privilege::suggest;
use policy::PolicyType;
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

fn prepared(text: &str) -> PreparedSet {
    let policies = PolicySet {
        identity: vec![NamedPolicy::parse("p", text)],
        ..PolicySet::default()
    };
    prepare(&policies, &CATALOG)
}

fn allows(policies: &PreparedSet, action: &str, resource: &str) -> bool {
    let request = Request {
        principal: Principal::parse("arn:aws:iam::123456789012:user/ann").unwrap(),
        action: action.to_owned(),
        resources: vec![resource.to_owned()],
        // The same account, so that the identity side alone decides.
        resource_account: Some("123456789012".to_owned()),
        context: Context::new(),
        resource_is_pattern: false,
        dependent_actions: Vec::new(),
    };
    decide(policies, &request, MissingKeys::Absent, &CATALOG) == Decision::Allowed
}

/// The text after each suggestion that there is, with its code.
fn taken(text: &str) -> Vec<(&'static str, String)> {
    let advice = suggest(&policy::parse(text), PolicyType::Identity, &CATALOG);
    let suggestions = advice.suggestions.iter();
    suggestions
        .map(|suggestion| {
            let after = json_text::apply(text, &suggestion.fix.edits).unwrap();
            (suggestion.code, after)
        })
        .collect()
}

/// ARNs of the action's own resource types, one of each template, with `filler` in the place of names.
fn examples(action: Action<'_>, filler: &str) -> Vec<String> {
    action
        .resource_types()
        .flat_map(|resource| resource.resource_type().arn_templates())
        .map(|template| {
            let mut arn = String::new();
            for (position, part) in template.split("${").enumerate() {
                let (name, rest) = match position {
                    0 => ("", part),
                    _ => part.split_once('}').unwrap(),
                };
                arn.push_str(match name {
                    "" => "",
                    "Partition" => "aws",
                    "Region" => "eu-west-1",
                    "Account" => "123456789012",
                    _ => filler,
                });
                arn.push_str(rest);
            }
            arn
        })
        .collect()
}

#[test]
fn every_action_can_still_do_all_that_it_does() {
    let mut judged = 0;
    // Every seventh action of the catalogue, of all services.
    // Keys are decided by their key policies, which this scenario has none of.
    for action in CATALOG
        .actions()
        .filter(|action| action.prefix() != "kms")
        .step_by(7)
    {
        let name = action.full_name();
        let text = format!(
            "{{\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":\"{name}\",\"Resource\":\"*\"}}]}}"
        );
        let after = taken(&text)
            .into_iter()
            .find(|(code, _)| *code == "narrow-resource-star");
        let Some((_, after)) = after else {
            continue;
        };
        judged += 1;
        let policies = prepared(&after);
        for arn in examples(action, "x") {
            assert!(allows(&policies, &name, &arn), "{name} {arn}\n{after}");
        }
        assert!(
            !allows(
                &policies,
                &name,
                "arn:aws:nosuch:eu-west-1:123456789012:thing"
            ),
            "{after}"
        );
    }
    assert!(judged > 1_500, "{judged}");
}

const ACTIONS: [&str; 14] = [
    "s3:GetObject",
    "s3:Get*",
    "s3:ListAllMyBuckets",
    "s3:ListBucket",
    "sqs:*",
    "sqs:SendMessage",
    "iam:PassRole",
    "iam:List*",
    "ec2:RunInstances",
    "ec2:CreateTags",
    "dynamodb:*Item",
    "nosuch:Thing",
    "kms:Decrypt",
    "S3:putobject",
];

fn statement() -> impl Strategy<Value = String> {
    (
        prop::sample::subsequence(ACTIONS.to_vec(), 1..6),
        prop_oneof![Just("\"*\""), Just("[\"*\"]"), Just("[\"arn:aws:s3:::b/*\", \"*\"]"), Just("\"arn:aws:sqs:eu-west-1:123456789012:q\""), Just("[\"arn:aws:sqs:eu-west-1:123456789012:q\", \"arn:aws:s3:::b/*\"]")],
        prop_oneof![Just("Allow"), Just("Allow"), Just("Allow"), Just("Deny")],
        any::<bool>(),
    )
        .prop_map(|(actions, resource, effect, condition)| {
            let actions: Vec<String> = actions.iter().map(|action| format!("\"{action}\"")).collect();
            let condition = if condition {
                ", \"Condition\": {\"StringEquals\": {\"aws:PrincipalAccount\": \"123456789012\"}}"
            } else {
                ""
            };
            format!(
                "{{\"Sid\": \"A\", \"Effect\": \"{effect}\", \"Action\": [{}], \"Resource\": {resource}{condition}}}",
                actions.join(", ")
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_more_than_before(statements in prop::collection::vec(statement(), 1..4)) {
        let text = format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{}]}}", statements.join(", "));
        let before = prepared(&text);
        for (code, after) in taken(&text) {
            let document = policy::parse(&after);
            prop_assert!(document.json().errors().is_empty() && document.problems.is_empty(), "{}\n{}", code, after);
            let now = prepared(&after);
            for name in ["s3:GetObject", "s3:GetBucketAcl", "s3:ListAllMyBuckets", "s3:PutObject", "sqs:SendMessage", "sqs:ListQueues", "iam:PassRole", "iam:ListUsers", "ec2:RunInstances", "dynamodb:GetItem", "kms:Decrypt", "kms:Encrypt"] {
                let action = CATALOG.action(name).unwrap();
                for resource in examples(action, "b/x").iter().map(String::as_str).chain(["*", "arn:aws:s3:::b/x", "arn:aws:nosuch:::x"]) {
                    let (was, is) = (allows(&before, name, resource), allows(&now, name, resource));
                    prop_assert!(!is || was, "{} {} {}\n{}\n{}", code, name, resource, text, after);
                    // Written out in full or split by service, everything of a kind that the action takes stays.
                    if matches!(code, "open-action-wildcard" | "split-services") && !resource.contains("nosuch") {
                        prop_assert!(is == was || !examples(action, "b/x").iter().any(|arn| arn == resource), "{} {} {}\n{}\n{}", code, name, resource, text, after);
                    }
                }
            }
        }
    }
}
