//! How two globs relate: inclusion, intersection, shortest witnesses.

use super::scan::{Step, scan};
use super::{Glob, Token};

/// What stands in a witness where any character will do.
const FILLER: char = 'x';

/// Up to this many pairs of tokens a witness is a shortest one. Resources multiply the work by the pairs of their
/// alternatives.
const SHORTEST_PAIRS: usize = 1 << 16;

impl Glob {
    /// Does the glob match every text that `other` matches? Exact, over all of Unicode.
    ///
    /// The tokens of `other` are matched as if they were text: a character of `other` is taken by the same character or a
    /// wildcard, a `?` only by a wildcard, a `*` only by a run of wildcards with a `*`. Since the alphabet never runs
    /// out of characters that neither pattern names, this is not only sufficient but necessary: where it fails, the text
    /// that fills the `*`s of `other` with long runs of such a character, except that those among which a run's `?`s have
    /// to find their characters stay empty, is matched by `other` alone.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        let Some(head) = other.head.strip_prefix(&*self.head) else {
            return false;
        };
        let symbols = head
            .chars()
            .map(Token::Char)
            .chain(other.rest.iter().copied());
        scan(self.rest.iter().copied(), symbols, |token, symbol| {
            match (token, symbol) {
                (Token::OneOfMany, Token::Many) => Step::Stay,
                (_, Token::Many) => Step::Refuse,
                (Token::Char(_), _) => Step::over_if(token == symbol),
                _ => Step::Over,
            }
        })
    }

    /// Is there a text that both globs match?
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        if !other.is_unbounded() {
            scan(self.tokens(), other.tokens(), |token, symbol| {
                Step::over_if(agree(token, symbol))
            })
        } else if !self.is_unbounded() {
            other.intersects(self)
        } else {
            // Each has a `*` that takes what the other wants in the middle.
            ends_agree(self.tokens(), other.tokens())
                && ends_agree(self.tokens().rev(), other.tokens().rev())
        }
    }

    /// A shortest text that both globs match, if there is any.
    ///
    /// It may be longer than necessary only for two globs that both have a `*` and whose lengths multiply to more than
    /// 65,536.
    #[must_use]
    pub fn intersection_witness(&self, other: &Self) -> Option<String> {
        if !other.is_unbounded() {
            fill(self, other)
        } else if !self.is_unbounded() {
            fill(other, self)
        } else if !self.intersects(other) {
            None
        } else {
            let (a, b): (Vec<_>, Vec<_>) = (self.tokens().collect(), other.tokens().collect());
            if a.len().saturating_mul(b.len()) <= SHORTEST_PAIRS {
                Some(shortest(&a, &b))
            } else {
                Some(overlay(&a, &b))
            }
        }
    }

    /// A shortest text that the glob matches.
    #[must_use]
    pub fn shortest_match(&self) -> String {
        self.tokens().filter_map(character).collect()
    }

    /// Is there a `*`?
    fn is_unbounded(&self) -> bool {
        self.rest.contains(&Token::Many)
    }
}

/// A character that the token takes, unless it needs none.
fn character(token: Token) -> Option<char> {
    match token {
        Token::Char(c) => Some(c),
        Token::One | Token::OneOfMany => Some(FILLER),
        Token::Many => None,
    }
}

/// A character that both tokens take; neither is [`Token::Many`].
fn common(a: Token, b: Token) -> Option<char> {
    match (a, b) {
        (Token::Char(p), Token::Char(q)) => (p == q).then_some(p),
        (Token::Char(c), _) | (_, Token::Char(c)) => Some(c),
        _ => Some(FILLER),
    }
}

fn agree(a: Token, b: Token) -> bool {
    common(a, b).is_some()
}

/// Do the two sequences agree up to the first `Many` in either?
fn ends_agree(a: impl Iterator<Item = Token>, b: impl Iterator<Item = Token>) -> bool {
    a.zip(b)
        .take_while(|&(t, u)| t != Token::Many && u != Token::Many)
        .all(|(t, u)| agree(t, u))
}

/// A text that both match, where `bounded` has no `*`: all of them are of one length.
fn fill(glob: &Glob, bounded: &Glob) -> Option<String> {
    let mut text: Vec<char> = bounded.tokens().filter_map(character).collect();
    // A failed attempt may leave characters behind, but only where `bounded` takes any character and only for a `*`
    // to take: later attempts write over all that they care for.
    let matched = scan(
        glob.tokens(),
        bounded.tokens().enumerate(),
        |token, (place, symbol)| match (common(token, symbol), text.get_mut(place)) {
            (Some(c), Some(at)) => {
                *at = c;
                Step::Over
            }
            _ => Step::Refuse,
        },
    );
    matched.then(|| text.into_iter().collect())
}

