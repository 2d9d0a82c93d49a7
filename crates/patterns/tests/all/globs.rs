//! Globs: tables, and properties over arbitrary Unicode.

use crate::naive;
use patterns::{Glob, Piece, Token, pieces_match};
use proptest::prelude::*;

#[test]
fn matches_whole_texts() {
    for (pattern, text, expected) in [
        ("", "", true),
        ("", "a", false),
        ("*", "", true),
        ("*", "any/thing:at all", true),
        ("?", "", false),
        ("?", "é", true),
        ("?", "ab", false),
        ("??", "日本", true),
        ("bucket/*/test/*", "bucket//test/x", true),
        ("bucket/*/test/*", "bucket/1-test/x", false),
        ("bucket/*/test/*", "bucket/a/b/test/", true),
        ("Get*", "GetObject", true),
        ("Get*", "getObject", false),
        ("*Object", "GetObject", true),
        ("*Object", "GetObjects", false),
        ("*aab", "aaaab", true),
        ("*a?b*", "aab", true),
        ("*a?b*", "ab", false),
        ("a?c*", "abc", true),
        ("a?c*", "ac", false),
        ("prefix*suffix", "prefixsuffix", true),
        ("prefix*suffix", "prefisuffix", false),
        ("fixx*xx", "fixxx", false),
        ("(a|b)[c].+^$\\d{1}", "(a|b)[c].+^$\\d{1}", true),
        (".*", "xx", false),
        ("[ab]", "a", false),
    ] {
        assert_eq!(
            Glob::new(pattern).matches(text),
            expected,
            "{pattern} {text}"
        );
        assert_eq!(naive::glob_str(pattern, text), expected, "{pattern} {text}");
    }
}

#[test]
fn matches_without_case() {
    for (pattern, text, expected) in [
        ("get*", "GETOBJECT", true),
        ("GET*", "getobject", true),
        ("g?t*T", "GETOBJECt", true),
        ("zoë", "ZOË", true),
        ("*Ë", "zoë", true),
        ("kms", "\u{212a}ms", false),
        ("\u{212a}ms", "kms", false),
        ("a", "b", false),
        ("a", "", false),
        ("a", "aa", false),
        ("@", "`", false),
        ("[", "{", false),
    ] {
        assert_eq!(
            Glob::new(pattern).matches_ignore_case(text),
            expected,
            "{pattern} {text}"
        );
    }
}

#[test]
fn tells_its_kind() {
    for (pattern, is_literal, is_match_all, prefix) in [
        ("", true, false, ""),
        ("abc", true, false, "abc"),
        ("*", false, true, ""),
        ("***", false, true, ""),
        ("?*", false, false, ""),
        ("?", false, false, ""),
        ("a*", false, false, "a"),
        ("*a", false, false, ""),
        ("ab?c*d", false, false, "ab"),
    ] {
        let glob = Glob::new(pattern);
        assert_eq!(glob.is_literal(), is_literal, "{pattern}");
        assert_eq!(glob.has_wildcard(), !is_literal, "{pattern}");
        assert_eq!(
            glob.as_literal(),
            is_literal.then_some(pattern),
            "{pattern}"
        );
        assert_eq!(glob.is_match_all(), is_match_all, "{pattern}");
        assert_eq!(glob.literal_prefix(), prefix, "{pattern}");
    }
}

#[test]
fn literal_pieces_hold_no_wildcards() {
    let glob = Glob::from_pieces([
        Piece::Pattern("home/"),
        Piece::Literal("a*?"),
        Piece::Pattern("/*"),
    ]);
    assert!(glob.matches("home/a*?/x"));
    assert!(!glob.matches("home/abc/x"));
    assert_eq!(glob.to_pattern(), "home/a${*}${?}/*");
    assert_eq!(
        Glob::literal("a*?"),
        Glob::from_pieces([Piece::Literal("a*?")])
    );
    assert!(Glob::literal("*").is_literal());
    assert!(!Glob::literal("*").matches("x"));
    assert!(!Glob::literal("*").is_match_all());
}

#[test]
fn writes_the_normal_form() {
    for (pattern, normal) in [
        ("a**b", "a*b"),
        ("*?*?", "??*"),
        ("a*?b?", "a?*b?"),
        ("$5 ${x}", "$5 ${$}{x}"),
        ("$", "$"),
        ("$$*", "$$*"),
    ] {
        assert_eq!(Glob::new(pattern).to_string(), normal);
        assert_eq!(
            format!("{:?}", Glob::new(pattern)),
            format!("Glob({normal})")
        );
    }
    assert_eq!(Glob::new("a*?b"), Glob::new("a?*b"));
    assert_ne!(Glob::new("a??b"), Glob::new("a?b"));
}

