//! Which globs can match a text together.

use crate::model::texts;
use patterns::{Class, Glob, classes};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PLENTY: usize = 1 << 20;

fn compile(patterns: &[&str]) -> Vec<Glob> {
    patterns.iter().map(|pattern| Glob::new(pattern)).collect()
}

fn classes_of(within: &str, patterns: &[&str], steps: usize) -> Option<Vec<Class>> {
    let globs = compile(patterns);
    classes(&Glob::new(within), &globs.iter().collect::<Vec<_>>(), steps)
}

#[test]
fn divides_texts_into_classes() {
    for (within, patterns, expected) in [
        ("*", &["*"][..], &[("", "1")][..]),
        ("*", &[], &[("", "")]),
        ("*", &["a", "a*"], &[("", "00"), ("a", "11"), ("aa", "01")]),
        ("a*", &["a", "a*"], &[("a", "11"), ("aa", "01")]),
        ("?", &["a", "b"], &[("a", "10"), ("b", "01"), ("z", "00")]),
        ("ab", &["a*", "*b", "ab", "b*"], &[("ab", "1110")]),
        ("?*", &["z", "?"], &[("z", "11"), ("y", "01"), ("zz", "00")]),
        ("a*b", &["*?ab*"], &[("ab", "0"), ("aab", "1")]),
        // A position is reached by a letter and kept by a star at once.
        ("aa", &["*a*"], &[("aa", "1")]),
    ] {
        let found = classes_of(within, patterns, PLENTY).unwrap();
        let mut found: Vec<_> = found
            .into_iter()
            .map(|class| {
                let matched: String = class
                    .matched
                    .iter()
                    .map(|matched| if *matched { '1' } else { '0' })
                    .collect();
                (class.witness.chars().count(), matched)
            })
            .collect();
        found.sort();
        let mut expected: Vec<_> = expected
            .iter()
            .map(|(text, bits)| (text.len(), (*bits).to_owned()))
            .collect();
        expected.sort();
        assert_eq!(found, expected, "{within} {patterns:?}");
    }
}

#[test]
fn finds_a_character_that_no_glob_names() {
    let letters: Vec<Glob> = ('a'..='z')
        .chain(['¡'])
        .map(|c| Glob::literal(&c.to_string()))
        .collect();
    let found = classes(&Glob::new("?"), &letters.iter().collect::<Vec<_>>(), PLENTY).unwrap();
    assert_eq!(found.len(), 28);
    let others: Vec<_> = found
        .iter()
        .filter(|class| !class.matched.contains(&true))
        .collect();
    assert_eq!(others.len(), 1);
    assert_eq!(others[0].witness, "¢");
}

#[test]
fn positions_may_fill_many_words() {
    // Every way to lie across the border of two words, for characters and for stars.
    for length in 50..140 {
        let long = "a".repeat(length);
        let found = classes_of(
            &format!("{long}*"),
            &[&format!("{long}*b"), &format!("*{long}c"), "*?"],
            PLENTY,
        )
        .unwrap();
        assert_eq!(found.len(), 3, "{length}");
        for class in found {
            let last = class.witness.chars().last();
            assert_eq!(
                *class.matched,
                [last == Some('b'), last == Some('c'), true],
                "{length}"
            );
        }
    }
}

#[test]
fn ends_when_its_steps_are_spent() {
    let patterns = ["*a?????????", "*b????????", "*c???????"];
    assert_eq!(classes_of("*", &patterns, 100), None);
    // `?` has two states that matter: one step leads from the first to the second, one from there to nowhere.
    assert_eq!(classes_of("?", &[], 1), None);
    assert!(classes_of("?", &[], 2).is_some());
    // Two words of positions: twice the steps.
    let long = "?".repeat(64);
    assert_eq!(classes_of("?", &[&long], 3), None);
    assert!(classes_of("?", &[&long], 4).is_some());
}

proptest! {
    #[test]
    fn classes_are_those_of_all_texts(
        within in "[ab*?]{0,4}", patterns in prop::collection::vec("[ab*?]{0,4}", 0..4),
    ) {
        let globs: Vec<_> = patterns.iter().map(|pattern| Glob::new(pattern)).collect();
        let within = Glob::new(&within);
        let mut expected = BTreeMap::new();
        for text in texts("abz", 5) {
            if within.matches(&text) {
                let matched: Vec<_> = globs.iter().map(|glob| glob.matches(&text)).collect();
                expected.entry(matched).or_insert(text.len());
            }
        }
        let mut found = BTreeMap::new();
        for class in classes(&within, &globs.iter().collect::<Vec<_>>(), PLENTY).unwrap() {
            prop_assert!(within.matches(&class.witness));
            let matched: Vec<_> = globs.iter().map(|glob| glob.matches(&class.witness)).collect();
            prop_assert_eq!(&*matched, &*class.matched);
            prop_assert_eq!(found.insert(matched, class.witness.len()), None);
        }
        // The shortest texts of some classes are longer than those of the small world.
        found.retain(|_, length| *length <= 5);
        prop_assert_eq!(found, expected);
    }
}
