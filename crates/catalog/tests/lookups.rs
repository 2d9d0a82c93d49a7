//! Lookups in the committed catalogue.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::OnceLock;

use catalog::descriptions::{Descriptions, MAGIC, Part};
use catalog::encoding::{DecodeError, write_varint};
use catalog::{Action, ActionId, ActionSet, BaseLevel, Catalog, ConditionKey, Service};

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::decode(include_bytes!("../data/catalog.bin")).unwrap())
}

fn names(set: &ActionSet) -> Vec<String> {
    let action = |id| catalog().action_by_id(id).map(Action::full_name);
    set.iter().filter_map(action).collect()
}

#[test]
fn the_file_holds_what_it_should() {
    assert_eq!(catalog().date(), "2026-09-26");
    assert_eq!(catalog().services().count(), 456);
    assert_eq!(catalog().actions().count(), 22_091);
    let types = catalog().services().flat_map(Service::resource_types);
    assert_eq!(types.count(), 2_334);
    assert_eq!(catalog().condition_keys().count(), 1_628);
    let star_only = catalog()
        .actions()
        .filter(|action| action.takes_only_star());
    assert_eq!(star_only.count(), 6_722);
}

/// Lookups search by halves, which works in sorted rows alone.
#[test]
fn everything_is_found_by_its_name() {
    for action in catalog().actions() {
        let found = catalog().action(&action.full_name()).unwrap();
        assert!(found == action && found.id() == action.id());
        let upper = action.full_name().to_uppercase();
        assert_eq!(catalog().action(&upper).map(Action::id), Some(action.id()));
    }
    for key in catalog().condition_keys() {
        assert!(catalog().condition_key(key.name()) == Some(key));
    }
    for name in ["", ":", "s3", "s3:", "s3:GetObject2", "x3:GetObject", "*"] {
        assert!(catalog().action(name).is_none(), "{name}");
    }
}

#[test]
fn access_levels_are_a_base_and_flags() {
    let levels = |name: &str| catalog().action(name).unwrap().access_levels();
    assert_eq!(levels("s3:ListBucket").base, BaseLevel::List);
    assert_eq!(levels("s3:GetObject").base, BaseLevel::Read);
    let put_policy = levels("s3:PutBucketPolicy");
    assert_eq!(put_policy.base, BaseLevel::Write);
    assert!(put_policy.permissions_management && !put_policy.tagging);
    assert_eq!(put_policy.name(), "Permissions management");
    assert_eq!(levels("ec2:CreateTags").name(), "Tagging");
    assert_eq!(levels("s3:PutObject").name(), "Write");
}

