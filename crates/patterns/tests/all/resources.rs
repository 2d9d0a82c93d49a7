//! Entries of `Resource`: tables, and properties over longer patterns.

use crate::naive;
use patterns::{Arn, Piece, ResourcePattern};
use proptest::prelude::*;

#[test]
fn matches_resources() {
    let table = "arn:aws:dynamodb:eu-west-1:123456789012:table/prod-x";
    for (pattern, resource, expected) in [
        // A lone star, and what is no ARN.
        ("*", "arn:aws:s3:::b", true),
        ("**", "arn:aws:s3:::b", true),
        ("*", "*", true),
        ("*", "", true),
        ("*", "bucket", true),
        ("?", "*", false),
        ("?*", "*", false),
        ("bucket", "bucket", false),
        ("", "", false),
        ("", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::*", "*", false),
        ("?*", "arn:aws:s3:::b", true),
        // Six fields, each by itself.
        (
            "arn:aws:s3:::bucket/*/test/*",
            "arn:aws:s3:::bucket//test/x",
            true,
        ),
        (
            "arn:aws:s3:::bucket/*/test/*",
            "arn:aws:s3:::bucket/1-test/x",
            false,
        ),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a/b:c", true),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", false),
        ("arn:aws:s3:::b?cket", "arn:aws:s3:::bucket", true),
        ("arn:aws:s3:::b?cket", "arn:aws:s3:::bcket", false),
        ("arn:aws:s3:::b.cket", "arn:aws:s3:::bucket", false),
        (
            "arn:*:ssm:*:*:parameter/x",
            "arn:aws-cn:ssm:cn-north-1:1:parameter/x",
            true,
        ),
        ("arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", true),
        ("arn:aws:iam::*:role/x", "arn:aws:iam::1:2:role/x", false),
        ("arn:aws:iam:*:role/x:y", "arn:aws:iam::1:role/x:y", false),
        (
            "arn:aws:logs:*:1:log-group:*",
            "arn:aws:logs:r:1:log-group:g:log-stream:s",
            true,
        ),
        (
            "arn:aws:logs:*:log-group:*",
            "arn:aws:logs:r:1:log-group:g",
            false,
        ),
        ("arn:aws:sqs:?:1:q", "arn:aws:sqs::1:q", false),
        ("arn:aws:s3:::", "arn:aws:s3:::", true),
        ("arn:aws:s3:::", "arn:aws:s3:::b", false),
        // Case.
        ("ARN:AWS:S3:EU-*:A:b", "arn:aws:s3:eu-west-1:a:b", true),
        ("arn:aws:s3:eu-*:a:b", "arn:AWS:S3:EU-west-1:A:b", true),
        ("arn:aws:s3:::B", "arn:aws:s3:::b", false),
        ("arn:aws:s3:*:B", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::b", "ARN:aws:s3:::b", false),
        // Fewer fields: a star that ends a field may run past colons.
        ("arn:aws:dynamodb:*:table/prod-*", table, true),
        ("arn:aws:dynamodb:*:table/test-*", table, false),
        ("arn:aws:dynamodb:*", table, true),
        ("arn:aws:dyn*", table, true),
        ("arn:*", table, true),
        ("a*", table, true),
        ("b*", table, false),
        ("arn:aws:s3:*", "arn:aws:s3:::bucket/x", true),
        ("arn:aws:s3:*", "arn:aws:s3-outposts:::bucket/x", false),
        ("arn:aws:s3*", "arn:aws:s3-outposts:::bucket/x", true),
        ("arn:*:prod-x", "arn:aws:sqs:r:1:prod-x", true),
        ("arn:*:prod-x", "arn:aws:sqs:r:1:a:prod-x", true),
        ("arn:*/prod-x", table, false),
        ("arn:aws:dyn*db", table, false),
        ("arn:aws:dynamodb:*:table/*d-x", table, true),
        ("arn:*:tab*d-x", "arn:aws:s3:r:1:tab:d-x", true),
        ("arn:aws:s3:?*", "arn:aws:s3:r::b", true),
        ("arn:aws:s3:?*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:*?", "arn:aws:s3:r::b", true),
        // Fewer fields and no wildcard: everything below.
        ("arn:aws:sqs", "arn:aws:sqs:r:1:q", true),
        ("arn:aws:SQS:r", "arn:aws:sqs:r:1:q", true),
        ("arn:aws:sqs:r:1", "arn:aws:sqs:r:1:q", true),
        ("arn:aws:sq", "arn:aws:sqs:r:1:q", false),
        ("arn:aws:sqs:", "arn:aws:sqs:r:1:q", false),
        ("arn:aws:sqs:", "arn:aws:sqs::1:q", true),
        ("arn:aws:sq?", "arn:aws:sqs:r:1:q", false),
        ("arn", "arn:aws:sqs:r:1:q", true),
        ("aws", "arn:aws:sqs:r:1:q", false),
    ] {
        let entry = ResourcePattern::new(pattern);
        assert_eq!(entry.matches(resource), expected, "{pattern} {resource}");
        if let Some(arn) = Arn::parse(resource) {
            assert_eq!(entry.matches_arn(&arn), expected, "{pattern} {resource}");
            assert_eq!(
                naive::resource(pattern, resource),
                expected,
                "{pattern} {resource}"
            );
        }
    }
}

#[test]
fn tells_its_kind() {
    for (pattern, all, none, completed, readings) in [
        ("*", true, false, false, None),
        ("***", true, false, false, None),
        ("?*", false, false, false, Some(1)),
        ("", false, true, true, Some(0)),
        ("bucket", false, true, true, Some(0)),
        ("bucket?", false, true, false, Some(0)),
        ("arn:aws:s3:::b", false, false, false, Some(1)),
        ("arn:aws:s3:::*", false, false, false, Some(1)),
        ("arn:aws:sqs", false, false, true, Some(1)),
        ("arn:aws:sqs:r:1", false, false, true, Some(1)),
        ("arn:aws:sq?", false, true, false, Some(0)),
        ("arn:aws:sqs:*", false, false, false, Some(1)),
        (
            "arn:aws:dynamodb:*:table/prod-*",
            false,
            false,
            false,
            Some(3),
        ),
    ] {
        let entry = ResourcePattern::new(pattern);
        assert_eq!(entry.is_match_all(), all, "{pattern}");
        assert_eq!(entry.is_match_none(), none, "{pattern}");
        assert_eq!(entry.is_completed(), completed, "{pattern}");
        assert_eq!(entry.alternatives().map(<[_]>::len), readings, "{pattern}");
    }
    let entry = ResourcePattern::new("arn:AWS:s3:*:1:B*");
    let globs = &entry.alternatives().unwrap()[0];
    assert_eq!(
        globs.in_order().map(ToString::to_string),
        ["aws", "s3", "*", "1", "B*"]
    );
}

#[test]
fn the_number_of_readings_is_bounded() {
    for pattern in ["*:*:*:*:*", "a*:r*:n*:b*:c*", "arn:*x*:y*:*z*:*"] {
        assert!(ResourcePattern::new(pattern).alternatives().unwrap().len() <= 252);
    }
}

#[test]
fn variables_are_literal() {
    let entry = ResourcePattern::from_pieces([
        Piece::Pattern("arn:aws:s3:::home/"),
        Piece::Literal("a*:b"),
        Piece::Pattern("/*"),
    ]);
    assert!(entry.matches("arn:aws:s3:::home/a*:b/x"));
    assert!(!entry.matches("arn:aws:s3:::home/ac:b/x"));
    assert!(!ResourcePattern::from_pieces([Piece::Literal("*")]).is_match_all());
    assert!(!ResourcePattern::from_pieces([Piece::Literal("*")]).matches("*"));
}

#[test]
fn relates_entries() {
    for (a, b, includes, witness) in [
        ("*", "*", true, Some("*")),
        ("*", "arn:aws:s3:::b", true, Some("arn:aws:s3:::b")),
        ("arn:*", "*", false, Some("arn:::::")),
        ("arn:*", "arn:*:*:*:*:*", true, Some("arn:::::")),
        ("arn:*:*:*:*:*", "arn:*", true, Some("arn:::::")),
        (
            "arn:aws:s3:*:*:*",
            "arn:aws:s3:*",
            true,
            Some("arn:aws:s3:::"),
        ),
        (
            "arn:aws:s3:::*",
            "arn:aws:s3:*",
            false,
            Some("arn:aws:s3:::"),
        ),
        (
            "arn:aws:s3:*",
            "arn:aws:s3:::b/*",
            true,
            Some("arn:aws:s3:::b/"),
        ),
        (
            "arn:aws:s3:::b",
            "arn:aws:S3:::b",
            true,
            Some("arn:aws:s3:::b"),
        ),
        ("arn:aws:s3:::b", "arn:aws:s3:::B", false, None),
        (
            "arn:aws:sqs",
            "arn:aws:sqs:r:*:q",
            true,
            Some("arn:aws:sqs:r::q"),
        ),
        (
            "arn:aws:sqs:r:*:q",
            "arn:aws:sqs",
            false,
            Some("arn:aws:sqs:r::q"),
        ),
        ("*", "bucket", true, None),
        ("bucket", "*", false, None),
        ("bucket", "bucket", true, None),
        ("arn:aws:s3:::b", "bucket", true, None),
        (
            "arn:aws:dynamodb:*:table/*",
            "arn:aws:dynamodb:*:*:table/*",
            true,
            Some("arn:aws:dynamodb:::table/"),
        ),
        (
            "arn:aws:dynamodb:*:*:table/*",
            "arn:aws:dynamodb:*:table/*",
            false,
            Some("arn:aws:dynamodb:::table/"),
        ),
        (
            "arn:*:prod-*",
            "arn:aws:sqs:*:*:prod-*",
            true,
            Some("arn:aws:sqs:::prod-"),
        ),
        // Several readings include the other together, none does alone.
        ("arn:*::*?", "arn:::*:a", true, Some("arn:::::a")),
        // It takes two of them, and no more.
        ("arn:a*::*?", "arn:a:*::*:a", true, Some("arn:a::::a")),
        (
            "arn:*:xx:x?*x:*",
            "arn:*:xx:x*x:xyx:*",
            true,
            Some("arn::xx:xx:xyx:"),
        ),
        (
            "arn:*:xx:x?*x:*",
            "arn:*:xx:x*x:xx:*",
            false,
            Some("arn::xx:xxx:xx:"),
        ),
        ("arn:*:a/*", "arn:*:b/*", false, Some("arn::::a/:b/")),
    ] {
        let (a_entry, b_entry) = (ResourcePattern::new(a), ResourcePattern::new(b));
        assert_eq!(a_entry.includes(&b_entry), includes, "{a} {b}");
        assert_eq!(a_entry.intersects(&b_entry), witness.is_some(), "{a} {b}");
        assert_eq!(b_entry.intersects(&a_entry), witness.is_some(), "{a} {b}");
        let found = a_entry.intersection_witness(&b_entry);
        assert_eq!(
            found.as_ref().map(String::len),
            witness.map(str::len),
            "{a} {b} {found:?}"
        );
        assert!(
            found
                .iter()
                .all(|arn| a_entry.matches(arn) && b_entry.matches(arn)),
            "{a} {b} {found:?}"
        );
        let swapped = b_entry.intersection_witness(&a_entry);
        assert_eq!(
            swapped.map(|arn| arn.len()),
            witness.map(str::len),
            "{a} {b}"
        );
    }
}

fn entry() -> impl Strategy<Value = String> {
    let field =
        prop_oneof![3 => "[aB*?]{0,3}", 1 => Just("*".to_owned()), 1 => Just(String::new())];
    prop::collection::vec(field, 0..=6).prop_map(|fields| format!("arn:{}", fields.join(":")))
}

fn arn() -> impl Strategy<Value = String> {
    prop::collection::vec("[abB]{0,3}", 5..=7)
        .prop_map(|fields| format!("arn:{}", fields.join(":")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn matching_is_the_naive_definition(entry in entry(), arn in arn()) {
        prop_assert_eq!(ResourcePattern::new(&entry).matches(&arn), naive::resource(&entry, &arn));
    }

    #[test]
    fn relations_agree_with_matching(a in entry(), b in entry(), arn in arn()) {
        let (a, b) = (ResourcePattern::new(&a), ResourcePattern::new(&b));
        let both = a.matches(&arn) && b.matches(&arn);
        if a.includes(&b) && b.matches(&arn) {
            prop_assert!(a.matches(&arn));
        }
        let witness = a.intersection_witness(&b);
        prop_assert_eq!(witness.is_some(), a.intersects(&b));
        if let Some(witness) = &witness {
            prop_assert!(a.matches(witness) && b.matches(witness));
        }
        if both {
            prop_assert!(witness.is_some_and(|witness| witness.len() <= arn.len()));
        }
    }

    #[test]
    fn nothing_panics(pattern in ".{0,20}", resource in ".{0,20}") {
        let _ = ResourcePattern::new(&pattern).matches(&resource);
    }
}
