//! Account ids of examples in the place of real ones.

use std::collections::HashMap;

/// An account id has this many digits.
const DIGITS: usize = 12;

/// The ids that AWS's documentation uses; further ones are counted up from [`NEXT`].
const EXAMPLES: [&str; 3] = ["111122223333", "444455556666", "123456789012"];
const NEXT: u64 = 100_000_000_001;

/// Replaces each run of exactly twelve digits in JSON text, equal ones by equal ones and different ones by different ones.
/// A digit that is written as an escape (`\u0031`) is one too, however often a backslash has been escaped itself.
pub(crate) fn replace(json: &str) -> String {
    let mut replaced = String::with_capacity(json.len());
    let mut ids: HashMap<String, String> = HashMap::new();
    // The run that is open: as it is written, and its digits.
    let (mut written, mut digits) = (String::new(), String::new());
    let mut rest = json;
    while let Some((piece, digit)) = next(rest) {
        rest = rest.get(piece.len()..).unwrap_or_default();
        if let Some(digit) = digit {
            written.push_str(piece);
            digits.push(digit);
            continue;
        }
        close(&mut written, &mut digits, &mut ids, &mut replaced);
        replaced.push_str(piece);
    }
    close(&mut written, &mut digits, &mut ids, &mut replaced);
    replaced
}

fn close(
    written: &mut String,
    digits: &mut String,
    ids: &mut HashMap<String, String>,
    replaced: &mut String,
) {
    if digits.len() == DIGITS {
        let count = ids.len();
        let id = ids
            .entry(std::mem::take(digits))
            .or_insert_with(|| example(count));
        replaced.push_str(id);
    } else {
        replaced.push_str(written);
    }
    written.clear();
    digits.clear();
}

fn example(count: usize) -> String {
    match EXAMPLES.get(count) {
        Some(id) => (*id).to_owned(),
        None => NEXT.saturating_add(count as u64).to_string(),
    }
}

/// The next character or escape, and the digit that it is.
fn next(text: &str) -> Option<(&str, Option<char>)> {
    let first = text.chars().next()?;
    if first != '\\' {
        let piece = text.get(..first.len_utf8())?;
        return Some((piece, first.is_ascii_digit().then_some(first)));
    }
    let backslashes = text.bytes().take_while(|&byte| byte == b'\\').count();
    let escape = text
        .get(backslashes..backslashes.saturating_add(5))
        .filter(|escape| escape.starts_with('u'));
    match escape {
        Some(escape) => {
            let digit = escape
                .strip_prefix("u003")
                .and_then(|code| code.chars().next());
            let piece = text.get(..backslashes.saturating_add(escape.len()))?;
            Some((piece, digit.filter(char::is_ascii_digit)))
        }
        None => Some((text.get(..backslashes)?, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn equal_ids_become_equal_ones() {
        for (text, expected) in [
            ("", ""),
            (
                "arn:aws:iam::999988887777:root",
                "arn:aws:iam::111122223333:root",
            ),
            (
                "999988887777 888877776666 999988887777 777766665555 666655554444 111122223333",
                "111122223333 444455556666 111122223333 123456789012 100000000004 100000000005",
            ),
            // Eleven, thirteen, and a date.
            (
                "99998888777 9999888877776 2012-10-17",
                "99998888777 9999888877776 2012-10-17",
            ),
            ("logs999988887777-eu", "logs111122223333-eu"),
            (r#"{"n":999988887777}"#, r#"{"n":111122223333}"#),
            // Escaped once, and in a policy's text within JSON.
            (r"\u0039\u00399988887777", "111122223333"),
            (r"\\u0039\\u00399988887777", "111122223333"),
            // An escape is no digits.
            (r"\u00e499998888777", r"\u00e499998888777"),
            (r"\u003a999988887777é", r"\u003a111122223333é"),
            (r"\\n999988887777\", r"\\n111122223333\"),
        ] {
            assert_eq!(replace(text), expected, "{text}");
        }
    }
}
