//! Globs over whole strings: how they are compiled and matched.

mod classes;
mod relations;
mod scan;

use crate::fold::{fold_char, strip_prefix_ignoring_case};
pub use classes::{Class, classes};
use scan::{Step, scan};
use std::fmt;

/// A part of a pattern's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text in which `*` and `?` are wildcards.
    Pattern(&'a str),
    /// Text in which every character stands for itself: the value of a policy variable, or an escape such as `${*}`.
    Literal(&'a str),
}

/// Do the pieces, one after the other, match the whole of `text`? Case counts. The answer is that of [`Glob::from_pieces`] and
/// [`Glob::matches`], for a pattern that is needed once: what stands before the first wildcard is not compiled.
#[must_use]
pub fn pieces_match(pieces: &[Piece<'_>], text: &str) -> bool {
    let mut rest = text;
    let mut pieces = pieces.iter().copied();
    while let Some(piece) = pieces.next() {
        let (fixed, wild) = match piece {
            Piece::Literal(text) => (text, ""),
            Piece::Pattern(text) => {
                let wildcard = text.find(['*', '?']).unwrap_or(text.len());
                text.split_at_checked(wildcard).unwrap_or((text, ""))
            }
        };
        let Some(after) = rest.strip_prefix(fixed) else {
            return false;
        };
        match wild {
            "" => rest = after,
            "*" if pieces.len() == 0 => return true,
            _ => {
                let wild = std::iter::once(Piece::Pattern(wild));
                return Glob::from_pieces(wild.chain(pieces)).matches(after);
            }
        }
    }
    rest.is_empty()
}

/// One position of a [`Glob`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// This character.
    Char(char),
    /// Exactly one character, and no `*` in the same run of wildcards.
    One,
    /// Exactly one character of a run of wildcards that has a `*`; the run's [`Token::Many`] follows.
    OneOfMany,
    /// Any number of characters, also none.
    Many,
}

/// A pattern in which `*` matches any run of characters, also an empty one, and `?` exactly one character.
///
/// It is compiled once, into a normal form: every run of wildcards becomes its `?`s followed by at most one `*`. Two
/// globs are therefore equal (`==`) exactly if they match the same texts. A character is a Unicode scalar value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Glob {
    /// The characters before the first wildcard.
    head: Box<str>,
    /// The rest in normal form: empty, or starting with a wildcard.
    rest: Box<[Token]>,
}

