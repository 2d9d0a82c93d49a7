//! Any bytes decode to a catalogue or an error, in bounded time and memory, and no lookup in what decoded panics.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::hint::black_box;

use catalog::encoding::{Column, DecodeError, MAGIC, write_varint};
use catalog::{Catalog, ConditionKey};
use patterns::ResourcePattern;
use proptest::prelude::*;

const COMMITTED: &[u8] = include_bytes!("../data/catalog.bin");

/// A file of these columns.
fn file(columns: &[(Column, Vec<u8>)]) -> Vec<u8> {
    let of = |column: &Column| {
        columns
            .iter()
            .find(|(held, _)| held == column)
            .map(|(_, bytes)| bytes.clone())
            .unwrap_or_default()
    };
    let columns: Vec<Vec<u8>> = Column::ALL.iter().map(of).collect();
    let mut file = MAGIC.to_vec();
    for column in &columns {
        write_varint(&mut file, column.len() as u32);
    }
    columns
        .iter()
        .for_each(|column| file.extend_from_slice(column));
    file
}

/// Asks everything once.
fn exercise(catalog: &Catalog) {
    let written = ResourcePattern::new("arn:aws:*:*:*:a*/?");
    for service in catalog.services() {
        assert!(service.action_set().len() <= catalog.all_actions().len());
        for resource_type in service.resource_types() {
            black_box(resource_type.could_match(&written));
            black_box(resource_type.matches_arn("arn:aws:s3:::a/b"));
            resource_type.condition_keys().for_each(drop);
        }
    }
    for action in catalog.actions() {
        black_box(action.access_levels());
        black_box(action.full_name());
        action.dependent_actions().for_each(drop);
        action.all_condition_keys().for_each(drop);
        black_box(action.supports_condition_key("aws:RequestTag/a"));
    }
    for key in catalog.condition_keys().map(ConditionKey::name) {
        black_box(catalog.condition_key(key));
    }
    black_box(catalog.expand("a:*"));
    black_box(catalog.nearest_actions("a:b", 3));
}

/// Bytes that are small numbers, mostly: large ones end most columns at once.
fn small_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![8 => 0u8..4, 2 => Just(b'\n'), 2 => b'A'..b'd', 1 => any::<u8>()];
    prop::collection::vec(byte, 0..40)
}

/// Text columns with many lines.
fn lines() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        Just(""),
        Just("a"),
        Just("Get|ies"),
        Just("y"),
        Just("${x}"),
        Just("é")
    ];
    prop::collection::vec(line, 0..12).prop_map(|lines| {
        let ended: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
        ended.concat().into_bytes()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn random_columns_never_panic(
        columns in prop::collection::vec(prop_oneof![small_bytes(), lines()], Column::ALL.len()),
        counts in [0u8..4, 0u8..4, 0u8..4, 0u8..4],
    ) {
        let mut columns: Vec<_> = Column::ALL.iter().copied().zip(columns).collect();
        let mut header = b"2026-01-02\n".to_vec();
        header.extend(counts);
        columns[Column::Header as usize].1 = header;
        if let Ok(catalog) = Catalog::decode(&file(&columns)) {
            exercise(&catalog);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_damaged_file_never_panics(
        changes in prop::collection::vec((0..COMMITTED.len(), any::<u8>()), 1..4),
        cut in prop_oneof![4 => Just(COMMITTED.len()), 1 => 0..COMMITTED.len()],
    ) {
        let mut bytes = COMMITTED.to_vec();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        bytes.truncate(cut);
        if let Ok(catalog) = Catalog::decode(&bytes) {
            black_box(catalog.nearest_services("s3x", 3));
            black_box(catalog.expand("ec2:*a*"));
        }
    }
}

#[test]
fn what_is_no_catalogue_is_told_from_what_is_damaged() {
    assert_eq!(Catalog::decode(b"").unwrap_err(), DecodeError::NotACatalog);
    assert_eq!(
        Catalog::decode(b"{\"services\": []}").unwrap_err(),
        DecodeError::NotACatalog
    );
    let mut newer = COMMITTED.to_vec();
    newer[7] = 9;
    assert_eq!(
        Catalog::decode(&newer).unwrap_err(),
        DecodeError::Version(9)
    );
    for cut in [8, 100, COMMITTED.len() - 1] {
        let damaged = Catalog::decode(&COMMITTED[..cut]).unwrap_err();
        assert!(matches!(damaged, DecodeError::Damaged(_)));
    }
    let mut longer = COMMITTED.to_vec();
    longer.push(0);
    assert!(Catalog::decode(&longer).is_err());
}

/// One long noun under many verbs would multiply: half a megabyte of file to a hundred gigabytes of names.
#[test]
fn a_small_file_cannot_become_a_huge_catalogue() {
    let mut header = b"2026-01-02\n".to_vec();
    header.extend([1, 0, 1, 1]);
    let many = 200_000;
    let mut counts = Vec::new();
    write_varint(&mut counts, 1);
    write_varint(&mut counts, 0);
    let mut noun_forms = vec![1; many];
    noun_forms.push(0);
    let bytes = file(&[
        (Column::Header, header),
        (Column::ServiceShared, vec![0]),
        (Column::ServiceText, b"a\n".to_vec()),
        (Column::ServiceFlags, vec![0]),
        (Column::ServiceCounts, counts),
        (Column::ServiceKeys, vec![0]),
        (Column::Forms, b"Get\n".to_vec()),
        (Column::FormLevels, vec![0]),
        (Column::NounShared, vec![0]),
        (Column::NounWords, vec![1, 0]),
        (Column::WordShared, vec![0]),
        (
            Column::WordText,
            [vec![b'x'; 500_000], vec![b'\n']].concat(),
        ),
        (Column::NounForms, noun_forms),
        (Column::ActionLevels, vec![0; many]),
        (Column::ActionKeySets, vec![0; many]),
        (Column::DependencySets, vec![0; many]),
        (Column::ResourceSets, vec![0; many]),
    ]);
    assert_eq!(
        Catalog::decode(&bytes).unwrap_err(),
        DecodeError::Damaged("too much text")
    );
}
