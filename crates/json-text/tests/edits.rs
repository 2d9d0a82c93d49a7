#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
//! Edits: text in, text out.

use json_text::{Document, Edit, EditError, Member, Span, Value, apply, edits, parse};

/// The value at a path of names and indices such as `/a/0`.
fn at<'a>(document: &'a Document, path: &str) -> Value<'a> {
    let mut value = document.root().unwrap();
    for step in path.split('/').skip(1) {
        value = match step.parse::<usize>() {
            Ok(index) => value.elements().nth(index).unwrap(),
            Err(_) => value.get(step).unwrap(),
        };
    }
    value
}

fn member<'a>(document: &'a Document, path: &str) -> Member<'a> {
    at(document, path).member().unwrap()
}

fn edited(text: &str, build: impl FnOnce(&Document) -> Vec<Edit>) -> String {
    apply(text, &build(&parse(text))).unwrap()
}

#[test]
fn members_are_removed_with_their_comma() {
    for (text, path, expected) in [
        ("{\"a\": 1}", "/a", "{}"),
        ("{ \"a\": 1 }", "/a", "{}"),
        ("{\n  \"a\": 1\n}", "/a", "{}"),
        (
            "{\"a\": 1, \"b\": 2, \"c\": 3}",
            "/a",
            "{\"b\": 2, \"c\": 3}",
        ),
        (
            "{\"a\": 1, \"b\": 2, \"c\": 3}",
            "/b",
            "{\"a\": 1, \"c\": 3}",
        ),
        (
            "{\"a\": 1, \"b\": 2, \"c\": 3}",
            "/c",
            "{\"a\": 1, \"b\": 2}",
        ),
        ("{ \"a\": 1, \"b\": 2 }", "/a", "{ \"b\": 2 }"),
        ("{ \"a\": 1, \"b\": 2 }", "/b", "{ \"a\": 1 }"),
        (
            "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}",
            "/a",
            "{\n  \"b\": 2,\n  \"c\": 3\n}",
        ),
        (
            "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}",
            "/b",
            "{\n  \"a\": 1,\n  \"c\": 3\n}",
        ),
        (
            "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}",
            "/c",
            "{\n  \"a\": 1,\n  \"b\": 2\n}",
        ),
        ("{\"a\":{\"b\":1,\"c\":2}}", "/a/b", "{\"a\":{\"c\":2}}"),
        // With mistakes: comments stay, a trailing comma goes with the only member.
        ("{\"a\": 1,}", "/a", "{}"),
        ("{\"a\": 1, \"b\": 2,}", "/b", "{\"a\": 1,}"),
        (
            "{\n  \"a\": 1, // one\n  \"b\": 2\n}",
            "/a",
            "{\n  // one\n  \"b\": 2\n}",
        ),
        (
            "{\n  \"a\": 1, // one\n  \"b\": 2\n}",
            "/b",
            "{\n  \"a\": 1 // one\n  \n}",
        ),
        (
            "{\n  // one, only\n  \"a\": 1\n}",
            "/a",
            "{\n  // one, only\n  \n}",
        ),
        ("{\"a\": 1 \"b\": 2}", "/a", "{\"b\": 2}"),
        ("{\"a\": 1, \"b\": 2", "/b", "{\"a\": 1"),
    ] {
        assert_eq!(
            edited(text, |document| edits::remove_member(member(
                document, path
            ))),
            expected,
            "{text} {path}"
        );
    }
}

#[test]
fn elements_are_removed_with_their_comma() {
    for (text, path, expected) in [
        ("[1]", "/0", "[]"),
        ("[\n  1\n]", "/0", "[]"),
        ("[1, 2, 3]", "/0", "[2, 3]"),
        ("[1, 2, 3]", "/1", "[1, 3]"),
        ("[1, 2, 3]", "/2", "[1, 2]"),
        ("[\n  1,\n  2,\n  3\n]", "/0", "[\n  2,\n  3\n]"),
        ("[\n  1,\n  2,\n  3\n]", "/1", "[\n  1,\n  3\n]"),
        ("[\n  1,\n  2,\n  3\n]", "/2", "[\n  1,\n  2\n]"),
        (
            "[{\n  \"a\": 1\n}, {\n  \"b\": 2\n}]",
            "/0",
            "[{\n  \"b\": 2\n}]",
        ),
        ("[1, /* , */ 2]", "/0", "[/* , */ 2]"),
        ("[1 /* , */, 2]", "/0", "[2]"),
        ("{\"a\": [1, 2]}", "/a", "{\"a\": [1, 2]}"),
    ] {
        assert_eq!(
            edited(text, |document| edits::remove_element(at(document, path))),
            expected,
            "{text} {path}"
        );
    }
}

