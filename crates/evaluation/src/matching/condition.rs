use patterns::{ArnPattern, Glob, Piece, pieces_match};
use policy::SetOperator;
use policy::values::{Instant, IpNetwork, Number, read_binary, read_bool};

use crate::matching::environment::{Environment, Known, Values};
use crate::matching::truth::{Truth, all, any};
use crate::prepare::{PreparedCondition, Test, TextMode};

/// Whether a condition holds ("IAM JSON policy elements: Condition operators" and "Set operators for multivalued
/// context keys", IAM User Guide).
pub(crate) fn condition_truth(
    condition: &PreparedCondition,
    environment: &Environment<'_>,
) -> Truth {
    match &condition.test {
        Test::Unreadable => Truth::False,
        Test::Null { absent, present } => null_truth(condition, environment, *absent, *present),
        _ => match environment.known(condition.key) {
            Known::Unknown => unknown_truth(condition),
            Known::Absent => missing_truth(condition).into(),
            Known::Present {
                values,
                multivalued,
            } => present_truth(condition, values, *multivalued, environment),
        },
    }
}

fn null_truth(
    condition: &PreparedCondition,
    environment: &Environment<'_>,
    absent: bool,
    present: bool,
) -> Truth {
    match condition.set {
        Some(SetOperator::ForAllValues) => Truth::True,
        Some(SetOperator::ForAnyValue) => Truth::False,
        None => match environment.known(condition.key) {
            Known::Unknown if absent == present => absent.into(),
            Known::Unknown => Truth::Unknown,
            Known::Absent => absent.into(),
            Known::Present { .. } => present.into(),
        },
    }
}

/// Without values a condition can be decided before anything is known of its key.
fn unknown_truth(condition: &PreparedCondition) -> Truth {
    let never = condition.is_empty && !condition.is_negated && !missing_truth(condition);
    if never { Truth::False } else { Truth::Unknown }
}

/// What a condition, other than Null, says when the request does not carry the key.
fn missing_truth(condition: &PreparedCondition) -> bool {
    match condition.set {
        Some(SetOperator::ForAllValues) => true,
        Some(SetOperator::ForAnyValue) => condition.if_exists,
        None => condition.if_exists || condition.is_negated,
    }
}

fn present_truth(
    condition: &PreparedCondition,
    values: &Values<'_>,
    multivalued: bool,
    environment: &Environment<'_>,
) -> Truth {
    let holds = |value| {
        let matches = value_matches(&condition.test, value, environment);
        if condition.is_negated {
            !matches
        } else {
            matches
        }
    };
    let compared = match condition.set {
        // Without a set operator such a key is not compared at all.
        None if multivalued => return Truth::False,
        None => return all(values.iter().map(holds)),
        Some(_) if condition.is_empty => return Truth::False,
        Some(SetOperator::ForAnyValue) => any(values.iter().map(holds)),
        Some(SetOperator::ForAllValues) => all(values.iter().map(holds)),
    };
    let missing = Truth::from(missing_truth(condition));
    if compared == missing || !values.iter().all(str::is_empty) {
        return compared;
    }
    match environment.empty_is_missing {
        Truth::True => missing,
        Truth::False => compared,
        Truth::Unknown => Truth::Unknown,
    }
}

/// Whether a value of the request matches one of the test's values, negation apart.
pub(crate) fn value_matches(test: &Test, value: &str, environment: &Environment<'_>) -> Truth {
    match test {
        Test::Unreadable | Test::Null { .. } => Truth::False,
        Test::Text {
            mode,
            fixed,
            templates,
        } => {
            if fixed.iter().any(|glob| text_matches(*mode, glob, value)) {
                return Truth::True;
            }
            any(templates.iter().map(|template| {
                template.test(environment, |mut pieces| {
                    if *mode == TextMode::Like {
                        return pieces_match(&pieces, value);
                    }
                    for piece in &mut pieces {
                        if let Piece::Pattern(text) = *piece {
                            *piece = Piece::Literal(text);
                        }
                    }
                    match mode {
                        TextMode::EqualsIgnoreCase => {
                            Glob::from_pieces(pieces).matches_ignore_case(value)
                        }
                        _ => pieces_match(&pieces, value),
                    }
                })
            }))
        }
        Test::Arn { fixed, templates } => {
            if fixed.iter().any(|pattern| pattern.matches(value)) {
                return Truth::True;
            }
            any(templates.iter().map(|template| {
                template.test(environment, |pieces| {
                    ArnPattern::from_pieces(pieces).matches(value)
                })
            }))
        }
        Test::Number(comparison, numbers) => Number::parse(value)
            .is_some_and(|value| {
                numbers
                    .iter()
                    .any(|number| comparison.holds(value.cmp(number)))
            })
            .into(),
        Test::Instant(comparison, instants) => Instant::parse(value)
            .is_some_and(|value| {
                instants
                    .iter()
                    .any(|instant| comparison.holds(value.cmp(instant)))
            })
            .into(),
        Test::Bool { yes, no } => match read_bool(value) {
            Some(true) => (*yes).into(),
            Some(false) => (*no).into(),
            None => Truth::False,
        },
        Test::Binary(listed) => read_binary(value)
            .is_some_and(|value| listed.contains(&value))
            .into(),
        Test::Address(networks) => IpNetwork::parse(value)
            .is_some_and(|value| networks.iter().any(|network| network.contains(&value)))
            .into(),
    }
}

fn text_matches(mode: TextMode, glob: &Glob, value: &str) -> bool {
    match mode {
        TextMode::EqualsIgnoreCase => glob.matches_ignore_case(value),
        TextMode::Equals | TextMode::Like => glob.matches(value),
    }
}
