//! `policy test`.

use serde_json::{Value, json};

use crate::harness::{lines, output, policy};

const DOCUMENT: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}, {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}"#;
const LIMIT: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:Get*", "s3:Put*"], "Resource": "*"}}"#;

fn document(name: &str, document_type: &str, text: &str) -> Value {
    json!({"id": name, "name": name, "type": document_type, "text": text})
}

fn expectation(name: Option<&str>, action: &str, expect: &str) -> Value {
    let mut form = json!({
        "request": {"principal": "arn:aws:iam::123456789012:user/ann", "action": action, "resource": "arn:aws:s3:::b/k"},
        "expect": expect,
    });
    if let Some(name) = name {
        form["name"] = json!(name);
    }
    form
}

fn workspace(documents: &[Value], expectations: &[Value]) -> String {
    json!({"version": 1, "documents": documents, "expectations": expectations}).to_string()
}

fn team(expectations: &[Value]) -> String {
    workspace(
        &[
            document("readers", "auto", DOCUMENT),
            document("limit", "boundary", LIMIT),
        ],
        expectations,
    )
}

#[test]
fn all_met() {
    let input = team(&[
        expectation(Some("read"), "s3:GetObject", "allowed"),
        expectation(None, "s3:DeleteObject", "denied"),
        expectation(None, "s3:PutObject", "undetermined"),
    ]);
    assert_eq!(
        output(&["test", "-"], &input, 0),
        "ok     read\n\
         ok     s3:DeleteObject on arn:aws:s3:::b/k by arn:aws:iam::123456789012:user/ann\n\
         ok     s3:PutObject on arn:aws:s3:::b/k by arn:aws:iam::123456789012:user/ann\n\
         -: 3 expectations, all met\n"
    );
}

#[test]
fn some_not_met() {
    let input = team(&[
        expectation(Some("read"), "s3:GetObject", "explicitly-denied"),
        expectation(Some("put"), "s3:PutObject", "allowed"),
        expectation(Some("delete"), "s3:DeleteObject", "implicitly-denied"),
    ]);
    assert_eq!(
        output(&["test", "-"], &input, 1),
        "failed read\n       expected explicitly denied, it is allowed: everything that has to allow `s3:GetObject` allows \
         it, and nothing denies it\n\
         failed put\n       expected allowed, it is undetermined: it depends on `aws:MultiFactorAuthPresent`, which the \
         scenario does not give\n\
         ok     delete\n\
         -: 3 expectations, 2 not met\n"
    );
    let text = output(&["test", "-", "--format", "json"], &input, 1);
    let report = &lines("test-report", &text)[0];
    assert_eq!(report["file"], "-");
    let results = report["results"].as_array().unwrap();
    assert_eq!(results[1]["decision"], "undetermined");
    assert_eq!(results[1]["missing"], json!(["aws:MultiFactorAuthPresent"]));
    assert_eq!(
        results
            .iter()
            .map(|result| result["met"].as_bool().unwrap())
            .collect::<Vec<_>>(),
        [false, false, true]
    );
    assert!(results[2].get("why").is_none());
}

#[test]
fn as_junit() {
    let input = team(&[
        expectation(Some("a <b> & \"c\"\u{1}\n"), "s3:GetObject", "denied"),
        expectation(Some("half"), " ", "allowed"),
        expectation(Some("fine"), "s3:GetObject", "allowed"),
    ]);
    let report = output(&["test", "-", "--format", "junit"], &input, 2);
    assert_eq!(
        report,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites tests=\"3\" failures=\"1\" errors=\"1\">\n  \
           <testsuite name=\"-\" tests=\"3\" failures=\"1\" errors=\"1\">\n    \
             <testcase classname=\"-\" name=\"a &lt;b&gt; &amp; &quot;c&quot;\u{fffd}&#10;\">\n      \
               <failure message=\"expected denied, it is allowed\">everything that has to allow `s3:GetObject` allows it, and \
         nothing denies it</failure>\n    \
             </testcase>\n    \
             <testcase classname=\"-\" name=\"half\">\n      \
               <error message=\"`request.action`: there is no action: write one such as `s3:GetObject`\"></error>\n    \
             </testcase>\n    \
             <testcase classname=\"-\" name=\"fine\"/>\n  \
           </testsuite>\n\
         </testsuites>\n"
    );
    // An input that cannot be used stands in the report, too.
    let report = output(&["test", "--format", "junit", "nowhere.json"], "", 2);
    assert!(
        report.contains("<testsuites tests=\"1\" failures=\"0\" errors=\"1\">")
            && report.contains("<testcase classname=\"nowhere.json\" name=\"nowhere.json\">"),
        "{report}"
    );
}

