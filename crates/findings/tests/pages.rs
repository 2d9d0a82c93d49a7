//! The page of each check: its example has that finding, and what to write instead has not.
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

use findings::{Surroundings, registry};
use policy::PolicyType;

/// The JSON blocks of a page: `json`, or `json resource` for a policy of another type than identity.
fn blocks(page: &str) -> Vec<(PolicyType, String)> {
    page.split("```json")
        .skip(1)
        .map(|block| {
            let (info, rest) = block.split_once('\n').unwrap();
            let policy_type = match info.trim() {
                "" => PolicyType::Identity,
                name => PolicyType::from_name(name).expect(name),
            };
            (policy_type, rest.split_once("```").unwrap().0.to_owned())
        })
        .collect()
}

#[test]
fn pages_have_every_part() {
    for check in registry() {
        let page = check.page();
        assert!(
            page.starts_with(&format!("# {}\n\n", check.title)),
            "{} begins with its title: {page}",
            check.id
        );
        let headings: Vec<&str> = page
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(
            headings,
            [
                "## Why it matters",
                "## Example",
                "## Instead",
                "## References"
            ],
            "{}",
            check.id
        );
    }
}

#[test]
fn examples_are_told_and_what_to_write_instead_is_not() {
    for check in support::checks_with_cases() {
        let page = check.page();
        let toml = page
            .split_once("```toml\n")
            .and_then(|(_, rest)| rest.split_once("```"));
        let surroundings = toml.map_or(Surroundings::UNKNOWN, |(toml, _)| support::trusting(toml));
        let blocks = blocks(&page);
        assert_eq!(blocks.len(), 2, "{}: one example, one instead", check.id);
        for ((policy_type, text), expected) in blocks.into_iter().zip([true, false]) {
            let codes: Vec<&str> = support::check_in(policy_type, &text, &surroundings)
                .iter()
                .map(|finding| finding.code)
                .collect();
            assert_eq!(
                codes.contains(&check.id),
                expected,
                "{}: {codes:?}\n{text}",
                check.id
            );
            assert!(
                expected || codes.is_empty(),
                "{}: what to write instead has findings: {codes:?}",
                check.id
            );
        }
    }
}
