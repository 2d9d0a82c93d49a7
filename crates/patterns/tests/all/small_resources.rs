//! Entries of `Resource` against every ARN of a small world.

use crate::model::{Matched, texts};
use crate::naive;
use patterns::ResourcePattern;
use std::collections::HashSet;

fn arns(alphabet: &str, length: usize) -> Vec<String> {
    let rests = texts(alphabet, length);
    rests
        .iter()
        .filter(|rest| rest.matches(':').count() >= 4)
        .map(|rest| format!("arn:{rest}"))
        .collect()
}

#[test]
fn matching_is_the_naive_definition() {
    let arns = arns("aBb:", 6);
    let mut entries: Vec<_> = texts("aB:*?", 3)
        .iter()
        .map(|rest| format!("arn:{rest}"))
        .collect();
    entries.extend(
        texts("aB:*?", 3)
            .iter()
            .map(|rest| format!("arn::{rest}*:a")),
    );
    entries.extend(texts("a:*?", 3).iter().map(|rest| format!("aRn:::{rest}")));
    entries.extend(texts("rn:*?", 2).iter().map(|rest| format!("a{rest}*")));
    entries.extend(texts(":*?", 5));
    for text in entries {
        let entry = ResourcePattern::new(&text);
        for arn in &arns {
            assert_eq!(
                entry.matches(arn),
                naive::resource(&text, arn),
                "{text} {arn}"
            );
        }
    }
}

#[test]
fn relations_are_those_of_the_sets_of_arns() {
    // Texts of up to nine characters after `arn:`: long enough for a counterexample to any pair below.
    let arns = arns("ax:", 9);
    let mut seen = HashSet::new();
    let mut entries: Vec<_> = texts("a:*?", 4)
        .into_iter()
        .map(|rest| format!("arn:{rest}"))
        .collect();
    entries.extend([
        "*".to_owned(),
        "arn".to_owned(),
        "?*".to_owned(),
        "a*".to_owned(),
        "x".to_owned(),
    ]);
    entries.retain(|text| {
        text.matches(['a', '?']).count() < 4 && seen.insert(ResourcePattern::new(text))
    });
    let entries: Vec<_> = entries
        .into_iter()
        .map(|text| (ResourcePattern::new(&text), text))
        .collect();
    let sets: Vec<_> = entries
        .iter()
        .map(|(entry, _)| Matched::of(&arns, |arn| entry.matches(arn)))
        .collect();
    for ((a, a_text), a_set) in entries.iter().zip(&sets) {
        for ((b, b_text), b_set) in entries.iter().zip(&sets) {
            let included = a_set.covers(b_set) && (a.is_match_all() || !b.is_match_all());
            assert_eq!(a.includes(b), included, "{a_text} includes {b_text}");
            let first = a_set.first_common(b_set).map(|index| &arns[index]);
            assert_eq!(a.intersects(b), first.is_some(), "{a_text} meets {b_text}");
            let witness = a.intersection_witness(b);
            assert!(
                witness.iter().all(|arn| a.matches(arn) && b.matches(arn)),
                "{a_text} meets {b_text}"
            );
            if !(a.is_match_all() && b.is_match_all()) {
                assert_eq!(
                    witness.as_ref().map(String::len),
                    first.map(String::len),
                    "{a_text} meets {b_text}"
                );
            }
        }
    }
}
