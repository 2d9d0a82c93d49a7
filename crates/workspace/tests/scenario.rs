//! Scenarios: what is read, and what is said of the rest.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use evaluation::{Caller, ContextValue, Credentials, Layer, MissingKeys};
use workspace::ScenarioForm;

fn error_of(json: &str) -> String {
    ScenarioForm::from_json(json)
        .and_then(|form| form.to_scenario())
        .map(|_| String::new())
        .unwrap_or_else(|error| error.to_string())
}

/// A scenario whose request and rest are given.
fn scenario(request: &str, rest: &str) -> String {
    format!("{{\"version\":1,\"request\":{{{request}}}{rest}}}")
}

const REQUEST: &str = r#""principal":"arn:aws:iam::123456789012:user/ann","action":"s3:GetObject""#;

#[test]
fn a_whole_scenario() {
    let form = ScenarioForm::from_json(
        r#"{
          "version": 1,
          "missingKeys": "absent",
          "request": {
            "principal": {"arn": "arn:aws:iam::123456789012:role/app", "session": "s", "tags": {}},
            "action": "s3:GetObject",
            "resources": ["arn:aws:s3:::a/b"],
            "context": {"aws:MultiFactorAuthAge": 300, "AWS:tagkeys": ["x", "y"], "aws:SourceVpce": []}
          },
          "policies": {
            "identity": [{"name": "one", "document": {"Statement": [], "Statement": [ ]}}],
            "resource": [{"document": "{\n}"}]
          },
          "expect": "denied"
        }"#,
    )
    .unwrap();
    let scenario = form.to_scenario().unwrap();
    assert_eq!(scenario.missing_keys, MissingKeys::Absent);
    assert!(matches!(
        &scenario.request.principal.caller,
        Caller::RoleSession { session: Some(session), .. } if session == "s"
    ));
    assert_eq!(
        scenario
            .request
            .principal
            .tags
            .as_ref()
            .map(|tags| tags.len()),
        Some(0)
    );
    let context = &scenario.request.context;
    assert_eq!(
        context.get("aws:multifactorauthage"),
        Some(&ContextValue::single("300"))
    );
    assert_eq!(
        context.get("aws:TagKeys"),
        Some(&ContextValue::multiple(["x", "y"]))
    );
    assert_eq!(context.get("aws:SourceVpce"), Some(&ContextValue::absent()));
    // Character by character, so that places in results are places in what the user wrote.
    assert_eq!(
        scenario.policies.identity[0].document.text(),
        "{\"Statement\": [], \"Statement\": [ ]}"
    );
    assert_eq!(scenario.policies.resource[0].document.text(), "{\n}");
    assert_eq!(ScenarioForm::from_json(&form.to_json()).unwrap(), form);
}

