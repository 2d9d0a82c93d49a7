//! Any text as a policy of any type: every place that is named lies within it and on character borders, every fix
//! applies, and every suggestion leaves a text that is still read.

#![no_main]

use std::sync::LazyLock;

use catalog::Catalog;
use json_text::{Span, apply};
use libfuzzer_sys::fuzz_target;
use policy::PolicyType;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::decode(include_bytes!("../../crates/catalog/data/catalog.bin")).expect("the committed catalogue decodes")
});

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let policy_type = PolicyType::ALL.get(usize::from(choice)).copied();
    let is_place = |span: Span| text.get(span.start..span.end).is_some();
    let analysis = analysis::analyze(&CATALOG, 0, text, policy_type, &analysis::Surroundings::UNKNOWN);
    for finding in &analysis.findings {
        assert!(is_place(finding.span), "{finding:?}");
        assert!(finding.related.iter().all(|related| is_place(related.span)), "{finding:?}");
        for fix in &finding.fixes {
            apply(text, &fix.edits).expect("the edits of a fix apply");
        }
    }
    let advice = analysis::advise(&CATALOG, text, policy_type);
    for suggestion in &advice.suggestions {
        assert!(is_place(suggestion.span), "{suggestion:?}");
        let narrowed = apply(text, &suggestion.fix.edits).expect("the edits of a suggestion apply");
        let before = policy::parse(text).json().errors().len();
        assert!(policy::parse(&narrowed).json().errors().len() <= before, "{narrowed}");
    }
});
