//! Values that missing keys need for a text with policy variables to match, and texts that such values give.

use std::collections::BTreeMap;

use patterns::{Glob, Piece};

use crate::matching::{Environment, Known};
use crate::missing::samples::Samples;
use crate::prepare::{KeyNumber, PreparedPiece, PreparedTemplate};

/// How many values are made up for one key at most.
const MAX_SAMPLES: usize = 64;

/// Texts longer than this are not taken apart.
const MAX_TEXT: usize = 512;

/// A text with variables on which the decision depends.
#[derive(Clone, Copy)]
pub(super) struct Use<'a> {
    pub(super) template: &'a PreparedTemplate,
    pub(super) target: Target<'a>,
    /// That of the resource on which the statement with the text decides.
    pub(super) environment: Environment<'a>,
}

/// What the text is held against.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    /// The last field of the ARN of a resource of the request.
    Resource(&'a str),
    /// The values of a context key.
    Key(KeyNumber),
}

/// Adds the values that make texts with variables match, and, where the other side is missing as well, the values
/// that these match. Two rounds let values travel from one key to another and back.
pub(super) fn add_substitutions(samples: &mut BTreeMap<KeyNumber, Samples>, uses: &[Use<'_>]) {
    for _ in 0..2 {
        for usage in uses {
            add_variable_values(samples, usage);
            add_target_values(samples, usage);
        }
    }
}

/// Values of the variables for which the text can match its target.
fn add_variable_values(samples: &mut BTreeMap<KeyNumber, Samples>, usage: &Use<'_>) {
    let targets: Vec<String> = match usage.target {
        Target::Resource(text) => vec![text.to_owned()],
        Target::Key(key) => match usage.environment.known(key) {
            Known::Present { values, .. } => values.iter().map(str::to_owned).collect(),
            _ => samples
                .get(&key)
                .map(|samples| samples.values.clone())
                .unwrap_or_default(),
        },
    };
    for (at, piece) in usage.template.pieces.iter().enumerate() {
        let PreparedPiece::Variable { key, .. } = piece else {
            continue;
        };
        let Some(of_key) = samples.get_mut(key) else {
            continue;
        };
        let before = at
            .checked_sub(1)
            .and_then(|at| usage.template.pieces.get(at))
            .map_or("", |piece| literal_end(piece));
        let after = usage.template.pieces.get(at + 1);
        for target in &targets {
            if target.len() > MAX_TEXT {
                of_key.complete = false;
                continue;
            }
            for value in between(target, before, after.map(literal_start)) {
                if of_key.values.len() >= MAX_SAMPLES {
                    of_key.complete = false;
                    break;
                }
                of_key.add(value);
            }
        }
    }
}

/// The parts of the text that follow `before` and that `after` follows, or that end the text where nothing is to
/// follow. Case does not count, so that no part is missed.
fn between<'t>(
    text: &'t str,
    before: &'t str,
    after: Option<&'t str>,
) -> impl Iterator<Item = &'t str> {
    let places = move || text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let starts =
        places().filter(move |at| text.get(..*at).is_some_and(|head| ends_with(head, before)));
    let ends = move |start: usize| {
        places()
            .filter(move |at| *at >= start)
            .filter(move |at| match after {
                None => *at == text.len(),
                Some(after) => text.get(*at..).is_some_and(|tail| starts_with(tail, after)),
            })
    };
    starts.flat_map(move |start| ends(start).filter_map(move |end| text.get(start..end)))
}

fn ends_with(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// What a piece ends with, whatever its wildcards stand for.
fn literal_end(piece: &PreparedPiece) -> &str {
    match piece {
        PreparedPiece::Text(text) => text.rsplit(['*', '?']).next().unwrap_or_default(),
        PreparedPiece::Literal(text) => text,
        PreparedPiece::Variable { .. } => "",
    }
}

/// What a piece starts with, whatever its wildcards stand for.
fn literal_start(piece: &PreparedPiece) -> &str {
    match piece {
        PreparedPiece::Text(text) => text.split(['*', '?']).next().unwrap_or_default(),
        PreparedPiece::Literal(text) => text,
        PreparedPiece::Variable { .. } => "",
    }
}

/// Values of the key that the text is held against, for the values that its variables can have.
fn add_target_values(samples: &mut BTreeMap<KeyNumber, Samples>, usage: &Use<'_>) {
    let Target::Key(target) = usage.target else {
        return;
    };
    if !matches!(usage.environment.known(target), Known::Unknown) {
        return;
    }
    let rounds = usage
        .template
        .keys()
        .filter_map(|key| samples.get(&key))
        .map(|samples| samples.values.len())
        .max()
        .unwrap_or(1);
    // The variables of one text take their values in step; that other combinations exist makes the search
    // incomplete.
    let missing_variables = usage
        .template
        .keys()
        .filter(|key| matches!(usage.environment.known(*key), Known::Unknown))
        .count();
    let made: Vec<String> = (0..rounds.min(MAX_SAMPLES))
        .filter_map(|round| instantiate(samples, usage, round))
        .collect();
    let Some(of_target) = samples.get_mut(&target) else {
        return;
    };
    of_target.complete &= missing_variables < 2;
    for value in made {
        if of_target.values.len() >= MAX_SAMPLES {
            of_target.complete = false;
            break;
        }
        of_target.add(value);
    }
}

/// A text that the template matches when its missing variables have their values of this number.
fn instantiate(
    samples: &BTreeMap<KeyNumber, Samples>,
    usage: &Use<'_>,
    round: usize,
) -> Option<String> {
    let mut pieces = Vec::new();
    for piece in &usage.template.pieces {
        pieces.push(match piece {
            PreparedPiece::Text(text) => Piece::Pattern(text.as_str()),
            PreparedPiece::Literal(text) => Piece::Literal(text.as_str()),
            PreparedPiece::Variable { key, default } => {
                Piece::Literal(match usage.environment.variable(*key) {
                    Ok(value) => value.or(default.as_deref())?,
                    Err(_) => {
                        let values = &samples.get(key)?.values;
                        values.get(round).or(values.first())?
                    }
                })
            }
        });
    }
    Some(Glob::from_pieces(pieces).shortest_match())
}
