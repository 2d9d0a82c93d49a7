//! Documents in, structure out: one line for each part, so that the tests do not know the types.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use policy::{ConditionOperator, PolicyDocument, PolicyType, ProblemKind, SetOperator, parse};

/// The problems, each as `text: kind`.
fn problems(text: &str) -> Vec<String> {
    let document = parse(text);
    document
        .problems
        .iter()
        .map(|problem| {
            let name = format!("{:?}", problem.kind);
            let name = name.split([' ', '{']).next().unwrap().to_owned();
            format!("{}: {name}", &text[problem.span.start..problem.span.end])
        })
        .collect()
}

fn outline(document: &PolicyDocument) -> String {
    let mut lines = Vec::new();
    for statement in &document.statements {
        let mut parts = vec![format!("#{}", statement.index)];
        if let Some(sid) = &statement.sid {
            parts.push(sid.value.clone());
        }
        if let Some(effect) = &statement.effect {
            parts.push(format!("{:?}", effect.value));
        }
        for (name, element) in [
            ("principal", &statement.principal),
            ("not-principal", &statement.not_principal),
        ] {
            if let Some(element) = element {
                let groups: Vec<String> = element
                    .value
                    .iter()
                    .map(|group| {
                        let entries: Vec<&str> = group
                            .entries
                            .iter()
                            .map(|entry| entry.text.as_str())
                            .collect();
                        format!("{:?}={}", group.kind, entries.join(","))
                    })
                    .collect();
                parts.push(format!("{name}({})", groups.join(" ")));
            }
        }
        for (name, element) in [
            ("action", &statement.action),
            ("not-action", &statement.not_action),
        ] {
            if let Some(element) = element {
                let entries: Vec<&str> = element
                    .value
                    .iter()
                    .map(|entry| entry.text.as_str())
                    .collect();
                parts.push(format!("{name}({})", entries.join(",")));
            }
        }
        for (name, element) in [
            ("resource", &statement.resource),
            ("not-resource", &statement.not_resource),
        ] {
            if let Some(element) = element {
                let entries: Vec<&str> = element
                    .value
                    .iter()
                    .map(|entry| entry.text.as_str())
                    .collect();
                parts.push(format!("{name}({})", entries.join(",")));
            }
        }
        for condition in &statement.conditions {
            let values: Vec<&str> = condition
                .values
                .iter()
                .map(|value| value.text.as_str())
                .collect();
            parts.push(format!(
                "{}[{}]({})",
                condition.operator_text,
                condition.key,
                values.join(",")
            ));
        }
        lines.push(parts.join(" "));
    }
    lines.join("\n")
}

#[test]
fn every_element_is_read() {
    let document = parse(
        r#"{
  "Version": "2012-10-17",
  "Id": "id",
  "Statement": [
    {"Sid": "A", "Effect": "Allow", "Principal": {"AWS": ["123456789012", "*"], "Service": "ec2.amazonaws.com"},
     "Action": "s3:Get*", "Resource": ["a", "b"],
     "Condition": {"StringLike": {"aws:username": ["x*", "y"], "k": "v"}, "Bool": {"aws:SecureTransport": true},
                   "NumericLessThan": {"s3:max-keys": 10.50}}},
    {"Effect": "Deny", "NotPrincipal": "*", "NotAction": ["iam:*"], "NotResource": "*"}
  ]
}"#,
    );
    assert_eq!(document.problems, []);
    assert_eq!(document.id.as_ref().unwrap().value, "id");
    assert_eq!(
        outline(&document),
        "#0 A Allow principal(Some(Aws)=123456789012,* Some(Service)=ec2.amazonaws.com) action(s3:Get*) \
         resource(a,b) StringLike[aws:username](x*,y) StringLike[k](v) Bool[aws:SecureTransport](true) \
         NumericLessThan[s3:max-keys](10.50)\n\
         #1 Deny not-principal(Some(Aws)=*) not-action(iam:*) not-resource(*)"
    );
}