#[test]
fn an_expectation_that_cannot_be_used_is_told_in_its_place() {
    let input = team(&[
        expectation(Some("half"), "", "allowed"),
        expectation(Some("read"), "s3:GetObject", "denied"),
    ]);
    let text = output(&["test", "-"], &input, 2);
    assert!(
        text.starts_with("error  half\n       `request.action`: there is no action"),
        "{text}"
    );
    assert!(text.contains("\nfailed read\n"), "{text}");
    let json = output(&["test", "-", "--format", "json"], &input, 2);
    let results = &lines("test-report", &json)[0]["results"];
    assert!(results[0]["error"].is_string() && results[0].get("decision").is_none());
}

#[test]
fn a_scenario_with_its_expectation() {
    let scenario = |expect: &str| {
        format!(
            r#"{{"request":{{"principal":"arn:aws:iam::123456789012:user/ann","action":"s3:GetObject","resource":"arn:aws:s3:::b/k"}},"policies":{{"identity":[{{"document":{DOCUMENT}}}]}}{expect}}}"#
        )
    };
    assert_eq!(
        output(&["test", "-"], &scenario(r#","expect":"allowed""#), 0),
        "ok     -\n-: 1 expectation, all met\n"
    );
    let text = output(&["test", "-"], &scenario(r#","expect":"denied""#), 1);
    assert!(
        text.starts_with("failed -\n       expected denied, it is allowed: "),
        "{text}"
    );
    let ran = policy(&["test", "-"], scenario("").as_bytes());
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("the scenario has no `expect`"),
        "{}",
        ran.err
    );
}

#[test]
fn what_cannot_be_tested() {
    let met = [expectation(None, "s3:GetObject", "allowed")];
    for (input, message) in [
        (String::new(), "line 1, column 1: EOF"),
        ("{\"documents\":[]}".to_owned(), "`version` is missing"),
        (team(&[]), "the workspace has no `expectations`"),
        (
            workspace(&[document("broken", "auto", "{\n]")], &met),
            "the document `broken` is not valid JSON: line 2, column 1",
        ),
    ] {
        let ran = policy(&["test", "-"], input.as_bytes());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{input}");
        assert!(ran.err.contains(message), "{}", ran.err);
        let json = output(&["test", "-", "--format", "json"], &input, 2);
        assert_eq!(lines("error-report", &json)[0]["file"], "-");
    }
}

#[test]
fn the_worst_of_several_inputs_counts() {
    let folder = std::env::temp_dir().join(format!("policy-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let met = write(
        "met.json",
        team(&[expectation(None, "s3:GetObject", "allowed")]),
    );
    let failed = write(
        "failed.json",
        team(&[expectation(None, "s3:GetObject", "denied")]),
    );
    let broken = write("broken.json", "{".to_owned());
    for (files, status) in [
        (vec![&met], 0),
        (vec![&met, &failed], 1),
        (vec![&failed, &met], 1),
        (vec![&broken, &failed, &met], 2),
    ] {
        let mut arguments = vec!["test", "--format", "json"];
        arguments.extend(files.iter().map(|file| file.as_str()));
        let text = output(&arguments, "", status);
        assert_eq!(text.lines().count(), files.len());
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn formats() {
    let ran = policy(&["test", "--format", "sarif", "-"], b"");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("`sarif` is no format: text, json, junit"),
        "{}",
        ran.err
    );
    let ran = policy(&["test"], b"");
    assert_eq!(ran.status, 2);
    assert!(output(&["test", "--help"], "", 0).starts_with("policy test "));
}
