//! Globs against every text of a small world. The worlds hold a letter that no pattern names (`x`), and texts long enough
//! for every counterexample.

use crate::model::{Matched, texts};
use crate::naive;
use patterns::Glob;
use std::collections::HashSet;

/// The distinct globs over `alphabet` with up to `length` characters.
fn globs(alphabet: &str, length: usize) -> Vec<(String, Glob)> {
    let mut seen = HashSet::new();
    let mut all: Vec<_> = texts(alphabet, length)
        .into_iter()
        .map(|text| (text.clone(), Glob::new(&text)))
        .collect();
    all.retain(|(_, glob)| seen.insert(glob.clone()));
    all
}

#[test]
fn matching_is_the_naive_definition() {
    let texts = texts("abx", 6);
    let chars: Vec<_> = texts.iter().map(|text| naive::chars(text)).collect();
    for pattern in crate::model::texts("ab*?", 4) {
        let (glob, pattern_chars) = (Glob::new(&pattern), naive::chars(&pattern));
        for (text, chars) in texts.iter().zip(&chars) {
            assert_eq!(
                glob.matches(text),
                naive::glob(&pattern_chars, chars),
                "{pattern} {text}"
            );
        }
    }
}

#[test]
fn relations_are_those_of_the_sets_of_texts() {
    let texts = texts("abx", 8);
    let globs = globs("ab*?", 4);
    let sets: Vec<_> = globs
        .iter()
        .map(|(_, glob)| Matched::of(&texts, |text| glob.matches(text)))
        .collect();
    for ((a_text, a), a_set) in globs.iter().zip(&sets) {
        assert_eq!(
            a.shortest_match().len(),
            texts[a_set.first_common(a_set).unwrap()].len(),
            "{a_text}"
        );
        for ((b_text, b), b_set) in globs.iter().zip(&sets) {
            assert_eq!(
                a.includes(b),
                a_set.covers(b_set),
                "{a_text} includes {b_text}"
            );
            assert_eq!(a == b, a_set == b_set, "{a_text} is {b_text}");
            let first = a_set.first_common(b_set).map(|index| &texts[index]);
            assert_eq!(a.intersects(b), first.is_some(), "{a_text} meets {b_text}");
            let witness = a.intersection_witness(b);
            assert_eq!(
                witness.as_ref().map(String::len),
                first.map(String::len),
                "{a_text} meets {b_text}"
            );
            assert!(
                witness
                    .iter()
                    .all(|text| a.matches(text) && b.matches(text)),
                "{a_text} meets {b_text}"
            );
        }
    }
}

#[test]
fn inclusion_of_longer_globs_is_that_of_the_sets_of_texts() {
    let texts = texts("ax", 11);
    let globs = globs("a*?", 6);
    let sets: Vec<_> = globs
        .iter()
        .map(|(_, glob)| Matched::of(&texts, |text| glob.matches(text)))
        .collect();
    for ((a_text, a), a_set) in globs.iter().zip(&sets) {
        for ((b_text, b), b_set) in globs.iter().zip(&sets) {
            assert_eq!(
                a.includes(b),
                a_set.covers(b_set),
                "{a_text} includes {b_text}"
            );
        }
    }
}
