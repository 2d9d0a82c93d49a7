//! Entries of `Resource` and `NotResource`.

use crate::arn::{Arn, ArnGlobs, is_star, split_fields};
use crate::fold::fold_char;
use crate::glob::{Class, Glob, Piece, Token, classes, tokens_of};
use std::collections::HashSet;

/// An entry of `Resource` or `NotResource`, as "IAM JSON policy elements: Resource" in the IAM User Guide has it
/// (`reference_policies_elements_resource.html`).
///
/// What it is held against is the resource of a request: an ARN, or `*` where the action names no resource. What is not
/// an ARN is matched by a lone `*` alone.
///
/// - A pattern with six fields or more is matched field by field: no wildcard takes one of the ARN's first five colons.
///   In the last field, the resource, wildcards take `/` and `:` like any other character.
/// - In a pattern with fewer fields a `*` that ends a field may run past colons: `arn:aws:s3:*` matches
///   `arn:aws:s3:::bucket`. The `?`s beside such a `*` stand for characters of the field that they are written in.
/// - A pattern with fewer fields and no wildcard matches everything below it: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`.
/// - Case counts in the resource of the ARN, not in the fields before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResourcePattern {
    /// The ARNs are those that any of these match; `None` for a lone `*`.
    alternatives: Option<Box<[ArnGlobs]>>,
    is_completed: bool,
}

impl ResourcePattern {
    /// Compiles `pattern`; every `*` and `?` in it is a wildcard.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self::from_pieces([Piece::Pattern(pattern)])
    }

    /// Compiles the concatenation of `pieces`.
    #[must_use]
    pub fn from_pieces<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Self {
        let mut fields = split_fields(tokens_of(pieces));
        if is_star(&fields) {
            return Self {
                alternatives: None,
                is_completed: false,
            };
        }
        let is_completed = fields.len() < 6
            && fields
                .iter()
                .flatten()
                .all(|token| matches!(token, Token::Char(_)));
        if is_completed {
            fields.resize(6, vec![Token::Many]);
        }
        let six_fields = if fields.len() < 6 {
            run_past_colons(&fields)
        } else {
            vec![fields]
        };
        let mut alternatives = Vec::new();
        for globs in six_fields
            .iter()
            .filter_map(|fields| ArnGlobs::from_fields(fields, folded))
        {
            if !alternatives.contains(&globs) {
                alternatives.push(globs);
            }
        }
        Self {
            alternatives: Some(alternatives.into()),
            is_completed,
        }
    }

    /// Does the pattern match `resource`, an ARN or `*`?
    #[must_use]
    pub fn matches(&self, resource: &str) -> bool {
        let Some(alternatives) = &self.alternatives else {
            return true;
        };
        Arn::parse(resource).is_some_and(|arn| {
            alternatives
                .iter()
                .any(|globs| globs.matches_ignore_case(&arn))
        })
    }

    /// As [`ResourcePattern::matches`], for an ARN that is split already.
    #[must_use]
    pub fn matches_arn(&self, arn: &Arn<'_>) -> bool {
        let Some(alternatives) = &self.alternatives else {
            return true;
        };
        alternatives
            .iter()
            .any(|globs| globs.matches_ignore_case(arn))
    }

    /// Is it a lone `*`, which matches every resource?
    #[must_use]
    pub fn is_match_all(&self) -> bool {
        self.alternatives.is_none()
    }

    /// Does the pattern match no resource at all?
    #[must_use]
    pub fn is_match_none(&self) -> bool {
        self.alternatives().is_some_and(<[_]>::is_empty)
    }

    /// Did the pattern have fewer than six fields and no wildcard, so that `*` was put in place of those missing?
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.is_completed
    }

    /// The pattern matches the ARNs that any of these match; `None` for a lone `*`. One alternative is the rule, more of
    /// them come from a `*` that may run past colons. The globs before the resource are folded by
    /// [`fold_char`].
    #[must_use]
    pub fn alternatives(&self) -> Option<&[ArnGlobs]> {
        self.alternatives.as_deref()
    }

    /// Does the pattern match every resource that `other` matches?
    ///
    /// Exact, with one limit: where a pattern with too few fields and a `?` includes `other` only by several of its
    /// alternatives together, the search for that is bounded, and the answer beyond the bound is `false`.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        let Some(these) = &self.alternatives else {
            return true;
        };
        let Some(those) = &other.alternatives else {
            return false;
        };
        those
            .iter()
            .all(|b| these.iter().any(|a| a.includes(b)) || include_together(these, b))
    }

    /// Is there a resource that both patterns match?
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        match (&self.alternatives, &other.alternatives) {
            (None, None) => true,
            (Some(some), None) | (None, Some(some)) => !some.is_empty(),
            (Some(these), Some(those)) => {
                these.iter().any(|a| those.iter().any(|b| a.intersects(b)))
            }
        }
    }

    /// A shortest resource that both patterns match, if there is any: an ARN, or `*` if both match everything.
    #[must_use]
    pub fn intersection_witness(&self, other: &Self) -> Option<String> {
        let shorter = |text: &String| text.chars().count();
        match (&self.alternatives, &other.alternatives) {
            (None, None) => Some("*".to_owned()),
            (Some(some), None) | (None, Some(some)) => some
                .iter()
                .map(ArnGlobs::shortest_match)
                .min_by_key(shorter),
            (Some(these), Some(those)) => these
                .iter()
                .flat_map(|a| those.iter().filter_map(|b| a.intersection_witness(b)))
                .min_by_key(shorter),
        }
    }
}

