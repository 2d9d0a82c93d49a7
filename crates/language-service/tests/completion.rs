//! What can be written where: the cases under `tests/cases/completion`, each a text with `|` at the cursor, what is
//! offered, and what becomes of the text by a choice. `UPDATE_CASES=1 cargo test -p language-service` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod support;

use language_service::MOST_OPTIONS;
use support::{Case, Editor};

/// How many options a case shows.
const SHOWN: usize = 8;

fn answer(case: &Case) -> String {
    let editor = Editor::at(&case.text, case.policy_type);
    let Some(found) = editor.complete() else {
        return "nothing\n".to_owned();
    };
    assert!(found.options.len() <= MOST_OPTIONS);
    let mut told = String::new();
    for option in found.options.iter().take(SHOWN) {
        let detail = match option.detail.as_str() {
            "" => String::new(),
            detail => format!(" — {detail}"),
        };
        told.push_str(&format!("{}{detail}\n", option.label));
    }
    if found.options.len() > SHOWN {
        told.push_str(&format!("… {} in all\n", found.options.len()));
    }
    for choice in &case.choices {
        let mut after = Editor::at(&case.text, case.policy_type);
        after.choose(choice);
        told.push_str(&format!("--- {choice}\n{}\n", after.shown()));
    }
    told
}

#[test]
fn cases_are_answered_as_written() {
    support::check_cases("completion", answer);
}
