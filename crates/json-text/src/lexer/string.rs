//! Strings, closed or not, in whatever quotes.

use super::{Lexer, Token, TokenKind};
use crate::errors::quoted;
use crate::strings::{self, Escape, decode, escape};
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind};

/// How a run through a string's content ended.
enum Stop {
    /// At a quote.
    Quote(usize),
    /// At a line break or the end of the text.
    Line(usize),
}

/// What was met on the way through a string's content.
#[derive(Default)]
struct Met {
    /// A backslash or a line break: the text must be decoded.
    decode: bool,
    /// A control character or a backslash that may be wrong.
    check: bool,
}

impl<'a> Lexer<'a> {
    /// A string in double quotes.
    pub(super) fn string(&mut self, start: usize, first: bool) -> Token {
        let content = start.saturating_add(1);
        let mut met = Met::default();
        match self.run(content, &mut met) {
            Stop::Quote(quote) => {
                let end = quote.saturating_add(1);
                if !matches!(self.bytes.get(end), Some(b',' | b':' | b'}' | b']' | b'\n'))
                    && !self.ends_at(end)
                {
                    if let Some(cut) = self.cut_before_next_string(content, quote) {
                        return self.unclosed(start, cut, first);
                    }
                    if let Some(last) = self.last_quote_of_string(end) {
                        return self.inner_quotes(start, last, first);
                    }
                }
                self.at = end;
                self.finish(start, Span::new(content, quote), &met, first)
            }
            Stop::Line(line) => {
                if let Some(quote) = self.end_in_next_line(content, line) {
                    return self.broken_over_lines(start, line, quote, first);
                }
                let cut = self.cut_of_line(content, line);
                self.unclosed(start, cut, first)
            }
        }
    }

