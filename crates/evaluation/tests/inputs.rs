//! What goes in and what stands in a trace: principals, contexts, derived keys, places.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use catalog::Catalog;
use evaluation::{
    Caller, Context, ContextValue, Decision, Element, Layer, LayerOutcome, MissingKeys,
    NamedPolicy, PatternReach, PolicySet, Principal, Request, Scenario, StatementOutcome,
    derive_context, simulate,
};

fn catalog() -> Catalog {
    Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap()
}

fn request(principal: &str, action: &str, resource: &str) -> Request {
    Request {
        principal: Principal::parse(principal).unwrap(),
        action: action.to_owned(),
        resources: vec![resource.to_owned()],
        resource_account: None,
        context: Context::new(),
        resource_is_pattern: false,
        dependent_actions: Vec::new(),
    }
}

#[test]
fn principals_are_read_and_written() {
    for (text, kind) in [
        ("arn:aws:iam::111122223333:root", "AccountRoot"),
        ("arn:aws:iam::111122223333:user/ann", "User"),
        ("arn:aws-cn:iam::111122223333:user/a/b/ann", "User"),
        ("arn:aws:iam::111122223333:role/r", "RoleSession"),
        ("arn:aws:iam::111122223333:role/a/r", "RoleSession"),
        (
            "arn:aws:sts::111122223333:assumed-role/r/session@example.com",
            "RoleSession",
        ),
        (
            "arn:aws:sts::111122223333:federated-user/bob",
            "FederatedUser",
        ),
        ("arn:aws:iam::111122223333:saml-provider/idp", "Saml"),
        (
            "arn:aws:iam::111122223333:oidc-provider/example.com/id/1",
            "WebIdentity",
        ),
        ("accounts.google.com", "WebIdentity"),
        ("ec2.amazonaws.com", "Service"),
        ("ec2.amazonaws.com.cn", "Service"),
        ("anonymous", "Anonymous"),
    ] {
        let principal = Principal::parse(text).unwrap();
        assert_eq!(principal.to_string(), text);
        let caller = format!("{:?}", principal.caller);
        assert!(caller.starts_with(kind), "{text} {caller}");
    }
    let root = Principal::parse("111122223333").unwrap();
    assert_eq!(root.to_string(), "arn:aws:iam::111122223333:root");
}

#[test]
fn what_is_no_principal() {
    for text in [
        "",
        "*",
        "ann",
        "1111222233",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::111122223333:user/a/",
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::11112222333:user/ann",
        "arn:aws:iam:us-east-1:111122223333:user/ann",
        "arn:aws:sts::111122223333:assumed-role/r",
        "arn:aws:sts::111122223333:assumed-role//s",
        "arn:aws:s3:::bucket",
        ".amazonaws.com",
        "*.amazonaws.com",
        "example.com",
        "é",
    ] {
        let error = Principal::parse(text).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&format!("`{text}` is not a principal"))
        );
    }
}

#[test]
fn context_keys_have_no_case() {
    let mut context = Context::new();
    assert!(context.is_empty());
    assert_eq!(
        context.insert("aws:SourceIp", ContextValue::single("10.0.0.1")),
        None
    );
    assert_eq!(
        context.insert("AWS:sourceip", ContextValue::absent()),
        Some(ContextValue::single("10.0.0.1"))
    );
    context.insert("aws:CurrentTime", ContextValue::multiple(["x"]));
    let keys: Vec<&str> = context.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["aws:CurrentTime", "AWS:sourceip"]);
    assert!(context.get("aws:SOURCEIP").unwrap().is_absent());
    assert_eq!(context.remove("aws:sourceIp"), Some(ContextValue::absent()));
    assert_eq!(context.len(), 1);
    assert_eq!(context.get("aws:SourceIp"), None);
}

fn derived(request: &Request) -> Vec<String> {
    derive_context(request, &catalog())
        .into_iter()
        .map(|derived| {
            assert!(!derived.why.is_empty());
            format!("{}={}", derived.key, derived.values.join(","))
        })
        .collect()
}