#[test]
fn several_at_once_do_not_overlap() {
    let text = "[1, 2, 3, 4, 5]";
    for (indices, expected) in [
        (&[0, 1][..], "[3, 4, 5]"),
        (&[3, 4], "[1, 2, 3]"),
        (&[1, 2, 4], "[1, 4]"),
        (&[0, 2, 4], "[2, 4]"),
        (&[4, 0], "[2, 3, 4]"),
        (&[1, 1], "[1, 3, 4, 5]"),
        (&[0, 1, 2, 3, 4], "[]"),
        (&[], text),
    ] {
        let remove = |document: &Document| {
            let all: Vec<_> = document.root().unwrap().elements().collect();
            edits::remove_elements(&indices.iter().map(|index| all[*index]).collect::<Vec<_>>())
        };
        assert_eq!(edited(text, remove), expected, "{indices:?}");
    }
    let text = "{\"a\": {\"x\": 1, \"y\": 2}, \"b\": {\"z\": 3}}";
    let remove = |document: &Document| {
        edits::remove_members(&[
            member(document, "/b/z"),
            member(document, "/a/y"),
            member(document, "/a/x"),
        ])
    };
    assert_eq!(edited(text, remove), "{\"a\": {}, \"b\": {}}");
}

#[test]
fn members_are_inserted_as_their_neighbours_are() {
    let lines = "{\n    \"a\": 1,\n    \"b\": 2\n}";
    for (text, path, position, json, expected) in [
        ("{}", "", 0, "1", "{\"n\": 1}"),
        ("{ }", "", 7, "1", "{\"n\": 1}"),
        ("{\"a\": 1}", "", 0, "2", "{\"n\": 2, \"a\": 1}"),
        ("{\"a\": 1}", "", 1, "2", "{\"a\": 1, \"n\": 2}"),
        ("{\"a\":1}", "", 1, "[1, 2]", "{\"a\":1,\"n\":[1,2]}"),
        (
            "{\"a\": 1, \"b\": 2}",
            "",
            1,
            "[\n  3\n]",
            "{\"a\": 1, \"n\": [3], \"b\": 2}",
        ),
        (
            lines,
            "",
            0,
            "3",
            "{\n    \"n\": 3,\n    \"a\": 1,\n    \"b\": 2\n}",
        ),
        (
            lines,
            "",
            1,
            "3",
            "{\n    \"a\": 1,\n    \"n\": 3,\n    \"b\": 2\n}",
        ),
        (
            lines,
            "",
            2,
            "3",
            "{\n    \"a\": 1,\n    \"b\": 2,\n    \"n\": 3\n}",
        ),
        (
            lines,
            "",
            9,
            "[\n  1,\n  {\n    \"x\": 2\n  }\n]",
            "{\n    \"a\": 1,\n    \"b\": 2,\n    \"n\": [\n        1,\n        {\n            \"x\": 2\n        }\n    ]\n}",
        ),
        (
            "{\n\t\"a\": {}\n}",
            "/a",
            0,
            "1",
            "{\n\t\"a\": {\n\t\t\"n\": 1\n\t}\n}",
        ),
        (
            "{\n  \"a\": { \"b\": 1 }\n}",
            "/a",
            1,
            "1",
            "{\n  \"a\": { \"b\": 1, \"n\": 1 }\n}",
        ),
        (
            "[{\n  \"a\": 1\n}]",
            "/0",
            1,
            "{\n    \"x\": 1\n}",
            "[{\n  \"a\": 1,\n  \"n\": {\n    \"x\": 1\n  }\n}]",
        ),
        ("{\"a\": 1,}", "", 1, "2", "{\"a\": 1, \"n\": 2,}"),
        (
            "{\n  \"a\": 1 // one\n}",
            "",
            1,
            "2",
            "{\n  \"a\": 1,\n  \"n\": 2 // one\n}",
        ),
        ("[1]", "", 0, "1", "[1]"),
    ] {
        let insert =
            |document: &Document| edits::insert_member(at(document, path), position, "n", json);
        assert_eq!(edited(text, insert), expected, "{text} {position} {json}");
    }
}

