//! However much is wrong, there are no more findings, and none longer, than people read.
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

use diagnostics::Finding;
use findings::MOST_OF_A_KIND;
use policy::PolicyType;

fn of<'a>(findings: &'a [Finding], code: &str) -> Vec<&'a Finding> {
    findings
        .iter()
        .filter(|finding| finding.code == code)
        .collect()
}

fn policy_of(statements: &[String]) -> String {
    format!(
        "{{\"Version\": \"2012-10-17\", \"Statement\": [{}]}}",
        statements.join(", ")
    )
}

#[test]
fn the_first_of_a_kind_are_told_and_the_others_counted() {
    let statement = |number: usize| {
        format!(
            "{{\"Effect\": \"Allow\", \"Action\": \"sqs:Nothing{number}\", \"Resource\": \"*\"}}"
        )
    };
    for (number, expected) in [
        (MOST_OF_A_KIND, MOST_OF_A_KIND),
        (MOST_OF_A_KIND + 1, MOST_OF_A_KIND + 1),
        (MOST_OF_A_KIND + 77, MOST_OF_A_KIND + 1),
    ] {
        let statements: Vec<String> = (0..number).map(statement).collect();
        let text = policy_of(&statements);
        let findings = support::check(PolicyType::Identity, &text);
        let actions = of(&findings, "invalid-action");
        assert_eq!(actions.len(), expected);
        let last = actions.last().unwrap();
        let next = text.find(&format!("Nothing{MOST_OF_A_KIND}\""));
        match number - MOST_OF_A_KIND {
            0 => assert!(last.message.starts_with("`sqs` has no action")),
            more => {
                assert_eq!(
                    last.message,
                    format!("and {more} more of this kind from here on")
                );
                assert_eq!(Some(last.span.start), next);
                assert!(last.fixes.is_empty());
            }
        }
    }
}

#[test]
fn what_is_superseded_is_not_counted() {
    let statement = "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}".to_owned();
    let text = policy_of(&vec![statement; 3 * MOST_OF_A_KIND]);
    let findings = support::check(PolicyType::Identity, &text);
    assert_eq!(of(&findings, "admin-star-star").len(), MOST_OF_A_KIND + 1);
    assert_eq!(of(&findings, "action-star"), Vec::<&Finding>::new());
}

#[test]
fn a_finding_names_some_places_and_counts_the_others() {
    let text = format!(
        "{{\"Statement\": [{{{}}}]}}",
        ["\"Effect\": \"Allow\""; 300].join(", ")
    );
    let findings = support::check(PolicyType::Identity, &text);
    let [twice] = of(&findings, "json-duplicate-key")[..] else {
        panic!("{findings:?}");
    };
    assert_eq!(twice.message, "`Effect` stands 300 times in one object");
    assert_eq!(twice.related.len(), 50);
    let last = twice.related.last().unwrap();
    assert_eq!(last.message, "and 250 more places from here on");
}

#[test]
fn what_is_quoted_is_cut_in_its_middle() {
    let name = "Gét".repeat(10_000);
    let text = policy_of(&[format!(
        "{{\"Effect\": \"Allow\", \"Action\": [\"s3:{name}\", \"s3:{name}\"], \"Resource\": \"*\"}}"
    )]);
    let findings = support::check(PolicyType::Identity, &text);
    let actions = of(&findings, "invalid-action");
    assert_eq!(actions.len(), 2);
    for finding in actions {
        assert!(finding.message.len() < 700, "{}", finding.message);
        assert!(finding.message.starts_with("`s3` has no action `Gét"));
        assert!(finding.message.contains('…') && finding.message.ends_with('`'));
        for fix in &finding.fixes {
            assert!(fix.title.len() < 700);
            assert!(json_text::apply(&text, &fix.edits).is_ok());
        }
    }
}

#[test]
fn a_check_stops_where_too_much_is_to_be_looked_up() {
    let actions: Vec<String> = (0..3_000)
        .map(|number| format!("\"ec2:*e*q{number}*\""))
        .collect();
    let text = policy_of(&[format!(
        "{{\"Effect\": \"Allow\", \"Action\": [{}], \"Resource\": \"arn:aws:s3:::b\"}}",
        actions.join(", ")
    )]);
    let findings = support::check(PolicyType::Identity, &text);
    let stopped = |code: &str| {
        of(&findings, code)
            .iter()
            .filter(|finding| finding.message.starts_with("from here on"))
            .count()
    };
    assert_eq!(stopped("invalid-action"), 1);
    assert_eq!(stopped("action-resource-mismatch"), 1);
}

#[test]
fn texts_longer_than_any_policy_are_told() {
    let text = |length: usize| {
        let statement = policy_of(&[
            "{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}".to_owned(),
        ]);
        // Characters are counted, not bytes.
        let sid = format!("{{\"Id\": \"{}\", ", "é".repeat(20));
        let text = statement.replacen('{', &sid, 1);
        let missing = length - text.chars().count();
        text + &" ".repeat(missing)
    };
    for policy_type in PolicyType::ALL {
        let longest = support::check(policy_type, &text(131_072));
        assert_eq!(of(&longest, "document-hard-limit").len(), 0);
        let longer = support::check(policy_type, &text(131_073));
        let [finding] = of(&longer, "document-hard-limit")[..] else {
            panic!("{longer:?}");
        };
        assert_eq!(finding.message, "the text has 131073 characters");
    }
    assert_eq!(findings::unread(&text(1_000_000)), None);
    let finding = findings::unread(&text(1_048_577)).unwrap();
    assert_eq!(
        (finding.code, finding.span.len()),
        ("document-hard-limit", 1)
    );
    assert!(findings::unread("").is_none());
}

#[test]
fn policies_longer_than_managed_ones_may_be_are_told() {
    let code = "policy-size-exceeds-identity-policy-quota";
    // White space in a string counts, white space between strings does not.
    let text = |length: usize| {
        let statement = policy_of(&[
            "{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}".to_owned(),
        ]);
        let compact = |text: &str| text.replace([' ', '\n'], "").chars().count();
        let missing = length - compact(&statement) - compact("\"Id\":\"\",");
        let id = format!(
            "{{\n  \"Id\": \"{}é\", ",
            "a b"
                .repeat(missing)
                .chars()
                .take(missing - 1)
                .collect::<String>()
        );
        statement.replacen('{', &id, 1)
    };
    for (policy_type, expected) in [
        (PolicyType::Identity, 1),
        (PolicyType::Boundary, 1),
        (PolicyType::Session, 0),
        (PolicyType::Resource, 0),
    ] {
        let longest = support::check(policy_type, &text(6_144));
        assert_eq!(of(&longest, code).len(), 0);
        let longer = support::check(policy_type, &text(6_145));
        assert_eq!(of(&longer, code).len(), expected);
        if let [finding] = of(&longer, code)[..] {
            let message = "the policy has 6145 characters without white space";
            assert_eq!((finding.message.as_str(), finding.span.len()), (message, 1));
        }
    }
}
