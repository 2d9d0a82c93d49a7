//! Comparing without case.

/// The character that stands for `c` when case does not count: its simple lower case.
///
/// Characters whose lower case is longer than one character stand for themselves, so that folding keeps the number of
/// characters. A character outside ASCII never folds into ASCII: the Kelvin sign is not the `k` of `kms`.
#[must_use]
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(single), None) if !single.is_ascii() => single,
        _ => c,
    }
}

/// `text` with every character folded by [`fold_char`]: two texts are equal without case exactly if these are equal.
#[must_use]
pub fn fold_case(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// What follows `prefix` in `text`, if `text` starts with it when case does not count. Allocates nothing.
pub(crate) fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    if prefix.is_ascii() {
        // Only as many bytes can be equal to it.
        let (start, rest) = text.split_at_checked(prefix.len())?;
        return start.eq_ignore_ascii_case(prefix).then_some(rest);
    }
    let mut rest = text.chars();
    prefix
        .chars()
        .all(|p| rest.next().is_some_and(|c| fold_char(p) == fold_char(c)))
        .then_some(rest.as_str())
}

/// Are the two equal when case does not count? Allocates nothing.
pub(crate) fn equal_ignoring_case(a: &str, b: &str) -> bool {
    strip_prefix_ignoring_case(a, b).is_some_and(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_letters_one_by_one() {
        for (text, folded) in [
            ("GetObject", "getobject"),
            ("ZOË", "zoë"),
            ("Ω", "ω"),
            ("İ", "İ"),
            ("\u{212a}ms", "\u{212a}ms"),
            ("ß1*?", "ß1*?"),
        ] {
            assert_eq!(fold_case(text), folded);
        }
    }

    #[test]
    fn strips_prefixes() {
        for (text, prefix, rest) in [
            ("s3:Get", "S3:", Some("Get")),
            ("s3:Get", "s4:", None),
            ("s3", "s3:", None),
            ("s3é", "s3", Some("é")),
            ("sé", "s3x", None),
            ("é", "e", None),
            ("ZOËx", "zoë", Some("x")),
            ("ZO", "zoë", None),
            ("ZOÉ", "zoë", None),
            ("Ⱥb", "ⱥ", Some("b")),
            ("\u{212a}", "k", None),
            ("k", "\u{212a}", None),
        ] {
            assert_eq!(
                strip_prefix_ignoring_case(text, prefix),
                rest,
                "{text} {prefix}"
            );
            assert_eq!(
                equal_ignoring_case(text, prefix),
                rest == Some(""),
                "{text} {prefix}"
            );
        }
        assert!(equal_ignoring_case("Zoë", "ZOË"));
    }

    #[test]
    fn folding_again_changes_nothing() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c:?}");
            assert!(c.is_ascii() || !fold_char(c).is_ascii(), "{c:?}");
        }
    }
}
