//! What stands between tokens: comments, white space of other kinds, marks that nobody sees.

use super::{Lexer, TokenKind};
use crate::errors::quoted;
use crate::strings::is_typographic_quote;
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind};

/// What a character beyond ASCII is between tokens.
pub(super) enum NotAscii {
    WhiteSpace,
    Quote,
    Separator(TokenKind),
    Word,
}

impl Lexer<'_> {
    /// Tells a byte order mark before the text, and skips it.
    pub(super) fn byte_order_mark(&mut self) {
        if !self.text.starts_with('\u{feff}') {
            return;
        }
        let span = Span::new(0, '\u{feff}'.len_utf8());
        self.at = span.end;
        self.reports.add(SyntaxErrorKind::ByteOrderMark, || {
            let message = "the text begins with an invisible byte order mark (U+FEFF), which JSON does not allow: remove it";
            SyntaxError::new(SyntaxErrorKind::ByteOrderMark, span, message)
                .fix("remove the byte order mark", vec![Edit::delete(span)])
        });
    }

    /// Skips a comment, if one starts here, and tells it.
    pub(super) fn comment(&mut self) -> bool {
        let start = self.at;
        let rest = self.rest(start);
        let (len, closed) = if rest.starts_with("/*") {
            let body = rest.get(2..).filter(|_| self.comments_end);
            match body.and_then(|body| body.find("*/")) {
                Some(body) => (body.saturating_add(4), true),
                // More than its line is not lost: it may be the end of an ARN without its quote.
                None => {
                    self.comments_end = false;
                    (rest.find('\n').unwrap_or(rest.len()), false)
                }
            }
        } else if rest.starts_with("//") || rest.starts_with('#') {
            (rest.find('\n').unwrap_or(rest.len()), true)
        } else {
            return false;
        };
        let len = rest.get(..len).unwrap_or_default().trim_end().len();
        let span = Span::new(start, start.saturating_add(len));
        self.at = span.end;
        let text = self.text;
        self.reports.add(SyntaxErrorKind::Comment, || {
            let what = quoted(text, span);
            let message = if closed {
                format!("JSON has no comments: remove {what}")
            } else {
                format!("JSON has no comments, and this one has no end: remove {what} or close it with `*/`")
            };
            let error = SyntaxError::new(SyntaxErrorKind::Comment, span, message);
            if closed { error.fix("remove the comment", vec![Edit::delete(with_line(text, span))]) } else { error }
        });
        true
    }

    /// Says what the character beyond ASCII here is; skips white space and separators, and tells them.
    pub(super) fn not_ascii(&mut self) -> NotAscii {
        let start = self.at;
        let Some(character) = self.rest(start).chars().next() else {
            return NotAscii::WhiteSpace;
        };
        let span = Span::new(start, start.saturating_add(character.len_utf8()));
        if is_typographic_quote(character) {
            return NotAscii::Quote;
        }
        let (kind, right) = match character {
            '\u{ff1a}' => (TokenKind::Colon, ":"),
            '\u{ff0c}' | '\u{3001}' => (TokenKind::Comma, ","),
            other if is_blank(other) => {
                self.at = span.end;
                self.refused(span, character);
                return NotAscii::WhiteSpace;
            }
            _ => return NotAscii::Word,
        };
        self.at = span.end;
        self.separator_error(span, right);
        NotAscii::Separator(kind)
    }

    /// Tells a control character between tokens, and skips it.
    pub(super) fn refused_control(&mut self) {
        let start = self.at;
        let Some(character) = self.rest(start).chars().next() else {
            return;
        };
        self.at = start.saturating_add(character.len_utf8());
        self.refused(Span::new(start, self.at), character);
    }

    /// Tells white space that JSON does not have, once for all its places.
    fn refused(&mut self, span: Span, character: char) {
        let code = u32::from(character);
        let (what, instead) = match character {
            '\u{a0}' => ("non-breaking space", " "),
            '\u{feff}' => ("byte order mark", ""),
            '\u{200b}'..='\u{200f}' | '\u{2060}' => ("invisible character", ""),
            other if other.is_whitespace() => ("white space", " "),
            _ => ("control character", ""),
        };
        let (does, title) = if instead.is_empty() {
            ("remove it", "remove them")
        } else {
            ("write a plain space", "write plain spaces")
        };
        let message = format!("JSON does not allow this {what} (U+{code:04X}) here: {does}");
        self.reports.add_throughout(
            SyntaxError::new(SyntaxErrorKind::RefusedCharacter, span, message)
                .fix(title, vec![Edit::new(span, instead)]),
        );
    }
}

/// Whether `character` is invisible, though JSON does not take it for white space.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A comment with the blanks before it, and with its line break if nothing else stands in its line.
fn with_line(text: &str, comment: Span) -> Span {
    let before = text.get(..comment.start).unwrap_or_default();
    let blanks = before.trim_end_matches([' ', '\t']).len();
    let start = text
        .get(..blanks)
        .is_some_and(|before| before.ends_with('\n'));
    let after = text.get(comment.end..).unwrap_or_default();
    let ends = after.is_empty() || after.starts_with('\n') || after.starts_with("\r\n");
    if start && ends {
        // The line break before goes along, and the one after stays.
        let line = before.get(..blanks).unwrap_or_default();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        Span::new(line.len(), comment.end)
    } else if ends {
        Span::new(blanks, comment.end)
    } else {
        let after_blanks = after
            .len()
            .saturating_sub(after.trim_start_matches([' ', '\t']).len());
        Span::new(comment.start, comment.end.saturating_add(after_blanks))
    }
}