#[test]
fn shows_its_tokens() {
    let tokens: Vec<_> = Glob::new("a?b*?").tokens().collect();
    let expected = [
        Token::Char('a'),
        Token::One,
        Token::Char('b'),
        Token::OneOfMany,
        Token::Many,
    ];
    assert_eq!(tokens, expected);
    let mut backward: Vec<_> = Glob::new("a?b*?").tokens().rev().collect();
    backward.reverse();
    assert_eq!(backward, expected);
}

#[test]
fn includes_what_is_narrower() {
    for (a, b, expected) in [
        ("*", "", true),
        ("", "*", false),
        ("s3:Get*", "s3:GetObject*", true),
        ("s3:GetObject*", "s3:Get*", false),
        ("*a*", "*a*a*", true),
        ("*a*a*", "*a*", false),
        ("*?", "?*", true),
        ("??*", "*x*y*", true),
        ("???*", "*x*y*", false),
        ("?x", "*x", false),
        ("*x", "?x", true),
        ("a?", "a*", false),
        ("a*", "a?", true),
        ("*ab*", "a*b", false),
        ("*cd*", "c*dcd", true),
        ("???*cd*", "c*dcd", false),
        ("?*cd*", "*c*dcd", true),
        ("??*cd*", "*c*dcd", true),
        ("é?", "éé", true),
    ] {
        assert_eq!(Glob::new(a).includes(&Glob::new(b)), expected, "{a} {b}");
    }
    let (literal, wild) = (Glob::literal("a*"), Glob::new("a*"));
    assert!(wild.includes(&literal));
    assert!(!literal.includes(&wild));
}

#[test]
fn finds_a_shortest_common_text() {
    for (a, b, witness) in [
        ("*", "*", Some("")),
        ("?", "*", Some("x")),
        ("a*", "*b", Some("ab")),
        ("*ab", "b*", Some("bab")),
        ("*ab*", "*ba*", Some("aba")),
        ("ab*", "?b?*d", Some("abxd")),
        ("a?c", "?b?", Some("abc")),
        ("*b*?d", "a???", Some("abxd")),
        ("*aab*", "a?aab", Some("axaab")),
        ("a*", "b*", None),
        ("*a", "*b", None),
        ("a", "ab", None),
        ("a*b", "a", None),
        ("?", "??*", None),
    ] {
        let (a, b) = (Glob::new(a), Glob::new(b));
        let found = a.intersection_witness(&b);
        assert_eq!(
            found.as_ref().map(String::len),
            witness.map(str::len),
            "{a} {b}"
        );
        assert_eq!(a.intersects(&b), witness.is_some(), "{a} {b}");
        assert!(
            found.iter().all(|text| a.matches(text) && b.matches(text)),
            "{a} {b} {found:?}"
        );
    }
    assert_eq!(
        Glob::new("a?c*")
            .intersection_witness(&Glob::new("??*d"))
            .unwrap(),
        "axcd"
    );
    assert_eq!(Glob::new("a?*b").shortest_match(), "axb");
}

#[test]
fn very_long_globs_still_meet() {
    // Too long for the table of shortest texts, and every way in which their middles can lie.
    let long = "ab".repeat(600);
    for (a, b) in [
        (format!("*{long}*"), format!("*{long}*")),
        (format!("*{long}*"), format!("b*{long}*c")),
        (format!("b*{long}*c"), format!("*{long}*")),
        (format!("*{long}"), format!("{long}*")),
        (format!("{long}*"), format!("*{long}")),
        (format!("b{long}*c*d"), format!("b?*{long}*?")),
        (format!("?*{long}c"), format!("b*{long}?")),
        (format!("x?*{long}*cb"), format!("?y*{long}*b")),
    ] {
        let (a, b) = (Glob::new(&a), Glob::new(&b));
        let text = a.intersection_witness(&b).unwrap();
        assert!(a.matches(&text), "{a} {text}");
        assert!(b.matches(&text), "{b} {text}");
    }
    let (a, b) = (
        Glob::new(&format!("*{long}*c")),
        Glob::new(&format!("*{long}*d")),
    );
    assert_eq!(a.intersection_witness(&b), None);
}

