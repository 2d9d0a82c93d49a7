//! Any place of any text: what is said about it and offered for it stands at places that lie within the text and on
//! character borders, and lists are short and without doubles.

#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use analysis::{Reading, SNIPPETS};
use catalog::Catalog;
use json_text::{Edit, Span, apply};
use libfuzzer_sys::fuzz_target;
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::decode(include_bytes!("../../crates/catalog/data/catalog.bin")).expect("the committed catalogue decodes")
});

fuzz_target!(|input: (u8, u16, &str)| {
    let (choice, offset, text) = input;
    let policy_type = PolicyType::ALL.get(usize::from(choice)).copied();
    let Some(reading) = Reading::new(text, policy_type) else {
        return;
    };
    let is_place = |span: Span| text.get(span.start..span.end).is_some();
    let offset = usize::from(offset) % (text.len() + 2);
    if let Some(hover) = reading.hover(&CATALOG, None, offset) {
        assert!(is_place(hover.span), "{hover:?}");
    }
    let snippet = &SNIPPETS[usize::from(choice) % SNIPPETS.len()];
    let found = [reading.complete(&CATALOG, None, offset), reading.insert(&CATALOG, snippet)];
    for found in found.into_iter().flatten() {
        assert!(is_place(found.word) && found.replaced.covers(found.word), "{found:?}");
        assert!((1..=200).contains(&found.options.len()));
        let labels: BTreeSet<&str> = found.options.iter().map(|option| option.label.as_str()).collect();
        assert_eq!(labels.len(), found.options.len(), "{found:?}");
        let mut edits = vec![Edit::delete(found.replaced)];
        edits.extend(found.comma_at.map(|at| Edit::insert(at, ",")));
        apply(text, &edits).expect("a choice applies");
    }
});
