//! The command line: arguments and input in, output and exit status out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod check;
mod compare;
mod expectations;
mod harness;
mod lessons;

use serde_json::{Value, json};

use harness::{lines, output, policy};

const CLEAN: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:123456789012:q"}}"#;
const ADMIN: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
const UNKNOWN: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::b/*"}}"#;

#[test]
fn check_as_text() {
    // The words of the finding are the check's own business.
    let text = output(&["check", "unknown.json"], "", 1);
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("error[invalid-action]: `s3` has no action `GetObjekt`"),
        "{text}"
    );
    assert_eq!(
        lines[1..6],
        [
            " --> unknown.json:5:39",
            "  |",
            r#"5 |     {"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::b/*"}"#,
            "  |                                       ^^^^^^^^^",
            "  |",
        ]
    );
    assert!(lines[6].starts_with("  = note: "), "{text}");
    assert!(
        text.contains("\n  = help: replace `s3:GetObjekt` by `s3:GetObject` (needs-review)\n"),
        "{text}"
    );
    assert!(
        text.ends_with("\n\nunknown.json: 1 error (taken for an identity policy: its statements name no principal)\n"),
        "{text}"
    );
    assert_eq!(
        output(&["check", "-", "--type", "boundary"], CLEAN, 0),
        "-: no findings (as a permissions boundary)\n"
    );
}

#[test]
fn check_as_json() {
    let text = output(
        &[
            "check",
            "--format=json",
            "--fail-on",
            "suggestion",
            "unknown.json",
            "-",
        ],
        CLEAN,
        1,
    );
    let reports = lines("check-report", &text);
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[0]["file"], "unknown.json");
    assert_eq!(reports[0]["type"], "identity");
    let finding = &reports[0]["findings"][0];
    assert_eq!(finding["code"], "invalid-action");
    assert_eq!(finding["awsCode"], "INVALID_ACTION");
    assert_eq!(
        finding["span"],
        json!({"start": 103, "end": 112, "line": 5, "column": 39})
    );
    assert_eq!(
        finding["fixes"][0]["edits"],
        json!([{"start": 103, "end": 112, "insert": "GetObject"}])
    );
    assert_eq!(
        reports[1],
        json!({"file": "-", "type": "identity", "findings": []})
    );
}

#[test]
fn offsets_are_those_of_the_file() {
    let file = format!("\u{feff}{}", UNKNOWN.replace(", ", ",\r\n\"x é𝄞\": 1,\r\n"));
    let ran = policy(&["check", "--format", "json", "-"], file.as_bytes());
    let reports = lines("check-report", &ran.out);
    let mut judged = 0;
    for finding in reports[0]["findings"].as_array().unwrap() {
        let at = |name: &str| usize::try_from(finding["span"][name].as_u64().unwrap()).unwrap();
        let marked = &file[at("start")..at("end")];
        match finding["code"].as_str().unwrap() {
            "invalid-action" => assert_eq!(marked, "GetObjekt"),
            "invalid-policy-element" => {
                assert_eq!(marked, "\"x é𝄞\"");
                assert_eq!(finding["span"]["column"], 1);
            }
            _ => continue,
        }
        judged += 1;
        // Every fix gives a text that the command reads, with the file's own line ends.
        for fix in finding["fixes"].as_array().unwrap() {
            let mut fixed = file.clone();
            for edit in fix["edits"].as_array().unwrap().iter().rev() {
                let place = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
                fixed.replace_range(
                    place("start")..place("end"),
                    edit["insert"].as_str().unwrap(),
                );
            }
            assert!(fixed.starts_with("\u{feff}{"), "{fixed}");
            assert_eq!(
                fixed.matches('\n').count(),
                fixed.matches("\r\n").count(),
                "{fixed:?}"
            );
        }
    }
    assert!(judged >= 4, "{judged}");
}

#[test]
fn statuses_follow_the_kind() {
    for (input, kind, status) in [
        (CLEAN, "suggestion", 0),
        (ADMIN, "error", 0),
        (ADMIN, "security-warning", 1),
        (ADMIN, "suggestion", 1),
        (UNKNOWN, "error", 1),
        ("", "error", 1),
        ("[", "error", 1),
    ] {
        output(&["check", "--fail-on", kind, "-"], input, status);
    }
}

#[test]
fn inputs_that_cannot_be_used_do_not_stop_the_others() {
    let ran = policy(&["check", "nosuch.json", "unknown.json"], b"");
    assert_eq!(ran.status, 2);
    assert!(ran.err.starts_with("policy: nosuch.json: "), "{}", ran.err);
    assert!(ran.out.contains("unknown.json: 1 error"), "{}", ran.out);
    for (bytes, message) in [
        (
            &b"\xff\xfe{\0"[..],
            "the text is in UTF-16: save it as UTF-8",
        ),
        (b"\x89PNG\0", "it is a binary file, not text"),
        (b"{}\xe9", "byte 2 is not UTF-8: save the text as UTF-8"),
    ] {
        let ran = policy(&["check", "--format", "json", "-"], bytes);
        assert_eq!((ran.status, ran.err.as_str()), (2, ""));
        assert_eq!(
            lines("error-report", &ran.out),
            [json!({"error": message, "file": "-"})]
        );
        assert_eq!(policy(&["simulate", "-"], bytes).status, 2);
        assert_eq!(policy(&["suggest", "-"], bytes).status, 2);
    }
}

#[test]
fn nothing_in_a_policy_reaches_the_terminal_as_a_command() {
    let text = UNKNOWN.replace("GetObjekt", "Get\u{1b}[31m\u{202e}");
    let ran = policy(&["check", "-"], text.as_bytes());
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
    let ran = policy(&["check", "a\u{1b}[31m.json"], b"");
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}

#[test]
fn a_text_that_is_too_large_has_that_finding_alone() {
    let text = format!("{{\"Statement\": {}", " ".repeat(1_048_576));
    for policy_type in ["auto", "scp"] {
        let arguments = ["check", "--format", "json", "--type", policy_type, "-"];
        let report: Value = serde_json::from_str(&output(&arguments, &text, 1)).unwrap();
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0]["code"], "document-hard-limit");
    }
    let ran = policy(&["check", "-"], text.as_bytes());
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.contains("it is too large to be read"),
        "{}",
        ran.out
    );
    let arguments = ["suggest", "--format", "json", "-"];
    let report: Value = serde_json::from_str(&output(&arguments, &text, 0)).unwrap();
    assert_eq!(report["suggestions"], json!([]));
    assert_eq!(report["skipped"].as_array().unwrap().len(), 1);
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let actions: Vec<String> = (0..2000)
        .map(|number| format!("\"sqs:SendMessage\", \"s3:X{number}\""))
        .collect();
    let text = format!(
        r#"{{"Version": "2012-10-17", "Id": "{}", "Statement": {{"Effect": "Allow", "Action": [{}], "Resource": "*"}}}}"#,
        "x".repeat(20_000),
        actions.join(", ")
    );
    let ran = policy(&["check", "-"], text.as_bytes());
    assert_eq!(ran.status, 1);
    let at = text.find("s3:X99\"").unwrap() + 1;
    assert!(ran.out.lines().all(|line| line.len() < 500));
    let columns: Vec<String> = ran
        .out
        .lines()
        .filter(|line| line.contains("-->"))
        .map(str::to_owned)
        .collect();
    assert!(
        columns.iter().any(
            |line| line.ends_with(&format!(":{at}")) || line.ends_with(&format!(":{}", at + 3))
        ),
        "{at} {:?}",
        columns.last()
    );
}

const SCENARIO: &str = r#"{"version":1,"request":{"principal":"arn:aws:iam::123456789012:user/ann","action":"sqs:SendMessage","resource":"arn:aws:sqs:eu-west-1:123456789012:q"},"policies":{"identity":[{"name":"p","document":DOCUMENT}]}REST}"#;

fn scenario(document: &str, rest: &str) -> String {
    SCENARIO.replace("DOCUMENT", document).replace("REST", rest)
}

#[test]
fn simulate_one() {
    let asks = CLEAN.replace(
        "}}",
        r#", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}}"#,
    );
    let deny = CLEAN.replace("Allow", "Deny");
    for (document, rest, status, decision, missing) in [
        (CLEAN, "", 0, "allowed", json!([])),
        (CLEAN, r#","expect":"allowed""#, 0, "allowed", json!([])),
        (CLEAN, r#","expect":"denied""#, 1, "allowed", json!([])),
        (
            &deny,
            r#","expect":"denied""#,
            0,
            "explicitly-denied",
            json!([]),
        ),
        (UNKNOWN, "", 0, "implicitly-denied", json!([])),
        (&asks, "", 0, "undetermined", json!(["aws:SourceVpce"])),
        (
            &asks,
            r#","missingKeys":"absent""#,
            0,
            "implicitly-denied",
            json!([]),
        ),
    ] {
        let text = output(&["simulate", "-"], &scenario(document, rest), status);
        let results = lines("simulate-result", &text);
        assert_eq!(results.len(), 1);
        assert_eq!(results[0]["decision"], decision, "{text}");
        assert_eq!(results[0]["missing"], missing, "{text}");
    }
    // A scenario may take several lines, and its documents keep their places.
    let pretty = scenario("{\n  \"Statement\": []\n}", "").replace(",\"", ",\n\"");
    output(&["simulate", "-"], &pretty, 0);
}

#[test]
fn simulate_one_that_cannot_be_used() {
    for (input, message) in [
        ("", "policy: -: line 1, column 1: EOF"),
        (
            &*scenario(CLEAN, r#","policies":{"scp":[]}"#),
            "duplicate field",
        ),
        (
            &*scenario("\"{\"", ""),
            "`policies.identity[0].document`: it is not valid JSON",
        ),
    ] {
        let ran = policy(&["simulate", "-"], input.as_bytes());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{input}");
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn simulate_lines() {
    let input = format!(
        "{}\r\n\n{{bad\n{}\n\u{feff}{}",
        scenario(CLEAN, ""),
        scenario(CLEAN, r#","expect":"denied""#),
        scenario(UNKNOWN, "")
    );
    let ran = policy(&["simulate", "--ndjson", "-"], input.as_bytes());
    assert_eq!(ran.status, 2);
    let written: Vec<&str> = ran.out.lines().collect();
    assert_eq!(written.len(), 4);
    let error = lines("error-report", written[1]);
    assert_eq!(error[0]["line"], 3);
    for (line, decision) in [(0, "allowed"), (2, "allowed"), (3, "implicitly-denied")] {
        assert_eq!(
            lines("simulate-result", written[line])[0]["decision"],
            decision
        );
    }
    let fails = scenario(CLEAN, r#","expect":"denied""#);
    assert_eq!(
        policy(&["simulate", "--ndjson", "-"], fails.as_bytes()).status,
        1
    );
    assert_eq!(policy(&["simulate", "--ndjson", "-"], b"").status, 0);
    let mut binary = scenario(CLEAN, "").into_bytes();
    binary.extend(b"\n\xff\xfe\n");
    assert_eq!(
        policy(&["simulate", "--ndjson", "-"], &binary)
            .out
            .lines()
            .count(),
        2
    );
}

#[test]
fn suggest() {
    let star = CLEAN.replace("arn:aws:sqs:eu-west-1:123456789012:q", "*");
    let text = output(&["suggest", "-"], &star, 0);
    assert!(
        text.starts_with("suggestion[narrow-resource-star]: `Resource` is `*`"),
        "{text}"
    );
    assert!(
        text.contains("no longer allowed: `sqs:SendMessage` on anything"),
        "{text}"
    );
    assert!(text.contains("arn:aws:sqs:*:*:*"), "{text}");
    let reports = lines(
        "suggest-report",
        &output(&["suggest", "--format", "json", "-"], &star, 0),
    );
    let insert = &reports[0]["suggestions"][0]["fix"]["edits"][0]["insert"];
    assert_eq!(insert, "\"arn:aws:sqs:*:*:*\"");
    assert_eq!(output(&["suggest", "-"], CLEAN, 0), "-: no suggestions\n");
    let skipped = output(&["suggest", "-"], ADMIN, 0);
    assert!(
        skipped.contains("\nnote: `*` allows every action"),
        "{skipped}"
    );
}

#[test]
fn explain() {
    let page = output(&["explain", "invalid-action"], "", 0);
    assert!(page.starts_with("# "), "{page}");
    assert_eq!(output(&["explain", "INVALID_ACTION"], "", 0), page);
    assert!(output(&["explain", "narrow-resource-star"], "", 0).starts_with("# "));
    for (code, message) in [
        ("invalid-actoin", "did you mean `invalid-action`?"),
        ("zzz", "there are "),
    ] {
        let ran = policy(&["explain", code], b"");
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains(message), "{}", ran.err);
    }
}

#[test]
fn version_help_and_catalogue() {
    let version = output(&["--version"], "", 0);
    assert_eq!(
        version,
        format!(
            "policy {} (catalogue of 2026-09-26)\n",
            env!("CARGO_PKG_VERSION")
        )
    );
    assert!(output(&["--help"], "", 0).contains("policy simulate"));
    assert!(output(&["help"], "", 0).contains("policy simulate"));
    for command in ["check", "compare", "simulate", "suggest", "explain"] {
        assert!(output(&[command, "--help"], "", 0).starts_with(&format!("policy {command}")));
    }
    let own = "../../../catalog/data/catalog.bin";
    assert_eq!(output(&["--version", "--catalog", own], "", 0), version);
    assert_eq!(output(&["--catalog", own, "--version"], "", 0), version);
    output(&["check", "--catalog", own, "-"], CLEAN, 0);
    let ran = policy(
        &["check", "--catalog", "unknown.json", "-"],
        CLEAN.as_bytes(),
    );
    assert_eq!(ran.status, 2);
    assert!(ran.err.starts_with("policy: unknown.json: "), "{}", ran.err);
}

#[test]
fn command_lines_that_cannot_be_used() {
    for (arguments, message) in [
        (&[][..], "say what to do"),
        (
            &["chek"],
            "there is no command `chek`; did you mean `check`?",
        ),
        (&["frobnicate"], "there is no command `frobnicate`"),
        (&["check"], "name a file, or `-` for standard input"),
        (
            &["check", "--type", "group", "-"],
            "`group` is no policy type: auto, identity",
        ),
        (
            &["check", "--format", "xml", "-"],
            "`xml` is no format: text, json, sarif, github",
        ),
        (
            &["suggest", "--format", "sarif", "-"],
            "`sarif` is no format: text, json",
        ),
        (
            &["check", "--fail-on", "nothing", "-"],
            "`nothing` is no kind of finding: error, security-warning",
        ),
        (
            &["check", "--baseline", "nosuch.ndjson", "-"],
            "nosuch.ndjson: ",
        ),
        (&["check", "--config", "nosuch.toml", "-"], "nosuch.toml: "),
        (
            &["check", "--resource-type", "x", "-"],
            "`x` is no resource type such as `AWS::S3::Bucket` or `s3:bucket`",
        ),
        (
            &["check", "--resource-type", "AWS::S4::Bucket", "-"],
            "has no such service",
        ),
        (
            &["check", "--resource-type", "AWS::SQS::Bucket", "-"],
            "`sqs` has no resource type `Bucket` in the catalogue of 2026-09-26; it has: queue",
        ),
        (
            &[
                "check",
                "--type",
                "scp",
                "--resource-type",
                "AWS::S3::Bucket",
                "-",
            ],
            "`--type scp` and `--resource-type AWS::S3::Bucket` do not fit: that is a resource policy",
        ),
        (&["check", "--ndjson", "-"], "--ndjson"),
        (&["simulate"], "name a file"),
        (&["simulate", "a", "b"], "one file at a time"),
        (&["explain"], "name a code"),
        (
            &["compare", "a"],
            "name two files: the new policy, then the old one",
        ),
        (&["compare", "-", "-"], "only one of the two policies"),
        (&["compare", "--ndjson", "a"], "what is `a`?"),
        (
            &["compare", "--ndjson", "--format", "text"],
            "writes JSON alone",
        ),
        (
            &["compare", "--fail-on", "error", "a", "b"],
            "`error` is nothing to fail on: added",
        ),
        (
            &["compare", "--type", "group", "a", "b"],
            "`group` is no policy type",
        ),
    ] {
        let ran = policy(arguments, b"");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
    }
}
