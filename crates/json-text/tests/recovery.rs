#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
//! What is left of a policy after one slip of the keyboard.

use json_text::{Document, Kind, Value, apply, parse};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Id": "example",
  "Statement": [
    {
      "Sid": "ReadBucket",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::123456789012:role/reader" },
      "Action": [
        "s3:GetObject",
        "s3:ListBucket"
      ],
      "Resource": [
        "arn:aws:s3:::example",
        "arn:aws:s3:::example/${aws:username}/*"
      ],
      "Condition": {
        "StringEquals": {
          "aws:PrincipalOrgID": "o-1234567890",
          "aws:RequestTag/team": ["a", "b"]
        },
        "Bool": { "aws:SecureTransport": "true" }
      }
    },
    {
      "Sid": "Limit",
      "Effect": "Deny",
      "Action": "iam:*",
      "Resource": "*",
      "Condition": { "NumericLessThan": { "s3:max-keys": 10 } }
    },
    {
      "Effect": "Allow",
      "Action": ["ec2:Describe*", "ec2:Get*"],
      "Resource": "*"
    }
  ]
}
"#;

/// Every value by its path and text, without the structure's brackets.
fn leaves(document: &Document) -> Vec<String> {
    fn walk(value: Value<'_>, path: &str, leaves: &mut Vec<String>) {
        match value.kind() {
            Kind::Object => {
                for member in value.members() {
                    match member.value() {
                        Some(inner) => walk(inner, &format!("{path}/{}", member.name()), leaves),
                        None => leaves.push(format!("{path}/{} without value", member.name())),
                    }
                }
            }
            Kind::Array => {
                for (index, element) in value.elements().enumerate() {
                    walk(element, &format!("{path}/{index}"), leaves);
                }
            }
            _ => leaves.push(format!(
                "{path} = {}",
                value.as_str().unwrap_or(value.text())
            )),
        }
    }
    let mut all = Vec::new();
    if let Some(root) = document.root() {
        walk(root, "", &mut all);
    }
    all
}

/// Whether the byte stands outside of strings or is one of their quotes.
fn structural(document: &Document, at: usize) -> bool {
    let inside = |span: json_text::Span| span.start < at && at + 1 < span.end;
    let value = document.value_at(at).unwrap();
    let in_name = document
        .member_at(at)
        .is_some_and(|member| inside(member.name_span()));
    !(in_name || value.kind() == Kind::String && inside(value.span()))
}

/// A text, its errors as kind and underlined text, and the leaves of what is read.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

fn told(document: &Document) -> Vec<String> {
    let errors = document.errors().iter();
    errors
        .map(|error| {
            format!(
                "{:?} {:?}",
                error.kind,
                &document.text()[error.span.start..error.span.end]
            )
        })
        .collect()
}

#[test]
fn one_removed_character_is_one_error_and_loses_nothing() {
    let policy = parse(POLICY);
    assert_eq!(policy.errors(), &[]);
    let whole = leaves(&policy);
    let mut tried = 0;
    for (at, removed) in POLICY
        .char_indices()
        .filter(|(_, c)| "[]{},:\"".contains(*c))
    {
        if !structural(&policy, at) {
            continue;
        }
        tried += 1;
        let mut text = POLICY.to_owned();
        text.remove(at);
        let document = parse(&text);
        let line = POLICY[..at].matches('\n').count() + 1;
        assert_eq!(
            leaves(&document),
            whole,
            "without {removed} in line {line}: {:?}",
            document.errors()
        );
        assert_eq!(
            document.errors().len(),
            1,
            "without {removed} in line {line}: {:?}",
            document.errors()
        );
    }
    assert_eq!(tried, 168);
}

#[test]
fn the_fix_of_a_removed_character_mends_the_text() {
    let policy = parse(POLICY);
    let whole = leaves(&policy);
    for (at, removed) in POLICY
        .char_indices()
        .filter(|(_, c)| "[]{},:\"".contains(*c))
    {
        if !structural(&policy, at) {
            continue;
        }
        let mut text = POLICY.to_owned();
        text.remove(at);
        let document = parse(&text);
        let (_, edits) = document.errors()[0].fix.as_ref().unwrap();
        let fixed = apply(&text, edits).unwrap();
        let mended = parse(&fixed);
        assert_eq!(mended.errors(), &[], "without {removed} at {at}: {fixed}");
        assert_eq!(leaves(&mended), whole);
    }
}

