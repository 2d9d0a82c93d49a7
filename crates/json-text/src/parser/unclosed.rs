//! The error for brackets that are never closed, and its fix.

use super::Frame;
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind};

/// More missing brackets than this are mended in one line.
const MOST_LINES: usize = 32;

/// The error for brackets that are never closed, innermost first.
pub(super) fn unclosed_error(
    text: &str,
    kind: SyntaxErrorKind,
    at: usize,
    frames: &[(Frame, usize)],
    comma: Option<Span>,
    complete: bool,
) -> SyntaxError {
    let bracket = |frame: &Frame| if frame.object { ("{", "}") } else { ("[", "]") };
    let closers: String = frames.iter().map(|(frame, _)| bracket(frame).1).collect();
    let (open, _) = frames
        .first()
        .map_or(("[", "]"), |(frame, _)| bracket(frame));
    let message = if frames.len() == 1 {
        format!("`{open}` is never closed: add `{closers}`")
    } else {
        let shown: String = closers.chars().take(16).collect();
        let more = if shown.len() < closers.len() {
            "…"
        } else {
            ""
        };
        format!(
            "{} brackets are never closed: add `{shown}{more}`",
            frames.len()
        )
    };
    let mut error = SyntaxError::new(kind, Span::at(at), message);
    for (frame, start) in frames {
        let what = format!("this `{}` is never closed", bracket(frame).0);
        error = error.related(Span::new(*start, start.saturating_add(1)), what);
    }
    if !complete {
        return error;
    }
    let insert = if frames.len() > MOST_LINES {
        closers
    } else {
        closing_lines(text, at, frames)
    };
    let mut edits = vec![Edit::insert(at, insert)];
    edits.extend(comma.map(Edit::delete));
    let title = if frames.len() == 1 {
        "insert the bracket"
    } else {
        "insert the brackets"
    };
    error.fix(title, edits)
}

/// The closing brackets of `frames`, in lines of their own where the opening ones stand in other lines than `at`.
fn closing_lines(text: &str, at: usize, frames: &[(Frame, usize)]) -> String {
    let mut insert = String::new();
    let mut line = text.get(..at).unwrap_or_default().rfind('\n');
    for (frame, start) in frames {
        let opened = text.get(..*start).unwrap_or_default().rfind('\n');
        if opened != line {
            insert.push('\n');
            let from = opened.map_or(0, |opened| opened.saturating_add(1));
            insert.push_str(
                text.get(from..from.saturating_add(frame.indent as usize))
                    .unwrap_or_default(),
            );
            line = opened;
        }
        insert.push(if frame.object { '}' } else { ']' });
    }
    insert
}