#[test]
fn a_single_statement_needs_no_list() {
    let document = parse(r#"{"Statement": {"Effect": "Allow", "Action": "s3:GetObject"}}"#);
    assert_eq!(document.problems, []);
    assert_eq!(outline(&document), "#0 Allow action(s3:GetObject)");
}

#[test]
fn what_is_not_as_the_grammar_says_is_told_with_its_place() {
    for (text, expected) in [
        ("[]", vec!["[]: NotAnObject"]),
        ("1", vec!["1: NotAnObject"]),
        ("{}", vec!["{}: NoStatement"]),
        (r#"{"Statement": []}"#, vec![]),
        (r#"{"Statement": [1, {}]}"#, vec!["1: WrongType"]),
        (r#"{"Statement": "x"}"#, vec![r#""x": WrongType"#]),
        (
            r#"{"statement": [], "Statement": []}"#,
            vec![r#""statement": UnknownElement"#],
        ),
        (
            r#"{"Statement": {"Actions": 1}}"#,
            vec![r#""Actions": UnknownElement"#],
        ),
        (
            r#"{"Version": "2012-10-18", "Statement": []}"#,
            vec![r#""2012-10-18": UnknownVersion"#],
        ),
        (
            r#"{"Version": 2012, "Statement": []}"#,
            vec!["2012: WrongType"],
        ),
        (
            r#"{"Statement": {"Effect": "allow"}}"#,
            vec![r#""allow": UnknownEffect"#],
        ),
        (
            r#"{"Statement": {"Effect": ["Allow"]}}"#,
            vec![r#"["Allow"]: WrongType"#],
        ),
        (
            r#"{"Statement": {"Sid": 1, "Action": 2, "Resource": [null], "Condition": "x"}}"#,
            vec![
                "1: WrongType",
                "2: WrongType",
                "null: WrongType",
                r#""x": WrongType"#,
            ],
        ),
        (
            r#"{"Statement": {"Principal": "arn:aws:iam::123456789012:root"}}"#,
            vec![r#""arn:aws:iam::123456789012:root": WrongType"#],
        ),
        (
            r#"{"Statement": {"Principal": {"aws": "*"}}}"#,
            vec![r#""aws": UnknownPrincipalKind"#],
        ),
        (
            r#"{"Statement": {"Condition": {"StringEqual": {"a:b": "c"}}}}"#,
            vec![r#""StringEqual": UnknownOperator"#],
        ),
        (
            r#"{"Statement": {"Condition": {"Bool": "x", "Null": {"a:b": {}, "c:d": [null]}}}}"#,
            vec![r#""x": WrongType"#, "{}: WrongType", "null: WrongType"],
        ),
    ] {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn the_rest_of_a_broken_document_is_read() {
    let document = parse(
        r#"{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "Resource": "*"},
  {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
]}"#,
    );
    assert!(!document.json().errors().is_empty());
    let outline = outline(&document);
    assert!(
        outline.contains("action(s3:GetObject,s3:PutObject)"),
        "{outline}"
    );
    assert!(
        outline.contains("Deny action(iam:*) resource(*)"),
        "{outline}"
    );
}

#[test]
fn the_language_is_that_of_2008_unless_told() {
    use policy::Version;
    for (text, expected) in [
        (r#"{"Version": "2012-10-17"}"#, Version::V2012),
        (r#"{"Version": "2008-10-17"}"#, Version::V2008),
        (r#"{"Version": "latest"}"#, Version::V2008),
        ("{}", Version::V2008),
        ("", Version::V2008),
    ] {
        assert_eq!(parse(text).language(), expected, "{text}");
    }
}

#[test]
fn types_are_guessed() {
    for (text, expected) in [
        ("", PolicyType::Identity),
        (
            r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#,
            PolicyType::Identity,
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#,
            PolicyType::Identity,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#,
            PolicyType::Trust,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": {"Federated": "x"}, "Action": ["STS:AssumeRoleWithSAML", "sts:TagSession"]}}"#,
            PolicyType::Trust,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole", "Resource": "*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}"#,
            PolicyType::Rcp,
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}"#,
            PolicyType::VpcEndpoint,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "kms:*", "Resource": "*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotLike": {"AWS:PrincipalARN": "arn:aws:iam::*:role/x"}}}}"#,
            PolicyType::Scp,
        ),
        (
            r#"{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "x"}}}]}"#,
            PolicyType::Identity,
        ),
        // Not for everyone; not on everything; no action; not every action; not allowed; no role assumed.
        (
            r#"{"Statement": {"Effect": "Deny", "Principal": {"AWS": "123456789012"}, "Action": "s3:*", "Resource": "*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Principal": {"Service": "*"}, "Action": "s3:*", "Resource": "*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": []}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}, {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}"#,
            PolicyType::Resource,
        ),
        (
            r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "s3:GetObject"}}"#,
            PolicyType::Resource,
        ),
    ] {
        assert_eq!(policy::guess(&parse(text)).policy_type, expected, "{text}");
    }
}

#[test]
fn a_document_keeps_its_text() {
    let text = "{\"Statement\": [ ]} ";
    assert_eq!(parse(text).text(), text);
}

#[test]
fn effects() {
    let document = parse(
        r#"{"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}, {"Effect": "allow"}, {}]}"#,
    );
    let told: Vec<(bool, bool)> = document
        .statements
        .iter()
        .map(|statement| (statement.is_allow(), statement.is_deny()))
        .collect();
    assert_eq!(
        told,
        [(true, false), (false, true), (false, false), (false, false)]
    );
}

#[test]
fn what_stands_there_is_told_by_its_kind() {
    for (value, kind) in [
        ("null", "null"),
        ("true", "a boolean"),
        ("1", "a number"),
        ("{}", "an object"),
        ("[]", "a list"),
    ] {
        let document = parse(&format!(r#"{{"Statement": {{"Effect": {value}}}}}"#));
        let found: Vec<&str> = document
            .problems
            .iter()
            .filter_map(|problem| match &problem.kind {
                ProblemKind::WrongType { found, .. } => Some(*found),
                _ => None,
            })
            .collect();
        assert_eq!(found, [kind]);
    }
    let document = parse(r#"{"Statement": "x"}"#);
    assert!(matches!(
        &document.problems[0].kind,
        ProblemKind::WrongType {
            found: "a string",
            ..
        }
    ));
}

#[test]
fn set_operators_have_names() {
    for name in ["ForAllValues", "ForAnyValue"] {
        let operator = ConditionOperator::from_name(&format!("{name}:StringLike")).unwrap();
        assert_eq!(operator.set.map(SetOperator::as_str), Some(name));
    }
}
