//! `policy compare`.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::harness::{lines, output, policy};

const READS: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}"#;
const WRITES: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*"}]}"#;

/// Compares a policy on standard input with one in a file.
fn compared(new: &str, old: &str, more: &[&str], status: i32) -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("old-{number}.json"));
    std::fs::write(&path, old).unwrap();
    let path = path.to_str().unwrap();
    let arguments: Vec<&str> = ["compare"]
        .iter()
        .chain(more)
        .copied()
        .chain(["-", path])
        .collect();
    output(&arguments, new, status)
}

#[test]
fn as_text() {
    assert_eq!(
        compared(WRITES, READS, &[], 0),
        "broader: the new policy allows more (as identity policy)\n\
         + statement 1 allows `s3:PutObject`\n    \
             for example `s3:PutObject` on `arn:aws:s3:::b/example` by `arn:aws:iam::111122223333:user/example`\n"
    );
    assert_eq!(
        compared(READS, READS, &[], 0),
        "equivalent: both allow the same requests (as identity policy)\n"
    );
}

#[test]
fn as_markdown() {
    let text = compared(READS, WRITES, &["--format", "markdown"], 0);
    assert_eq!(
        text,
        "**`-`** is narrower: the new policy allows less.\n\nRemoved:\n\n\
         - statement 1 of the old policy allowed `s3:PutObject`, and nothing does now  \n  \
           for example `s3:PutObject` on `arn:aws:s3:::b/example` by `arn:aws:iam::111122223333:user/example`\n"
    );
}

#[test]
fn as_json_with_witnesses_that_simulate_confirms() {
    for (new, old) in [(WRITES, READS), (READS, WRITES)] {
        let text = compared(new, old, &["--format", "json"], 0);
        let report = &lines("compare-report", &text)[0];
        let (more, less) = if new == WRITES {
            ("added", "removed")
        } else {
            ("removed", "added")
        };
        assert_eq!(report[less], json!([]));
        assert_eq!(report["newAccess"], json!(new == WRITES));
        let change = &report[more][0];
        assert_eq!(change["actions"], json!(["s3:PutObject"]));
        // The witness is a scenario that expects what is said: another decision would end with 1.
        output(&["simulate", "-"], &change["witness"].to_string(), 0);
    }
}

#[test]
fn fails_on_added_access_and_on_what_is_not_decided() {
    let fails = &["--fail-on", "added"];
    compared(WRITES, READS, fails, 1);
    compared(READS, WRITES, fails, 0);
    compared(READS, READS, fails, 0);
    // A variable in what is excluded is not decided.
    let variable = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}, {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/${aws:PrincipalTag/team}"}]}"#;
    let star = variable.replace("${aws:PrincipalTag/team}", "*");
    let text = compared(
        variable,
        &star,
        &["--fail-on", "added", "--format", "json"],
        1,
    );
    let report = &lines("compare-report", &text)[0];
    assert_eq!(report["newAccess"], Value::Null);
    assert_eq!(report["relation"], "unknown");
}

#[test]
fn other_types() {
    let everyone = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}"#;
    let account = everyone.replace("\"*\", \"Action\"", r#"{"AWS": "111122223333"}, "Action""#);
    let text = compared(everyone, &account, &[], 0);
    assert!(
        text.starts_with("broader: the new policy allows more (as resource policy)\n"),
        "{text}"
    );
    // Resource control policies have a full access beside them, so that a Deny less is access more.
    let deny = everyone.replace("Allow", "Deny");
    let nothing = r#"{"Version": "2012-10-17", "Statement": []}"#;
    let text = compared(nothing, &deny, &["--type", "rcp"], 0);
    assert!(
        text.starts_with("broader: the new policy allows more (as resource control policy)\n"),
        "{text}"
    );
    let text = compared(nothing, everyone, &["--type", "vpc-endpoint"], 0);
    assert!(
        text.starts_with("narrower: the new policy allows less (as VPC endpoint policy)\n"),
        "{text}"
    );
}

#[test]
fn lines_of_pairs() {
    let pair = |new: &str, old: &str| {
        json!({"new": serde_json::from_str::<Value>(new).unwrap(), "old": old}).to_string()
    };
    let input = format!(
        "{}\n\n{{bad\n{}\n",
        pair(WRITES, READS),
        pair(READS, WRITES)
    );
    let ran = policy(&["compare", "--ndjson"], input.as_bytes());
    assert_eq!(ran.status, 2, "{}", ran.err);
    let written: Vec<&str> = ran.out.lines().collect();
    assert_eq!(written.len(), 3);
    assert_eq!(
        lines("compare-report", written[0])[0]["relation"],
        "broader"
    );
    assert_eq!(lines("error-report", written[1])[0]["line"], 3);
    assert_eq!(
        lines("compare-report", written[2])[0]["relation"],
        "narrower"
    );
}

#[test]
fn what_cannot_be_compared() {
    for (new, message) in [
        ("{", "-: it is not valid JSON: line 1, column 2"),
        ("{\"Statement\": [}", "-: it is not valid JSON"),
    ] {
        let ran = policy(&["compare", "-", "unknown.json"], new.as_bytes());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{new}");
        assert!(ran.err.contains(message), "{}", ran.err);
    }
    let ran = policy(&["compare", "-", "nosuch.json"], READS.as_bytes());
    assert!(ran.err.contains("nosuch.json: "), "{}", ran.err);
}
