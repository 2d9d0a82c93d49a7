//! The samples show what they say.
use analysis::{Surroundings, analyze};
use catalog::Catalog;
use diagnostics::Kind;
use workbench::SAMPLES;

#[test]
fn each_raises_the_check_it_was_made_for() {
    let catalog = Catalog::decode(include_bytes!("../../../catalog/data/catalog.bin")).unwrap();
    for sample in SAMPLES {
        let found = analyze(
            &catalog,
            0,
            sample.text,
            Some(sample.policy_type),
            &Surroundings::UNKNOWN,
        )
        .findings;
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        match sample.check {
            Some(check) => assert!(codes.contains(&check), "{}: {codes:?}", sample.name),
            None => assert!(
                found
                    .iter()
                    .all(|finding| finding.kind > Kind::SecurityWarning),
                "{}: {codes:?}",
                sample.name
            ),
        }
        assert!(sample.about.ends_with('.'), "{}", sample.name);
    }
    let bad = SAMPLES.iter().filter(|sample| sample.check.is_some());
    assert!(bad.count() >= 12);
}

#[test]
fn names_are_not_given_twice() {
    let mut names: Vec<&str> = SAMPLES.iter().map(|sample| sample.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), SAMPLES.len());
}
