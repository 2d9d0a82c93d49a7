//! A proposed text beside the one in force.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::LazyLock;

use analysis::{DiffLine, Review, Surroundings, review};
use catalog::Catalog;
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

fn policy(action: &str, resource: &str) -> String {
    format!(
        "{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"{resource}\"}}]\n}}"
    )
}

fn codes(findings: &[diagnostics::Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn drawn(review: &Review) -> String {
    let lines = review.lines.iter().map(|line| match line {
        DiffLine::Same(text) => format!("={text}\n"),
        DiffLine::Added(text) => format!("+{text}\n"),
        DiffLine::Removed(text) => format!("-{text}\n"),
        DiffLine::Gap(count) => format!("~{count}\n"),
    });
    lines.collect()
}

const BUCKET: &str = "arn:aws:s3:::amzn-s3-demo-bucket/*";

#[test]
fn a_change_brings_and_removes_findings() {
    let (current, proposed) = (policy("s3:GetObjct", BUCKET), policy("*", "*"));
    let there = review(&CATALOG, &current, &proposed, None, &Surroundings::UNKNOWN);
    assert!(
        codes(&there.brought).contains(&"admin-star-star"),
        "{there:?}"
    );
    assert_eq!(codes(&there.removed), ["invalid-action"]);
    // Each finding lies in the text that has it.
    assert_eq!(there.removed[0].span.slice(&current), "GetObjct");
    let back = review(&CATALOG, &proposed, &current, None, &Surroundings::UNKNOWN);
    assert_eq!(back.brought, there.removed);
    assert_eq!(back.removed, there.brought);
}

#[test]
fn a_finding_that_moves_is_neither_brought_nor_removed_and_one_more_of_it_is() {
    let statement = r#"{"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}"#;
    let current = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
    let moved = format!("\n\n{current}");
    let same = review(&CATALOG, &current, &moved, None, &Surroundings::UNKNOWN);
    assert_eq!(
        (codes(&same.brought), codes(&same.removed)),
        (vec![], vec![])
    );
    assert_eq!(same.lines, []);
    let twice = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}, {statement}]}}"#);
    let more = review(&CATALOG, &current, &twice, None, &Surroundings::UNKNOWN);
    let slips = codes(&more.brought);
    assert_eq!(
        slips
            .iter()
            .filter(|code| **code == "invalid-action")
            .count(),
        1,
        "{slips:?}"
    );
}

#[test]
fn layout_is_no_change_and_lines_far_from_one_are_left_out() {
    let wide = |last: &str| {
        let actions: Vec<String> = (0..20)
            .map(|number| format!("\"s3:A{number:02}\""))
            .collect();
        format!(
            r#"{{"Statement":[{{"Action":[{},"{last}"]}}]}}"#,
            actions.join(",")
        )
    };
    let lines = review(
        &CATALOG,
        &wide("s3:X"),
        &wide("s3:Y"),
        None,
        &Surroundings::UNKNOWN,
    );
    let drawn = drawn(&lines);
    assert!(drawn.starts_with("~"), "{drawn}");
    assert!(
        drawn.contains("\n=        \"s3:A19\",\n-        \"s3:X\"\n+        \"s3:Y\"\n=      ]\n"),
        "{drawn}"
    );
    assert_eq!(lines.changed_lines(), (1, 1));
    let shown = lines
        .lines
        .iter()
        .filter(|line| matches!(line, DiffLine::Same(_)))
        .count();
    assert_eq!(shown, 6, "{drawn}");
}

#[test]
fn text_that_is_no_json_is_compared_as_it_is() {
    let lines = review(
        &CATALOG,
        "{\n  one\n",
        "{\n  two\n",
        None,
        &Surroundings::UNKNOWN,
    );
    assert_eq!(drawn(&lines), "={\n-  one\n+  two\n");
    let from_nothing = review(
        &CATALOG,
        "",
        "{}",
        Some(PolicyType::Scp),
        &Surroundings::UNKNOWN,
    );
    assert_eq!(from_nothing.changed_lines(), (1, 0));
    assert_eq!(from_nothing.policy_type, PolicyType::Scp);
}

#[test]
fn a_summary_tells_it_in_markdown_and_what_the_user_wrote_stays_within_its_blocks() {
    let (current, proposed) = (
        policy("s3:GetObject", BUCKET),
        policy("s3:Get```Object", BUCKET),
    );
    let name = "a\n```\n<script>";
    let summary = review(&CATALOG, &current, &proposed, None, &Surroundings::UNKNOWN)
        .summary(name, &current, &proposed);
    assert!(
        summary.starts_with("### Review of a policy\n\nJudged as: identity policy. Findings: +1 \u{2212}0. Lines: +1 \u{2212}1.\n"),
        "{summary}"
    );
    assert!(
        summary.contains("\n````text\na\n```\n<script>: proposed against"),
        "{summary}"
    );
    assert!(
        summary.contains("**Findings that the change brings**\n\n````text\nerror, line 3: "),
        "{summary}"
    );
    assert!(summary.contains("(invalid-action)\n````\n"), "{summary}");
    assert!(summary.contains("\n````diff\n"), "{summary}");
    assert!(!summary.contains("change removes"), "{summary}");
}

#[test]
fn hostile_texts_end_soon() {
    let one: String = (0..15_000)
        .map(|number| format!("{}\n", number * 7))
        .collect();
    let other: String = (0..15_000)
        .map(|number| format!("{}\n", number * 11))
        .collect();
    let lines = review(&CATALOG, &one, &other, None, &Surroundings::UNKNOWN);
    assert!(lines.changed_lines().0 > 1_000);
}
