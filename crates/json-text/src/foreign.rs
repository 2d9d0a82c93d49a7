//! Text that is no JSON at all gets one clear message instead of hundreds.

use crate::errors::quoted;
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind};

/// How much of a text is looked at, in characters.
const SAMPLE: usize = 4096;

/// Recognises text that is something else than JSON with mistakes.
pub(crate) fn recognise(text: &str) -> Option<SyntaxError> {
    if is_binary(text) {
        let message =
            "this is not text, so it cannot be JSON: check whether the right file was chosen";
        return Some(SyntaxError::new(
            SyntaxErrorKind::Binary,
            Span::at(0),
            message,
        ));
    }
    let lines = text.trim_start_matches('\u{feff}');
    let mut start = text.len().saturating_sub(lines.len());
    for line in lines.split_inclusive('\n') {
        let content = line.trim();
        let begin = start.saturating_add(line.len().saturating_sub(line.trim_start().len()));
        start = start.saturating_add(line.len());
        // Comments and empty lines tell nothing, YAML and HCL have them too.
        if content.is_empty() || content.starts_with('#') || content.starts_with("//") {
            continue;
        }
        return first_line(
            text,
            content,
            Span::new(begin, begin.saturating_add(content.len())),
        );
    }
    None
}

/// Recognises another format by its first line with content.
fn first_line(text: &str, content: &str, span: Span) -> Option<SyntaxError> {
    let other = |message: String| SyntaxError::new(SyntaxErrorKind::OtherFormat, span, message);
    let starts = |prefix: &str| {
        content
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let what = quoted(text, span);
    if is_yaml(content) {
        return Some(other(format!(
            "{what} looks like YAML: a policy is JSON, which begins with `{{`, so convert it first"
        )));
    }
    if starts("%7b") {
        return Some(other(format!(
            "{what} is percent-encoded, as AWS interfaces answer it: decode it first"
        )));
    }
    if starts("{\\\"") || starts("{\\n") {
        let error = other(format!(
            "{what} has backslashes before its quotes, as JSON inside a string: remove them"
        ));
        let decoded = crate::strings::decode(text);
        let edits = vec![Edit::new(Span::new(0, text.len()), decoded)];
        return Some(error.fix("remove the backslashes", edits));
    }
    if content.starts_with('<')
        && (content.contains('>') || starts("<?xml"))
        && !content.ends_with(['}', ']'])
    {
        return Some(other(format!(
            "{what} looks like XML or HTML: a policy is JSON, which begins with `{{`"
        )));
    }
    if [
        "resource \"",
        "data \"",
        "provider \"",
        "module \"",
        "variable \"",
    ]
    .iter()
    .any(|block| starts(block))
    {
        return Some(other(format!(
            "{what} looks like Terraform: a policy is JSON, so paste what it renders"
        )));
    }
    None
}

/// Whether a line is an entry of a YAML mapping or list, or begins a YAML document.
fn is_yaml(line: &str) -> bool {
    if line == "---" || line.starts_with("--- ") || line.starts_with("%YAML") {
        return true;
    }
    let item = line.strip_prefix("- ").unwrap_or(line).trim_start();
    let Some((key, value)) = item.split_once(':') else {
        return line.starts_with("- ")
            && item.starts_with(|first: char| first.is_ascii_alphabetic());
    };
    let key = key.trim_matches(['\'', '"']);
    let plain = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    // A comma at the end or an opening bracket belongs to JSON that lost its first bracket.
    plain
        && (value.is_empty() || value.starts_with(' '))
        && !value.ends_with([',', '{', '[', '}', ']'])
        && !item.starts_with(['"', '\''])
}

/// Whether a tenth of the text are characters that no text has.
fn is_binary(text: &str) -> bool {
    let refused = |character: char| {
        character == char::REPLACEMENT_CHARACTER
            || (character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}'))
    };
    let (mut all, mut strange) = (0_usize, 0_usize);
    for character in text.chars().take(SAMPLE) {
        all = all.saturating_add(1);
        strange = strange.saturating_add(usize::from(refused(character)));
    }
    strange > 3 && strange.saturating_mul(10) > all
}
