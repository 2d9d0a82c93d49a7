//! How well a name fits what is written of it.

/// The rank of a name that has the letters of a pattern in order, and no more than that.
pub(super) const SCATTERED: u8 = 5;

/// The rank of a name, 0 the best; `None` where it does not fit. Case does not count.
///
/// A name that begins with the pattern goes before one with a word that does (`Object` in `GetObject`), then come first
/// letters of words (`GOT` in `GetObjectTagging`), then the pattern anywhere, then its letters in order.
#[must_use]
pub fn rank(pattern: &str, name: &str) -> Option<u8> {
    if let Some(rank) = begins_word(pattern, name) {
        return Some(rank);
    }
    let pattern = pattern.as_bytes();
    let name = name.as_bytes();
    let initials = (0..name.len())
        .filter(|&at| is_word_start(name, at))
        .filter_map(|at| name.get(at).copied());
    if pattern.len() > 1 && is_subsequence(pattern, initials) {
        return Some(3);
    }
    if name
        .windows(pattern.len())
        .any(|part| part.eq_ignore_ascii_case(pattern))
    {
        return Some(4);
    }
    is_subsequence(pattern, name.iter().copied()).then_some(SCATTERED)
}

/// The rank of a name of which a word begins with the pattern: the best three ranks there are, at less work.
pub(super) fn begins_word(pattern: &str, name: &str) -> Option<u8> {
    let pattern = pattern.as_bytes();
    let name = name.as_bytes();
    if pattern.is_empty() {
        return Some(0);
    }
    if starts_with(name, pattern) {
        return Some(u8::from(name.len() > pattern.len()));
    }
    let first = pattern.first()?;
    name.iter()
        .enumerate()
        .skip(1)
        .filter(|(_, letter)| letter.eq_ignore_ascii_case(first))
        .any(|(at, _)| {
            is_word_start(name, at) && starts_with(name.get(at..).unwrap_or_default(), pattern)
        })
        .then_some(2)
}

fn starts_with(name: &[u8], pattern: &[u8]) -> bool {
    name.get(..pattern.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(pattern))
}

/// Whether a word begins: at a capital after another letter, or after what is no letter.
fn is_word_start(name: &[u8], at: usize) -> bool {
    let Some(letter) = name.get(at) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| name.get(before));
    letter.is_ascii_alphanumeric()
        && before.is_none_or(|before| {
            !before.is_ascii_alphanumeric()
                || (letter.is_ascii_uppercase() && !before.is_ascii_uppercase())
        })
}

fn is_subsequence(pattern: &[u8], mut name: impl Iterator<Item = u8>) -> bool {
    pattern
        .iter()
        .all(|wanted| name.any(|letter| letter.eq_ignore_ascii_case(wanted)))
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn better_fits_come_first() {
        for (pattern, name, expected) in [
            ("", "GetObject", Some(0)),
            ("getobject", "GetObject", Some(0)),
            ("get", "GetObject", Some(1)),
            ("object", "GetObject", Some(2)),
            ("source", "aws:SourceIp", Some(2)),
            ("GOT", "GetObjectTagging", Some(3)),
            ("bject", "GetObject", Some(4)),
            ("gobj", "GetObject", Some(5)),
            ("put", "GetObject", None),
            ("getobjects", "GetObject", None),
        ] {
            assert_eq!(rank(pattern, name), expected, "{pattern} in {name}");
        }
    }
}
