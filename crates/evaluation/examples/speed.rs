//! Decisions a second on one core, for a small and a realistic set of policies: hit, miss, deny and undetermined apart,
//! without and with trace. Run it with `cargo run --release -p evaluation --example speed`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use catalog::Catalog;
use evaluation::{
    Context, ContextValue, Decision, MissingKeys, NamedPolicy, PolicySet, PreparedSet, Principal,
    Request, decide, explain, prepare,
};

fn main() {
    let catalog = Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap();
    for (name, policies) in [("small", small()), ("realistic", realistic())] {
        let prepared = prepare(&policies, &catalog);
        for (kind, request) in requests() {
            let decision = decide(&prepared, &request, MissingKeys::Unknown, &catalog);
            let plain = rate(&prepared, &request, |set, request| {
                black_box(decide(set, request, MissingKeys::Unknown, &catalog));
            });
            let traced = rate(&prepared, &request, |set, request| {
                black_box(explain(set, request, MissingKeys::Unknown, &catalog));
            });
            println!(
                "{name:>9} {kind:>12}: {plain:>10.0}/s, with trace {traced:>9.0}/s  {}",
                Decision::as_str(&decision)
            );
        }
    }
}

/// The best of many short runs, since other programs share the machine.
fn rate(set: &PreparedSet, request: &Request, run: impl Fn(&PreparedSet, &Request)) -> f64 {
    let mut best = 0.0f64;
    for _ in 0..100 {
        let start = Instant::now();
        let mut count = 0u32;
        while start.elapsed() < Duration::from_millis(2) {
            for _ in 0..16 {
                run(black_box(set), black_box(request));
            }
            count += 16;
        }
        best = best.max(f64::from(count) / start.elapsed().as_secs_f64());
    }
    best
}

fn policy(name: &str, statements: &[String]) -> NamedPolicy {
    let statements = statements.join(",");
    NamedPolicy::parse(
        name,
        &format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#),
    )
}

/// Reading a bucket, for people with multi-factor authentication, and no deleting.
fn small() -> PolicySet {
    PolicySet {
        identity: vec![policy(
            "reader",
            &[
                r#"{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"]}"#.to_owned(),
                r#"{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::bucket/${aws:username}/*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}"#.to_owned(),
                r#"{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}"#.to_owned(),
            ],
        )],
        resource: Vec::new(),
    }
}

/// Sixty statements of services, with conditions on tags, Regions and addresses, and a bucket policy.
fn realistic() -> PolicySet {
    let services = [
        "ec2",
        "rds",
        "lambda",
        "dynamodb",
        "sqs",
        "sns",
        "logs",
        "cloudwatch",
        "kms",
        "ecr",
        "ecs",
        "ssm",
        "secretsmanager",
        "events",
        "glue",
        "athena",
        "s3",
        "states",
        "apigateway",
        "kinesis",
    ];
    let mut statements: Vec<String> = services
        .iter()
        .flat_map(|service| {
            [
                format!(r#"{{"Effect":"Allow","Action":["{service}:Get*","{service}:List*","{service}:Describe*"],"Resource":"*"}}"#),
                format!(r#"{{"Effect":"Allow","Action":["{service}:Put*","{service}:Create*","{service}:Update*"],"Resource":"arn:aws:{service}:*:*:*","Condition":{{"StringEquals":{{"aws:RequestedRegion":["eu-west-1","eu-central-1"],"aws:PrincipalTag/team":"red"}}}}}}"#),
                format!(r#"{{"Effect":"Deny","Action":"{service}:Delete*","Resource":"*","Condition":{{"StringNotLike":{{"aws:PrincipalArn":"arn:aws:iam::*:role/admin*"}}}}}}"#),
            ]
        })
        .collect();
    let second = statements.split_off(30);
    PolicySet {
        identity: vec![policy("first", &statements), policy("second", &second)],
        resource: vec![policy(
            "bucket",
            &[
                r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#.to_owned(),
                r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*","Condition":{"NotIpAddressIfExists":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}}"#.to_owned(),
                r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/partner"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}"#.to_owned(),
            ],
        )],
    }
}

fn requests() -> Vec<(&'static str, Request)> {
    let base = Request {
        principal: Principal::parse("arn:aws:iam::111122223333:user/ann").unwrap(),
        action: "s3:GetObject".to_owned(),
        resources: vec!["arn:aws:s3:::bucket/ann/report.pdf".to_owned()],
        resource_account: None,
        context: Context::from_iter([
            ("aws:SourceIp", ContextValue::single("10.1.2.3")),
            (
                "aws:CurrentTime",
                ContextValue::single("2026-09-26T10:30:00Z"),
            ),
            ("aws:PrincipalTag/team", ContextValue::single("red")),
            ("aws:RequestedRegion", ContextValue::single("eu-west-1")),
        ]),
    };
    let with = |action: &str| Request {
        action: action.to_owned(),
        ..base.clone()
    };
    vec![
        ("hit", base.clone()),
        ("miss", with("s3:ReplicateObject")),
        ("deny", with("s3:DeleteObject")),
        (
            "undetermined",
            Request {
                context: Context::from_iter([("aws:SourceIp", ContextValue::single("10.1.2.3"))]),
                ..with("s3:PutObject")
            },
        ),
    ]
}
