//! The definitions as plainly as they can be written.

/// Does `pattern`, in which `*` and `?` are wildcards, match `text`?
pub(crate) fn glob(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=text.len()).any(|taken| glob(rest, &text[taken..])),
        (['?', rest @ ..], [_, text @ ..]) => glob(rest, text),
        ([p, rest @ ..], [c, text @ ..]) => p == c && glob(rest, text),
        _ => false,
    }
}

pub(crate) fn glob_str(pattern: &str, text: &str) -> bool {
    glob(&chars(pattern), &chars(text))
}

pub(crate) fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Does an entry of `Resource` match the ARN `arn`?
pub(crate) fn resource(pattern: &str, arn: &str) -> bool {
    if !pattern.is_empty() && pattern.chars().all(|c| c == '*') {
        return true;
    }
    if !arn.starts_with("arn:") || arn.matches(':').count() < 5 {
        return false;
    }
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    if fields.len() == 6 {
        return fields
            .iter()
            .zip(arn.splitn(6, ':'))
            .enumerate()
            .all(|(index, (field, value))| {
                if index < 5 {
                    glob_str(&field.to_lowercase(), &value.to_lowercase())
                } else {
                    glob_str(field, value)
                }
            });
    }
    if !pattern.contains(['*', '?']) {
        let start = format!("{pattern}:").to_lowercase();
        return arn.to_lowercase().starts_with(&start);
    }
    // `>` is a star that may run past colons; the `?`s beside it come first.
    let short: Vec<String> = fields
        .iter()
        .map(|field| {
            let stem = field.trim_end_matches(['*', '?']);
            let run = &field[stem.len()..];
            if run.contains('*') {
                format!("{stem}{}>", run.replace('*', ""))
            } else {
                (*field).to_owned()
            }
        })
        .collect();
    short_resource(&chars(&short.join(":")), &chars(arn), 0)
}

/// `colons` of the five that separate the ARN's fields have gone by.
fn short_resource(pattern: &[char], text: &[char], colons: usize) -> bool {
    let [p, rest @ ..] = pattern else {
        return text.is_empty();
    };
    let separates = text.first() == Some(&':') && colons < 5;
    let next = colons + usize::from(separates);
    if *p == '>' || *p == '*' {
        let goes_on = !text.is_empty() && (*p == '>' || !separates);
        return short_resource(rest, text, colons)
            || (goes_on && short_resource(pattern, &text[1..], next));
    }
    let [c, text @ ..] = text else { return false };
    let taken = match p {
        '?' => !separates,
        _ if colons < 5 => p.eq_ignore_ascii_case(c),
        _ => p == c,
    };
    taken && short_resource(rest, text, next)
}