impl Glob {
    /// Compiles `pattern`; every `*` and `?` in it is a wildcard.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self::from_pieces([Piece::Pattern(pattern)])
    }

    /// The glob that matches `text` alone, whatever characters it holds.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self {
            head: text.into(),
            rest: Box::default(),
        }
    }

    /// Compiles the concatenation of `pieces`.
    #[must_use]
    pub fn from_pieces<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Self {
        Self::from_tokens(tokens_of(pieces))
    }

    /// Compiles a sequence of tokens in any order; [`Token::One`] and [`Token::OneOfMany`] mean the same here.
    pub(crate) fn from_tokens(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut head = String::new();
        let mut rest = Vec::new();
        let mut run = Run::default();
        for token in tokens {
            match token {
                Token::Char(c) => {
                    run.flush_into(&mut rest);
                    if rest.is_empty() {
                        head.push(c);
                    } else {
                        rest.push(token);
                    }
                }
                Token::One | Token::OneOfMany => run.ones += 1,
                Token::Many => run.many = true,
            }
        }
        run.flush_into(&mut rest);
        Self {
            head: head.into(),
            rest: rest.into(),
        }
    }

    /// Does the glob match the whole of `text`? Case counts.
    ///
    /// Takes at most (length of the pattern) × (length of `text`) steps, typically one pass; allocates nothing.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        text.strip_prefix(&*self.head)
            .is_some_and(|rest| self.matches_rest(rest, |p, c| p == c))
    }

    /// Does the glob match the whole of `text` when case does not count? Characters are compared by
    /// [`fold_char`](crate::fold_char). Takes as long as [`Glob::matches`].
    #[must_use]
    pub fn matches_ignore_case(&self, text: &str) -> bool {
        strip_prefix_ignoring_case(text, &self.head).is_some_and(|rest| {
            self.matches_rest(rest, |p, c| p == c || fold_char(p) == fold_char(c))
        })
    }

    fn matches_rest(&self, text: &str, mut same: impl FnMut(char, char) -> bool) -> bool {
        match &*self.rest {
            [] => text.is_empty(),
            [Token::Many] => true,
            rest => scan(rest.iter().copied(), text.chars(), |token, c| match token {
                Token::Char(p) => Step::over_if(same(p, c)),
                Token::One | Token::OneOfMany | Token::Many => Step::Over,
            }),
        }
    }

    /// Is there no wildcard, so that the glob matches one text alone?
    #[must_use]
    pub fn is_literal(&self) -> bool {
        self.rest.is_empty()
    }

    /// The one text that the glob matches, if it has no wildcard.
    #[must_use]
    pub fn as_literal(&self) -> Option<&str> {
        self.is_literal().then_some(&*self.head)
    }

    /// Is there a wildcard?
    #[must_use]
    pub fn has_wildcard(&self) -> bool {
        !self.is_literal()
    }

    /// Does the glob match every text?
    #[must_use]
    pub fn is_match_all(&self) -> bool {
        self.head.is_empty() && *self.rest == [Token::Many]
    }

    /// The characters before the first wildcard: every match starts with them.
    #[must_use]
    pub fn literal_prefix(&self) -> &str {
        &self.head
    }

    /// The glob position by position, in normal form.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Token> + Clone + '_ {
        self.head
            .chars()
            .map(Token::Char)
            .chain(self.rest.iter().copied())
    }

    /// The glob with every character folded by [`fold_char`](crate::fold_char).
    ///
    /// Relations between two folded globs are the relations of the two when case does not count.
    #[must_use]
    pub fn to_folded(&self) -> Self {
        Self::from_tokens(self.tokens().map(|token| match token {
            Token::Char(c) => Token::Char(fold_char(c)),
            wildcard => wildcard,
        }))
    }

    /// The pattern's text in normal form. A literal `*` or `?` is written `${*}` or `${?}`, and a literal `$` before a
    /// brace `${$}`, as in a policy of version 2012-10-17.
    #[must_use]
    pub fn to_pattern(&self) -> String {
        let mut pattern = String::new();
        let mut tokens = self.tokens().peekable();
        while let Some(token) = tokens.next() {
            match token {
                Token::Char('*') => pattern.push_str("${*}"),
                Token::Char('?') => pattern.push_str("${?}"),
                Token::Char('$') if tokens.peek() == Some(&Token::Char('{')) => {
                    pattern.push_str("${$}")
                }
                Token::Char(c) => pattern.push(c),
                Token::One | Token::OneOfMany => pattern.push('?'),
                Token::Many => pattern.push('*'),
            }
        }
        pattern
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_pattern())
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Glob({self})")
    }
}

/// The tokens of a pattern's text, not yet in normal form.
pub(crate) fn tokens_of<'a>(
    pieces: impl IntoIterator<Item = Piece<'a>>,
) -> impl Iterator<Item = Token> {
    pieces.into_iter().flat_map(|piece| {
        let (text, is_pattern) = match piece {
            Piece::Pattern(text) => (text, true),
            Piece::Literal(text) => (text, false),
        };
        text.chars().map(move |c| match c {
            '*' if is_pattern => Token::Many,
            '?' if is_pattern => Token::One,
            _ => Token::Char(c),
        })
    })
}

/// A run of wildcards.
#[derive(Default)]
struct Run {
    ones: usize,
    many: bool,
}

impl Run {
    fn flush_into(&mut self, tokens: &mut Vec<Token>) {
        let Self { ones, many } = std::mem::take(self);
        let one = if many { Token::OneOfMany } else { Token::One };
        tokens.extend(std::iter::repeat_n(one, ones));
        tokens.extend(many.then_some(Token::Many));
    }
}
