//! Values of every kind that the conditions on one key can tell apart.

use std::net::{Ipv4Addr, Ipv6Addr};

use catalog::KeyType;
use patterns::{ArnPattern, Glob, classes};
use policy::values::{Instant, IpNetwork, Number, read_binary, read_bool, write_binary};

use crate::prepare::{Key, PreparedCondition, Test, TextMode};

/// How long the search for kinds of texts may take, in steps of [`patterns::classes`].
const CLASS_STEPS: usize = 100_000;

/// How many kinds of ARNs are made up at most.
const MAX_ARNS: usize = 512;

/// Values, those first that people would expect, and whether there is one of every kind.
pub(super) struct Samples {
    pub(super) values: Vec<String>,
    pub(super) complete: bool,
}

impl Samples {
    pub(super) fn add(&mut self, value: impl Into<String>) {
        let value = value.into();
        if !self.values.contains(&value) {
            self.values.push(value);
        }
    }
}

/// Samples for a key on which these conditions depend.
pub(super) fn samples_of(key: &Key, conditions: &[&PreparedCondition]) -> Samples {
    let mut samples = Samples {
        values: Vec::new(),
        complete: true,
    };
    let tests = || conditions.iter().map(|condition| &condition.test);
    if is_boolean(key, conditions) {
        samples.add("true");
        samples.add("false");
        return samples;
    }
    add_texts(&mut samples, key, tests());
    add_arns(&mut samples, key, tests());
    add_numbers(&mut samples, tests());
    add_instants(&mut samples, tests());
    add_addresses(&mut samples, tests());
    add_bytes(&mut samples, tests());
    if tests().any(|test| matches!(test, Test::Bool { .. })) {
        samples.add("true");
        samples.add("false");
    }
    samples.values.retain(|value| has_type(key, value));
    if samples.values.is_empty() {
        samples.add(other_value(key));
    }
    samples
}

/// Whether the key can be nothing but true or false.
fn is_boolean(key: &Key, conditions: &[&PreparedCondition]) -> bool {
    let mut tests = conditions.iter().map(|condition| &condition.test);
    match key.types.as_slice() {
        [] => {
            conditions
                .iter()
                .any(|condition| matches!(condition.test, Test::Bool { .. }))
                && tests.all(|test| matches!(test, Test::Bool { .. } | Test::Null { .. }))
        }
        types => types == [KeyType::Bool],
    }
}

/// Whether the catalogue lets the key have the value.
fn has_type(key: &Key, value: &str) -> bool {
    key.types.is_empty()
        || key.types.iter().any(|kind| match kind {
            KeyType::String | KeyType::Arn => true,
            KeyType::Bool => read_bool(value).is_some(),
            KeyType::Numeric => Number::parse(value).is_some(),
            KeyType::Date => Instant::parse(value).is_some(),
            KeyType::IpAddress => IpNetwork::parse(value).is_some(),
            KeyType::Binary => read_binary(value).is_some(),
        })
}

/// A value that no policy is likely to name, different for every key.
fn other_value(key: &Key) -> String {
    let has = |kind| key.types.contains(&kind);
    if has(KeyType::String) || key.types.is_empty() {
        other_text(key)
    } else if has(KeyType::Arn) {
        other_arn(key)
    } else if has(KeyType::Numeric) {
        "1".to_owned()
    } else if has(KeyType::Date) {
        "2001-01-01T00:00:00Z".to_owned()
    } else if has(KeyType::IpAddress) {
        "203.0.113.1".to_owned()
    } else {
        write_binary(b"other")
    }
}

fn other_text(key: &Key) -> String {
    let name = key.lower.rsplit([':', '/']).next().unwrap_or_default();
    format!("other-{name}")
}

fn other_arn(key: &Key) -> String {
    format!("arn:aws:other::000000000000:{}", other_text(key))
}

fn add_texts<'t>(samples: &mut Samples, key: &Key, tests: impl Iterator<Item = &'t Test>) {
    let mut globs: Vec<Glob> = Vec::new();
    let mut is_text = false;
    for test in tests {
        is_text |= matches!(test, Test::Text { .. });
        add_globs(&mut globs, test);
    }
    if is_text {
        for text in globs.iter().filter_map(Glob::as_literal) {
            samples.add(text);
        }
        samples.add(other_text(key));
        add_witnesses(samples, &globs);
    }
}

/// The patterns of a test on texts.
fn add_globs(globs: &mut Vec<Glob>, test: &Test) {
    let Test::Text { mode, fixed, .. } = test else {
        return;
    };
    for glob in fixed {
        globs.push(glob.clone());
        if *mode == TextMode::EqualsIgnoreCase
            && let Some(text) = glob.as_literal()
        {
            globs.push(Glob::literal(&swap_case(text)));
        }
    }
}

/// Adds a text for every combination of the patterns that can match together.
fn add_witnesses(samples: &mut Samples, globs: &[Glob]) {
    if globs.iter().all(Glob::is_literal) {
        return;
    }
    let globs: Vec<&Glob> = globs.iter().collect();
    match classes(&Glob::new("*"), &globs, CLASS_STEPS) {
        Some(classes) => classes
            .into_iter()
            .for_each(|class| samples.add(class.witness)),
        None => {
            samples.complete = false;
            globs
                .iter()
                .for_each(|glob| samples.add(glob.shortest_match()));
        }
    }
}