#[test]
fn the_page_can_show_what_is_derived() {
    let mut request = request(
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "sqs:SendMessage",
        "arn:aws:sqs:eu-west-1:444455556666:q",
    );
    request.principal.unique_id = Some("AROAEXAMPLEEXAMPLE123".to_owned());
    request.principal.tags = Some([("Team".to_owned(), "red".to_owned())].into());
    request
        .context
        .insert("aws:SourceIp", ContextValue::single("10.0.0.1"));
    let shown = derived(&request);
    for line in [
        "aws:PrincipalArn=arn:aws:iam::111122223333:role/r",
        "aws:PrincipalAccount=111122223333",
        "aws:PrincipalType=AssumedRole",
        "aws:PrincipalTag/Team=red",
        "aws:userid=AROAEXAMPLEEXAMPLE123:s",
        "aws:username=",
        "aws:ResourceAccount=444455556666",
        "aws:RequestedRegion=eu-west-1",
        "aws:SecureTransport=true",
        "aws:PrincipalIsAWSService=false",
        "aws:SourceVpce=",
        "aws:SourceArn=",
    ] {
        assert!(shown.contains(&line.to_owned()), "{line} {shown:#?}");
    }
    // What the scenario supplies, and what nothing tells, is not derived.
    for key in [
        "aws:SourceIp",
        "aws:MultiFactorAuthPresent",
        "aws:CurrentTime",
        "aws:PrincipalOrgID",
    ] {
        assert!(!shown.iter().any(|line| line.starts_with(key)), "{key}");
    }
    request
        .context
        .insert("aws:principalarn", ContextValue::single("x"));
    assert!(
        !derived(&request)
            .iter()
            .any(|line| line.starts_with("aws:PrincipalArn"))
    );
}

