//! What is said about a place: the cases under `tests/cases/hover`, each a text with `|` at the pointer and what stands
//! in the box. `UPDATE_CASES=1 cargo test -p language-service` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod support;

use support::{Case, hover_at, unmark};

fn answer(case: &Case) -> String {
    let Some(found) = hover_at(&case.text, case.policy_type) else {
        return "nothing".to_owned();
    };
    let (text, at) = unmark(&case.text);
    assert!(found.span.start <= at && at <= found.span.end);
    let mut told = format!(
        "{}\n{}",
        &text[found.span.start..found.span.end],
        found.title
    );
    for line in &found.lines {
        assert!(line.ends_with('.'), "no sentence: {line}");
        told.push_str(&format!("\n{line}"));
    }
    told
}

#[test]
fn cases_are_answered_as_written() {
    support::check_cases("hover", answer);
}
