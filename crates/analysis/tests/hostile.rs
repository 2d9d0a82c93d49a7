//! Texts and scenarios made to be slow: each is judged, narrowed or decided to the end. A step that grows with the square
//! of the text would not come back here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::LazyLock;

use analysis::{Surroundings, advise, analyze, guess, simulate};
use catalog::Catalog;
use diagnostics::Finding;
use evaluation::{
    Context, ContextValue, Decision, MissingKeys, NamedPolicy, PolicySet, Principal, Request,
    Scenario,
};
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

/// More findings than this are more than a page shows at once.
const MOST_FINDINGS: usize = 1_000;

fn listed(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).map(entry).collect::<Vec<_>>().join(",")
}

fn policy_of(statements: &str) -> String {
    format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}")
}

/// An Allow with lists of actions and resources.
fn allow(actions: &str, resources: &str) -> String {
    format!("{{\"Effect\":\"Allow\",\"Action\":[{actions}],\"Resource\":[{resources}]}}")
}

/// Judges the text and narrows it.
fn judge(text: &str) -> Vec<Finding> {
    assert!(text.len() <= 1_048_576, "it would not be read");
    let advice = advise(&CATALOG, text, Some(PolicyType::Identity));
    assert!(advice.suggestions.len() + advice.skipped.len() < MOST_FINDINGS);
    judge_as(PolicyType::Identity, text)
}

fn judge_as(policy_type: PolicyType, text: &str) -> Vec<Finding> {
    let findings = analyze(&CATALOG, 0, text, Some(policy_type), &Surroundings::UNKNOWN).findings;
    assert!(findings.len() < MOST_FINDINGS);
    findings
}

fn codes(text: &str) -> Vec<&'static str> {
    let mut codes: Vec<&str> = judge(text).iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn brackets() {
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        format!(
            "{{\"Statement\":{}{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
        policy_of(&format!("{{\"Condition\":{}", "{\"a\":".repeat(100_000))),
    ] {
        assert!(!judge(&text).is_empty());
    }
}

#[test]
fn statements() {
    for statement in [
        "{}",
        r#"{"Effect":"x"}"#,
        r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:s3:::b"}"#,
        r#"{"Effect":"Allow","NotAction":"*:*","Resource":"*"}"#,
        r#"{"Sid":"a","Effect":"Allow","Action":["sqs:SendMessage","iam:ListUsers"],"Resource":"*"}"#,
    ] {
        let count = 50_000.min(1_000_000 / (statement.len() + 1));
        assert!(!judge(&policy_of(&listed(count, |_| statement.to_owned()))).is_empty());
    }
}

#[test]
fn actions() {
    let resource = "\"*\"";
    for (count, action) in [
        (
            20_000,
            (|n| format!("\"ec2:DescribeInstanceAttributz{n}\"")) as fn(usize) -> String,
        ),
        (20_000, |n| format!("\"ec{n}:DescribeInstances\"")),
        (20_000, |n| format!("\"ec2:*e*q{n}*\"")),
        (3_000, |n| {
            format!("\"ec2:*?*{}{}\"", "?".repeat(n % 30), "*".repeat(n / 30))
        }),
        (30_000, |_| "\"sqs:SendMessage\"".to_owned()),
        (1, |_| format!("\"s3:{}\"", "Get".repeat(330_000))),
        (1, |_| format!("\"s3:{}\"", "*a".repeat(500_000))),
        (1, |_| format!("\"{}\"", "${<{{".repeat(200_000))),
        (1, |_| format!("\"s3:{}\"", "${a}<b>{{".repeat(100_000))),
    ] {
        assert!(!judge(&policy_of(&allow(&listed(count, action), resource))).is_empty());
    }
}

#[test]
fn actions_times_resources() {
    // As many of each as 1 MiB holds.
    let many = allow(
        &listed(26_000, |_| "\"s3:ListBucket\"".to_owned()),
        &listed(26_000, |_| "\"arn:aws:s3:::b/*\"".to_owned()),
    );
    assert!(codes(&policy_of(&many)).contains(&"action-resource-mismatch"));
    let each_another = allow(
        &listed(13_000, |n| format!("\"ec2:*{}*{n}*\"", "?".repeat(n % 20))),
        &listed(21_000, |n| format!("\"arn:aws:s3:::b{n}/*\"")),
    );
    assert!(codes(&policy_of(&each_another)).contains(&"action-resource-mismatch"));
    let every_service: Vec<String> = CATALOG
        .services()
        .map(|service| format!("\"{}:*\"", service.prefix()))
        .collect();
    let all = allow(
        &every_service.join(","),
        &listed(10_000, |n| format!("\"arn:aws:s3:::b{n}/c/d/e/f\"")),
    );
    judge(&policy_of(&all));
}

