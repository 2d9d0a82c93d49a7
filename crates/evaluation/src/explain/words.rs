//! Pieces of sentences.

/// The name of something that users name, or that it has none.
pub(super) fn quote(name: &str) -> String {
    if name.is_empty() {
        "without name".to_owned()
    } else {
        format!("`{name}`")
    }
}

/// How many entries of a list are named.
const NAMED: usize = 3;

/// `` `a`, `b` or `c` ``; of a longer list the first ones and how many more there are.
pub(super) fn list<'t>(entries: impl IntoIterator<Item = &'t str>, conjunction: &str) -> String {
    around_list("", &mut entries.into_iter(), conjunction, &[])
}

/// The same between other parts of a sentence, in one text.
pub(super) fn around_list(
    before: &str,
    entries: &mut dyn Iterator<Item = &str>,
    conjunction: &str,
    after: &[&str],
) -> String {
    let mut text = String::with_capacity(160);
    text.push_str(before);
    let start = text.len();
    let mut entries = entries.peekable();
    for at in 0..NAMED {
        let Some(entry) = entries.next() else {
            break;
        };
        if at > 0 {
            if entries.peek().is_some() {
                text.push_str(", ");
            } else {
                text.push(' ');
                text.push_str(conjunction);
                text.push(' ');
            }
        }
        text.push('`');
        text.push_str(entry);
        text.push('`');
    }
    match entries.count() {
        0 if text.len() == start => text.push_str("nothing"),
        0 => {}
        more => text.push_str(&format!(" {conjunction} {more} more")),
    }
    for part in after {
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_short() {
        for (entries, expected) in [
            (&[][..], "nothing"),
            (&["a"][..], "`a`"),
            (&["a", "b"][..], "`a` or `b`"),
            (&["a", "b", "c"][..], "`a`, `b` or `c`"),
            (&["a", "b", "c", "d", "e"][..], "`a`, `b`, `c` or 2 more"),
        ] {
            assert_eq!(list(entries.iter().copied(), "or"), expected);
        }
    }
}