    /// Runs through a string's content from `at` on.
    fn run(&self, mut at: usize, met: &mut Met) -> Stop {
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(plain) = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
            else {
                return Stop::Line(self.bytes.len());
            };
            at = at.saturating_add(plain);
            match self.bytes.get(at) {
                Some(b'"') => return Stop::Quote(at),
                Some(b'\n') | None => return Stop::Line(at),
                Some(b'\r') if self.bytes.get(at.saturating_add(1)) == Some(&b'\n') => {
                    return Stop::Line(at);
                }
                Some(b'\\') => {
                    met.decode = true;
                    met.check = true;
                    at = at.saturating_add(1);
                    // A backslash at the end of a line escapes nothing.
                    if self.bytes.get(at).is_some_and(|byte| *byte >= 0x20) {
                        at = at.saturating_add(1);
                    }
                }
                Some(_) => {
                    met.check = true;
                    at = at.saturating_add(1);
                }
            }
        }
    }

    /// Makes the token of a string that is closed, after telling what is wrong inside.
    fn finish(&mut self, start: usize, content: Span, met: &Met, first: bool) -> Token {
        let source = content.slice(self.text);
        if met.check {
            self.check_content(content, met.decode);
        }
        // A carriage return inside a string stands for nothing, as every line break.
        if met.decode || (met.check && source.contains('\r')) {
            let decoded = decode(source);
            return self.decoded_token(&decoded, start, first);
        }
        self.token(TokenKind::String, start, first)
    }

    /// Tells wrong escapes and control characters of a string's content.
    fn check_content(&mut self, content: Span, escapes: bool) {
        let source = content.slice(self.text);
        if source.bytes().any(|byte| byte < 0x20) {
            self.control_characters(content, source);
        }
        if !escapes {
            return;
        }
        let mut at = 0;
        while let Some(next) = source.get(at..).and_then(|rest| rest.find('\\')) {
            at = at.saturating_add(next);
            let (meaning, len) = escape(source.get(at..).unwrap_or_default());
            let span = Span::new(
                content.start.saturating_add(at),
                content.start.saturating_add(at.saturating_add(len)),
            );
            at = at.saturating_add(len);
            if !matches!(meaning, Escape::Character(_)) {
                self.bad_escape(meaning, span);
            }
        }
    }

    fn bad_escape(&mut self, meaning: Escape, span: Span) {
        let text = self.text;
        let backslash = Edit::insert(span.start, "\\");
        if meaning == Escape::LoneSurrogate {
            self.reports.add(SyntaxErrorKind::LoneSurrogate, || {
                let message = format!(
                    "{} is half of a character: write both halves, or neither",
                    quoted(text, span)
                );
                SyntaxError::new(SyntaxErrorKind::LoneSurrogate, span, message)
            });
            return;
        }
        self.reports.add(SyntaxErrorKind::BadEscape, || {
            let what = quoted(text, span);
            let message = if meaning == Escape::BadHex {
                format!("{what} is no complete escape: write four hexadecimal digits after `\\u`")
            } else {
                format!("{what} is no escape that JSON has: write `\\\\` for a backslash")
            };
            SyntaxError::new(SyntaxErrorKind::BadEscape, span, message)
                .fix("double the backslash", vec![backslash])
        });
    }

    /// Tells the control characters of a string, once for all of them.
    fn control_characters(&mut self, content: Span, source: &str) {
        let controls = || {
            source
                .char_indices()
                .filter(|(_, character)| u32::from(*character) < 0x20)
        };
        let Some((at, control)) = controls().next() else {
            return;
        };
        let place = |at: usize| {
            Span::new(
                content.start.saturating_add(at),
                content.start.saturating_add(at.saturating_add(1)),
            )
        };
        self.reports.add(SyntaxErrorKind::ControlCharacter, || {
            let escaped = |control: char| {
                let mut escaped = String::new();
                strings::push_escaped(&mut escaped, control.encode_utf8(&mut [0; 4]));
                escaped
            };
            let name = match control {
                '\t' => "tab".to_owned(),
                '\r' => "carriage return".to_owned(),
                other => format!("control character (U+{:04X})", u32::from(other)),
            };
            let message = format!(
                "a string cannot hold a {name} as it is: write `{}`",
                escaped(control)
            );
            let edits = controls()
                .map(|(at, control)| Edit::new(place(at), escaped(control)))
                .collect();
            SyntaxError::new(SyntaxErrorKind::ControlCharacter, place(at), message)
                .fix("write escapes", edits)
        });
    }

    /// Whether a string that ends before `at` ends plausibly: what follows in the line could follow a string.
    pub(super) fn ends_at(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        matches!(
            rest.iter()
                .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')),
            None | Some(b',' | b':' | b'}' | b']' | b'\n')
        )
    }

    /// Where a string ought to end whose closing quote at `quote` seems to open the next string: `"Action: "s3:…"`,
    /// `["a, "b"]`.
    fn cut_before_next_string(&self, content: usize, quote: usize) -> Option<usize> {
        if matches!(self.bytes.get(quote.saturating_add(1)), Some(b' ' | b'\t')) {
            return None;
        }
        let source = Span::new(content, quote).slice(self.text);
        let cut = cut_structure(source, self.may_be_name());
        (cut < source.trim_end().len()).then_some(content.saturating_add(cut))
    }

    /// Where an unclosed string ends in its line.
    fn cut_of_line(&self, content: usize, line: usize) -> usize {
        let source = Span::new(content, line).slice(self.text);
        let name = self.may_be_name();
        let cut = name
            .then(|| cut_name(source))
            .flatten()
            .unwrap_or_else(|| cut_structure(source, name));
        content.saturating_add(cut)
    }

    fn unclosed(&mut self, start: usize, end: usize, first: bool) -> Token {
        self.at = end;
        let content = Span::new(start.saturating_add(1), end);
        let text = self.text;
        self.reports.add(SyntaxErrorKind::UnclosedString, || {
            let what = quoted(text, Span::new(start, end));
            let message = format!("the string {what} has no closing quote: add `\"` after it");
            SyntaxError::new(
                SyntaxErrorKind::UnclosedString,
                Span::new(start, end),
                message,
            )
            .fix("add the closing quote", vec![Edit::insert(end, "\"")])
        });
        let mut met = Met::default();
        self.run(content.start, &mut met);
        if met.check {
            self.check_content(content, met.decode);
        }
        let decoded = decode(content.slice(self.text));
        self.decoded_token(&decoded, start, first)
    }

    /// The quote in the next line at which a string ends that a line break at `line` splits: `"arn:aws:` and then
    /// `s3:::bucket"`.
    fn end_in_next_line(&mut self, content: usize, line: usize) -> Option<usize> {
        let source = Span::new(content, line).slice(self.text).trim_end();
        if source.is_empty() || source.ends_with([',', '{', '[', '}', ']']) {
            return None;
        }
        let rest = self.rest(line);
        let text = rest.trim_start_matches(['\r', '\n']);
        if rest.len().saturating_sub(text.len()) > 2 {
            return None;
        }
        let text = text.trim_start_matches([' ', '\t']);
        if text.starts_with([
            '"', '\'', '{', '}', '[', ']', ',', ':', '/', '#', '\n', '\r',
        ]) {
            return None;
        }
        let quote = self.next_quote(self.text.len().saturating_sub(text.len()))?;
        self.ends_at(quote.saturating_add(1)).then_some(quote)
    }

    fn broken_over_lines(&mut self, start: usize, line: usize, quote: usize, first: bool) -> Token {
        let content = Span::new(start.saturating_add(1), quote);
        let rest = self.rest(line);
        let blanks = rest
            .len()
            .saturating_sub(rest.trim_start_matches(['\r', '\n', ' ', '\t']).len());
        let gap = Span::new(line, line.saturating_add(blanks));
        self.at = quote.saturating_add(1);
        self.reports.add(SyntaxErrorKind::LineBreakInString, || {
            let message = "a string cannot go on in the next line: join the lines, or write `\\n` for the line break";
            SyntaxError::new(SyntaxErrorKind::LineBreakInString, gap, message)
                .fix("join the lines", vec![Edit::delete(gap)])
        });
        for part in [
            Span::new(content.start, gap.start),
            Span::new(gap.end, content.end),
        ] {
            self.check_content(part, true);
        }
        let decoded = decode(content.slice(self.text));
        self.decoded_token(&decoded, start, first)
    }

    /// The next quote from `from` on in the line of `from`.
    pub(super) fn next_quote(&mut self, from: usize) -> Option<usize> {
        if self.quote_ahead < from {
            let rest = self.bytes.get(from..).unwrap_or_default();
            let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\n'));
            self.quote_ahead = found.map_or(self.bytes.len(), |found| from.saturating_add(found));
        }
        (self.bytes.get(self.quote_ahead) == Some(&b'"')).then_some(self.quote_ahead)
    }

    /// The last quote of a string that holds quotes, of which one stands before `at`: `"say "please" again"`.
    fn last_quote_of_string(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let next = rest.trim_start_matches([' ', '\t']);
        let other = |first: char| {
            first.is_ascii_digit()
                || matches!(
                    first,
                    '{' | '['
                        | '-'
                        | '+'
                        | '/'
                        | '#'
                        | '='
                        | ';'
                        | '\\'
                        | '\u{ff1a}'
                        | '\u{ff0c}'
                        | '\u{3001}'
                )
                || strings::is_quote(first)
                || super::trivia::is_blank(first)
        };
        let word = next.chars().next().is_some_and(|first| !other(first));
        let literal = ["true", "false", "null"]
            .iter()
            .any(|literal| next.starts_with(literal));
        if !word || literal || at < self.no_end_before {
            return None;
        }
        let mut from = at;
        loop {
            match self.next_quote(from) {
                Some(quote) if self.ends_at(quote.saturating_add(1)) => return Some(quote),
                Some(quote) => from = quote.saturating_add(1),
                None => {
                    self.no_end_before = self.quote_ahead;
                    return None;
                }
            }
        }
    }

    fn inner_quotes(&mut self, start: usize, last: usize, first: bool) -> Token {
        let content = Span::new(start.saturating_add(1), last);
        let source = content.slice(self.text);
        self.at = last.saturating_add(1);
        let mut inner = Vec::new();
        let mut escaped = false;
        for (at, byte) in source.bytes().enumerate() {
            if byte == b'"' && !escaped {
                inner.push(content.start.saturating_add(at));
            }
            escaped = byte == b'\\' && !escaped;
        }
        let place = inner.first().copied().unwrap_or(start);
        self.reports.add(SyntaxErrorKind::UnescapedQuote, || {
            let message = "a quote inside a string needs a backslash before it: write `\\\"`";
            let edits = inner.iter().map(|at| Edit::insert(*at, "\\")).collect();
            SyntaxError::new(
                SyntaxErrorKind::UnescapedQuote,
                Span::new(place, place.saturating_add(1)),
                message,
            )
            .fix("escape the quotes inside", edits)
        });
        self.check_content(content, true);
        let decoded = decode(source);
        self.decoded_token(&decoded, start, first)
    }

    /// A string in single quotes.
    pub(super) fn single_quoted(&mut self, start: usize, first: bool) -> Token {
        self.foreign_quotes(start, first, SyntaxErrorKind::SingleQuotes, |character| {
            character == '\''
        })
    }

    /// A string in quotes of a word processor, or that begins with one.
    pub(super) fn typographic(&mut self, start: usize, first: bool) -> Token {
        let opening = self.rest(start).chars().next().unwrap_or('"');
        let single = matches!(opening, '\u{2018}'..='\u{201b}');
        self.foreign_quotes(
            start,
            first,
            SyntaxErrorKind::TypographicQuotes,
            move |character| {
                let other_single = matches!(character, '\u{2018}'..='\u{201b}');
                character == '"'
                    || (strings::is_typographic_quote(character) && other_single == single)
            },
        )
    }

    /// A string that begins with a quote of another kind, up to the next one that `closes` knows or the line's end.
    fn foreign_quotes(
        &mut self,
        start: usize,
        first: bool,
        kind: SyntaxErrorKind,
        closes: impl Fn(char) -> bool,
    ) -> Token {
        let rest = self.rest(start);
        let opening = rest.chars().next().map_or(1, char::len_utf8);
        let mut edits = vec![Edit::new(
            Span::new(start, start.saturating_add(opening)),
            "\"",
        )];
        let content = start.saturating_add(opening);
        let mut end = None;
        let mut escaped = false;
        let mut line = self.text.len();
        for (at, character) in rest.char_indices().skip(1) {
            let place = start.saturating_add(at);
            if character == '\n' {
                line = place;
                break;
            }
            if escaped {
                if character == '\'' {
                    edits.push(Edit::delete(Span::new(place.saturating_sub(1), place)));
                }
            } else if closes(character) {
                let span = Span::new(place, place.saturating_add(character.len_utf8()));
                edits.push(Edit::new(span, "\""));
                end = Some(span);
                break;
            } else if character == '"' {
                edits.push(Edit::insert(place, "\\"));
            }
            escaped = character == '\\' && !escaped;
        }
        let inner = match end {
            Some(quote) => Span::new(content, quote.start),
            None => Span::new(
                content,
                content.saturating_add(cut_structure(
                    Span::new(content, line).slice(self.text),
                    self.may_be_name(),
                )),
            ),
        };
        if end.is_none() {
            edits.retain(|edit| edit.span.end <= inner.end);
            edits.push(Edit::insert(inner.end, "\""));
        }
        self.at = end.map_or(inner.end, |quote| quote.end);
        let span = Span::new(start, self.at);
        let (which, title) = match kind {
            SyntaxErrorKind::SingleQuotes => ("single quotes", "use double quotes throughout"),
            _ => ("typographic quotes", "use straight quotes throughout"),
        };
        let what = quoted(self.text, span);
        let message = format!(
            "{what} is in {which}, which JSON does not know: write `\"` before and after it"
        );
        self.reports
            .add_throughout(SyntaxError::new(kind, span, message).fix(title, edits));
        let decoded = decode(inner.slice(self.text));
        self.decoded_token(&decoded, start, first)
    }
}

