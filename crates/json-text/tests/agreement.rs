#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
//! What this parser accepts and reads is what `serde_json` accepts and reads.
//!
//! Left out by name: nesting deeper than 128 and numbers beyond what an `f64` holds, which `serde_json` refuses though
//! they are JSON.

use json_text::{
    Document, FormatOptions, Kind, LineIndex, Value, apply, edits, format, minimal_edit, parse,
    quote,
};
use proptest::prelude::*;

/// The value as `serde_json` would read it: the last of repeated members wins.
fn as_serde(value: Value<'_>) -> serde_json::Value {
    match value.kind() {
        Kind::Null => serde_json::Value::Null,
        Kind::Bool => value.as_bool().unwrap().into(),
        Kind::Number => serde_json::from_str(value.number_text().unwrap()).unwrap(),
        Kind::String => value.as_str().unwrap().into(),
        Kind::Array => value.elements().map(as_serde).collect(),
        Kind::Object => value
            .members()
            .map(|member| (member.name().to_owned(), as_serde(member.value().unwrap())))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

fn is_left_out(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    message.contains("recursion limit") || message.contains("number out of range")
}

fn check(text: &str) {
    let document = parse(text);
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => {
            assert_eq!(document.errors(), &[], "{text:?}");
            assert_eq!(as_serde(document.root().unwrap()), value, "{text:?}");
        }
        Err(error) if is_left_out(&error) => {}
        Err(error) => assert!(
            !document.errors().is_empty(),
            "accepted, though {error}: {text:?}"
        ),
    }
    check_tree(&document);
    check_errors(&document);
    check_format(&document);
}

fn check_tree(document: &Document) {
    let mut stack: Vec<Value<'_>> = document.root().into_iter().collect();
    while let Some(value) = stack.pop() {
        assert!(
            document
                .text()
                .get(value.span().start..value.span().end)
                .is_some()
        );
        assert_eq!(document.value(value.id()).unwrap().span(), value.span());
        let mut last = value.span().start;
        for member in value.members() {
            assert!(
                value.span().covers(member.span()),
                "{member:?} in {value:?}"
            );
            assert!(member.span().covers(member.name_span()));
            assert!(last <= member.span().start);
            last = member.span().end;
            assert_eq!(member.object().id(), value.id());
            let part = member.name_part_span(0..member.name().len());
            assert!(member.name_span().covers(part));
            if let Some(inner) = member.value() {
                assert!(
                    member.span().covers(inner.span())
                        && member.name_span().end <= inner.span().start
                );
                assert_eq!(inner.parent().unwrap().id(), value.id());
                stack.push(inner);
            }
        }
        for element in value.elements() {
            assert!(
                value.span().covers(element.span()),
                "{element:?} in {value:?}"
            );
            assert!(last <= element.span().start);
            last = element.span().end;
            assert_eq!(element.parent().unwrap().id(), value.id());
            stack.push(element);
        }
        if let Some(string) = value.as_str() {
            for (at, character) in string.char_indices() {
                let span = value.string_span(at..at + character.len_utf8());
                assert!(
                    value.span().covers(span)
                        && document.text().get(span.start..span.end).is_some(),
                    "{value:?}"
                );
            }
        }
    }
}

fn check_errors(document: &Document) {
    let text = document.text();
    assert!(document.errors().len() <= json_text::MAX_ERRORS + 1);
    for error in document.errors() {
        assert!(
            text.get(error.span.start..error.span.end).is_some(),
            "{error:?} in {text:?}"
        );
        assert!(
            !error.message.is_empty()
                && !error.message.ends_with('.')
                && !error.message.contains('\n')
        );
        for (span, _) in &error.related {
            assert!(text.get(span.start..span.end).is_some(), "{error:?}");
        }
        if let Some((title, edits)) = &error.fix {
            let fixed = apply(text, edits)
                .unwrap_or_else(|bad| panic!("{bad} by {title}: {error:?} in {text:?}"));
            assert_ne!(fixed, text, "{error:?}");
        }
    }
}

fn check_format(document: &Document) {
    match format(document.text(), &FormatOptions { indent: 4 }) {
        Ok(formatted) => {
            assert!(document.errors().is_empty());
            assert_eq!(
                format(&formatted, &FormatOptions { indent: 4 }).as_deref(),
                Ok(formatted.as_str())
            );
            let again = parse(&formatted);
            assert!(again.errors().is_empty());
            let raw = |document: &Document| {
                let text = document.text().chars();
                let mut quoted = false;
                let mut escaped = false;
                text.filter(|character| {
                    let keep = quoted || !character.is_ascii_whitespace();
                    if *character == '"' && !escaped {
                        quoted = !quoted;
                    }
                    escaped = *character == '\\' && !escaped;
                    keep
                })
                .collect::<String>()
            };
            assert_eq!(raw(&again), raw(document));
        }
        Err(errors) => assert_eq!(errors, document.errors()),
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "[a-z:*/{}\\[\\],\"\\\\ \n\té😀\u{0}]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::vec(("[a-cA\"\\\\é]{0,3}", inner), 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Text made of what JSON and its mistakes are made of.
fn soup() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\": ",
        "'",
        "'a'",
        "1",
        "-",
        "01",
        "1.",
        ".5",
        "1e5",
        "0x1F",
        "true",
        "True",
        "None",
        "null",
        "nul",
        " ",
        "\n",
        "\n  ",
        "\r\n",
        "\t",
        "\\",
        "\\u12",
        "\\ud800",
        "\\n",
        "//",
        "/*",
        "*/",
        "#",
        "\u{feff}",
        "\u{a0}",
        "“",
        "”",
        "é",
        "😀",
        "\u{0}",
        "\u{1}",
        "s3:GetObject",
        "${x}",
        "{{y}}",
        "<z>",
        "=",
        ";",
        "=>",
        "abc",
        "*",
        "- ",
        "NaN",
        "\u{ff1a}",
        "\u{3000}",
        "%7b",
    ]);
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_generated_json(value in json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let document = parse(&text);
        prop_assert_eq!(document.errors(), &[]);
        check(&text);
    }

    #[test]
    fn of_mutated_json(value in json(), pretty: bool, mutations in proptest::collection::vec((any::<prop::sample::Index>(), 0..3_u8, soup()), 1..4)) {
        let mut text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        for (place, what, insert) in mutations {
            let at = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect::<Vec<_>>();
            let at = *place.get(&at);
            match what {
                0 if at < text.len() => { text.remove(at); }
                1 => text.truncate(at),
                _ => text.insert_str(at, insert.get(..1).unwrap_or(&insert)),
            }
        }
        check(&text);
    }

    #[test]
    fn of_soup(text in soup()) {
        check(&text);
    }

    #[test]
    fn of_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn of_strings(text: String) {
        let quoted = quote(&text);
        check(&quoted);
        let document = parse(&quoted);
        prop_assert_eq!(document.root().unwrap().as_str(), Some(text.as_str()));
    }

    #[test]
    fn minimal_edits_lead_from_one_text_to_the_other(old in "[aé😀]{0,6}", new in "[aé😀]{0,6}") {
        match minimal_edit(&old, &new) {
            Some(edit) => {
                prop_assert_eq!(apply(&old, std::slice::from_ref(&edit)).unwrap(), new.clone());
                prop_assert!(!(edit.span.is_empty() && edit.insert.is_empty()));
            }
            None => prop_assert_eq!(old, new),
        }
    }

    #[test]
    fn utf16_and_bytes_are_inverse(text in "[a\né😀水]{0,12}") {
        let index = LineIndex::new(&text);
        let mut units = 0;
        let (mut line, mut column) = (1, 1);
        for (at, character) in text.char_indices() {
            prop_assert_eq!(index.to_utf16(at), units);
            prop_assert_eq!(index.to_bytes(units), at);
            prop_assert_eq!((index.line_column(at).line, index.line_column(at).column), (line, column));
            for inner in 1..character.len_utf8() {
                prop_assert_eq!(index.to_utf16(at + inner), units);
            }
            if character.len_utf16() == 2 {
                prop_assert_eq!(index.to_bytes(units + 1), at);
            }
            units += character.len_utf16();
            column += character.len_utf16();
            if character == '\n' {
                line += 1;
                column = 1;
            }
        }
        prop_assert_eq!(index.to_utf16(text.len()), units);
        prop_assert_eq!(index.to_utf16(text.len() + 9), units);
        prop_assert_eq!(index.to_bytes(units), text.len());
        prop_assert_eq!(index.to_bytes(units + 9), text.len());
    }

    #[test]
    fn edits_of_whole_documents_keep_them_json(value in json(), pretty: bool, at: prop::sample::Index) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        // Reading what was written may change the last digit of a number.
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let document = parse(&text);
        let root = document.root().unwrap();
        let valid = |edits: &[json_text::Edit]| {
            let edited = apply(&text, edits).unwrap();
            let parsed = parse(&edited);
            assert_eq!(parsed.errors(), &[], "{text} became {edited}");
            as_serde(parsed.root().unwrap())
        };
        let members: Vec<_> = root.members().collect();
        let elements: Vec<_> = root.elements().collect();
        if !members.is_empty() {
            let index = at.index(members.len());
            let mut expected = value.clone();
            expected.as_object_mut().unwrap().remove(members[index].name());
            prop_assert_eq!(valid(&edits::remove_member(members[index])), expected);
        }
        if !elements.is_empty() {
            let index = at.index(elements.len());
            let mut expected = value.clone();
            expected.as_array_mut().unwrap().remove(index);
            prop_assert_eq!(valid(&edits::remove_element(elements[index])), expected);
            prop_assert_eq!(valid(&edits::remove_elements(&elements)), serde_json::Value::Array(vec![]));
        }
        if let Some(array) = value.as_array() {
            let index = at.index(array.len() + 1);
            let mut expected = array.clone();
            expected.insert(index, serde_json::json!({"x": [1, 2]}));
            prop_assert_eq!(valid(&edits::insert_element(root, index, "{\n  \"x\": [1,\n2]}")), serde_json::Value::Array(expected));
        }
        if let Some(object) = value.as_object() {
            let index = at.index(object.len() + 1);
            let mut expected = object.clone();
            expected.insert("new".into(), serde_json::json!([]));
            prop_assert_eq!(valid(&edits::insert_member(root, index, "new", "[]")), serde_json::Value::Object(expected));
        }
    }
}

#[test]
fn of_texts_at_the_borders() {
    for text in [
        "",
        " ",
        "\u{feff}{}",
        "{}",
        "[]",
        "0",
        "-0",
        "-",
        "1e",
        "1.",
        "-1.5e-3",
        "1E+2",
        "01",
        "1e400",
        "\"",
        "\"\\",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"\u{7f}\"",
        "\"\t\"",
        "\"\u{1}\"",
        "\"a\nb\"",
        "\"a\rb\"",
        "\"a\r\nb\"",
        "{\"a\":1,\"a\":2}",
        "[1,]",
        "{,}",
        "nulll",
        "tru",
        "true false",
        "[1 2]",
        "\u{a0}1",
        "1\u{b}",
        "\u{c}1",
        "\"\\x\"",
        "\"\\u+123\"",
        "{\"\":{\"\":\"\"}}",
        "123456789012345678901234567890",
        "\"\u{2028}\"",
        "1//",
        "1/**/",
        "truefalse",
        "\"a\"x",
        "1\"",
        "-01",
        "1e5.0",
    ] {
        check(text);
    }
}