#[test]
fn an_added_character_does_not_cascade() {
    let policy = parse(POLICY);
    let last = |leaf: &String| leaf.rsplit('/').next().unwrap().to_owned();
    let whole: Vec<String> = leaves(&policy).iter().map(last).collect();
    let (mut tried, mut lost) = (0, 0);
    for (at, _) in POLICY.char_indices().skip(1).step_by(3) {
        for added in ['[', ']', '{', '}', ',', ':', '"', 'x'] {
            let mut text = POLICY.to_owned();
            text.insert(at, added);
            let document = parse(&text);
            let left: Vec<String> = leaves(&document).iter().map(last).collect();
            tried += 1;
            lost += whole.iter().filter(|leaf| !left.contains(leaf)).count();
            assert!(
                document.errors().len() <= 4,
                "{added} at {at}: {:?}",
                told(&document)
            );
        }
    }
    // Of 22 values, less than one is lost on average.
    assert!(lost < tried, "{lost} lost in {tried} texts");
}

#[test]
fn a_text_being_typed_has_few_errors_and_keeps_what_is_there() {
    for end in (0..POLICY.len()).filter(|end| POLICY.is_char_boundary(*end)) {
        let document = parse(&POLICY[..end]);
        assert!(
            document.errors().len() <= 2,
            "{}: {:?}",
            &POLICY[..end],
            document.errors()
        );
        if end > 40 {
            assert_eq!(
                document.root().unwrap().get("Version").unwrap().as_str(),
                Some("2012-10-17"),
                "{end}"
            );
        }
    }
}

