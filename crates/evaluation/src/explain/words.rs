//! Pieces of sentences.

/// How many entries of a list are named.
const NAMED: usize = 3;

/// `` `a`, `b` or `c` ``; of a longer list the first ones and how many more there are.
pub(super) fn list<'t>(entries: impl IntoIterator<Item = &'t str>, conjunction: &str) -> String {
    let entries: Vec<&str> = entries.into_iter().collect();
    let mut text = String::new();
    let named = entries.iter().take(NAMED).enumerate();
    for (at, entry) in named {
        if at > 0 {
            let is_last = at + 1 == entries.len();
            text.push_str(if is_last { " " } else { ", " });
            if is_last {
                text.push_str(conjunction);
                text.push(' ');
            }
        }
        text.push('`');
        text.push_str(entry);
        text.push('`');
    }
    match entries.len() {
        0 => "nothing".clone_into(&mut text),
        count if count > NAMED => {
            text.push_str(&format!(" {conjunction} {} more", count - NAMED));
        }
        _ => {}
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
