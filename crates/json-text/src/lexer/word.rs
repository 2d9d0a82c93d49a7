//! Numbers, literals, and text without quotes.

use super::{Lexer, Token, TokenKind};
use crate::errors::quoted;
use crate::strings::is_typographic_quote;
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind, quote};

impl Lexer<'_> {
    /// Whether a template variable such as `{{name}}` starts here.
    pub(super) fn is_placeholder(&self) -> bool {
        self.bytes.get(self.at.saturating_add(1)) == Some(&b'{')
            && placeholder(self.rest(self.at)).is_some()
    }

    /// A number, a literal or text without quotes.
    pub(super) fn word(&mut self, start: usize, first: bool) -> Token {
        let rest = self.rest(start);
        if let Some(len) = number(rest.as_bytes())
            && ends_word(rest.as_bytes().get(len..).unwrap_or_default())
        {
            self.at = start.saturating_add(len);
            return self.token(TokenKind::Number, start, first);
        }
        let letters = rest
            .bytes()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let after = rest.as_bytes().get(letters..).unwrap_or_default();
        if let Some(kind) =
            literal(rest.get(..letters).unwrap_or_default()).filter(|_| ends_word(after))
        {
            self.at = start.saturating_add(letters);
            return self.token(kind, start, first);
        }
        if let Some(len) = placeholder(rest) {
            return self.placeholder(start, len, first);
        }
        if let Some(end) = self.closing_quote(start) {
            return self.unopened(start, end, first);
        }
        self.bare(start, first)
    }

    /// The closing quote of a string that has no opening one and whose content starts at `start`.
    fn closing_quote(&mut self, start: usize) -> Option<usize> {
        let end = self.next_quote(start)?;
        let after = end.saturating_add(1);
        let content = Span::new(start, end).slice(self.text);
        let last = content.chars().next_back()?;
        if !self.ends_at(after)
            || last.is_whitespace()
            || matches!(last, ':' | ',' | '{' | '[' | '=')
        {
            return None;
        }
        let mut open = false;
        for character in content.chars() {
            match character {
                '{' => open = true,
                '}' if open => open = false,
                '}' | '[' | ']' | ',' => return None,
                _ => {}
            }
        }
        Some(end)
    }

    fn unopened(&mut self, start: usize, quote: usize, first: bool) -> Token {
        let content = Span::new(start, quote);
        self.at = quote.saturating_add(1);
        let span = Span::new(start, self.at);
        let text = self.text;
        self.reports.add(SyntaxErrorKind::UnopenedString, || {
            let message = format!(
                "the string {} has no opening quote: add `\"` before it",
                quoted(text, span)
            );
            SyntaxError::new(SyntaxErrorKind::UnopenedString, span, message)
                .fix("add the opening quote", vec![Edit::insert(start, "\"")])
        });
        self.bare_token(content, start, first)
    }

    /// A string token for text without an opening quote.
    fn bare_token(&mut self, content: Span, start: usize, first: bool) -> Token {
        let decoded = crate::strings::decode(content.slice(self.text));
        self.decoded_token(&decoded, start, first)
    }

    fn placeholder(&mut self, start: usize, len: usize, first: bool) -> Token {
        self.at = start.saturating_add(len);
        let span = Span::new(start, self.at);
        let text = self.text;
        self.reports.add(SyntaxErrorKind::Placeholder, || {
            let what = quoted(text, span);
            let message =
                format!("{what} is a variable of a template, not JSON: put the value in its place");
            SyntaxError::new(SyntaxErrorKind::Placeholder, span, message).fix(
                "put it in double quotes",
                vec![Edit::new(span, quote(span.slice(text)))],
            )
        });
        self.bare_token(span, start, first)
    }

    /// Text without quotes.
    fn bare(&mut self, start: usize, first: bool) -> Token {
        let rest = self.rest(start);
        let name =
            matches!(self.previous, TokenKind::ObjectOpen | TokenKind::Comma) && self.may_be_name();
        let len = bare_len(rest, name, self.previous == TokenKind::Colon);
        self.at = start.saturating_add(len);
        let span = Span::new(start, self.at);
        let word = span.slice(self.text);
        let text = self.text;
        // What follows at once is wrong, not the word itself.
        let number = (number(word.as_bytes()) == Some(word.len())).then_some(TokenKind::Number);
        if let Some(kind) = literal(word).or(number) {
            return self.token(kind, start, first);
        }
        let wrong = match word {
            "True" | "TRUE" => Some((TokenKind::True, "true")),
            "False" | "FALSE" => Some((TokenKind::False, "false")),
            "None" | "Null" | "NULL" | "nil" | "undefined" => Some((TokenKind::Null, "null")),
            _ => None,
        };
        if let Some((kind, right)) = wrong {
            self.reports.add(SyntaxErrorKind::WrongLiteral, || {
                let message = format!("{} is written `{right}` in JSON", quoted(text, span));
                SyntaxError::new(SyntaxErrorKind::WrongLiteral, span, message)
                    .fix(format!("write `{right}`"), vec![Edit::new(span, right)])
            });
            return self.token(kind, start, first);
        }
        if let Some(error) = bad_number(span, word) {
            self.reports.add(SyntaxErrorKind::BadNumber, || error);
            return self.token(TokenKind::Number, start, first);
        }
        self.reports.add(SyntaxErrorKind::UnquotedText, || {
            let message = format!("{} needs double quotes around it", quoted(text, span));
            SyntaxError::new(SyntaxErrorKind::UnquotedText, span, message).fix(
                "put it in double quotes",
                vec![Edit::new(span, quote(word))],
            )
        });
        self.bare_token(span, start, first)
    }
}

