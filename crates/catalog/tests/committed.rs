//! The committed catalogue decodes and holds what it should.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use catalog::Catalog;

fn committed() -> Catalog {
    Catalog::decode(include_bytes!("../data/catalog.bin")).unwrap()
}

#[test]
fn it_knows_a_well_known_action() {
    let catalog = committed();
    let action = catalog.action("S3:getobject").unwrap();
    assert_eq!(action.full_name(), "s3:GetObject");
    assert_eq!(catalog.date(), "2026-09-26");
    assert!(catalog.expand("s3:Get*").contains(action.id()));
    assert!(action.supports_condition_key("aws:PrincipalTag/team"));
    assert!(!action.supports_condition_key("s3:prefix"));
}
