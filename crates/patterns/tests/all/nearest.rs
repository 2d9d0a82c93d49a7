//! "Did you mean".

use patterns::{fold_case, nearest};
use proptest::prelude::*;

/// The definition, without what makes it quick.
fn by_definition<'a>(written: &str, candidates: &[&'a str], limit: usize) -> Vec<&'a str> {
    let folded = fold_case(written);
    let most = (folded.chars().count() / 3).max(1);
    let mut close: Vec<(usize, &str)> = candidates
        .iter()
        .filter(|candidate| **candidate != written)
        .map(|candidate| {
            (
                strsim::osa_distance(&folded, &fold_case(candidate)),
                *candidate,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .collect();
    close.sort_by_key(|(distance, _)| *distance);
    close.truncate(limit);
    close.into_iter().map(|(_, candidate)| candidate).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn agrees_with_the_definition(
        written in "[abcA]{0,9}",
        candidates in proptest::collection::vec("[abcdB]{0,9}", 0..12),
        limit in 0..4_usize,
    ) {
        let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
        prop_assert_eq!(
            nearest(&written, candidates.iter().copied(), limit),
            by_definition(&written, &candidates, limit)
        );
    }
}

/// What is far too long is told apart without a table of its size.
#[test]
fn long_names_are_no_work() {
    let long = "a".repeat(1_000_000);
    assert_eq!(nearest(&long, ["GetObject"; 1_000], 3), [""; 0]);
    assert_eq!(nearest("GetObject", [long.as_str(); 1_000], 3), [""; 0]);
}

#[test]
fn finds_what_was_meant() {
    let actions = [
        "GetObject",
        "GetObjectAcl",
        "PutObject",
        "ListBucket",
        "ListBuckets",
        "getobjects",
    ];
    for (written, limit, expected) in [
        (
            "GetObjekt",
            9,
            &["GetObject", "getobjects", "PutObject"][..],
        ),
        ("GetObjekt", 1, &["GetObject"]),
        ("GetObjekt", 0, &[]),
        (
            "getObject",
            9,
            &["GetObject", "getobjects", "PutObject", "GetObjectAcl"],
        ),
        ("GETOBJECTS", 1, &["getobjects"]),
        ("ListBucket", 9, &["ListBuckets"]),
        ("LsitBucket", 9, &["ListBucket", "ListBuckets"]),
        ("ObjectGet", 9, &[]),
        ("", 9, &[]),
    ] {
        assert_eq!(nearest(written, actions, limit), expected, "{written}");
    }
}

#[test]
fn a_third_of_the_letters_may_be_wrong_but_always_one() {
    for (written, candidate, expected) in [
        ("s4", "s3", true),
        ("sq", "sqs", true),
        ("", "s", true),
        ("", "s3", false),
        ("xy", "s3", false),
        ("abcde", "abcxx", false),
        ("abcdef", "abcdxx", true),
        ("abcdef", "abcxxx", false),
        ("abcdef", "abcdefgh", true),
        ("abcdef", "abcdefghi", false),
        ("abcdefghi", "abcdefxxx", true),
        ("äöü", "äöx", true),
        ("äöü", "äxx", false),
        ("s3", "s3", false),
        ("S3", "s3", true),
    ] {
        assert_eq!(
            nearest(written, [candidate], 9),
            if expected { vec![candidate] } else { vec![] },
            "{written}"
        );
    }
}