/// The length of the JSON number at the start of `bytes`.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter()
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(rest.len())
    };
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
        return None;
    }
    at = at.saturating_add(whole);
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at.saturating_add(1));
        if fraction == 0 {
            return None;
        }
        at = at.saturating_add(fraction).saturating_add(1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at.saturating_add(1)), Some(b'+' | b'-')));
        let exponent = digits(at.saturating_add(1).saturating_add(sign));
        if exponent == 0 {
            return None;
        }
        at = at
            .saturating_add(exponent)
            .saturating_add(sign)
            .saturating_add(1);
    }
    Some(at)
}

/// Whether a number or a literal may end before `rest`.
fn ends_word(rest: &[u8]) -> bool {
    match rest.first() {
        None
        | Some(
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'}' | b']' | b'{' | b'[' | b';' | b'#',
        ) => true,
        Some(b'/') => matches!(rest.get(1), Some(b'/' | b'*')),
        _ => false,
    }
}

/// The literal that `word` is.
fn literal(word: &str) -> Option<TokenKind> {
    match word {
        "true" => Some(TokenKind::True),
        "false" => Some(TokenKind::False),
        "null" => Some(TokenKind::Null),
        _ => None,
    }
}

/// The length of the template variable at the start of `text`: `${…}`, `{{…}}`, `<…>`, `%(…)`, `<%…%>`.
fn placeholder(text: &str) -> Option<usize> {
    /// Longer ones are something else.
    const LONGEST: usize = 80;
    let (open, close) = [("${", "}"), ("{{", "}}"), ("<", ">"), ("%{", "}")]
        .into_iter()
        .find(|(open, _)| text.starts_with(open))?;
    let body = text.get(open.len()..)?;
    let mut len = 0_usize;
    for character in body.chars().take(LONGEST) {
        if body.get(len..).is_some_and(|rest| rest.starts_with(close)) {
            let name = body.get(..len).unwrap_or_default().trim();
            return (!name.is_empty())
                .then_some(open.len().saturating_add(len).saturating_add(close.len()));
        }
        if matches!(character, '"' | '\n' | '{' | '}' | ',') {
            return None;
        }
        len = len.saturating_add(character.len_utf8());
    }
    None
}

/// The length of text without quotes. A colon ends a name; within a value (`s3:GetObject`) it belongs to the text if
/// more follows at once. After a colon, words up to the end of the value belong together.
fn bare_len(text: &str, name: bool, value: bool) -> usize {
    let mut end = 0_usize;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match character {
            ',' | '{' | '}' | '[' | ']' | '"' | ';' | '=' | '\n' | '\u{ff1a}' | '\u{ff0c}'
            | '\u{3001}' => true,
            ':' => {
                at > 0
                    && (name
                        || next.is_none_or(|next| {
                            next.is_whitespace() || matches!(next, '"' | '\'' | '{' | '[')
                        }))
            }
            ' ' => !(value && next.is_some_and(char::is_alphanumeric)),
            other => super::trivia::is_blank(other) || is_typographic_quote(other),
        };
        if ends && at > 0 {
            break;
        }
        end = at.saturating_add(character.len_utf8());
    }
    end
}

/// What is wrong with a word that looks like a number; none if it does not.
fn bad_number(span: Span, word: &str) -> Option<SyntaxError> {
    let error = |message: String| SyntaxError::new(SyntaxErrorKind::BadNumber, span, message);
    let write = |right: String| (format!("write `{right}`"), vec![Edit::new(span, right)]);
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    if matches!(unsigned, "NaN" | "Infinity" | "inf" | "nan") {
        return Some(error(format!(
            "`{word}` is no number that JSON has: write one, or `null`"
        )));
    }
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let minus = if word.starts_with('-') { "-" } else { "" };
    if let Some(hex) = unsigned
        .strip_prefix("0x")
        .or_else(|| unsigned.strip_prefix("0X"))
    {
        let value = u128::from_str_radix(hex, 16).ok()?;
        let (title, edits) = write(format!("{minus}{value}"));
        return Some(
            error(format!(
                "`{word}` is no number that JSON has: write it with decimal digits"
            ))
            .fix(title, edits),
        );
    }
    let leading_zeros = unsigned.len() > 1
        && unsigned.starts_with('0')
        && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if leading_zeros {
        let message = format!(
            "the number `{word}` cannot begin with `0`: put it in double quotes, or drop the zeros"
        );
        return Some(error(message).fix(
            "put it in double quotes",
            vec![Edit::new(span, quote(word))],
        ));
    }
    let whole = if unsigned.starts_with('.') { "0" } else { "" };
    let (mantissa, exponent) = unsigned
        .split_once(['e', 'E'])
        .map_or((unsigned, ""), |(mantissa, _)| {
            (mantissa, unsigned.get(mantissa.len()..).unwrap_or_default())
        });
    let fraction = if mantissa.ends_with('.') { "0" } else { "" };
    let right = format!("{minus}{whole}{mantissa}{fraction}{exponent}");
    if number(right.as_bytes()) == Some(right.len()) {
        let (title, edits) = write(right.clone());
        return Some(
            error(format!("the number `{word}` is written `{right}` in JSON")).fix(title, edits),
        );
    }
    None
}