#[test]
fn what_is_said_of_the_rest() {
    for (json, expected) in [
        ("", "line 1, column 1: EOF while parsing a value"),
        (
            "\n [1]",
            "line 2, column 2: expected an object, found a list",
        ),
        ("5", "line 1, column 1: invalid type: integer `5`"),
        ("{\n \"é\": }", "line 2, column 7: expected value"),
        ("{\"version\":2,\"later\":1}", "version 2 is not known"),
        (
            &scenario(REQUEST, ",\"version\":1"),
            "duplicate field `version`",
        ),
        ("{\"version\":\"1\"}", "version \"1\" is not known"),
        ("{\"version\":1}", "missing field `request`"),
        (&scenario(REQUEST, ",\"extra\":0"), "unknown field `extra`"),
        (
            &scenario(REQUEST, ",\"policies\":{\"rcp\":[{\"document\":\"{\"}]}"),
            "`policies.rcp[0].document`: it is not valid JSON",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"vpcEndpoint\":[{\"document\":\"{\"}]}",
            ),
            "`policies.vpcEndpoint[0].document`: it is not valid JSON",
        ),
        (
            r#"{"request":{"principal":"anonymous","action":"a:b","resourcePattern":"*"}}"#,
            "`request.resourcePattern`: `*` is not an ARN with six fields",
        ),
        (
            r#"{"request":{"principal":"anonymous","action":"a:b","resource":"*","resourcePattern":"arn:aws:s3:::*"}}"#,
            "`request.resourcePattern`: give either",
        ),
        (
            r#"{"request":{"principal":{"account":"123456789012","credentials":"mfa"},"action":"a:b"}}"#,
            "unknown variant `mfa`",
        ),
        (
            r#"{"request":{"principal":{"arn":"arn:aws:iam::123456789012:user/ann","credentials":"assume-root"},"action":"a:b"}}"#,
            "`request.principal.credentials`: a session of AssumeRoot is one of a root user",
        ),
        (
            r#"{"request":{"principal":{"arn":"arn:aws:iam::123456789012:role/r","credentials":"long-term"},"action":"a:b"}}"#,
            "`request.principal.credentials`: only users and root users",
        ),
        (
            r#"{"request":{"principal":{"arn":"arn:aws:iam::123456789012:user/ann","sessionTags":{"a":"b"}},"action":"a:b"}}"#,
            "`request.principal.sessionTags`: only sessions",
        ),
        (
            r#"{"request":{"principal":{"arn":"arn:aws:iam::123456789012:role/r","sessionTags":{"a":"b"},"transitiveTags":{"A":"c"}},"action":"a:b"}}"#,
            "`request.principal.transitiveTags`: the session has the tag `A` already",
        ),
        (
            &scenario(REQUEST, ",\"switches\":{\"x\":true}"),
            "unknown field `x`, expected one of `restrictPublicBuckets`",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"scp\":[{\"level\":\"a\",\"policies\":[]},{\"level\":\"a\",\"policies\":[]}]}",
            ),
            "`policies.scp[1].level`: two levels are called `a`",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"scp\":[{\"level\":\"a\",\"policies\":[{\"document\":\"[\"}]}]}",
            ),
            "`policies.scp[0].policies[0].document`: it is not valid JSON",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"boundary\":[{\"document\":\"{\"}]}",
            ),
            "`policies.boundary[0].document`: it is not valid JSON",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"session\":[{\"document\":\"{\"}]}",
            ),
            "`policies.session[0].document`: it is not valid JSON",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"grants\":[{\"keyId\":\"k\",\"granteePrincipal\":\"x\",\"operations\":[]}]}",
            ),
            "`policies.grants[0].keyId`: `k` is not the ARN of a key",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"grants\":[{\"keyId\":\"arn:aws:kms:us-east-1:123456789012:key/k\",\"granteePrincipal\":\"x\",\"operations\":[]}]}",
            ),
            "`policies.grants[0].granteePrincipal`: `x` is not a principal",
        ),
        (
            &scenario(
                &format!("{REQUEST},\"dependentActions\":[{{\"action\":\"\"}}]"),
                "",
            ),
            "`request.dependentActions[0].action`: there is no action",
        ),
        (
            &scenario(
                &format!(
                    "{REQUEST},\"dependentActions\":[{{\"action\":\"a:b\",\"resource\":\"*\",\"resources\":[]}}]"
                ),
                "",
            ),
            "`request.dependentActions[0].resources`: give either",
        ),
        (
            &scenario(
                &format!(
                    "{REQUEST},\"dependentActions\":[{{\"action\":\"a:b\",\"context\":{{\"\":1}}}}]"
                ),
                "",
            ),
            "`request.dependentActions[0].context`: a key has no name",
        ),
        (
            &scenario(REQUEST, ",\"policies\":{\"identity\":[{\"document\":[]}]}"),
            "a document is an object, or a string",
        ),
        (
            &scenario(
                REQUEST,
                ",\"policies\":{\"resource\":[{\"document\":{}},{\"document\":\"{\\n\\\"a\\\" 1}\"}]}",
            ),
            "`policies.resource[1].document`: it is not valid JSON: line 2, column",
        ),
        (
            &scenario(REQUEST, ",\"expect\":\"maybe\""),
            "unknown variant `maybe`, expected one of `allowed`, `denied`",
        ),
        (
            &scenario(REQUEST, ",\"missingKeys\":\"none\""),
            "unknown variant `none`",
        ),
        (
            &scenario("\"principal\":5,\"action\":\"\"", ""),
            "expected a principal: a string or an object",
        ),
        (
            &scenario("\"principal\":\"ann\",\"action\":\"a:b\"", ""),
            "`request.principal`: `ann` is not a principal",
        ),
        (
            &scenario("\"principal\":{},\"action\":\"a:b\"", ""),
            "`request.principal`: give `arn` or `account`",
        ),
        (
            &scenario(
                "\"principal\":{\"account\":\"123456789012\",\"groups\":[]},\"action\":\"a:b\"",
                "",
            ),
            "`request.principal.groups`: only users belong to groups",
        ),
        (
            &scenario(
                "\"principal\":{\"arn\":\"arn:aws:iam::123456789012:role/r\",\"user\":\"arn:aws:iam::123456789012:user/ann\"},\"action\":\"a:b\"",
                "",
            ),
            "`request.principal.user`: only a federated user was made by somebody",
        ),
        (
            &scenario(
                "\"principal\":{\"arn\":\"arn:aws:sts::123456789012:federated-user/bob\",\"user\":\"ann\"},\"action\":\"a:b\"",
                "",
            ),
            "`request.principal.user`: `ann` is not a principal",
        ),
        (
            &scenario(
                "\"principal\":{\"account\":\"123456789012\",\"managementAccount\":1},\"action\":\"a:b\"",
                "",
            ),
            "invalid type: integer `1`, expected a boolean",
        ),
        (
            &scenario(
                "\"principal\":{\"account\":\"210987654321\",\"arn\":\"arn:aws:iam::123456789012:user/ann\"},\"action\":\"a:b\"",
                "",
            ),
            "it is `210987654321`, but the ARN says `123456789012`",
        ),
        (
            &scenario(
                "\"principal\":{\"session\":\"s\",\"arn\":\"arn:aws:iam::123456789012:user/ann\"},\"action\":\"a:b\"",
                "",
            ),
            "only a role has sessions",
        ),
        (
            &scenario("\"principal\":\"anonymous\",\"action\":\" \"", ""),
            "`request.action`: there is no action",
        ),
        (
            &scenario(
                &format!("{REQUEST},\"resource\":\"*\",\"resources\":[]"),
                "",
            ),
            "give either `resource` or `resources`",
        ),
        (
            &scenario(&format!("{REQUEST},\"resourceAccount\":\"12\""), ""),
            "`12` is no account id",
        ),
        (
            &scenario(&format!("{REQUEST},\"context\":{{\"a:b\":null}}"), ""),
            "a context value is a string, a number, a boolean",
        ),
        (
            &scenario(&format!("{REQUEST},\"context\":{{\"a:b\":[[]]}}"), ""),
            "a context value is",
        ),
        (
            &scenario(
                &format!("{REQUEST},\"context\":{{\"a:b\":1,\"A:B\":2}}"),
                "",
            ),
            "`A:B` is given twice",
        ),
        (
            &scenario(&format!("{REQUEST},\"context\":{{\"\":1}}"), ""),
            "a key has no name",
        ),
        (
            &scenario(&format!("{REQUEST},\"context\":[]"), ""),
            "expected an object of context keys",
        ),
    ] {
        let error = error_of(json);
        assert!(
            error.contains(expected),
            "{json}\nsays {error}\nnot  {expected}"
        );
    }
}

