//! `policy check`: formats for code hosts, settings, baselines.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::{output, policy, policy_in};

const TWO_MISTAKES: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": \"s3:GetObjekt\", \"Resource\": \"arn:aws:s3:::b/*\"},\n    {\"Effect\": \"allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}\n  ]\n}";

/// A SARIF log that its schema accepts.
fn sarif(text: &str) -> Value {
    let schema: Value =
        serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).expect("the schema");
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let log: Value = serde_json::from_str(text).unwrap();
    if let Err(error) = validator.validate(&log) {
        panic!("{error} at {}\n{text}", error.instance_path());
    }
    log
}

fn codes(results: &Value) -> Vec<&str> {
    results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["ruleId"].as_str().unwrap())
        .collect()
}

#[test]
fn sarif_follows_its_schema() {
    let arguments = ["check", "--format", "sarif", "unknown.json", "-"];
    let log = sarif(&output(&arguments, TWO_MISTAKES, 1));
    let run = &log["runs"][0];
    assert_eq!(
        codes(&run["results"]),
        ["invalid-action", "invalid-action", "invalid-effect"]
    );
    let first = &run["results"][0];
    let location = &first["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"], json!({"uri": "unknown.json"}));
    assert_eq!(
        location["region"],
        json!({"startLine": 5, "startColumn": 39, "endLine": 5, "endColumn": 48, "byteOffset": 103, "byteLength": 9})
    );
    assert_eq!(
        first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"],
        json!({"text": "GetObject"})
    );
    // Each rule that a result names is there once, with its page.
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 2);
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "));
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_tells_what_could_not_be_read() {
    let log = sarif(&output(
        &["check", "--format", "sarif", "no such file.json", "-"],
        "[]",
        2,
    ));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(
        notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "no%20such%20file.json"
    );
    assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
}

#[test]
fn github_shows_findings_beside_lines() {
    let text = output(&["check", "--format", "github", "./unknown.json"], "", 1);
    assert!(
        text.starts_with(
            "::error file=unknown.json,line=5,endLine=5,col=39,endColumn=48,title=invalid-action::`s3` has no action `GetObjekt`"
        ),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
    // Nothing that a policy says ends the command or begins another.
    let hostile = TWO_MISTAKES.replace("GetObjekt", "%0A::warning::x\\n::error::y");
    let text = output(&["check", "--format", "github", "-"], &hostile, 1);
    assert!(
        text.lines().all(|line| line.starts_with("::error file=-,")),
        "{text}"
    );
    assert!(text.contains("%250A"), "{text}");
    let ran = policy(&["check", "--format", "github", "a,b:c.json"], b"");
    assert_eq!(ran.status, 2);
    assert!(
        ran.out.starts_with("::error file=a%2Cb%3Ac.json::"),
        "{}",
        ran.out
    );
}

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_baseline_hides_what_it_holds_and_no_more() {
    let folder = scratch("baseline");
    let check = |arguments: &[&str], text: &str| {
        std::fs::write(folder.join("p.json"), text).unwrap();
        let ran = policy_in(&folder, arguments, b"");
        assert_eq!(ran.err, "");
        (ran.status, ran.out)
    };
    let (status, known) = check(&["check", "--format", "json", "p.json"], TWO_MISTAKES);
    assert_eq!(status, 1);
    std::fs::write(folder.join("known.ndjson"), known).unwrap();
    let with_baseline = ["check", "--baseline", "known.ndjson", "./p.json"];
    // Lines may move.
    let moved = TWO_MISTAKES.replacen("{\n", "{\n\n\n", 1);
    let (status, out) = check(&with_baseline, &moved);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("no findings"), "{out}");
    // Another mistake is told, and the same one more often than before.
    let other = TWO_MISTAKES.replace("s3:GetObject", "s3:GetObjects");
    let (status, out) = check(&with_baseline, &other);
    assert_eq!(status, 1);
    assert!(
        out.contains("GetObjects") && !out.contains("GetObjekt`"),
        "{out}"
    );
    let twice = TWO_MISTAKES.replace("s3:GetObject\"", "s3:GetObjekt\"");
    let (status, out) = check(&with_baseline, &twice);
    assert_eq!(status, 1);
    assert_eq!(out.matches("error[invalid-action]").count(), 1, "{out}");

    std::fs::write(folder.join("known.ndjson"), "{\"file\": 1}\n").unwrap();
    let ran = policy_in(&folder, &with_baseline, b"");
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("known.ndjson: line 1 is none that"),
        "{}",
        ran.err
    );
}

fn agreed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/agreed")
}

#[test]
fn settings_are_found_above_the_working_folder() {
    // From the folder itself, from below it, and by name.
    for (folder, arguments) in [
        (agreed(), vec!["check", "break-glass/all.json"]),
        (agreed().join("break-glass"), vec!["check", "all.json"]),
        (
            agreed().join(".."),
            vec![
                "check",
                "--config",
                "agreed/policy.toml",
                "agreed/break-glass/all.json",
            ],
        ),
    ] {
        let ran = policy_in(&folder, &arguments, b"");
        assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
        for (text, told) in [
            ("version-rejected-by-iam", false),
            ("admin-star-star", false),
            ("warning[invalid-action]", true),
            ("error[invalid-effect]", true),
            ("it was accepted until 2020-02-29, which is past", true),
            ("1 error, 1 warning, 1 suppressed", true),
        ] {
            assert_eq!(ran.out.contains(text), told, "{text}\n{}", ran.out);
        }
    }
    // Without them, and for files that they do not name.
    let ran = policy(&["check", "agreed/break-glass/all.json"], b"");
    assert!(ran.out.contains("admin-star-star") && ran.out.contains("version-rejected-by-iam"));
    let text = std::fs::read(agreed().join("break-glass/all.json")).unwrap();
    let ran = policy_in(&agreed(), &["check", "-"], &text);
    assert!(ran.out.contains("admin-star-star") && !ran.out.contains("version-rejected-by-iam"));
}

