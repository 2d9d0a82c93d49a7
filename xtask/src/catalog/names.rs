//! Splits action names into verb and noun, so that the many actions on one noun share it.

use std::collections::{BTreeMap, BTreeSet};

/// A verb and how it changes the noun: `List` with `s` makes `ListBuckets` of `Bucket`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Form {
    pub(crate) verb: String,
    pub(crate) suffix: &'static str,
}

impl Form {
    /// As a line of the file.
    pub(crate) fn line(&self) -> String {
        if self.suffix.is_empty() {
            self.verb.clone()
        } else {
            format!("{}|{}", self.verb, self.suffix)
        }
    }
}

/// First words that are half a verb: `BatchGet`, `AdminDelete`.
const HALF_VERBS: [&str; 2] = ["Batch", "Admin"];

/// Where the second CamelCase word of a name begins.
fn second_word(name: &str) -> usize {
    let bytes = name.as_bytes();
    let begins = |pair: &[u8]| matches!(pair, [before, after] if !before.is_ascii_uppercase() && after.is_ascii_uppercase());
    bytes
        .windows(2)
        .position(begins)
        .map_or(name.len(), |place| place + 1)
}

fn split(name: &str) -> (&str, &str) {
    let (verb, noun) = name.split_at(second_word(name));
    if HALF_VERBS.contains(&verb) && !noun.is_empty() {
        return name.split_at(verb.len() + second_word(noun));
    }
    (verb, noun)
}

/// The nouns of a service in order, each with its forms and the names that they make.
pub(crate) fn group<'a>(
    names: impl Iterator<Item = &'a str>,
) -> BTreeMap<String, BTreeMap<Form, &'a str>> {
    let mut by_noun: BTreeMap<&str, Vec<(&str, &'a str)>> = BTreeMap::new();
    for name in names {
        let (verb, noun) = split(name);
        by_noun.entry(noun).or_default().push((verb, name));
    }
    let nouns: BTreeSet<&str> = by_noun.keys().copied().collect();
    let mut groups: BTreeMap<String, BTreeMap<Form, &'a str>> = BTreeMap::new();
    for (noun, verbs) in by_noun {
        let (stem, suffix) = stem(noun, &nouns);
        let group = groups.entry(stem).or_default();
        for (verb, name) in verbs {
            group.insert(
                Form {
                    verb: verb.to_owned(),
                    suffix,
                },
                name,
            );
        }
    }
    groups
}

/// The singular of a noun, if that is a noun of the service too and no plural itself.
fn stem(noun: &str, nouns: &BTreeSet<&str>) -> (String, &'static str) {
    let singular = |noun: &str| {
        let candidates = [("ies", "y"), ("s", ""), ("es", "")];
        candidates.into_iter().find_map(|(suffix, end)| {
            let single = format!("{}{end}", noun.strip_suffix(suffix)?);
            (!single.is_empty() && nouns.contains(single.as_str())).then_some((single, suffix))
        })
    };
    match singular(noun) {
        Some((single, suffix)) if singular(&single).is_none() => (single, suffix),
        _ => (noun.to_owned(), ""),
    }
}

/// The words of a noun, which make it when put together: capitals before small letters begin one, and so do digits and
/// anything else.
pub(crate) fn words(noun: &str) -> Vec<&str> {
    let class = |byte: u8| match byte {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let bytes = noun.as_bytes();
    let at = |place: usize| bytes.get(place).map(|&byte| class(byte));
    let mut words = Vec::new();
    let mut start = 0;
    for place in 1..bytes.len() {
        let begins = match (at(place - 1), at(place), at(place + 1)) {
            // The last capital of a row belongs to the word behind: `VPCPeering`.
            (Some(0), Some(0), Some(1)) => true,
            (Some(0), Some(1), _) => false,
            (before, here, _) => before != here,
        };
        if begins {
            words.extend(noun.get(start..place));
            start = place;
        }
    }
    words.extend(noun.get(start..).filter(|last| !last.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_made_of_words() {
        for (noun, expected) in [
            (
                "VPCPeeringConnection",
                &["VPC", "Peering", "Connection"][..],
            ),
            ("Ipv6Cidr-Block", &["Ipv", "6", "Cidr", "-", "Block"]),
            ("", &[]),
        ] {
            assert_eq!(words(noun), expected);
        }
    }

    #[test]
    fn plurals_join_their_singular() {
        let names = [
            "GetBucket",
            "ListBuckets",
            "ListPolicies",
            "PutPolicy",
            "BatchGetItem",
            "connect",
            "GET",
        ];
        let groups = group(names.into_iter());
        assert_eq!(
            groups.keys().collect::<Vec<_>>(),
            ["", "Bucket", "Item", "Policy"]
        );
        for (noun, forms) in &groups {
            for (form, name) in forms {
                let noun = match form.suffix {
                    "ies" => noun.trim_end_matches('y'),
                    _ => noun,
                };
                assert_eq!(format!("{}{noun}{}", form.verb, form.suffix), *name);
            }
        }
    }
}
