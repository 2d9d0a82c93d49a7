//! Every check against the policies under `tests/cases`, with the findings written into them.
//! `UPDATE_CASES=1 cargo test -p findings` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    unreachable_pub
)]

mod support;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use diagnostics::Kind;
use findings::check_by_id;
use policy::PolicyType;

struct Case {
    heading: String,
    policy_type: PolicyType,
    annotated: String,
}

impl Case {
    fn text(&self) -> String {
        support::without_marks(&self.annotated)
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The cases of a file: each under a heading `==== what it shows | policy type`.
fn cases(id: &str) -> Vec<Case> {
    let path = folder().join(format!("{id}.txt"));
    let file = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases: Vec<Case> = file
        .split("==== ")
        .skip(1)
        .map(|case| {
            let (heading, annotated) = case.split_once('\n').unwrap();
            let policy_type = match heading.split_once(" | ") {
                Some((_, name)) => PolicyType::from_name(name).expect(name),
                None => PolicyType::Identity,
            };
            Case {
                heading: heading.to_owned(),
                policy_type,
                annotated: annotated.trim_end().to_owned(),
            }
        })
        .collect();
    assert!(!cases.is_empty(), "{} has no cases", path.display());
    cases
}

fn codes(policy_type: PolicyType, text: &str) -> Vec<&'static str> {
    support::check(policy_type, text)
        .iter()
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn cases_have_the_findings_written_into_them() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut differences = Vec::new();
    for check in support::checks_with_cases() {
        let mut file = String::new();
        for case in cases(check.id) {
            let actual = support::annotated(case.policy_type, &case.text());
            let actual = actual.trim_end();
            if actual != case.annotated {
                differences.push(format!("{}: {}\n{actual}", check.id, case.heading));
            }
            file.push_str(&format!("==== {}\n{actual}\n\n", case.heading));
        }
        if update {
            // At once: other tests read the files meanwhile.
            let path = folder().join(format!("{}.txt", check.id));
            let draft = path.with_extension("draft");
            std::fs::write(&draft, file.trim_end().to_owned() + "\n").unwrap();
            std::fs::rename(draft, path).unwrap();
        }
    }
    assert!(
        update || differences.is_empty(),
        "`UPDATE_CASES=1 cargo test -p findings` accepts these:\n\n{}",
        differences.join("\n\n")
    );
}

#[test]
fn every_check_has_a_case_that_it_tells_and_one_that_it_leaves_alone() {
    for check in support::checks_with_cases() {
        let (telling, silent): (Vec<Case>, Vec<Case>) = cases(check.id)
            .into_iter()
            .partition(|case| codes(case.policy_type, &case.text()).contains(&check.id));
        assert!(!telling.is_empty(), "{} is never told", check.id);
        assert!(!silent.is_empty(), "{} is always told", check.id);
    }
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let ids: BTreeSet<String> = support::checks_with_cases()
        .map(|check| check.id.to_owned())
        .collect();
    assert_eq!(files, ids, "one file of cases for each check");
}

/// One mistake is told once: what different checks say at places that overlap is declared, with a reason.
#[test]
fn no_two_findings_are_about_one_mistake() {
    for check in support::checks_with_cases() {
        for case in cases(check.id) {
            let found = support::check(case.policy_type, &case.text());
            if let Some((one, other)) = findings::overlaps(&found).next() {
                panic!(
                    "{} and {} overlap in {}: {}",
                    one.code, other.code, check.id, case.heading
                );
            }
        }
    }
}

/// After a fix its finding is gone and nothing else has come up, but suggestions: a name that is mended is judged like any
/// other.
#[test]
fn fixes_leave_less_to_find() {
    for check in support::checks_with_cases() {
        for case in cases(check.id) {
            let text = case.text();
            let before = count(&codes(case.policy_type, &text));
            for finding in support::check(case.policy_type, &text) {
                for fix in &finding.fixes {
                    let fixed = json_text::apply(&text, &fix.edits).unwrap();
                    let after = count(&codes(case.policy_type, &fixed));
                    let place = format!("{}: {}: {}\n{fixed}", check.id, case.heading, fix.title);
                    assert!(
                        after.get(finding.code).unwrap_or(&0) < &before[finding.code],
                        "the finding stays\n{place}"
                    );
                    for (code, number) in &after {
                        let is_suggestion = check_by_id(code).unwrap().kind == Kind::Suggestion;
                        assert!(
                            is_suggestion || number <= before.get(code).unwrap_or(&0),
                            "a new {code}\n{place}"
                        );
                    }
                }
            }
        }
    }
}

fn count<'a>(codes: &[&'a str]) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for &code in codes {
        *counts.entry(code).or_insert(0) += 1;
    }
    counts
}

#[test]
fn findings_are_those_of_their_check() {
    for check in support::checks_with_cases() {
        for case in cases(check.id) {
            for finding in support::check(case.policy_type, &case.text()) {
                let check = check_by_id(finding.code).unwrap();
                assert_eq!(finding.kind, check.kind, "{}", check.id);
                assert_eq!(finding.aws_code, check.aws_code, "{}", check.id);
                assert!(check.applies_to.contains(&case.policy_type), "{}", check.id);
            }
        }
    }
}

/// The rules of `docs/messages.md` that a program can hold.
#[test]
fn messages_follow_the_guide() {
    for check in support::checks_with_cases() {
        for case in cases(check.id) {
            for finding in support::check(case.policy_type, &case.text()) {
                let titles = finding.fixes.iter().map(|fix| &fix.title);
                let related = finding.related.iter().map(|related| &related.message);
                for text in [&finding.message, &finding.because]
                    .into_iter()
                    .chain(titles)
                    .chain(related)
                {
                    let outside: String = text.split('`').step_by(2).collect();
                    assert!(!text.ends_with(['.', '!']), "a full stop: {text}");
                    assert!(
                        !outside.contains(['"', '\'']),
                        "quotes outside backticks: {text}"
                    );
                    assert!(
                        text.matches('`').count() % 2 == 0,
                        "an odd backtick: {text}"
                    );
                    assert!(
                        !outside.starts_with(|c: char| c.is_uppercase())
                            || ["AWS", "IAM", "JSON"]
                                .iter()
                                .any(|name| outside.starts_with(name)),
                        "a capital letter: {text}"
                    );
                }
                assert!(!finding.message.is_empty() && !finding.because.is_empty());
            }
        }
    }
}
