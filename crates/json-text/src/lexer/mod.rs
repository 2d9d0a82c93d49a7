//! Text to tokens. Whatever is wrong within one token is told here; the parser sees what was meant.

mod string;
mod trivia;
mod word;

use crate::errors::{Reports, quoted};
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TokenKind {
    ObjectOpen,
    ObjectClose,
    ArrayOpen,
    ArrayClose,
    Comma,
    Colon,
    String,
    Number,
    True,
    False,
    Null,
    End,
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Of a string: its decoded text, if the source says it differently.
    pub(crate) decoded: u32,
    /// Of its line: the bytes of white space before the first token.
    pub(crate) indent: u32,
    /// Whether it is the first one of its line.
    pub(crate) first: bool,
}

impl Token {
    pub(crate) const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// Reads tokens, each one once.
pub(crate) struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    indent: u32,
    /// What stood before, which tells names from values.
    previous: TokenKind,
    /// Whether the last comma separates members.
    pub(crate) names: bool,
    pub(crate) decoded: Vec<Box<str>>,
    pub(crate) reports: Reports,
    /// The next quote or line end at or after `at`, if it was looked for.
    quote_ahead: usize,
    /// Whether a `*/` may still follow.
    comments_end: bool,
    /// Up to here no string is known to end after a quote inside it.
    no_end_before: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut lexer = Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            indent: 0,
            previous: TokenKind::End,
            names: false,
            decoded: Vec::new(),
            reports: Reports::default(),
            quote_ahead: 0,
            comments_end: true,
            no_end_before: 0,
        };
        lexer.byte_order_mark();
        lexer
    }

    /// Reads the next token; [`TokenKind::End`] for ever after the last one.
    pub(crate) fn next(&mut self) -> Token {
        loop {
            let first = self.white_space();
            let start = self.at;
            let Some(byte) = self.bytes.get(start) else {
                return self.token(TokenKind::End, start, first);
            };
            let kind = match byte {
                b'"' => return self.string(start, first),
                b',' => TokenKind::Comma,
                b':' => TokenKind::Colon,
                b'{' if self.is_placeholder() => return self.word(start, first),
                b'{' => TokenKind::ObjectOpen,
                b'}' => TokenKind::ObjectClose,
                b'[' => TokenKind::ArrayOpen,
                b']' => TokenKind::ArrayClose,
                b'/' | b'#' if self.comment() => continue,
                b'\'' => return self.single_quoted(start, first),
                b'=' | b';' => self.wrong_separator(),
                0x80.. => match self.not_ascii() {
                    trivia::NotAscii::WhiteSpace => continue,
                    trivia::NotAscii::Quote => return self.typographic(start, first),
                    trivia::NotAscii::Separator(kind) => kind,
                    trivia::NotAscii::Word => return self.word(start, first),
                },
                0..0x20 => {
                    self.refused_control();
                    continue;
                }
                _ => return self.word(start, first),
            };
            self.at = self.at.max(start.saturating_add(1));
            return self.token(kind, start, first);
        }
    }

    /// A token from `start` to where the lexer stands.
    fn token(&mut self, kind: TokenKind, start: usize, first: bool) -> Token {
        self.previous = kind;
        Token {
            kind,
            start: narrow(start),
            end: narrow(self.at),
            decoded: crate::tree::NONE,
            indent: self.indent,
            first,
        }
    }

    /// Whether the token that starts here can be a name.
    fn may_be_name(&self) -> bool {
        match self.previous {
            TokenKind::Comma => self.names,
            TokenKind::Colon | TokenKind::ArrayOpen => false,
            _ => true,
        }
    }

    /// A string token from `start` to where the lexer stands, whose text is `decoded`.
    fn decoded_token(&mut self, decoded: &str, start: usize, first: bool) -> Token {
        let mut token = self.token(TokenKind::String, start, first);
        token.decoded = narrow(self.decoded.len());
        self.decoded.push(decoded.into());
        token
    }

    /// Skips the white space that JSON has; whether a line begins.
    fn white_space(&mut self) -> bool {
        let mut line = (self.at == 0).then_some(0);
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => {}
                b'\n' => line = Some(self.at.saturating_add(1)),
                _ => break,
            }
            self.at = self.at.saturating_add(1);
        }
        if let Some(line) = line {
            self.indent = narrow(self.at.saturating_sub(line));
        }
        line.is_some()
    }

    /// `=` where a colon and `;` where a comma belongs.
    fn wrong_separator(&mut self) -> TokenKind {
        let start = self.at;
        let (kind, right) = if self.bytes.get(start) == Some(&b';') {
            (TokenKind::Comma, ",")
        } else {
            (TokenKind::Colon, ":")
        };
        let arrow = self
            .bytes
            .get(start..)
            .is_some_and(|rest| rest.starts_with(b"=>"));
        self.at = start.saturating_add(if arrow { 2 } else { 1 });
        self.separator_error(Span::new(start, self.at), right);
        kind
    }

    fn separator_error(&mut self, span: Span, right: &str) {
        let text = self.text;
        self.reports.add(SyntaxErrorKind::WrongSeparator, || {
            let message = format!(
                "{} does not separate anything in JSON: write `{right}`",
                quoted(text, span)
            );
            SyntaxError::new(SyntaxErrorKind::WrongSeparator, span, message)
                .fix(format!("write `{right}`"), vec![Edit::new(span, right)])
        });
    }

    /// The text from `from` on.
    fn rest(&self, from: usize) -> &'a str {
        self.text.get(from..).unwrap_or_default()
    }
}

/// A place in a text, whose length was checked before.
pub(crate) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