#[test]
fn what_one_request_asks_is_bounded() {
    let many = |count: usize, one: &str| vec![one; count].join(",");
    for (count, expected) in [(32, ""), (33, "one call does not need 33 actions: 32")] {
        let dependent = many(count, r#"{"action":"a:b"}"#);
        let request = format!(r#"{REQUEST},"dependentActions":[{dependent}]"#);
        let error = error_of(&scenario(&request, ""));
        assert!(
            error.contains(expected) && error.is_empty() == expected.is_empty(),
            "{error}"
        );
    }
    for (count, expected) in [
        (255, ""),
        (256, "one call does not need 257 resources: 256"),
    ] {
        let resources = many(count, r#""arn:aws:s3:::b/k""#);
        let request = format!(
            r#"{REQUEST},"resources":[{resources}],"dependentActions":[{{"action":"a:b","resource":"*"}}]"#
        );
        let error = error_of(&scenario(&request, ""));
        assert!(
            error.contains(expected) && error.is_empty() == expected.is_empty(),
            "{error}"
        );
    }
}

#[test]
fn a_version_may_be_missing_and_policies_too() {
    assert_eq!(error_of(&format!("{{\"request\":{{{REQUEST}}}}}")), "");
}

#[test]
fn every_layer() {
    let form = ScenarioForm::from_json(
        r#"{
          "request": {
            "principal": {"arn": "arn:aws:iam::123456789012:user/ann", "groups": ["devs"], "managementAccount": true},
            "action": "lambda:CreateFunction",
            "dependentActions": [
              {"action": "iam:PassRole", "resource": "arn:aws:iam::123456789012:role/r",
               "context": {"iam:PassedToService": "lambda.amazonaws.com"}}
            ]
          },
          "policies": {
            "identity": [{"name": "one", "group": "devs", "document": {}}],
            "boundary": [{"name": "two", "document": {}}],
            "session": [{"name": "three", "document": {}}],
            "scp": [{"level": "root", "policies": [{"name": "four", "document": {}}]}, {"level": "account", "policies": []}],
            "rcp": [{"name": "six", "document": {}}],
            "vpcEndpoint": [{"name": "seven", "document": {}}],
            "grants": [{"name": "five", "keyId": "arn:aws:kms:us-east-1:123456789012:key/k",
              "granteePrincipal": "lambda.amazonaws.com", "operations": ["Decrypt", "Encrypt"],
              "constraints": {"encryptionContextEquals": {"a\"b": "${x}"}}}]
          },
          "switches": {"restrictPublicBuckets": true, "gatewayEndpoint": true, "awsManagedKey": true}
        }"#,
    )
    .unwrap();
    let scenario = form.to_scenario().unwrap();
    assert!(
        scenario.policies.switches.gateway_endpoint && scenario.policies.switches.aws_managed_key
    );
    let principal = &scenario.request.principal;
    assert_eq!(principal.groups, Some(vec!["devs".to_owned()]));
    assert!(principal.management_account);
    let dependent = &scenario.request.dependent_actions[0];
    assert_eq!(dependent.action, "iam:PassRole");
    assert_eq!(dependent.resources, ["arn:aws:iam::123456789012:role/r"]);
    assert_eq!(
        dependent.context.get("iam:PassedToService"),
        Some(&ContextValue::single("lambda.amazonaws.com"))
    );
    let policies = &scenario.policies;
    let names: Vec<Vec<&str>> = Layer::ALL
        .map(|layer| {
            let policies = policies.of_layer(layer);
            policies.map(|policy| policy.name.as_str()).collect()
        })
        .to_vec();
    assert_eq!(
        names,
        [
            ["seven"],
            ["four"],
            ["six"],
            ["five"],
            ["one"],
            ["two"],
            ["three"]
        ]
        .map(Vec::from)
    );
    assert_eq!(policies.identity[0].group.as_deref(), Some("devs"));
    assert_eq!(policies.scp[1].name, "account");
    assert!(policies.switches.restrict_public_buckets);
    assert_eq!(
        policies.grants[0].document.text(),
        r#"{"Statement":{"Action":["kms:Decrypt","kms:Encrypt"],"Condition":{"ForAllValues:StringEquals":{"kms:EncryptionContextKeys":["a\"b"]},"StringEquals":{"kms:EncryptionContext:a\"b":"${x}"}},"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Resource":"arn:aws:kms:us-east-1:123456789012:key/k"}}"#
    );
    assert_eq!(ScenarioForm::from_json(&form.to_json()).unwrap(), form);
}

#[test]
fn a_pattern_of_resources() {
    let request = r#""principal":"anonymous","action":"a:b","resourcePattern":"arn:aws:s3:::b/*""#;
    let form = ScenarioForm::from_json(&scenario(request, ",\"switches\":{\"bucketAbac\":false}"))
        .unwrap();
    let read = form.to_scenario().unwrap();
    assert!(read.request.resource_is_pattern);
    assert_eq!(read.request.resources, ["arn:aws:s3:::b/*"]);
    assert_eq!(read.policies.switches.bucket_abac, Some(false));
    assert_eq!(ScenarioForm::from_json(&form.to_json()).unwrap(), form);
}

#[test]
fn credentials_and_tags_of_sessions() {
    let session = r#""principal":{"arn":"arn:aws:iam::123456789012:role/r","tags":{"a":"1"},"sessionTags":{"A":"2"},"transitiveTags":{"b":"3"}},"action":"a:b""#;
    let form = ScenarioForm::from_json(&scenario(session, "")).unwrap();
    let principal = form.to_scenario().unwrap().request.principal;
    let tags: Vec<(&str, &str)> = principal
        .session_tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(tags, [("A", "2"), ("b", "3")]);
    assert_eq!(principal.tags.unwrap()["a"], "1");
    assert_eq!(ScenarioForm::from_json(&form.to_json()).unwrap(), form);
    for credentials in Credentials::ALL {
        let request = format!(
            r#""principal":{{"account":"123456789012","credentials":"{}"}},"action":"a:b""#,
            credentials.as_str()
        );
        let form = ScenarioForm::from_json(&scenario(&request, "")).unwrap();
        let principal = form.to_scenario().unwrap().request.principal;
        assert_eq!(principal.credentials, Some(credentials));
        assert_eq!(ScenarioForm::from_json(&form.to_json()).unwrap(), form);
    }
}

#[test]
fn the_maker_of_a_federated_user() {
    let request = r#""principal":{"arn":"arn:aws:sts::123456789012:federated-user/bob","user":"arn:aws:iam::123456789012:user/ann"},"action":"a:b""#;
    let form = ScenarioForm::from_json(&scenario(request, "")).unwrap();
    assert!(matches!(
        form.to_scenario().unwrap().request.principal.caller,
        Caller::FederatedUser { user: Some(user), .. } if user == "arn:aws:iam::123456789012:user/ann"
    ));
}
