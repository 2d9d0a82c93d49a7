#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
//! What is left of a policy after one slip of the keyboard.

use json_text::{Document, Kind, Value, parse};

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

#[test]
fn dump_single_removals() {
    let whole = leaves(&parse(POLICY));
    let mut worst = 0;
    for (at, removed) in POLICY
        .char_indices()
        .filter(|(at, c)| "[]{},:\"".contains(*c) && structural(&parse(POLICY), *at))
    {
        let mut text = POLICY.to_owned();
        text.remove(at);
        let document = parse(&text);
        let left = leaves(&document);
        let lost = whole.iter().filter(|leaf| !left.contains(leaf)).count();
        let errors = document.errors();
        worst = worst.max(lost);
        if lost > 1 || errors.len() != 1 {
            let line = POLICY[..at].matches('\n').count() + 1;
            println!(
                "line {line}: without {removed} ({:?}): lost {lost}, {} errors",
                &POLICY[at.saturating_sub(12)..(at + 12).min(POLICY.len())],
                errors.len()
            );
            for error in errors {
                println!("      {:?} {:?}: {}", error.kind, error.span, error.message);
            }
        }
    }
    println!("worst {worst}");
}
