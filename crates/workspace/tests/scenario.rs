//! Scenarios: what is read, and what is said of the rest.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use evaluation::{Caller, ContextValue, MissingKeys};
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
            &scenario(REQUEST, ",\"policies\":{\"scp\":[]}"),
            "`policies.scp`: service control policies are not evaluated in this version",
        ),
        (
            &scenario(REQUEST, ",\"policies\":{\"boundary\":[]}"),
            "permissions boundaries are not evaluated",
        ),
        (
            &scenario(REQUEST, ",\"policies\":{\"session\":[]}"),
            "session policies are not evaluated",
        ),
        (
            &scenario(REQUEST, ",\"policies\":{\"rcp\":[]}"),
            "resource control policies are not evaluated",
        ),
        (
            &scenario(REQUEST, ",\"policies\":{\"vpcEndpoint\":[]}"),
            "VPC endpoint policies are not evaluated",
        ),
        (
            &scenario(REQUEST, ",\"switches\":{}"),
            "`switches`: switches are not evaluated",
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
            "`request.principal.groups`: groups are not evaluated",
        ),
        (
            &scenario(
                "\"principal\":{\"account\":\"123456789012\",\"managementAccount\":true},\"action\":\"a:b\"",
                "",
            ),
            "the management account is not evaluated",
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
fn a_version_may_be_missing_and_policies_too() {
    assert_eq!(error_of(&format!("{{\"request\":{{{REQUEST}}}}}")), "");
}
