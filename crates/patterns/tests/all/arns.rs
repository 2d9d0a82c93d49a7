//! ARNs and the values of `ArnLike`.

use crate::naive;
use patterns::{Arn, ArnPattern, Piece};
use proptest::prelude::*;

#[test]
fn splits_arns() {
    let arn = Arn::parse("arn:aws:logs:eu-west-1:1:log-group:g:*").unwrap();
    assert_eq!(
        (
            arn.partition,
            arn.service,
            arn.region,
            arn.account,
            arn.resource
        ),
        ("aws", "logs", "eu-west-1", "1", "log-group:g:*")
    );
    assert!(Arn::parse("arn:::::").is_some());
    for text in [
        "",
        "*",
        "arn",
        "arn:aws:s3::",
        "ARN:aws:s3:::b",
        "xarn:aws:s3:::b",
    ] {
        assert_eq!(Arn::parse(text), None, "{text}");
    }
}

#[test]
fn matches_values() {
    let role = "arn:aws:iam::123456789012:role/team/x";
    for (pattern, value, expected) in [
        ("*", role, true),
        ("**", role, true),
        ("*", "no ARN", true),
        ("*", "", true),
        ("", "", false),
        ("?*", role, false),
        (role, role, true),
        ("arn:aws:iam::*:role/*", role, true),
        ("arn:aws:iam::*:role/?", role, false),
        ("arn:*:iam::*:role/*/x", role, true),
        ("a*:aws:iam::123456789012:role/team/x", role, true),
        ("b*:aws:iam::123456789012:role/team/x", role, false),
        ("arn:aws:iam:*", role, false),
        ("arn:aws:iam:*:role/*", role, false),
        ("arn:*", role, false),
        ("arn:aws:iam", role, false),
        ("ARN:aws:iam::*:role/*", role, false),
        ("arn:AWS:iam::*:role/*", role, false),
        ("arn:aws:IAM::*:role/*", role, false),
        ("arn:aws:iam::*:Role/*", role, false),
        ("arn:aws:iam:?:*:role/*", role, false),
        ("arn:aws:iam::1:*", role, false),
        ("arn:aws:iam::*:*", role, true),
        ("arn:aws:sns:us:1:*", "arn:aws:sns:us:1:t:sub", true),
        ("arn:aws:sns:eu:1:*", "arn:aws:sns:us:1:t:sub", false),
        ("arn:aws:sns:*:*:*", "arn:aws:sns:us:1", false),
    ] {
        assert_eq!(
            ArnPattern::new(pattern).matches(value),
            expected,
            "{pattern} {value}"
        );
    }
    let own =
        ArnPattern::from_pieces([Piece::Pattern("arn:aws:iam::*:user/"), Piece::Literal("*")]);
    assert!(own.matches("arn:aws:iam::1:user/*"));
    assert!(!own.matches("arn:aws:iam::1:user/x"));
}

#[test]
fn tells_its_kind() {
    for (pattern, all, none) in [
        ("*", true, false),
        ("", false, true),
        ("arn:*", false, true),
        ("arn:*:*:*:*:*", false, false),
    ] {
        let value = ArnPattern::new(pattern);
        assert_eq!(value.is_match_all(), all, "{pattern}");
        assert_eq!(value.is_match_none(), none, "{pattern}");
        assert_eq!(value.globs().is_some(), !all && !none, "{pattern}");
    }
    let value = ArnPattern::new("arn:aws:s3:*:1:B*");
    assert_eq!(
        value.globs().unwrap().in_order().map(ToString::to_string),
        ["aws", "s3", "*", "1", "B*"]
    );
}

#[test]
fn relates_values() {
    for (a, b, includes, included, witness) in [
        ("*", "*", true, true, Some("arn:::::")),
        ("*", "arn:aws:s3:::b", true, false, Some("arn:aws:s3:::b")),
        ("*", "arn", true, false, None),
        ("arn", "arn", true, true, None),
        ("arn:aws:s3:::b", "arn", true, false, None),
        (
            "arn:aws:s3:::*",
            "arn:aws:s3:::b*",
            true,
            false,
            Some("arn:aws:s3:::b"),
        ),
        (
            "arn:aws:s3:::*b",
            "arn:aws:s3:::b*",
            false,
            false,
            Some("arn:aws:s3:::b"),
        ),
        ("arn:aws:s3:::b", "arn:aws:S3:::b", false, false, None),
        (
            "arn:*:s3:*:1:*",
            "arn:a:*:b:*:?",
            false,
            false,
            Some("arn:a:s3:b:1:x"),
        ),
    ] {
        let (a_value, b_value) = (ArnPattern::new(a), ArnPattern::new(b));
        assert_eq!(a_value.includes(&b_value), includes, "{a} {b}");
        assert_eq!(b_value.includes(&a_value), included, "{a} {b}");
        assert_eq!(a_value.intersects(&b_value), witness.is_some(), "{a} {b}");
        assert_eq!(b_value.intersects(&a_value), witness.is_some(), "{a} {b}");
        assert_eq!(
            a_value.intersection_witness(&b_value).as_deref(),
            witness,
            "{a} {b}"
        );
        assert_eq!(
            b_value.intersection_witness(&a_value).as_deref(),
            witness,
            "{a} {b}"
        );
    }
}

proptest! {
    #[test]
    fn each_field_by_itself(
        fields in prop::collection::vec("[aA*?]{0,3}", 5), values in prop::collection::vec("[aA]{0,3}", 5),
    ) {
        let (pattern, value) = (format!("arn:{}", fields.join(":")), format!("arn:{}", values.join(":")));
        let expected = fields.iter().zip(&values).all(|(field, value)| naive::glob_str(field, value));
        prop_assert_eq!(ArnPattern::new(&pattern).matches(&value), expected);
    }
}