#[test]
fn mistakes_are_told_at_the_smallest_place() {
    let cases: &[Case] = &[
        ("", &["EmptyText \"\""], &[]),
        (" \n ", &["EmptyText \"\""], &[]),
        ("{\"a\": 1,}", &["TrailingComma \",\""], &["/a = 1"]),
        ("[1, 2,\n]", &["TrailingComma \",\""], &["/0 = 1", "/1 = 2"]),
        ("[1,, 2]", &["ExtraComma \",\""], &["/0 = 1", "/1 = 2"]),
        ("[, 1]", &["ExtraComma \",\""], &["/0 = 1"]),
        ("{, \"a\": 1}", &["ExtraComma \",\""], &["/a = 1"]),
        ("{\"a\" 1}", &["MissingColon \"\""], &["/a = 1"]),
        ("{\"a\":: 1}", &["Unexpected \":\""], &["/a = 1"]),
        (
            "{\"a\"}",
            &["MissingValue \"\\\"a\\\"\""],
            &["/a without value"],
        ),
        ("{\"a\": }", &["MissingValue \"\""], &["/a without value"]),
        (
            "{\"a\": , \"b\": 2}",
            &["MissingValue \"\""],
            &["/a without value", "/b = 2"],
        ),
        (
            "{\n  \"a\":\n  \"b\": 2\n}",
            &["MissingValue \"\""],
            &["/a without value", "/b = 2"],
        ),
        (
            "{\"x\": 0, \"a\", \"b\": 2}",
            &["MissingValue \"\\\"a\\\"\""],
            &["/x = 0", "/a without value", "/b = 2"],
        ),
        ("{: 1, \"b\": 2}", &["MissingName \":\""], &["/b = 2"]),
        (
            "{\"a\": 1 \"b\": 2}",
            &["MissingComma \"\""],
            &["/a = 1", "/b = 2"],
        ),
        (
            "{\"a\": 1 2, \"b\": 2}",
            &["Unexpected \"2\""],
            &["/a = 1", "/b = 2"],
        ),
        (
            "{\"a\": 1, 2, \"b\": 2}",
            &["Unexpected \"2\""],
            &["/a = 1", "/b = 2"],
        ),
        (
            "{\"a\": 1, [2, {}], \"b\": 2}",
            &["Unexpected \"[\""],
            &["/a = 1", "/b = 2"],
        ),
        ("{1: 2}", &["UnquotedText \"1\""], &["/1 = 2"]),
        ("{true: 2}", &["UnquotedText \"true\""], &["/true = 2"]),
        (
            "{a: 2, b:3}",
            &["UnquotedText \"a\"", "UnquotedText \"b\""],
            &["/a = 2", "/b = 3"],
        ),
        (
            "{\"a\": Allow}",
            &["UnquotedText \"Allow\""],
            &["/a = Allow"],
        ),
        (
            "{\"a\": allow all things}",
            &["UnquotedText \"allow all things\""],
            &["/a = allow all things"],
        ),
        (
            "[s3:GetObject, iam:*]",
            &["UnquotedText \"s3:GetObject\"", "UnquotedText \"iam:*\""],
            &["/0 = s3:GetObject", "/1 = iam:*"],
        ),
        (
            "{\"a\": 2012-10-17}",
            &["UnquotedText \"2012-10-17\""],
            &["/a = 2012-10-17"],
        ),
        (
            "{\"a\": ${Arn}}",
            &["Placeholder \"${Arn}\""],
            &["/a = ${Arn}"],
        ),
        (
            "{\"a\": [{{ arns }}]}",
            &["Placeholder \"{{ arns }}\""],
            &["/a/0 = {{ arns }}"],
        ),
        (
            "{\"a\": <bucket>}",
            &["Placeholder \"<bucket>\""],
            &["/a = <bucket>"],
        ),
        (
            "[True, None, undefined]",
            &[
                "WrongLiteral \"True\"",
                "WrongLiteral \"None\"",
                "WrongLiteral \"undefined\"",
            ],
            &["/0 = True", "/1 = None", "/2 = undefined"],
        ),
        (
            "[NaN, -Infinity]",
            &["BadNumber \"NaN\"", "BadNumber \"-Infinity\""],
            &["/0 = NaN", "/1 = -Infinity"],
        ),
        (
            "[012, +1, .5, 5., 0x1F]",
            &[
                "BadNumber \"012\"",
                "BadNumber \"+1\"",
                "BadNumber \".5\"",
                "BadNumber \"5.\"",
                "BadNumber \"0x1F\"",
            ],
            &["/0 = 012", "/1 = +1", "/2 = .5", "/3 = 5.", "/4 = 0x1F"],
        ),
        (
            "{'a': 'it\\'s', 'b': 'c'}",
            &["SingleQuotes \"'a'\""],
            &["/a = it's", "/b = c"],
        ),
        ("{“a”: “b”}", &["TypographicQuotes \"“a”\""], &["/a = b"]),
        (
            "{\"a\"\u{a0}:\u{a0}1}",
            &["RefusedCharacter \"\\u{a0}\""],
            &["/a = 1"],
        ),
        (
            "[1\u{feff}, \u{0}2]",
            &["RefusedCharacter \"\\u{feff}\""],
            &["/0 = 1", "/1 = 2"],
        ),
        ("\u{feff}[1]", &["ByteOrderMark \"\\u{feff}\""], &["/0 = 1"]),
        (
            "[\"a\tb\u{1}\"]",
            &["ControlCharacter \"\\t\""],
            &["/0 = a\tb\u{1}"],
        ),
        ("[\"a\\qb\"]", &["BadEscape \"\\\\q\""], &["/0 = a\\qb"]),
        ("[\"\\u12g\"]", &["BadEscape \"\\\\u12\""], &["/0 = \\u12g"]),
        (
            "[\"\\ud800!\"]",
            &["LoneSurrogate \"\\\\ud800\""],
            &["/0 = \u{fffd}!"],
        ),
        (
            "[\"arn:aws:\n   s3:::x\"]",
            &["LineBreakInString \"\\n   \""],
            &["/0 = arn:aws:s3:::x"],
        ),
        (
            "{\"a\": \"say \"please\" now\", \"b\": 1}",
            &["UnescapedQuote \"\\\"\""],
            &["/a = say \"please\" now", "/b = 1"],
        ),
        (
            "{\"a\" = 1; \"b\" => 2}",
            &[
                "WrongSeparator \"=\"",
                "WrongSeparator \";\"",
                "WrongSeparator \"=>\"",
            ],
            &["/a = 1", "/b = 2"],
        ),
        (
            "{\"a\"\u{ff1a} 1\u{ff0c} \"b\": 2}",
            &["WrongSeparator \"\u{ff1a}\"", "WrongSeparator \"\u{ff0c}\""],
            &["/a = 1", "/b = 2"],
        ),
        (
            "[1, // one\n2, # two\n/* three */ 3]",
            &[
                "Comment \"// one\"",
                "Comment \"# two\"",
                "Comment \"/* three */\"",
            ],
            &["/0 = 1", "/1 = 2", "/2 = 3"],
        ),
        ("[1] /* no end", &["Comment \"/* no end\""], &["/0 = 1"]),
        (
            "{\"a\": 1} {\"b\": 2}",
            &["TextAfterValue \"{\""],
            &["/a = 1"],
        ),
        ("{\"a\": [1}", &["UnclosedArray \"\""], &["/a/0 = 1"]),
        ("{\"a\": [1, }", &["UnclosedArray \"\""], &["/a/0 = 1"]),
        (
            "{\"a\": [{\"b\": 1",
            &["UnclosedObject \"\""],
            &["/a/0/b = 1"],
        ),
        ("{\"a\": 1]", &["WrongClosingBracket \"]\""], &["/a = 1"]),
        (
            "{\"a\": 1]}",
            &["UnexpectedClosingBracket \"]\""],
            &["/a = 1"],
        ),
        ("{\"a\": [1]}}", &["TextAfterValue \"}\""], &["/a/0 = 1"]),
        (
            "{\"a\": [\"x\", \"y\" \"b\": 1}",
            &["UnclosedArray \"\""],
            &["/a/0 = x", "/a/1 = y", "/b = 1"],
        ),
        (
            "{\"a\": [\"x\", \"b\": 1}",
            &["UnclosedArray \"\""],
            &["/a/0 = x", "/b = 1"],
        ),
        (
            "{\"a\": [\"b\": 1]}",
            &["MissingOpeningBracket \"\""],
            &["/a/0/b = 1"],
        ),
        (
            "[{\"a\": 1, {\"b\": 2}]",
            &["UnclosedObject \"\""],
            &["/0/a = 1", "/1/b = 2"],
        ),
        (
            "[{\"a\": 1 {\"b\": 2}]",
            &["UnclosedObject \"\""],
            &["/0/a = 1", "/1/b = 2"],
        ),
        (
            "[\"a: 1, \"b\"]",
            &["UnclosedString \"\\\"a: 1\""],
            &["/0 = a: 1", "/1 = b"],
        ),
        (
            "\"Version\": \"1\"}",
            &["MissingOpeningBracket \"\""],
            &["/Version = 1"],
        ),
        (
            "\"Version\": \"1\"",
            &["MissingOpeningBracket \"\""],
            &["/Version = 1"],
        ),
        (": 1", &["Unexpected \":\""], &[" = 1"]),
        (
            "Version: 2012-10-17\nStatement:\n  - Effect: Allow\n",
            &["OtherFormat \"Version: 2012-10-17\""],
            &[],
        ),
        (
            "# policy\n- Effect: Allow\n  Action: '*'\n",
            &["OtherFormat \"- Effect: Allow\""],
            &[],
        ),
        ("---\na: 1\n", &["OtherFormat \"---\""], &[]),
        (
            "%7B%22Version%22%3A",
            &["OtherFormat \"%7B%22Version%22%3A\""],
            &[],
        ),
        (
            "{\\\"a\\\": 1}",
            &["OtherFormat \"{\\\\\\\"a\\\\\\\": 1}\""],
            &[],
        ),
        ("<html></html>", &["OtherFormat \"<html></html>\""], &[]),
        (
            "data \"aws_iam_policy_document\" \"x\" {\n}",
            &["OtherFormat \"data \\\"aws_iam_policy_document\\\" \\\"x\\\" {\""],
            &[],
        ),
        ("\u{fffd}PNG\u{0}\u{1}\u{2}\u{3}", &["Binary \"\""], &[]),
    ];
    let mut wrong = Vec::new();
    for (text, errors, read) in cases {
        let document = parse(text);
        if told(&document) != *errors || leaves(&document) != *read {
            wrong.push(format!(
                "{text}\n  {:?}\n  {:?}",
                told(&document),
                leaves(&document)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
