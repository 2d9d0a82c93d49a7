//! Expectations: each is held to the documents of its workspace.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::LazyLock;

use analysis::check_expectations;
use catalog::Catalog;
use serde_json::{Value, json};
use workspace::Workspace;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

const READ: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;

fn outcomes(documents: Value, expectations: Value) -> Vec<String> {
    let form = json!({"version": 1, "documents": documents, "expectations": expectations});
    let workspace = Workspace::from_json(&form.to_string()).unwrap();
    check_expectations(&CATALOG, &workspace)
        .into_iter()
        .map(|checked| match checked {
            Ok(checked) => format!("{} {}", checked.met, checked.decision.as_str()),
            Err(error) => error.to_string(),
        })
        .collect()
}

fn document(id: &str, document_type: &str, text: &str) -> Value {
    json!({"id": id, "name": id, "type": document_type, "text": text})
}

fn expectation(principal: Value, action: &str, expect: &str) -> Value {
    json!({
        "request": {"principal": principal, "action": action, "resource": "arn:aws:s3:::b/k"},
        "expect": expect,
    })
}

const ANN: &str = "arn:aws:iam::123456789012:user/ann";

#[test]
fn each_is_judged_by_itself() {
    assert_eq!(
        outcomes(
            json!([document("a", "auto", READ)]),
            json!([
                expectation(json!(ANN), "s3:GetObject", "allowed"),
                expectation(json!(ANN), "s3:GetObject", "denied"),
                expectation(json!("nobody"), "s3:GetObject", "allowed"),
                expectation(json!(ANN), "s3:PutObject", "denied"),
                expectation(json!(ANN), "s3:PutObject", "explicitly-denied"),
            ])
        ),
        [
            "true allowed",
            "false allowed",
            "`request.principal`: `nobody` is not a principal; write the ARN of a user, a role, a session or the root user, \
             a service such as `ec2.amazonaws.com`, or `anonymous`",
            "true implicitly-denied",
            "false implicitly-denied",
        ]
    );
    assert!(outcomes(json!([document("a", "auto", READ)]), json!([])).is_empty());
}

#[test]
fn documents_take_part_by_their_types_and_groups() {
    let nothing = r#"{"Version":"2012-10-17","Statement":[]}"#;
    let expectations = || json!([expectation(json!(ANN), "s3:GetObject", "allowed")]);
    for limit in ["boundary", "scp"] {
        assert_eq!(
            outcomes(
                json!([
                    document("a", "identity", READ),
                    document("b", limit, nothing)
                ]),
                expectations()
            ),
            ["false implicitly-denied"],
            "{limit}"
        );
    }
    // Users have no session policies.
    let session = json!([
        document("a", "identity", READ),
        document("b", "session", nothing)
    ]);
    assert_eq!(outcomes(session, expectations()), ["true allowed"]);
    let mut of_group = document("a", "identity", READ);
    of_group["attachedTo"] = json!("readers");
    let member = json!({"arn": ANN, "groups": ["readers"]});
    let other = json!({"arn": ANN, "groups": ["writers"]});
    assert_eq!(
        outcomes(
            json!([of_group]),
            json!([
                expectation(member, "s3:GetObject", "allowed"),
                expectation(other, "s3:GetObject", "allowed"),
            ])
        ),
        ["true allowed", "false implicitly-denied"]
    );
}

#[test]
fn a_text_that_is_half_written_decides_as_far_as_it_can_be_read() {
    let half = READ.trim_end_matches('}');
    assert_eq!(
        outcomes(
            json!([document("a", "identity", half)]),
            json!([expectation(json!(ANN), "s3:GetObject", "allowed")])
        ),
        ["true allowed"]
    );
}

#[test]
fn ever_so_many_end_soon() {
    // More combinations of twelve missing keys than are tried, for each of the expectations.
    let statements: Vec<Value> = (0..60)
        .map(|number| {
            json!({
                "Effect": if number % 2 == 0 { "Allow" } else { "Deny" },
                "Action": "*",
                "Resource": "*",
                "Condition": {"StringLike": {format!("aws:PrincipalTag/t{}", number % 12): format!("{number}*")}},
            })
        })
        .collect();
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let expectations = vec![expectation(json!(ANN), "s3:GetObject", "allowed"); 30];
    let outcomes = outcomes(
        json!([document("a", "identity", &text)]),
        json!(expectations),
    );
    assert_eq!(outcomes.len(), 30);
    assert_eq!(outcomes[0], "false undetermined");
    assert_eq!(
        outcomes[29],
        "`expectations[29]`: it was not checked: those before it took too long"
    );
}
