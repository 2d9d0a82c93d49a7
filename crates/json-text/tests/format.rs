#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
//! Formatting: text in, text out.

use json_text::{FormatOptions, format, parse};

#[test]
fn members_and_elements_get_their_lines() {
    for (text, indent, expected) in [
        ("{}", 2, "{}"),
        (" [ ] \n", 2, "[]\n"),
        ("1", 2, "1"),
        ("{\"a\":1}", 2, "{\n  \"a\": 1\n}"),
        ("{\"a\":1}", 4, "{\n    \"a\": 1\n}"),
        ("{\"a\":1}", 0, "{\n\"a\": 1\n}"),
        ("{\"a\":1}", 99, "{\n        \"a\": 1\n}"),
        ("[ \"x\" ]", 2, "[\"x\"]"),
        ("[[1]]", 2, "[\n  [1]\n]"),
        ("[[]]", 2, "[\n  []\n]"),
        ("[{}]", 2, "[\n  {}\n]"),
        ("[1, 2]", 2, "[\n  1,\n  2\n]"),
        ("[{\"a\": [1]}]\n\n", 2, "[\n  {\n    \"a\": [1]\n  }\n]\n"),
        // As written: escapes, numbers, order and repetition of names.
        (
            "{\"b\":\"\\u0041\\/\",\"a\":1.50e+1,\"b\":-0}",
            2,
            "{\n  \"b\": \"\\u0041\\/\",\n  \"a\": 1.50e+1,\n  \"b\": -0\n}",
        ),
    ] {
        assert_eq!(
            format(text, &FormatOptions { indent }).as_deref(),
            Ok(expected),
            "{text}"
        );
    }
    assert_eq!(FormatOptions::default().indent, 2);
}

#[test]
fn text_with_mistakes_is_not_formatted() {
    let text = "{\"a\": 1,}";
    assert_eq!(
        format(text, &FormatOptions::default()),
        Err(parse(text).errors().to_vec())
    );
}

#[test]
fn strings_lead_back_to_their_source() {
    let text = r#"["a\u00e9b\ud83d\ude00c", "plain", 1, {"n\"m": 0}, "x\n"]"#;
    let document = parse(text);
    let root = document.root().unwrap();
    let elements: Vec<_> = root.elements().collect();
    assert_eq!(elements[0].as_str(), Some("aéb😀c"));
    for (element, range, expected) in [
        (0, 0..1, "a"),
        (0, 1..3, "\\u00e9"),
        (0, 2..3, "\\u00e9"),
        (0, 3..4, "b"),
        (0, 4..8, "\\ud83d\\ude00"),
        (0, 3..9, "b\\ud83d\\ude00c"),
        (0, 0..9, "a\\u00e9b\\ud83d\\ude00c"),
        (0, 8..99, "c"),
        (0, 9..9, ""),
        (1, 0..5, "plain"),
        (1, 1..3, "la"),
        (1, 3..77, "in"),
        (2, 0..1, ""),
        (4, 1..2, "\\n"),
    ] {
        let span = elements[element].string_span(range.clone());
        assert_eq!(&text[span.start..span.end], expected, "{element} {range:?}");
    }
    assert_eq!(
        elements[1].string_span(2..2).start,
        text.find("ain").unwrap()
    );
    assert_eq!(
        elements[2].string_span(0..1).start,
        text.find("1, {").unwrap()
    );
    let member = elements[3].members().next().unwrap();
    let span = member.name_part_span(1..2);
    assert_eq!(&text[span.start..span.end], "\\\"");
}

#[test]
fn values_and_members_are_found_by_place() {
    let text = "{\"a\": [1, {\"b\": true}], \"c\": null}";
    let document = parse(text);
    for (needle, value, member) in [
        ("{\"a", text, None),
        ("a\"", text, Some("a")),
        ("[1", "[1, {\"b\": true}]", Some("a")),
        ("1", "1", Some("a")),
        ("b\"", "{\"b\": true}", Some("b")),
        ("rue", "true", Some("b")),
        ("null", "null", Some("c")),
    ] {
        let at = text.find(needle).unwrap();
        assert_eq!(document.value_at(at).unwrap().text(), value, "{needle}");
        assert_eq!(
            document.member_at(at).map(|member| member.name()),
            member,
            "{needle}"
        );
    }
    assert_eq!(document.value_at(text.len()).unwrap().text(), text);
    assert!(document.value_at(text.len() + 1).is_none());
    assert!(parse("").value_at(0).is_none());
    let root = document.root().unwrap();
    assert!(root.parent().is_none() && root.member().is_none());
    assert_eq!(root.get("c").unwrap().as_bool(), None);
    assert_eq!(
        document
            .value_at(text.find("true").unwrap())
            .unwrap()
            .as_bool(),
        Some(true)
    );
    assert_eq!(root.get("nothing").map(|value| value.id()), None);
    assert_eq!(root.elements().count(), 0);
    assert_eq!(root.get("a").unwrap().members().count(), 0);
    assert_eq!(root.document().text(), text);
}