#[test]
fn elements_are_inserted_as_their_neighbours_are() {
    for (text, path, position, json, expected) in [
        ("[]", "", 0, "1", "[1]"),
        ("[1]", "", 0, "2", "[2, 1]"),
        ("[1]", "", 1, "2", "[1, 2]"),
        ("[1,2]", "", 1, "3", "[1,3,2]"),
        ("{\"a\":[1,2]}", "/a", 2, "3", "{\"a\":[1,2,3]}"),
        ("[\n  1\n]", "", 0, "2", "[\n  2,\n  1\n]"),
        ("[\n  1\n]", "", 1, "2", "[\n  1,\n  2\n]"),
        (
            "{\n  \"a\": []\n}",
            "/a",
            0,
            "\"x\"",
            "{\n  \"a\": [\n    \"x\"\n  ]\n}",
        ),
        ("{}", "", 0, "1", "{}"),
    ] {
        let insert =
            |document: &Document| edits::insert_element(at(document, path), position, json);
        assert_eq!(edited(text, insert), expected, "{text} {position}");
    }
}

#[test]
fn values_are_replaced_and_members_renamed() {
    let text = "{\n    \"a\": [1]\n}";
    let replaced = edited(text, |document| {
        edits::replace(at(document, "/a"), "{\n  \"x\": 1\n}\n")
    });
    assert_eq!(replaced, "{\n    \"a\": {\n        \"x\": 1\n    }\n}");
    let renamed = edited("{\"a\" : 1}", |document| {
        edits::rename(member(document, "/a"), "q\"\n")
    });
    assert_eq!(renamed, "{\"q\\\"\\n\" : 1}");
}

#[test]
fn edits_apply_in_any_order_or_not_at_all() {
    let text = "aéz";
    let edit = |start, end, insert: &str| Edit::new(Span { start, end }, insert);
    for (edits, expected) in [
        (vec![], Ok("aéz")),
        (vec![edit(3, 4, "Z"), edit(0, 1, "A")], Ok("AéZ")),
        (
            vec![edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 3, "e")],
            Ok("a12ez"),
        ),
        (vec![edit(0, 1, ""), edit(1, 3, "")], Ok("z")),
        (vec![edit(4, 4, "!")], Ok("aéz!")),
        (
            vec![edit(0, 3, ""), edit(1, 4, "")],
            Err(EditError::Overlap(Span::new(0, 3), Span::new(1, 4))),
        ),
        (
            vec![edit(1, 1, "x"), edit(0, 3, "")],
            Err(EditError::Overlap(Span::new(0, 3), Span::at(1))),
        ),
        (
            vec![edit(0, 1, "x"), edit(0, 1, "y")],
            Err(EditError::Overlap(Span::new(0, 1), Span::new(0, 1))),
        ),
        (
            vec![edit(2, 3, "")],
            Err(EditError::NotOnCharBoundary(Span::new(2, 3))),
        ),
        (
            vec![edit(1, 2, "")],
            Err(EditError::NotOnCharBoundary(Span::new(1, 2))),
        ),
        (
            vec![edit(4, 5, "")],
            Err(EditError::OutOfRange(Span::new(4, 5))),
        ),
        (
            vec![edit(3, 1, "")],
            Err(EditError::OutOfRange(Span { start: 3, end: 1 })),
        ),
    ] {
        assert_eq!(
            apply(text, &edits),
            expected.map(str::to_owned),
            "{edits:?}"
        );
    }
    let said = |error: EditError| error.to_string();
    assert_eq!(
        said(EditError::OutOfRange(Span::new(4, 5))),
        "the edit of bytes 4 to 5 lies outside the text"
    );
    assert_eq!(
        said(EditError::NotOnCharBoundary(Span::new(4, 5))),
        "the edit of bytes 4 to 5 splits a character"
    );
    let overlap = EditError::Overlap(Span::new(0, 3), Span::new(1, 4));
    assert_eq!(
        said(overlap),
        "the edits of bytes 0 to 3 and 1 to 4 overlap"
    );
}
