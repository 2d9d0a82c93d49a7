//! Which globs can match a text together.

use super::{Glob, Token};
use std::collections::{BTreeMap, HashSet};

/// Texts that the same ones of some globs match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// A shortest text of the class.
    pub witness: String,
    /// For each of the globs, whether it matches the texts of the class.
    pub matched: Box<[bool]>,
}

/// Divides the texts that `within` matches into classes by which of `globs` match them. Those with short witnesses come
/// first, and there are no empty classes.
///
/// There can be as many classes as `globs` have subsets. So the search ends with `None` when it has taken more than
/// `steps` steps; a step is what one character does to 64 positions in the globs.
#[must_use]
pub fn classes(within: &Glob, globs: &[&Glob], steps: usize) -> Option<Vec<Class>> {
    let automaton = Automaton::new(within, globs);
    let start = automaton.start();
    let mut steps_left = steps;
    let mut seen = HashSet::from([start.clone()]);
    let mut seen_matched = HashSet::new();
    let mut states = vec![State {
        positions: start,
        before: None,
    }];
    let mut classes = Vec::new();
    let mut index = 0;
    while let Some(state) = states.get(index) {
        if let Some(matched) = automaton.matched(&state.positions)
            && seen_matched.insert(matched.clone())
        {
            classes.push(Class {
                witness: witness(&states, index),
                matched,
            });
        }
        let live = automaton
            .letters
            .iter()
            .filter(|(_, letter)| meet(&state.positions, letter));
        let moves = live
            .map(|(c, letter)| (*c, letter))
            .chain([(automaton.other, &automaton.none)]);
        let mut next_states = Vec::new();
        for (c, letter) in moves {
            steps_left = steps_left.checked_sub(automaton.none.len())?;
            let positions = automaton.step(&state.positions, letter);
            if meet(&positions, &automaton.within) && seen.insert(positions.clone()) {
                next_states.push(State {
                    positions,
                    before: Some((index, c)),
                });
            }
        }
        states.append(&mut next_states);
        index += 1;
    }
    Some(classes)
}

/// A set of positions, 64 in a word.
type Bits = Box<[u64]>;

/// Where a text leads, and the state and character before.
struct State {
    positions: Bits,
    before: Option<(usize, char)>,
}

fn witness(states: &[State], index: usize) -> String {
    let before = |index: usize| states.get(index).and_then(|state| state.before);
    let mut text: Vec<char> = std::iter::successors(before(index), |(index, _)| before(*index))
        .map(|(_, c)| c)
        .collect();
    text.reverse();
    text.into_iter().collect()
}

/// All globs side by side, each with a position before every token and one at its end.
struct Automaton {
    /// The positions before a token that takes any one character.
    ones: Bits,
    /// The positions before a [`Token::Many`].
    many: Bits,
    /// The positions before each character that a glob names.
    letters: BTreeMap<char, Bits>,
    /// A character that no glob names.
    other: char,
    /// All positions of the first glob, the one that the texts have to match.
    within: Bits,
    starts: Vec<usize>,
    ends: Vec<usize>,
    /// No position; as long as every other set.
    none: Bits,
}

impl Automaton {
    fn new(within: &Glob, globs: &[&Glob]) -> Self {
        let all = || std::iter::once(within).chain(globs.iter().copied());
        let positions: usize = all().map(|glob| glob.tokens().count() + 1).sum();
        let none: Bits = vec![0; positions.div_ceil(64)].into();
        let (mut ones, mut many, mut within) = (none.clone(), none.clone(), none.clone());
        let mut letters: BTreeMap<char, Bits> = BTreeMap::new();
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let mut at = 0;
        for glob in all() {
            starts.push(at);
            for token in glob.tokens() {
                match token {
                    Token::Char(c) => set(letters.entry(c).or_insert_with(|| none.clone()), at),
                    Token::One | Token::OneOfMany => set(&mut ones, at),
                    Token::Many => set(&mut many, at),
                }
                at += 1;
            }
            ends.push(at);
            at += 1;
        }
        (0..=ends.first().copied().unwrap_or(0)).for_each(|position| set(&mut within, position));
        let other = ('a'..='z')
            .rev()
            .chain('¡'..)
            .find(|c| !letters.contains_key(c))
            .unwrap_or('x');
        Self {
            ones,
            many,
            letters,
            other,
            within,
            starts,
            ends,
            none,
        }
    }

    fn start(&self) -> Bits {
        let mut starts = self.none.clone();
        self.starts
            .iter()
            .for_each(|position| set(&mut starts, *position));
        // As if all had been reached by a step.
        let mut carry = 0;
        starts
            .iter()
            .zip(&self.many)
            .map(|(starts, many)| pass(*starts, *many, &mut carry))
            .collect()
    }

    /// Where a character leads that the tokens at the positions `letter` take.
    fn step(&self, state: &Bits, letter: &Bits) -> Bits {
        let (mut carry, mut pass_carry) = (0, 0);
        let wildcards = self.ones.iter().zip(&self.many);
        state
            .iter()
            .zip(letter)
            .zip(wildcards)
            .map(|((state, letter), (ones, many))| {
                let moved = shift(state & (ones | letter), &mut carry) | (state & many);
                pass(moved, *many, &mut pass_carry)
            })
            .collect()
    }

    /// Which globs match, if the first does.
    fn matched(&self, state: &Bits) -> Option<Box<[bool]>> {
        let mut matched = self.ends.iter().map(|end| has(state, *end));
        matched.next()?.then(|| matched.collect())
    }
}

/// Adds the positions behind each `Many`: it may take nothing. No two of them are neighbours.
fn pass(state: u64, many: u64, carry: &mut u64) -> u64 {
    state | shift(state & many, carry)
}

fn shift(word: u64, carry: &mut u64) -> u64 {
    let shifted = (word << 1) | *carry;
    *carry = word >> 63;
    shifted
}

fn set(bits: &mut Bits, position: usize) {
    bits.get_mut(position / 64)
        .into_iter()
        .for_each(|word| *word |= 1 << (position % 64));
}

fn has(bits: &Bits, position: usize) -> bool {
    bits.get(position / 64)
        .is_some_and(|word| word & (1 << (position % 64)) != 0)
}

fn meet(a: &Bits, b: &Bits) -> bool {
    a.iter().zip(b).any(|(a, b)| a & b != 0)
}