/// The length of a string's content without the JSON around it that a missing quote let in: `Allow, ` is `Allow`,
/// `Statement: [{` is `Statement` if it may be a name, while `${aws:username}` stays.
fn cut_structure(content: &str, name: bool) -> usize {
    let mut kept = content.trim_end();
    let mut opened = false;
    while let Some(last) = kept.chars().next_back() {
        let before = kept
            .get(..kept.len().saturating_sub(last.len_utf8()))
            .unwrap_or_default();
        match last {
            '{' | '[' => opened = true,
            ',' => opened = false,
            '}' | ']' if !opened && !has_open(before, last) => {}
            ':' if name && is_name(before.trim_end()) => return before.trim_end().len(),
            _ => break,
        }
        kept = before.trim_end();
    }
    if opened {
        content.trim_end().len()
    } else {
        kept.len()
    }
}

/// Where the name ends of a content like `MaxSessionDuration: 5,` or `Statement: []`.
fn cut_name(content: &str) -> Option<usize> {
    let (name, value) = content.split_once(": ")?;
    let value = value.trim_start();
    let begins = value
        .starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '[' | '{'))
        || ["true", "false", "null"]
            .iter()
            .any(|literal| value.starts_with(literal));
    (begins && is_name(name.trim_end())).then_some(name.trim_end().len())
}

/// Whether `text` could be the name of a member: `aws:SourceIp`, `ForAnyValue:StringLike`.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_')
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'/' | b'.')
        })
}

/// Whether `text` has an opening bracket that `close` would close.
fn has_open(text: &str, close: char) -> bool {
    let open = if close == '}' { '{' } else { '[' };
    let mut depth = 0_usize;
    for character in text.chars() {
        if character == open {
            depth = depth.saturating_add(1);
        } else if character == close {
            depth = depth.saturating_sub(1);
        }
    }
    depth > 0
}