#[test]
fn resources() {
    let actions = "\"s3:*\",\"sqs:*\",\"s3:ListBucket\"";
    for resources in [
        listed(2_000, |n| {
            format!("\"arn:aws:s3:::{}{n}\"", "*a".repeat(200))
        }),
        listed(400, |n| {
            format!("\"arn:aws:s3:::{}{n}\"", "a/".repeat(1_000))
        }),
        format!("\"arn:aws:s3:::{}\"", "*a/".repeat(330_000)),
        format!("\"{}\"", "*:".repeat(330_000)),
        format!("\"arn:aws:s3:::{}\"", "${a}<b>{{".repeat(100_000)),
    ] {
        judge(&policy_of(&allow(actions, &resources)));
    }
}

#[test]
fn conditions() {
    let statement = |condition: &str| {
        policy_of(&format!(
            "{{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{{{condition}}}}}"
        ))
    };
    let keys = listed(80_000, |n| format!("\"k{n}\":\"v\""));
    judge(&statement(&format!("\"StringEquals\":{{{keys}}}")));
    let operators = listed(34_000, |n| format!("\"StringEqual{n}\":{{\"a\":\"v\"}}"));
    assert!(codes(&statement(&operators)).contains(&"invalid-condition-operator"));
    let values = listed(100_000, |n| n.to_string());
    judge(&statement(&format!(
        "\"StringEquals\":{{\"aws:username\":[{values}]}}"
    )));
}

#[test]
fn principals() {
    for principal in [
        format!(
            "{{\"AWS\":[{}]}}",
            listed(100_000, |n| format!("\"{n:06}\""))
        ),
        format!("{{{}}}", listed(60_000, |n| format!("\"aws{n}\":\"*\""))),
        format!("[{}]", listed(100_000, |n| format!("\"{n:06}\""))),
    ] {
        let text = policy_of(&format!(
            "{{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Principal\":{principal}}}"
        ));
        judge_as(PolicyType::Resource, &text);
        analyze(&CATALOG, 0, &text, None, &Surroundings::UNKNOWN);
        assert!(!judge(&text).is_empty());
    }
}

#[test]
fn elements() {
    for text in [
        format!("{{{}}}", listed(50_000, |n| format!("\"Conditon{n}\":1"))),
        policy_of(&format!(
            "{{{}}}",
            listed(50_000, |n| format!("\"Conditon{n}\":1"))
        )),
        format!("{{{}}}", listed(80_000, |_| "\"Effect\":1".to_owned())),
        format!(
            "{{{}}}",
            listed(80_000, |n| format!("\"a{}\":1", n % 30_000))
        ),
        policy_of(&allow(&listed(400_000, |_| "1".to_owned()), "1")),
        format!("{{\"{}\":1,\"Statement\":[]}}", "S".repeat(1_000_000)),
    ] {
        assert!(!judge(&text).is_empty());
    }
}

#[test]
fn too_large_texts_are_not_read() {
    for text in [
        " ".repeat(10_000_000),
        policy_of(&listed(200_000, |_| {
            "{\"Effect\":\"Allow\",\"Action\":\"s3:Gett\"}".to_owned()
        })),
        "[".repeat(1_048_577),
    ] {
        for policy_type in PolicyType::ALL.into_iter().map(Some).chain([None]) {
            let analysis = analyze(&CATALOG, 3, &text, policy_type, &Surroundings::UNKNOWN);
            let [finding] = &analysis.findings[..] else {
                panic!("{:?}", analysis.findings);
            };
            assert_eq!(finding.code, "document-hard-limit");
            assert_eq!(
                (analysis.revision, analysis.size.characters),
                (3, text.len())
            );
            assert_eq!(analysis.policy_type, policy_type.unwrap_or(guess(&text)));
            assert_eq!(analysis.guess.is_some(), policy_type.is_none());
            let advice = advise(&CATALOG, &text, policy_type);
            assert_eq!((advice.suggestions.len(), advice.skipped.len()), (0, 1));
        }
    }
    // The largest text that is read.
    let text = format!("{}{}", " ".repeat(1_048_575), "x");
    assert!(judge(&text).len() > 1);
}