/// Tells the samples apart from all other texts: for every pattern of the conditions, a text that it matches and
/// that is none of the samples, if there is any.
pub(super) fn add_texts_beside(samples: &mut Samples, conditions: &[&PreparedCondition]) {
    let mut globs: Vec<Glob> = samples
        .values
        .iter()
        .map(|text| Glob::literal(text))
        .collect();
    for condition in conditions {
        add_globs(&mut globs, &condition.test);
    }
    add_witnesses(samples, &globs);
}

fn swap_case(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// A pattern for ARNs matches field by field, so the kinds of ARNs are the combinations of the kinds of fields.
fn add_arns<'t>(samples: &mut Samples, key: &Key, tests: impl Iterator<Item = &'t Test>) {
    let mut patterns: Vec<&ArnPattern> = Vec::new();
    let mut is_arn = false;
    for test in tests {
        if let Test::Arn { fixed, .. } = test {
            is_arn = true;
            patterns.extend(fixed);
        }
    }
    if !is_arn {
        return;
    }
    samples.add(other_arn(key));
    let mut arns = vec!["arn".to_owned()];
    for field in 0..5 {
        let globs: Vec<&Glob> = patterns
            .iter()
            .filter_map(|pattern| pattern.globs()?.in_order().get(field).copied())
            .collect();
        let Some(kinds) = classes(&Glob::new("*"), &globs, CLASS_STEPS) else {
            samples.complete = false;
            break;
        };
        if arns.len() * kinds.len() > MAX_ARNS {
            samples.complete = false;
            break;
        }
        arns = arns
            .iter()
            .flat_map(|start| {
                kinds
                    .iter()
                    .map(move |kind| format!("{start}:{}", kind.witness))
            })
            .collect();
    }
    if samples.complete {
        arns.into_iter().for_each(|arn| samples.add(arn));
    }
    for pattern in &patterns {
        if let Some(witness) = pattern.intersection_witness(pattern) {
            samples.add(witness);
        }
    }
}

fn add_numbers<'t>(samples: &mut Samples, tests: impl Iterator<Item = &'t Test>) {
    let mut points: Vec<String> = Vec::new();
    let mut is_number = false;
    for test in tests {
        if let Test::Number(_, numbers) = test {
            is_number = true;
            points.extend(numbers.iter().map(Number::to_string));
        }
    }
    if is_number {
        samples.complete &= around(&points, |value| samples.add(value));
    }
}

fn add_instants<'t>(samples: &mut Samples, tests: impl Iterator<Item = &'t Test>) {
    let mut points: Vec<String> = Vec::new();
    let mut is_instant = false;
    for test in tests {
        if let Test::Instant(_, instants) = test {
            is_instant = true;
            points.extend(instants.iter().map(Instant::to_epoch));
        }
    }
    let as_seconds = samples
        .values
        .iter()
        .any(|value| Number::parse(value).is_some());
    if is_instant {
        samples.complete &= around(&points, |seconds| {
            if as_seconds {
                samples.add(seconds);
            } else if let Some(instant) = Instant::parse(&seconds) {
                samples.add(instant.to_string());
            }
        });
    }
}

/// Every point, and numbers between any two of them and beyond. `false` if a point is too long to write out.
fn around(points: &[String], mut add: impl FnMut(String)) -> bool {
    let decimals = |point: &String| {
        point
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len())
    };
    let precision = points.iter().map(decimals).max().unwrap_or_default();
    let complete = !points.iter().any(|point| point.contains('e'));
    for point in points {
        add(point.clone());
        if let Ok(whole) = point.parse::<i64>() {
            add(whole.saturating_add(1).to_string());
            add(whole.saturating_sub(1).to_string());
        }
    }
    for value in ["0", "1", "-1"] {
        add(value.to_owned());
    }
    // One more decimal than any point has leads off the point and past no other, away from zero; the two numbers
    // next to zero do the same for zero.
    for point in points.iter().filter(|point| !point.contains('e')) {
        let zeros = "0".repeat(precision - decimals(point));
        let dot = if point.contains('.') { "" } else { "." };
        add(format!("{point}{dot}{zeros}1"));
    }
    let zeros = "0".repeat(precision);
    add(format!("0.{zeros}1"));
    add(format!("-0.{zeros}1"));
    complete
}

fn add_addresses<'t>(samples: &mut Samples, tests: impl Iterator<Item = &'t Test>) {
    let mut is_address = false;
    for test in tests {
        let Test::Address(networks) = test else {
            continue;
        };
        is_address = true;
        for network in networks {
            samples.add(network.first().to_string());
            samples.add(network.last().to_string());
            // Blocks are nested or apart, so what lies in one and not in another begins or ends beside that.
            let (below, above) = network.neighbours();
            for neighbour in [above, below].into_iter().flatten() {
                samples.add(neighbour.to_string());
            }
        }
    }
    if is_address {
        samples.add(Ipv4Addr::new(203, 0, 113, 1).to_string());
        samples.add(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).to_string());
    }
}

fn add_bytes<'t>(samples: &mut Samples, tests: impl Iterator<Item = &'t Test>) {
    let mut is_binary = false;
    let mut longest: &[u8] = &[];
    for test in tests {
        let Test::Binary(listed) = test else {
            continue;
        };
        is_binary = true;
        for bytes in listed {
            samples.add(write_binary(bytes));
            if bytes.len() > longest.len() {
                longest = bytes;
            }
        }
    }
    if is_binary {
        // Longer than all of them, so equal to none.
        samples.add(write_binary(&[longest, b"+"].concat()));
    }
}