#[test]
fn a_trace_points_at_the_element() {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"A","Effect":"Allow","Action":"s3:Put*","Resource":"*"},
        {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::other/*"]},
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":"ann"},"Bool":{"aws:SecureTransport":["false"]}}},
        {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}},
        {"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;
    let scenario = Scenario {
        missing_keys: MissingKeys::Unknown,
        request: request(
            "arn:aws:iam::111122223333:user/ann",
            "s3:GetObject",
            "arn:aws:s3:::bucket/key",
        ),
        policies: PolicySet {
            identity: vec![NamedPolicy::parse("reader", text)],
            ..PolicySet::default()
        },
    };
    let trace = simulate(&scenario, &catalog());
    assert_eq!(trace.decision, Decision::Allowed);
    let places: Vec<String> = trace
        .statements
        .iter()
        .map(|statement| {
            assert_eq!(&*statement.policy_name, "reader");
            assert!(text[statement.span.start..statement.span.end].starts_with('{'));
            let (element, span) = match &statement.outcome {
                StatementOutcome::Matched { .. } => ("matched".to_owned(), statement.span),
                StatementOutcome::NotMatched {
                    element: Element::Condition { index },
                    span,
                    ..
                } => (format!("condition {index}"), *span),
                StatementOutcome::NotMatched { element, span, .. } => {
                    (element.as_str().to_owned(), *span)
                }
                StatementOutcome::Undetermined { missing, span, .. } => (missing.join(","), *span),
            };
            format!("{element}: {}", &text[span.start..span.end])
        })
        .collect();
    assert_eq!(
        places,
        [
            r#"action: "s3:Put*""#,
            r#"resource: ["arn:aws:s3:::other/*"]"#,
            r#"condition 1: "aws:SecureTransport":["false"]"#,
            r#"aws:MultiFactorAuthPresent: "aws:MultiFactorAuthPresent":"true""#,
            r#"matched: {"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#,
        ]
    );
    assert_eq!(trace.statements[0].sid.as_deref(), Some("A"));
    let layers: Vec<(Layer, LayerOutcome, &[usize])> = trace
        .layers
        .iter()
        .map(|layer| (layer.layer, layer.outcome, layer.statements.as_slice()))
        .collect();
    assert_eq!(
        layers,
        [
            (Layer::VpcEndpoint, LayerOutcome::NotApplicable, &[][..]),
            (Layer::Scp, LayerOutcome::NotApplicable, &[][..]),
            (Layer::Rcp, LayerOutcome::NotApplicable, &[][..]),
            (Layer::Resource, LayerOutcome::NotApplicable, &[][..]),
            (Layer::Identity, LayerOutcome::Allowed, &[4][..]),
            (Layer::Boundary, LayerOutcome::NotApplicable, &[][..]),
            (Layer::Session, LayerOutcome::NotApplicable, &[][..]),
        ]
    );
    assert!(trace.exhaustive && trace.missing.is_empty());
    assert_eq!(trace.derived.len(), 2);
}

#[test]
fn too_many_missing_keys_are_said_to_be_too_many() {
    // Always allowed, since the first two statements are each other's opposite; the third brings twenty more keys.
    let conditions: Vec<String> = (0..20)
        .map(|number| format!(r#""aws:PrincipalTag/t{number}":"v""#))
        .collect();
    let statement = |condition: &str| {
        format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#)
    };
    let either = [
        statement(r#""StringEquals":{"aws:PrincipalTag/k":"v"}"#),
        statement(r#""StringNotEquals":{"aws:PrincipalTag/k":"v"}"#),
    ]
    .join(",");
    let third = statement(&format!(r#""StringEquals":{{{}}}"#, conditions.join(",")));
    let scenario = |statements: String| Scenario {
        missing_keys: MissingKeys::Unknown,
        request: request(
            "arn:aws:iam::111122223333:user/ann",
            "s3:GetObject",
            "arn:aws:s3:::bucket/key",
        ),
        policies: PolicySet {
            identity: vec![NamedPolicy::parse(
                "p",
                &format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#),
            )],
            ..PolicySet::default()
        },
    };
    assert_eq!(
        simulate(&scenario(either.clone()), &catalog()).decision,
        Decision::Allowed
    );
    let trace = simulate(&scenario(format!("{either},{third}")), &catalog());
    let Decision::Undetermined { missing } = &trace.decision else {
        panic!("{:?}", trace.decision);
    };
    assert_eq!(missing.len(), 21);
    assert!(!trace.exhaustive);
    assert!(trace.why.contains("too many combinations"), "{}", trace.why);
    // What no value of one key can meet is no question, however many keys there are.
    let never = statement(&format!(
        r#""StringEquals":{{{0}}},"StringNotEquals":{{{0}}}"#,
        conditions.join(",")
    ));
    let trace = simulate(&scenario(never), &catalog());
    assert_eq!(trace.decision, Decision::ImplicitlyDenied);
    assert!(trace.exhaustive);
}

#[test]
fn a_pattern_before_very_many_entries_is_answered() {
    let entries: Vec<String> = (0..20_000)
        .map(|number| format!("\"arn:aws:s3:::b/*{number}*{}*\"", number * 7))
        .collect();
    let text = format!(
        r#"{{"Statement":{{"Effect":"Allow","Action":"s3:*","Resource":[{}],"Condition":{{"StringLike":{{"aws:PrincipalTag/a":"*a*b*"}}}}}}}}"#,
        entries.join(",")
    );
    let request = Request {
        resource_is_pattern: true,
        ..request(
            "arn:aws:iam::111122223333:user/ann",
            "s3:GetObject",
            "arn:aws:s3:::b/*",
        )
    };
    let scenario = Scenario {
        missing_keys: MissingKeys::Unknown,
        request,
        policies: PolicySet {
            identity: vec![NamedPolicy::parse("p", &text)],
            ..PolicySet::default()
        },
    };
    let pattern = simulate(&scenario, &catalog()).pattern.unwrap();
    assert_eq!(pattern.reach, PatternReach::Unknown);
    assert!(!pattern.exhaustive && !pattern.examples.is_empty());
}

#[test]
fn names_in_results_are_closed_lists() {
    for outcome in LayerOutcome::ALL {
        assert!(
            outcome
                .as_str()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        );
    }
    assert_eq!(
        Layer::ALL.map(Layer::as_str),
        [
            "vpc-endpoint",
            "scp",
            "rcp",
            "resource",
            "identity",
            "boundary",
            "session"
        ]
    );
    for choice in [MissingKeys::Unknown, MissingKeys::Absent] {
        assert_eq!(MissingKeys::from_name(choice.as_str()), Some(choice));
    }
    assert!(matches!(
        Principal::parse("anonymous").unwrap().caller,
        Caller::Anonymous
    ));
}
