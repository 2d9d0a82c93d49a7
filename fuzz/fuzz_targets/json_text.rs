//! Any text: spans lie within it and on character borders, it is accepted if and only if `serde_json` accepts it, its
//! fixes apply, and formatting it twice changes nothing more.
//!
//! Left out: what `serde_json` refuses though it is JSON (nesting deeper than 128, numbers beyond an `f64`).

#![no_main]

use json_text::{Document, FormatOptions, LineIndex, Value, apply, edits, format, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = parse(text);
    assert_eq!(document.text(), text);
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(_) => assert!(document.errors().is_empty(), "refused, though serde_json accepts it"),
        Err(error) => {
            let message = error.to_string();
            let left_out = message.contains("recursion limit") || message.contains("number out of range");
            assert!(left_out || !document.errors().is_empty(), "accepted, though {message}");
        }
    }
    check_errors(&document);
    check_tree(&document);
    if let Ok(formatted) = format(text, &FormatOptions::default()) {
        assert_eq!(format(&formatted, &FormatOptions::default()).as_deref(), Ok(formatted.as_str()));
        let value = |text| serde_json::from_str::<serde_json::Value>(text).ok();
        assert_eq!(value(&formatted), value(text));
    }
    let index = LineIndex::new(text);
    for (at, _) in text.char_indices() {
        assert_eq!(index.to_bytes(index.to_utf16(at)), at);
        let _ = index.line_column(at);
    }
});

fn is_place(document: &Document, span: json_text::Span) -> bool {
    document.text().get(span.start..span.end).is_some()
}

fn check_errors(document: &Document) {
    assert!(document.errors().len() <= json_text::MAX_ERRORS + 1);
    for error in document.errors() {
        assert!(is_place(document, error.span));
        assert!(error.related.iter().all(|(span, _)| is_place(document, *span)));
        if let Some((_, edits)) = &error.fix {
            let fixed = apply(document.text(), edits).expect("the edits of a fix apply");
            assert_ne!(fixed, document.text());
            let _ = parse(&fixed);
        }
    }
}

fn check_tree(document: &Document) {
    let mut stack: Vec<Value<'_>> = document.root().into_iter().collect();
    let mut budget = 200_usize;
    while let Some(value) = stack.pop() {
        assert!(is_place(document, value.span()));
        let mut last = value.span().start;
        for member in value.members() {
            assert!(value.span().covers(member.span()) && member.span().covers(member.name_span()));
            assert!(last <= member.span().start);
            last = member.span().end;
            assert!(is_place(document, member.name_part_span(0..member.name().len())));
            if budget > 0 {
                apply(document.text(), &edits::remove_member(member)).expect("the edits of a removal apply");
                apply(document.text(), &edits::rename(member, "x")).expect("the edits of a renaming apply");
            }
            budget = budget.saturating_sub(1);
            stack.extend(member.value());
        }
        for element in value.elements() {
            assert!(value.span().covers(element.span()) && last <= element.span().start);
            last = element.span().end;
            if budget > 0 {
                apply(document.text(), &edits::remove_element(element)).expect("the edits of a removal apply");
                apply(document.text(), &edits::replace(element, "{}")).expect("the edits of a replacement apply");
            }
            budget = budget.saturating_sub(1);
            stack.push(element);
        }
        if let Some(string) = value.as_str() {
            for (at, character) in string.char_indices() {
                let span = value.string_span(at..at + character.len_utf8());
                assert!(value.span().covers(span) && is_place(document, span));
            }
        }
        if budget > 0 {
            apply(document.text(), &edits::insert_element(value, 1, "[1,\n2]")).expect("the edits of an insertion apply");
            apply(document.text(), &edits::insert_member(value, 1, "x", "[1,\n2]")).expect("the edits of an insertion apply");
        }
    }
}