#[test]
fn entries_expand_to_the_actions_that_they_name() {
    assert_eq!(
        names(&catalog().expand("S3:getobjectt*")),
        ["s3:GetObjectTagging", "s3:GetObjectTorrent"]
    );
    assert_eq!(names(&catalog().expand("s3:?etObject")), ["s3:GetObject"]);
    assert_eq!(
        names(&catalog().expand("sqs:SendMessage")),
        ["sqs:SendMessage"]
    );
    assert_eq!(catalog().expand("*").len(), 22_091);
    assert_eq!(catalog().expand("**"), catalog().all_actions());
    let s3 = catalog().service("s3").unwrap();
    assert_eq!(catalog().expand("s3:*"), s3.action_set());
    for nothing in [
        "*:*",
        "*3:GetObject",
        "s3",
        "s3:",
        "s3:No*Such",
        "s3:Get Object",
        "",
    ] {
        assert!(catalog().expand(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn near_names_are_offered() {
    assert_eq!(
        catalog().nearest_actions("s3:GetObjekt", 1),
        ["s3:GetObject"]
    );
    assert_eq!(
        catalog().nearest_actions("dynamo:GetItem", 1),
        ["dynamodb:GetItem"]
    );
    assert_eq!(catalog().nearest_services("lamda", 1), ["lambda"]);
    assert_eq!(
        catalog().nearest_condition_keys("aws:SourceIpp", 1),
        ["aws:SourceIp"]
    );
}

#[test]
fn sets_of_actions() {
    let set =
        |numbers: &[u32]| -> ActionSet { numbers.iter().map(|&number| ActionId(number)).collect() };
    let (a, b) = (set(&[1, 63, 64, 200]), set(&[64, 5]));
    assert_eq!(a.union(&b), set(&[1, 5, 63, 64, 200]));
    assert_eq!(a.intersection(&b), set(&[64]));
    assert_eq!(a.difference(&b), set(&[1, 63, 200]));
    assert_eq!((a.len(), b.len(), ActionSet::new().len()), (4, 2, 0));
    assert!(set(&[64]).is_subset(&a) && !b.is_subset(&a));
    assert!(set(&[2]).is_disjoint(&a) && !b.is_disjoint(&a));
    assert_eq!(
        a.iter().map(|id| id.0).collect::<Vec<_>>(),
        [1, 63, 64, 200]
    );
    // The same set, whatever room it once needed.
    assert_eq!(a.difference(&set(&[200, 64])), set(&[1, 63]));
    assert_eq!(ActionSet::range(3, 6), set(&[3, 4, 5]));
}

/// A descriptions file of a few lines.
fn descriptions(date: &str) -> Vec<u8> {
    let parts = Part::ALL.map(|part| match part {
        Part::Date => format!("{date}\n"),
        Part::ServiceNames => "AWS App2Container\nAlexa for Business\n".to_owned(),
        Part::ActionTexts => "\u{1}get the \u{2}\n\nAllows access\n".to_owned(),
        Part::ActionLinks => "\u{1}a2c/API_\u{3}.html\n\u{4}\n\n".to_owned(),
        Part::ServiceLinks | Part::TypeLinks | Part::KeyTexts | Part::KeyLinks => String::new(),
    });
    let mut file = MAGIC.to_vec();
    for part in &parts {
        write_varint(&mut file, part.len() as u32);
    }
    parts
        .iter()
        .for_each(|part| file.extend_from_slice(part.as_bytes()));
    file
}

#[test]
fn descriptions_follow_the_rows_of_the_catalogue() {
    let read = Descriptions::decode(&descriptions("2026-09-26"), catalog()).unwrap();
    let actions: Vec<Action<'_>> = catalog().actions().take(4).collect();
    let first = read.action(actions[0]).unwrap();
    let words = catalog::descriptions::words(actions[0].name());
    assert_eq!(first.text, format!("Grants permission to get the {words}"));
    let link =
        |action: Action<'_>| format!("https://docs.aws.amazon.com/a2c/API_{}.html", action.name());
    assert_eq!(first.link, Some(link(actions[0])));
    let second = read.action(actions[1]).unwrap();
    assert_eq!(
        (second.text.as_str(), second.link),
        ("", Some(link(actions[1])))
    );
    assert_eq!(read.action(actions[2]).unwrap().link, None);
    assert_eq!(read.action(actions[3]), None);
    let service = catalog().services().nth(1).unwrap();
    assert_eq!(read.service(service).unwrap().text, "Alexa for Business");
    let key: ConditionKey<'_> = catalog().condition_keys().next().unwrap();
    assert_eq!(read.condition_key(key), None);
}

#[test]
fn descriptions_of_another_catalogue_are_refused() {
    let other = Descriptions::decode(&descriptions("2025-01-01"), catalog()).unwrap_err();
    assert!(matches!(other, DecodeError::Damaged(_)));
    let cut = &descriptions("2026-09-26")[..40];
    assert!(Descriptions::decode(cut, catalog()).is_err());
    assert_eq!(
        Descriptions::decode(b"IAMCAT\0\x01", catalog()).unwrap_err(),
        DecodeError::NotACatalog
    );
}