fn scenario(policies: &[&str], context: Context) -> Scenario {
    Scenario {
        missing_keys: MissingKeys::Unknown,
        request: Request {
            principal: Principal::parse("arn:aws:iam::123456789012:user/ann").unwrap(),
            action: "s3:GetObject".to_owned(),
            resources: vec![format!("arn:aws:s3:::b/{}", "a".repeat(1_000))],
            resource_account: None,
            context,
            resource_is_pattern: false,
            dependent_actions: Vec::new(),
        },
        policies: PolicySet {
            identity: policies
                .iter()
                .map(|text| NamedPolicy::parse("p", text))
                .collect(),
            ..PolicySet::default()
        },
    }
}

#[test]
fn decisions_over_many_statements() {
    for statement in [
        r#"{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}"#,
        r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}"#,
    ] {
        let text = policy_of(&listed(20_000, |_| statement.to_owned()));
        let trace = simulate(&CATALOG, &scenario(&[&text], Context::new()));
        assert_eq!(trace.statements.len(), 20_000);
    }
    // Each asks about another key that is not known.
    let text = policy_of(&listed(8_000, |n| {
        format!(
            "{{\"Effect\":\"{}\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{{\"StringLike\":{{\"aws:PrincipalTag/t{n}\":\"*{n}*\"}}}}}}",
            if n % 2 == 0 { "Allow" } else { "Deny" }
        )
    }));
    let trace = simulate(&CATALOG, &scenario(&[&text], Context::new()));
    assert!(matches!(trace.decision, Decision::Undetermined { .. }));
}

#[test]
fn decisions_over_many_values_of_missing_keys() {
    for (operator, key, value) in [
        (
            "StringLike",
            "aws:PrincipalTag/team",
            (|n| format!("\"*a{n}*\"")) as fn(usize) -> String,
        ),
        ("StringEquals", "aws:PrincipalTag/team", |n| {
            format!("\"{n}\"")
        }),
        ("NumericLessThan", "aws:MultiFactorAuthAge", |n| {
            format!("\"{n}\"")
        }),
        ("IpAddress", "aws:SourceIp", |n| {
            format!("\"10.{}.{}.0/24\"", n / 256 % 256, n % 256)
        }),
        ("ForAnyValue:ArnLike", "aws:CalledVia", |n| {
            format!("\"arn:aws:s3:::b{n}*\"")
        }),
    ] {
        for count in [2_000, 40_000] {
            let text = policy_of(&format!(
                "{{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{{\"{operator}\":{{\"{key}\":[{}]}}}}}}",
                listed(count, value)
            ));
            let trace = simulate(&CATALOG, &scenario(&[&text], Context::new()));
            assert_eq!(trace.missing.len(), 1, "{operator}");
            assert!(count < 4_000 || !trace.exhaustive);
        }
    }
}

#[test]
fn decisions_over_many_resources() {
    let text = policy_of(&listed(1_000, |_| {
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*/${aws:username}/*"}"#
            .to_owned()
    }));
    let mut scenario = scenario(&[&text], Context::new());
    scenario.request.resources = (0..100).map(|n| format!("arn:aws:s3:::b/{n}")).collect();
    assert_eq!(simulate(&CATALOG, &scenario).statements.len(), 100_000);
}

#[test]
fn decisions_over_large_contexts() {
    let mut context = Context::new();
    for number in 0..20_000 {
        let key = format!("aws:PrincipalTag/t{number}");
        context.insert(&key, ContextValue::single("*a".repeat(4)));
    }
    let values = (0..100_000).map(|number| format!("value-{number}"));
    context.insert("aws:TagKeys", ContextValue::multiple(values));
    for operator in ["ForAllValues:StringLike", "ForAnyValue:StringNotLike"] {
        let text = policy_of(&format!(
            "{{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{{\"{operator}\":{{\"aws:TagKeys\":[{}]}}}}}}",
            listed(100, |number| format!("\"*v*e*-*{number}*x\""))
        ));
        simulate(&CATALOG, &scenario(&[&text], context.clone()));
    }
}

#[test]
fn decisions_over_patterns_of_stars() {
    for text in [
        policy_of(&allow(
            "\"*\"",
            &listed(500, |n| format!("\"arn:aws:s3:::{}{n}\"", "*a".repeat(200))),
        )),
        policy_of(&allow(
            "\"s3:*\"",
            &format!("\"arn:aws:s3:::{}b\"", "*a".repeat(300_000)),
        )),
        policy_of(&allow(&format!("\"s3:{}\"", "*t".repeat(400_000)), "\"*\"")),
        policy_of(&allow(
            "\"s3:*\"",
            &format!("\"arn:aws:s3:::{}\"", "${aws:username}*".repeat(40_000)),
        )),
    ] {
        simulate(&CATALOG, &scenario(&[&text], Context::new()));
    }
}
