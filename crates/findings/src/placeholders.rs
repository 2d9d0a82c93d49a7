//! Text that stands for something to be filled in. It is told once, as a placeholder; the other checks
//! leave it alone.

use std::borrow::Cow;
use std::ops::Range;

use policy::{Template, TemplatePiece, Version};

const MARKS: [(&str, &str); 3] = [("${", "}"), ("{{", "}}"), ("<", ">")];

/// Whether the text has a part that a person or a template language has yet to fill in, or that the
/// request fills in: `${…}`, `{{…}}`, `<…>`.
pub(crate) fn has_placeholder(text: &str) -> bool {
    // Most texts have not even the first character of one.
    let may_begin = |byte| matches!(byte, b'$' | b'{' | b'<');
    text.bytes().any(may_begin) && Placeholders::new(text).next().is_some()
}

/// The policy variables and escapes of the text, where the version of 2012-10-17 has them: `${aws:username}`, `${*}`. The
/// pseudo parameters of CloudFormation, `${AWS::AccountId}`, only look like some.
pub(crate) fn variables(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0_usize;
    text.split_inclusive('}').filter_map(move |segment| {
        let start = end;
        end = end.saturating_add(segment.len());
        let start = start.saturating_add(segment.rfind("${")?);
        let template = Template::new(text.get(start..end)?, Version::V2012);
        let is_variable = match template.pieces() {
            [TemplatePiece::Literal(_)] => true,
            [TemplatePiece::Variable { key, .. }] => !key.contains("::"),
            _ => false,
        };
        is_variable.then_some(start..end)
    })
}

/// The parts of the text that a person or a template language has yet to fill in: placeholders that are no policy
/// variables and stand around a name.
pub(crate) fn unfilled(text: &str) -> Vec<Range<usize>> {
    let places: Vec<(usize, usize)> = Placeholders::new(text).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let filled_by_request: Vec<Range<usize>> = variables(text).collect();
    places
        .into_iter()
        .filter_map(|(start, end)| {
            // In `${aws:PrincipalTag/${Key}}` it is the inner one.
            let inner = text.get(start..end)?.rfind("${").unwrap_or(0);
            let place = start.saturating_add(inner)..end;
            let mut names = text
                .get(place.clone())?
                .trim_matches(['$', '{', '}', '<', '>'])
                .trim()
                .chars();
            let is_named = names.next()?.is_alphanumeric()
                && names.all(|letter| letter.is_alphanumeric() || " _-.:/".contains(letter));
            let is_variable = filled_by_request
                .iter()
                .any(|variable| variable.start < place.end && place.start < variable.end);
            (is_named && !is_variable).then_some(place)
        })
        .collect()
}

/// The text with a `*` for every placeholder.
pub(crate) fn with_wildcards(text: &str) -> Cow<'_, str> {
    let mut result = String::new();
    let mut done = 0_usize;
    for (start, end) in Placeholders::new(text) {
        result.push_str(text.get(done..start).unwrap_or_default());
        result.push('*');
        done = end;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    result.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(result)
}

/// Where the placeholders start and end, in order.
struct Placeholders<'a> {
    marks: [(Places<'a>, Places<'a>); 3],
    done: usize,
}

impl<'a> Placeholders<'a> {
    fn new(text: &'a str) -> Placeholders<'a> {
        let marks = MARKS.map(|(open, close)| (Places::new(text, open), Places::new(text, close)));
        Placeholders { marks, done: 0 }
    }
}

impl Iterator for Placeholders<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let done = self.done;
        let first = self
            .marks
            .iter_mut()
            .filter_map(|(open, close)| {
                let (start, inside) = open.next_from(done)?;
                let (_, end) = close.next_from(inside)?;
                Some((start, end))
            })
            .min()?;
        self.done = first.1;
        Some(first)
    }
}

/// Where a mark stands in a text. Asked from left to right, so that the text is searched once.
struct Places<'a> {
    text: &'a str,
    mark: &'static str,
    /// Where it stands next, as far as is known; the length of the text where it does not.
    next: Option<usize>,
}

impl<'a> Places<'a> {
    fn new(text: &'a str, mark: &'static str) -> Places<'a> {
        Places {
            text,
            mark,
            next: None,
        }
    }

    /// Where it starts and ends first, from a place on.
    fn next_from(&mut self, from: usize) -> Option<(usize, usize)> {
        if self.next.is_none_or(|next| next < from) {
            let found = self.text.get(from..).and_then(|rest| rest.find(self.mark));
            self.next = Some(found.map_or(self.text.len(), |at| from.saturating_add(at)));
        }
        let start = self.next.filter(|next| *next < self.text.len())?;
        Some((start, start.saturating_add(self.mark.len())))
    }
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
    fn variables_are_found() {
        for (text, expected) in [
            ("a/${aws:username}/${*}", vec!["${aws:username}", "${*}"]),
            (
                "${aws:PrincipalTag/team, 'none'}",
                vec!["${aws:PrincipalTag/team, 'none'}"],
            ),
            ("${${aws:username}}", vec!["${aws:username}"]),
            ("${AWS::AccountId}${AccountId}${}${", vec![]),
        ] {
            let found: Vec<&str> = variables(text)
                .map(|range| text.get(range).unwrap())
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_is_unfilled() {
        for (text, expected) in [
            ("arn:aws:s3:::${Bucket}/<key>", &["${Bucket}", "<key>"][..]),
            ("arn:aws:iam::{{ account }}:root", &["{{ account }}"]),
            ("${AWS::AccountId}", &["${AWS::AccountId}"]),
            ("${aws:PrincipalTag/${Key}}", &["${Key}"]),
            ("home/${aws:username}/*", &[]),
            ("${aws:PrincipalTag/team, 'none'}${*}", &[]),
            ("a<1 and b>2", &["<1 and b>"]),
            ("{{}}<>${}", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = unfilled(text)
                .into_iter()
                .filter_map(|place| text.get(place))
                .collect();
            assert_eq!(found, expected, "{text}");
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