#[test]
fn a_table_of_65536_pairs_is_the_largest() {
    // With n characters and a star, twice: (n + 1)² pairs. Only in the table do the two overlap.
    let overlapping = |n: usize| {
        let letters = "a".repeat(n);
        let (a, b) = (
            Glob::new(&format!("{letters}*")),
            Glob::new(&format!("*{letters}")),
        );
        a.intersection_witness(&b).unwrap().len()
    };
    assert_eq!(overlapping(255), 255);
    assert_eq!(overlapping(256), 512);
}

fn pattern() -> impl Strategy<Value = String> {
    "[abé*?]{0,9}"
}

/// A text that the pattern matches, with its wildcards filled from `fillings`.
fn filled(pattern: &str, fillings: &[String]) -> String {
    let mut fillings = fillings.iter().cycle();
    pattern
        .chars()
        .map(|c| match c {
            '*' => fillings.next().unwrap().clone(),
            '?' => fillings
                .next()
                .unwrap()
                .chars()
                .next()
                .unwrap_or('é')
                .to_string(),
            c => c.to_string(),
        })
        .collect()
}

proptest! {
    #[test]
    fn matching_is_the_naive_definition(pattern in pattern(), text in "[abé€]{0,9}") {
        prop_assert_eq!(Glob::new(&pattern).matches(&text), naive::glob_str(&pattern, &text));
    }

    #[test]
    fn without_case_means_folded(pattern in "[aAbBéÉ*?]{0,7}", text in "[aAbBéÉ]{0,7}") {
        let glob = Glob::new(&pattern);
        let expected = naive::glob_str(&pattern.to_lowercase(), &text.to_lowercase());
        prop_assert_eq!(glob.matches_ignore_case(&text), expected);
        prop_assert_eq!(glob.to_folded().matches(&patterns::fold_case(&text)), expected);
    }

    #[test]
    fn a_filled_pattern_matches(pattern in ".{0,12}", fillings in prop::collection::vec(".{0,3}", 3)) {
        prop_assert!(Glob::new(&pattern).matches(&filled(&pattern, &fillings)));
    }

    #[test]
    fn relations_agree_with_matching(
        a in pattern(), b in pattern(), fillings in prop::collection::vec("[abé€]{0,3}", 5),
    ) {
        let text = filled(&b, &fillings);
        let (a, b) = (Glob::new(&a), Glob::new(&b));
        if a.includes(&b) {
            prop_assert!(a.matches(&text));
        }
        prop_assert_eq!(a.includes(&b) && b.includes(&a), a == b);
        prop_assert_eq!(a.intersects(&b), b.intersects(&a));
        if a.matches(&text) {
            prop_assert!(a.intersects(&b));
        }
        let witness = a.intersection_witness(&b);
        prop_assert_eq!(witness.is_some(), a.intersects(&b));
        if let Some(witness) = witness {
            prop_assert!(a.matches(&witness) && b.matches(&witness));
            if a.matches(&text) {
                prop_assert!(witness.chars().count() <= text.chars().count());
            }
        }
    }

    #[test]
    fn pieces_match_what_their_glob_matches(
        pieces in proptest::collection::vec(("[ab*?]{0,3}", any::<bool>()), 0..4),
        text in "[ab*?]{0,6}",
    ) {
        let pieces: Vec<Piece<'_>> = pieces
            .iter()
            .map(|(text, is_pattern)| match is_pattern {
                true => Piece::Pattern(text),
                false => Piece::Literal(text),
            })
            .collect();
        let glob = Glob::from_pieces(pieces.iter().copied());
        for text in [&text, &glob.shortest_match()] {
            prop_assert_eq!(pieces_match(&pieces, text), glob.matches(text), "{:?} {:?}", pieces, text);
        }
    }

    #[test]
    fn the_normal_form_can_be_read_back(pattern in "[a*?${}]{0,8}", literal in "[a*?${}]{0,4}") {
        let glob = Glob::from_pieces([Piece::Pattern(&pattern), Piece::Literal(&literal)]);
        let written = glob.to_pattern();
        let mut pieces = Vec::new();
        let mut rest = written.as_str();
        while !rest.is_empty() {
            let escape = ["${*}", "${?}", "${$}"].into_iter().find(|escape| rest.starts_with(escape));
            let length = escape.map_or(1, str::len);
            pieces.push(match escape {
                Some(escape) => Piece::Literal(&escape[2..3]),
                None => Piece::Pattern(&rest[..1]),
            });
            rest = &rest[length..];
        }
        prop_assert_eq!(Glob::from_pieces(pieces), glob);
    }
}