/// The steps that one field may take in [`include_together`].
const TOGETHER_STEPS: usize = 1 << 14;

/// The choices that all fields together may leave in [`include_together`].
const TOGETHER_CHOICES: usize = 1 << 10;

/// Is every ARN that `other` matches matched by one of `alternatives`, if not always by the same? May answer `false`
/// where the question is too large.
fn include_together(alternatives: &[ArnGlobs], other: &ArnGlobs) -> bool {
    let some: Vec<_> = alternatives
        .iter()
        .filter(|globs| globs.intersects(other))
        .map(ArnGlobs::in_order)
        .collect();
    if some.len() < 2 {
        return false;
    }
    // Which alternatives are left by the texts chosen for the fields so far.
    let mut left = HashSet::from([vec![true; some.len()]]);
    for (index, within) in other.in_order().into_iter().enumerate() {
        let field: Vec<&Glob> = some
            .iter()
            .filter_map(|globs| globs.get(index).copied())
            .collect();
        let Some(classes) = classes(within, &field, TOGETHER_STEPS) else {
            return false;
        };
        let leave = |left: &Vec<bool>, class: &Class| {
            left.iter()
                .zip(&class.matched)
                .map(|(a, b)| *a && *b)
                .collect()
        };
        left = left
            .iter()
            .flat_map(|left| classes.iter().map(move |class| leave(left, class)))
            .collect();
        if left.len() > TOGETHER_CHOICES {
            return false;
        }
    }
    left.iter().all(|left| left.contains(&true))
}

/// The glob of a field in which case does not count.
fn folded(field: &[Token]) -> Glob {
    Glob::from_tokens(field.iter().map(|token| match token {
        Token::Char(c) => Token::Char(fold_char(*c)),
        wildcard => *wildcard,
    }))
}

/// The ways to read a pattern with too few fields as one with six, where a `*` that ends a field takes any number of
/// the ARN's first five colons. There are at most 252.
fn run_past_colons(fields: &[Vec<Token>]) -> Vec<Vec<Vec<Token>>> {
    let mut readings: Vec<Vec<Vec<Token>>> = vec![vec![Vec::new()]];
    for (index, field) in fields.iter().enumerate() {
        let runs_on = field
            .iter()
            .rev()
            .take_while(|t| !matches!(t, Token::Char(_)))
            .any(|t| *t == Token::Many);
        let mut longer = Vec::new();
        for mut reading in readings {
            if index > 0 {
                if reading.len() < 6 {
                    reading.push(Vec::new());
                } else {
                    reading
                        .last_mut()
                        .into_iter()
                        .for_each(|last| last.push(Token::Char(':')));
                }
            }
            reading
                .last_mut()
                .into_iter()
                .for_each(|last| last.extend(field));
            while runs_on && reading.len() < 6 {
                longer.push(reading.clone());
                reading.push(vec![Token::Many]);
            }
            longer.push(reading);
        }
        readings = longer;
    }
    readings
}