#[test]
fn suppressed_findings_stay_in_sarif_with_their_reason() {
    let ran = policy_in(
        &agreed(),
        &["check", "--format", "sarif", "break-glass/all.json"],
        b"",
    );
    let log = sarif(&ran.out);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> = results
        .iter()
        .filter(|result| result.get("suppressions").is_some())
        .collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["ruleId"], "admin-star-star");
    assert_eq!(
        suppressed[0]["suppressions"][0]["justification"],
        "opened under four eyes, every use is logged"
    );
}

/// The codes of the findings of a policy, with these arguments.
fn found(arguments: &[&str], text: &str) -> Vec<String> {
    let arguments: Vec<&str> = ["check", "--format", "json"]
        .iter()
        .chain(arguments)
        .copied()
        .chain(["-"])
        .collect();
    let ran = policy(&arguments, text.as_bytes());
    assert_eq!(ran.err, "", "{arguments:?}");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_resource_type_says_what_a_policy_can_be_about() {
    let policy = |action: &str, resource: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow",
            "Principal": {{"AWS": "arn:aws:iam::123456789012:role/app"}}, "Action": {action}, "Resource": "{resource}"}}}}"#
        )
    };
    let of_key = policy(r#""kms:Decrypt""#, "*");
    for (resource_type, expected) in [
        ("AWS::KMS::Key", vec![]),
        ("kms:key", vec![]),
        ("AWS::S3::Bucket", vec!["unsupported-action-in-policy"]),
        ("AWS::SQS::Queue", vec!["unsupported-action-in-policy"]),
    ] {
        let arguments = ["--resource-type", resource_type];
        assert_eq!(found(&arguments, &of_key), expected, "{resource_type}");
    }
    assert_eq!(found(&[], &of_key), [""; 0], "nothing tells the kind");
    let of_object = policy(r#""s3:GetObject""#, "arn:aws:s3:::b/*");
    for (resource_type, expected) in [
        ("AWS::S3::Bucket", vec![]),
        (
            "AWS::S3::AccessPoint",
            vec!["unsupported-resource-arn-in-policy"],
        ),
        (
            "AWS::SQS::Queue",
            vec!["unsupported-resource-arn-in-policy"],
        ),
    ] {
        let arguments = ["--resource-type", resource_type];
        assert_eq!(found(&arguments, &of_object), expected, "{resource_type}");
    }
    // It says the type too, where the text would be taken for another one.
    let without_principal = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}}"#;
    assert_eq!(found(&[], without_principal), [""; 0]);
    assert_eq!(
        found(&["--resource-type", "AWS::S3::Bucket"], without_principal),
        ["missing-principal"]
    );
    let trust = ["--resource-type", "AWS::IAM::AssumeRolePolicyDocument"];
    assert_eq!(
        found(&trust, without_principal),
        found(&["--type", "trust"], without_principal)
    );
}

#[test]
fn principals_of_accounts_that_are_not_trusted_are_told() {
    let folder = scratch("trusted");
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "444455556666"]}, "Action": "sqs:SendMessage",
        "Resource": "arn:aws:sqs:eu-west-1:123456789012:orders"}}"#;
    std::fs::write(folder.join("p.json"), text).unwrap();
    for (settings, told) in [
        ("", vec![]),
        (
            "[trusted]\naccounts = [\"111122223333\"]",
            vec!["account `444455556666` is not a trusted one"],
        ),
        (
            "[trusted]\naccounts = [\"111122223333\", \"444455556666\"]",
            vec![],
        ),
        ("[trusted]\norganization = \"o-a1b2c3d4e5\"", vec![]),
    ] {
        std::fs::write(folder.join("policy.toml"), settings).unwrap();
        let ran = policy_in(&folder, &["check", "--format", "json", "p.json"], b"");
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let messages: Vec<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["message"].as_str().unwrap())
            .collect();
        assert_eq!(messages, told, "{settings}");
    }
}

#[test]
fn settings_that_cannot_be_used_say_why() {
    let folder = scratch("settings");
    std::fs::write(folder.join("p.json"), TWO_MISTAKES).unwrap();
    for (settings, said) in [
        (
            "[severity]\nadmin-star = \"off\"",
            "no check has the code `admin-star`; did you mean",
        ),
        (
            "[severity]\nadmin-star-star = \"grave\"",
            "unknown variant `grave`",
        ),
        (
            "[[suppress]]\ncode = \"invalid-action\"",
            "missing field `reason`",
        ),
        (
            "[[suppress]]\ncode = \"invalid-action\"\nreason = \" \"",
            "needs a reason",
        ),
        (
            "[[suppress]]\ncode = \"invalid-action\"\nreason = \"r\"\nexpires = \"2027-02-30\"",
            "`2027-02-30` is no day",
        ),
        (
            "[[supress]]\ncode = \"invalid-action\"",
            "unknown field `supress`",
        ),
        ("[severity", "TOML parse error at line 1"),
        (
            "[trusted]\naccounts = [\"4444\"]",
            "`4444` is no account id",
        ),
        (
            "[trusted]\norganization = \"example\"",
            "`example` is no id of an organization",
        ),
    ] {
        std::fs::write(folder.join("policy.toml"), settings).unwrap();
        let ran = policy_in(&folder, &["check", "p.json"], b"");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{settings}");
        assert!(ran.err.contains("policy.toml: "), "{}", ran.err);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}
