//! Templates of completions as plain text, for an editor without stops.

use json_text::{Edit, Span};

use crate::props::CompletionList;

/// The edits of a list's first choice, and where in the new text the cursor stops first, in bytes.
pub(crate) fn edits(text: &str, list: &CompletionList) -> Option<(Vec<Edit>, usize)> {
    let template = &list.options.first()?.template;
    let start = list.replaced.start;
    let line = text.get(..start)?.rsplit('\n').next()?;
    let indent_length = line.len().saturating_sub(line.trim_start().len());
    let (insert, stop) = expand(template, line.get(..indent_length)?);
    let stop = start.saturating_add(stop.unwrap_or(insert.len()));
    let comma = list.comma_at.map(|at| Edit::insert(at, ","));
    let stop = stop.saturating_add(usize::from(comma.is_some()));
    let mut edits: Vec<Edit> = comma.into_iter().collect();
    edits.push(Edit::new(Span::new(start, list.replaced.end), insert));
    Some((edits, stop))
}

/// The text of a template with every line but the first indented, and its first stop.
fn expand(template: &str, indent: &str) -> (String, Option<usize>) {
    let mut text = String::new();
    let mut stop = None;
    let mut in_stop = false;
    let mut letters = template.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek().copied()) {
            ('\\', Some(brace @ ('{' | '}'))) => {
                letters.next();
                text.push(brace);
            }
            ('$', Some('{')) => {
                letters.next();
                stop.get_or_insert(text.len());
                in_stop = true;
            }
            ('}', _) if in_stop => in_stop = false,
            ('\n', _) => {
                text.push('\n');
                text.push_str(indent);
            }
            ('\t', _) => text.push_str("  "),
            _ => text.push(letter),
        }
    }
    (text, stop)
}
