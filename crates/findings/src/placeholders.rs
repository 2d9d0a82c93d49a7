//! Text that stands for something to be filled in. It is told once, as a placeholder; the other checks
//! leave it alone.

use std::borrow::Cow;

const MARKS: [(&str, &str); 3] = [("${", "}"), ("{{", "}}"), ("<", ">")];

/// Whether the text has a part that a person or a template language has yet to fill in, or that the
/// request fills in: `${…}`, `{{…}}`, `<…>`.
pub(crate) fn has_placeholder(text: &str) -> bool {
    first_placeholder(text).is_some()
}

/// The text with a `*` for every placeholder.
pub(crate) fn with_wildcards(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut result = String::new();
    while let Some((before, after)) = first_placeholder(rest) {
        result.push_str(before);
        result.push('*');
        rest = after;
    }
    if result.is_empty() {
        return Cow::Borrowed(text);
    }
    result.push_str(rest);
    Cow::Owned(result)
}

/// What stands before and after the first placeholder.
fn first_placeholder(text: &str) -> Option<(&str, &str)> {
    if !text.contains(['$', '{', '<']) {
        return None;
    }
    MARKS
        .into_iter()
        .filter_map(|(open, close)| {
            let (before, rest) = text.split_once(open)?;
            let (_, after) = rest.split_once(close)?;
            Some((before, after))
        })
        .min_by_key(|(before, _)| before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_text() {
        for (text, expected) in [
            ("arn:aws:s3:::${Bucket}/*", true),
            ("arn:aws:s3:::<bucket>/*", true),
            ("{{service}}:Get*", true),
            ("arn:aws:s3:::bucket/*", false),
            ("a > b < c", false),
            ("${", false),
            ("", false),
        ] {
            assert_eq!(has_placeholder(text), expected, "{text}");
        }
    }

    #[test]
    fn placeholders_become_wildcards() {
        for (text, expected) in [
            ("arn:${AWS::Partition}:s3:::${Bucket}/*", "arn:*:s3:::*/*"),
            ("arn:aws:s3:::<bucket>/{{key}}", "arn:aws:s3:::*/*"),
            ("arn:aws:s3:::bucket", "arn:aws:s3:::bucket"),
            ("${", "${"),
        ] {
            assert_eq!(with_wildcards(text), expected, "{text}");
        }
    }
}
