//! "Did you mean".

use patterns::nearest;

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