/// A shortest text that both match, given that there is one.
fn shortest(a: &[Token], b: &[Token]) -> String {
    // costs[i][j]: how many characters a shortest text needs for a[i..] and b[j..]. Built from the end.
    let mut costs: Vec<Vec<u32>> = Vec::with_capacity(a.len() + 1);
    for i in (0..=a.len()).rev() {
        let mut row = Vec::with_capacity(b.len() + 1);
        for j in (0..=b.len()).rev() {
            let cost = |move_: &Move| match (move_.a, move_.b) {
                (false, _) => row.last().copied(),
                (true, false) => costs
                    .last()
                    .and_then(|below: &Vec<u32>| below.get(b.len() - j).copied()),
                (true, true) => costs
                    .last()
                    .and_then(|below| below.get(b.len() - j - 1).copied()),
            };
            let best = if i == a.len() && j == b.len() {
                Some(0)
            } else {
                moves(a.get(i), b.get(j))
                    .filter_map(|m| {
                        Some(cost(&m)?.saturating_add(u32::from(m.character.is_some())))
                    })
                    .min()
            };
            row.push(best.unwrap_or(u32::MAX));
        }
        costs.push(row);
    }
    let cost_at = |i: usize, j: usize| {
        costs
            .get(a.len() - i)
            .and_then(|row| row.get(b.len() - j))
            .copied()
            .unwrap_or(u32::MAX)
    };
    let mut text = String::new();
    let (mut i, mut j) = (0, 0);
    while let Some(m) = moves(a.get(i), b.get(j)).min_by_key(|m| {
        cost_at(i + usize::from(m.a), j + usize::from(m.b))
            .saturating_add(u32::from(m.character.is_some()))
    }) {
        text.extend(m.character);
        i += usize::from(m.a);
        j += usize::from(m.b);
    }
    text
}

/// A step forward in one of two sequences or in both, and the character that it adds.
struct Move {
    a: bool,
    b: bool,
    character: Option<char>,
}

fn moves(a: Option<&Token>, b: Option<&Token>) -> impl Iterator<Item = Move> {
    let many = |token: Option<&Token>| token == Some(&Token::Many);
    let only_a = match a {
        Some(Token::Many) => Some(None),
        Some(&token) if many(b) => Some(character(token)),
        _ => None,
    };
    let only_b = match b {
        Some(Token::Many) => Some(None),
        Some(&token) if many(a) => Some(character(token)),
        _ => None,
    };
    let both = match (a, b) {
        (Some(&t), Some(&u)) if !many(a) && !many(b) => common(t, u),
        _ => None,
    };
    [
        both.map(|c| Move {
            a: true,
            b: true,
            character: Some(c),
        }),
        only_a.map(|character| Move {
            a: true,
            b: false,
            character,
        }),
        only_b.map(|character| Move {
            a: false,
            b: true,
            character,
        }),
    ]
    .into_iter()
    .flatten()
}

/// A text that both match, given that each has a `*` and that their ends agree.
fn overlay(a: &[Token], b: &[Token]) -> String {
    let until_many = |tokens: &[Token]| {
        tokens
            .iter()
            .position(|t| *t == Token::Many)
            .unwrap_or(tokens.len())
    };
    let after_many = |tokens: &[Token]| {
        tokens
            .iter()
            .rev()
            .position(|t| *t == Token::Many)
            .unwrap_or(tokens.len())
    };
    let text = |tokens: &[Token]| {
        tokens
            .iter()
            .copied()
            .filter_map(character)
            .collect::<String>()
    };
    let zip = |(t, u): (&Token, &Token)| common(*t, *u);
    let head = until_many(a).min(until_many(b));
    let tail = after_many(a).min(after_many(b));
    let starts = a
        .iter()
        .zip(b)
        .take(head)
        .filter_map(zip)
        .collect::<String>();
    let ends: Vec<char> = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(tail)
        .filter_map(zip)
        .collect();
    let middle = |tokens: &[Token]| {
        tokens
            .get(head..tokens.len() - tail)
            .map(<[Token]>::to_vec)
            .unwrap_or_default()
    };
    let (a, b) = (middle(a), middle(b));
    // One of the two starts with `*`, one ends with it. If it is the same one, the other's first `*` takes it whole.
    let many = Some(&Token::Many);
    let middle = match (a.first() == many, a.last() == many) {
        (true, true) => inside(&b, &text(&a), until_many(&b)),
        (true, false) => text(&b) + &text(&a),
        (false, true) => text(&a) + &text(&b),
        (false, false) => inside(&a, &text(&b), until_many(&a)),
    };
    starts + &middle + &ends.into_iter().rev().collect::<String>()
}

/// The text of `outer` with `inner` at position `at`.
fn inside(outer: &[Token], inner: &str, at: usize) -> String {
    let text = |tokens: &[Token]| {
        tokens
            .iter()
            .copied()
            .filter_map(character)
            .collect::<String>()
    };
    let (before, after) = outer.split_at_checked(at).unwrap_or((outer, &[]));
    text(before) + inner + &text(after)
}
