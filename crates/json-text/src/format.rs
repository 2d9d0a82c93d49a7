//! Pretty-printing, token by token: names, numbers, strings and their order stay as they are written.

use crate::lexer::{Lexer, TokenKind};
use crate::{SyntaxError, parse};

/// Deeper lines are indented no further, so that deep nesting does not blow up the text.
const MAX_DEPTH: usize = 64;
/// The widest indentation of a level.
const MAX_INDENT: usize = 8;

/// How to format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormatOptions {
    /// Spaces for each level, 8 at most.
    pub indent: usize,
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self { indent: 2 }
    }
}

/// Formats `text`: every member and every element in its own line, except that an array of one scalar and whatever is
/// empty stay in one line. A line feed at the end stays. Values, names, their order and their spelling do not change.
///
/// # Errors
/// The syntax errors of `text`, if it has any.
pub fn format(text: &str, options: &FormatOptions) -> Result<String, Vec<SyntaxError>> {
    let document = parse(text);
    if !document.errors().is_empty() {
        return Err(document.errors().to_vec());
    }
    let unit = " ".repeat(options.indent.min(MAX_INDENT));
    let mut formatted = print(text, &Layout::Lines { unit: &unit });
    if text.ends_with('\n') {
        formatted.push('\n');
    }
    Ok(formatted)
}

/// How tokens are laid out.
pub(crate) enum Layout<'a> {
    /// Over lines.
    Lines {
        /// The indentation of a level.
        unit: &'a str,
    },
    /// In one line.
    OneLine {
        /// What stands between elements and between members.
        comma: &'a str,
        /// What stands between a name and its value.
        colon: &'a str,
    },
}

/// Prints JSON text without errors.
pub(crate) fn print(text: &str, layout: &Layout<'_>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut lexer = Lexer::new(text);
    let mut tokens = [lexer.next(), lexer.next(), lexer.next()];
    let mut depth = 0_usize;
    loop {
        let [token, next, over] = tokens;
        match (token.kind, layout) {
            (TokenKind::End, _) => return result,
            (TokenKind::Comma, Layout::OneLine { comma, .. }) => result.push_str(comma),
            (TokenKind::Colon, Layout::OneLine { colon, .. }) => result.push_str(colon),
            (_, Layout::OneLine { .. }) => result.push_str(token.span().slice(text)),
            (TokenKind::ObjectOpen | TokenKind::ArrayOpen, Layout::Lines { unit }) => {
                result.push_str(token.span().slice(text));
                if is_close(next.kind) {
                    result.push_str(next.span().slice(text));
                    tokens = [over, lexer.next(), lexer.next()];
                    continue;
                }
                let opens = matches!(next.kind, TokenKind::ObjectOpen | TokenKind::ArrayOpen);
                if !opens && over.kind == TokenKind::ArrayClose {
                    result.push_str(next.span().slice(text));
                    result.push_str(over.span().slice(text));
                    tokens = [lexer.next(), lexer.next(), lexer.next()];
                    continue;
                }
                depth = depth.saturating_add(1);
                push_line(&mut result, unit, depth);
            }
            (TokenKind::ObjectClose | TokenKind::ArrayClose, Layout::Lines { unit }) => {
                depth = depth.saturating_sub(1);
                push_line(&mut result, unit, depth);
                result.push_str(token.span().slice(text));
            }
            (TokenKind::Comma, Layout::Lines { unit }) => {
                result.push(',');
                push_line(&mut result, unit, depth);
            }
            (TokenKind::Colon, Layout::Lines { .. }) => result.push_str(": "),
            (_, Layout::Lines { .. }) => result.push_str(token.span().slice(text)),
        }
        tokens = [next, over, lexer.next()];
    }
}

fn is_close(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::ObjectClose | TokenKind::ArrayClose)
}

/// Begins a line at `depth`.
fn push_line(result: &mut String, unit: &str, depth: usize) {
    result.push('\n');
    for _ in 0..depth.min(MAX_DEPTH) {
        result.push_str(unit);
    }
}
