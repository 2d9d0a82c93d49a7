//! Entries of `Action`.

use crate::model::{Matched, texts};
use patterns::ActionPattern;

#[test]
fn matches_actions() {
    for (pattern, action, expected) in [
        ("*", "s3:GetObject", true),
        ("**", "s3:GetObject", true),
        ("", "s3:GetObject", false),
        ("", "", false),
        ("s3:*", "s3:GetObject", true),
        ("S3:GETobject", "s3:GetObject", true),
        ("s3:getobject", "S3:GETOBJECT", true),
        ("s3:Get*", "s3:GetObject", true),
        ("s3:Get?bject", "s3:GetObject", true),
        ("s3:Get?bject", "s3:Getbject", false),
        ("s3:*Object", "s3:GetObjectAcl", false),
        ("s3:*Object*", "s3:GetObjectAcl", true),
        ("s3*", "s3:GetObject", false),
        ("s3*:*", "s3:GetObject", false),
        ("s?:GetObject", "s3:GetObject", false),
        ("*:*", "s3:GetObject", false),
        ("*:GetObject", "s3:GetObject", false),
        ("?*", "s3:GetObject", false),
        ("s3:", "s3:GetObject", false),
        ("s3:", "s3:", false),
        ("s3:*", "s3:", false),
        ("s3:*", "s3", false),
        ("s3:*", "s3:Get:Object", false),
        ("s3:Get:*", "s3:Get:Object", false),
        (":GetObject", ":GetObject", false),
        ("GetObject", "GetObject", false),
        ("s3: GetObject", "s3: GetObject", false),
        (" s3:GetObject", "s3:GetObject", false),
        ("s3:GetObject\n", "s3:GetObject", false),
        (" *", "s3:GetObject", false),
        ("s3:*", "s4:GetObject", false),
        ("s3:*", "s33:GetObject", false),
        ("s33:*", "s3:GetObject", false),
    ] {
        assert_eq!(
            ActionPattern::new(pattern).matches(action),
            expected,
            "{pattern} {action}"
        );
    }
}

#[test]
fn tells_its_parts() {
    for (pattern, all, none, service, name) in [
        ("*", true, false, None, None),
        ("*?", false, true, None, None),
        ("s3", false, true, None, None),
        (
            "S3:Get*Object?",
            false,
            false,
            Some("s3"),
            Some("get*object?"),
        ),
        ("s3:*", false, false, Some("s3"), Some("*")),
    ] {
        let entry = ActionPattern::new(pattern);
        assert_eq!(entry.is_match_all(), all, "{pattern}");
        assert_eq!(entry.is_match_none(), none, "{pattern}");
        assert_eq!(entry.service(), service, "{pattern}");
        assert_eq!(
            entry.name().map(ToString::to_string).as_deref(),
            name,
            "{pattern}"
        );
    }
}

#[test]
fn relates_entries() {
    for (a, b, includes, included, witness) in [
        ("*", "**", true, true, Some("x:x")),
        ("*", "s3:*", true, false, Some("s3:x")),
        ("*", "s3:Get*", true, false, Some("s3:get")),
        ("s3:*", "S3:?*", true, true, Some("s3:x")),
        ("s3:*", "s3:*", true, true, Some("s3:x")),
        ("s3:*", "s3:Get*", true, false, Some("s3:get")),
        ("s3:Get*", "s3:*Object", false, false, Some("s3:getobject")),
        ("s3:Get*", "s3:get*", true, true, Some("s3:get")),
        ("s3:Get*", "s4:Get*", false, false, None),
        ("s3:Get*", "s3:Put*", false, false, None),
        ("s3:*", "s3", true, false, None),
        ("*", "s3", true, false, None),
        ("s3", "s3:", true, true, None),
    ] {
        let (a_entry, b_entry) = (ActionPattern::new(a), ActionPattern::new(b));
        assert_eq!(a_entry.includes(&b_entry), includes, "{a} {b}");
        assert_eq!(b_entry.includes(&a_entry), included, "{a} {b}");
        assert_eq!(a_entry.intersects(&b_entry), witness.is_some(), "{a} {b}");
        assert_eq!(b_entry.intersects(&a_entry), witness.is_some(), "{a} {b}");
        assert_eq!(
            a_entry.intersection_witness(&b_entry).as_deref(),
            witness,
            "{a} {b}"
        );
        assert_eq!(
            b_entry.intersection_witness(&a_entry).as_deref(),
            witness,
            "{a} {b}"
        );
    }
}

#[test]
fn relations_are_those_of_the_sets_of_texts() {
    let actions: Vec<_> = texts("ax", 7)
        .iter()
        .map(|name| format!("s:{name}"))
        .collect();
    let names = texts("a*?", 4);
    let entries: Vec<_> = names
        .iter()
        .map(|name| ActionPattern::new(&format!("s:{name}")))
        .collect();
    let sets: Vec<_> = entries
        .iter()
        .map(|entry| Matched::of(&actions, |action| entry.matches(action)))
        .collect();
    for ((a, a_set), a_name) in entries.iter().zip(&sets).zip(&names) {
        for ((b, b_set), b_name) in entries.iter().zip(&sets).zip(&names) {
            assert_eq!(
                a.includes(b),
                a_set.covers(b_set),
                "{a_name} includes {b_name}"
            );
            let first = a_set.first_common(b_set).map(|index| &actions[index]);
            assert_eq!(a.intersects(b), first.is_some(), "{a_name} meets {b_name}");
            let witness = a.intersection_witness(b);
            assert_eq!(
                witness.as_ref().map(String::len),
                first.map(String::len),
                "{a_name} meets {b_name}"
            );
            assert!(
                witness
                    .iter()
                    .all(|text| a.matches(text) && b.matches(text)),
                "{a_name} meets {b_name}"
            );
        }
    }
}
