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
use findings::{ResourceKind, Surroundings, check_by_id};
use policy::PolicyType;

struct Case {
    heading: String,
    policy_type: PolicyType,
    surroundings: Surroundings,
    annotated: String,
}

impl Case {
    fn text(&self) -> String {
        support::without_marks(&self.annotated)
    }

    /// What the checks say about a text in the place of the case's own.
    fn check(&self, text: &str) -> Vec<diagnostics::Finding> {
        support::check_in(self.policy_type, text, &self.surroundings)
    }

    fn codes(&self, text: &str) -> Vec<&'static str> {
        let findings = self.check(text);
        findings.iter().map(|finding| finding.code).collect()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The cases of a file: each under a heading `==== what it shows | policy type | what else is known`.
fn cases(id: &str) -> Vec<Case> {
    let path = folder().join(format!("{id}.txt"));
    let file = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases: Vec<Case> = file
        .split("==== ")
        .skip(1)
        .map(|case| {
            let (heading, annotated) = case.split_once('\n').unwrap();
            let mut parts = heading.split(" | ").skip(1);
            let policy_type = parts.next().map_or(PolicyType::Identity, |name| {
                PolicyType::from_name(name).expect(name)
            });
            let surroundings = match parts.next() {
                None => Surroundings::UNKNOWN,
                Some(toml) if toml.starts_with("trusted") => support::trusting(toml),
                Some(name) => Surroundings {
                    resource_kind: Some(ResourceKind::from_name(name, support::catalog()).unwrap()),
                    ..Surroundings::UNKNOWN
                },
            };
            Case {
                heading: heading.to_owned(),
                policy_type,
                surroundings,
                annotated: annotated.trim_end().to_owned(),
            }
        })
        .collect();
    assert!(!cases.is_empty(), "{} has no cases", path.display());
    cases
}

#[test]
fn cases_have_the_findings_written_into_them() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut differences = Vec::new();
    for check in support::checks_with_cases() {
        let mut file = String::new();
        for case in cases(check.id) {
            let actual = support::annotated(case.policy_type, &case.text(), &case.surroundings);
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
            .partition(|case| case.codes(&case.text()).contains(&check.id));
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
            let found = case.check(&case.text());
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
            let before = count(&case.codes(&text));
            for finding in case.check(&text) {
                for fix in &finding.fixes {
                    let fixed = json_text::apply(&text, &fix.edits).unwrap();
                    let after = count(&case.codes(&fixed));
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
            for finding in case.check(&case.text()) {
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
            for finding in case.check(&case.text()) {
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
