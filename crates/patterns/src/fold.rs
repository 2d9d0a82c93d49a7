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

/// Is `text` the same as `folded`, which is folded already, when case does not count? Allocates nothing.
pub(crate) fn equals_folded(folded: &str, text: &str) -> bool {
    folded.chars().eq(text.chars().map(fold_char))
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
    fn folding_again_changes_nothing() {
        for c in '\0'..=char::MAX {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c:?}");
            assert!(c.is_ascii() || !fold_char(c).is_ascii(), "{c:?}");
        }
    }
}
