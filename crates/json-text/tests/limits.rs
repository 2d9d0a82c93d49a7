#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
//! Large, deep and hostile texts are read to their end: in time that grows with their length, without recursion.

use json_text::{FormatOptions, Kind, MAX_ERRORS, SyntaxErrorKind, apply, edits, format, parse};

/// Of each: larger than what people paste, small enough for a debug build.
const LARGE: usize = 30_000;

#[test]
fn deep_nesting_neither_recurses_nor_blows_up() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let document = parse(&text);
        assert_eq!(document.errors(), &[]);
        let mut depth = 0;
        let mut value = document.value_at(text.find('1').unwrap()).unwrap();
        assert_eq!(value.kind(), Kind::Number);
        while let Some(parent) = value.parent() {
            value = parent;
            depth += 1;
        }
        assert_eq!(depth, 100_000);
        drop(document.clone());
        let formatted = format(&text, &FormatOptions::default()).unwrap();
        assert!(formatted.len() < 200 * text.len());
    }
}

#[test]
fn unclosed_nesting_is_one_error() {
    let text = "[".repeat(100_000);
    let document = parse(&text);
    assert_eq!(document.errors().len(), 1);
    assert_eq!(document.errors()[0].kind, SyntaxErrorKind::UnclosedArray);
    assert_eq!(document.errors()[0].related.len(), 8);
    let (_, edits) = document.errors()[0].fix.as_ref().unwrap();
    assert_eq!(parse(&apply(&text, edits).unwrap()).errors(), &[]);
}

#[test]
fn hostile_repetitions_end() {
    for part in [
        "]",
        "}",
        "{",
        "[",
        "{\"a\":",
        "[\n",
        "{\n\"a\":\n",
        "\"",
        "'",
        "“",
        "\"a",
        "\"a\"",
        "\"a\" b ",
        "a ",
        "a\" ",
        ",",
        ":",
        "a:",
        "\"a\":",
        "/*",
        "/*\n",
        "//\n",
        "#",
        "\\",
        "\"\\",
        "-",
        "0",
        "\u{0}",
        "\u{a0}",
        "\u{feff}",
        "é",
        "{{",
        "${",
        "<",
        "[}",
        "{]",
        "[{",
        "],",
        "\"a\":1,",
        "\"a\",",
        "{\"a\":1,",
        "\n",
        "\"\n",
        "a\n",
        "[1,\n",
        "\"a: \"b",
        "x\"y",
        "]\n",
        "{\"a\": 1]",
        "\"{",
        "\"}",
        "\"[,",
        "a,b,",
        "%",
        "1 ",
        "{\"a\"}",
        "[1 2]",
        "=>",
        "\r",
        "\t\"",
        "\"\t",
    ] {
        for (before, after) in [("", ""), ("[", "]"), ("{\"a\": \"", "\"}")] {
            let text = format!("{before}{}{after}", part.repeat(LARGE / part.len()));
            let document = parse(&text);
            assert!(document.errors().len() <= MAX_ERRORS + 1);
            if document.errors().len() > MAX_ERRORS {
                let last = document.errors().last().unwrap();
                assert_eq!(last.kind, SyntaxErrorKind::TooManyErrors);
            }
        }
    }
}

#[test]
fn ten_megabytes_are_read() {
    let description = "x".repeat(900);
    let element = format!(
        "{{\"Sid\": \"{description}\", \"Action\": [\"s3:Get*\", \"s3:\\u0050ut*\"], \"n\": 12}}"
    );
    let count = 10_000_000 / element.len();
    let text = format!("[{}]", vec![element.as_str(); count].join(",\n"));
    let document = parse(&text);
    assert_eq!(document.errors(), &[]);
    let root = document.root().unwrap();
    assert_eq!(root.elements().count(), count);
    let last = root.elements().last().unwrap();
    assert_eq!(
        last.get("Action")
            .unwrap()
            .elements()
            .nth(1)
            .unwrap()
            .as_str(),
        Some("s3:Put*")
    );
    let removed = apply(&text, &edits::remove_element(last)).unwrap();
    assert_eq!(removed.len(), text.len() - element.len() - 2);
}

#[test]
fn repeated_names_are_told_in_objects_of_any_size() {
    let names = |document: &json_text::Document| {
        let places = document.duplicate_members().iter();
        places
            .map(|duplicate| {
                (
                    duplicate.name.clone(),
                    duplicate.first.start,
                    duplicate.again.start,
                )
            })
            .collect::<Vec<_>>()
    };
    let document = parse("{\"a\": 1, \"b\": {\"c\": 1, \"\\u0063\": 2}, \"a\": 3, \"a\": 4}");
    assert_eq!(
        names(&document),
        [
            ("c".into(), 15, 23),
            ("a".into(), 1, 37),
            ("a".into(), 1, 45)
        ]
    );
    assert_eq!(document.errors(), &[]);
    assert_eq!(document.root().unwrap().get("a").unwrap().text(), "4");
    let members: Vec<String> = (0..50_000)
        .map(|index| format!("\"{}\":0", index % 49_999))
        .collect();
    let text = format!("{{{}}}", members.join(","));
    assert_eq!(names(&parse(&text)), [("0".into(), 1, text.len() - 6)]);
    let twelve = "{\"0\":0,\"1\":0,\"2\":0,\"0\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"a\":0,\"b\":0,\"c\":0}";
    assert_eq!(names(&parse(twelve)), [("0".into(), 1, 19)]);
}
