//! How columns are read: lines, front-coded lists, gaps, sets.

use crate::encoding::{DecodeError, MAX_TEXT, RECENT_SETS, Reader};
use crate::tables::Run;

/// Lines of text, each ended by a line feed.
pub(super) struct Lines<'a> {
    rest: &'a str,
    name: &'static str,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8], name: &'static str) -> Result<Self, DecodeError> {
        match std::str::from_utf8(bytes) {
            Ok(rest) => Ok(Lines { rest, name }),
            Err(_) => Err(DecodeError::Damaged(name)),
        }
    }

    pub(super) fn next(&mut self) -> Result<&'a str, DecodeError> {
        let (line, rest) = self
            .rest
            .split_once('\n')
            .ok_or(DecodeError::Damaged(self.name))?;
        self.rest = rest;
        Ok(line)
    }
}

/// A list of text of which each entry begins as the one before.
pub(super) struct FrontCoded<'a> {
    shared: Reader<'a>,
    rest: Lines<'a>,
    last: String,
}

impl<'a> FrontCoded<'a> {
    pub(super) fn new(shared: Reader<'a>, rest: Lines<'a>) -> Self {
        FrontCoded {
            shared,
            rest,
            last: String::new(),
        }
    }

    /// Begins a new list.
    pub(super) fn restart(&mut self) {
        self.last.clear();
    }

    pub(super) fn next(&mut self) -> Result<&str, DecodeError> {
        let shared = usize::from(self.shared.byte()?);
        if !self.last.is_char_boundary(shared) {
            return Err(self.shared.damaged());
        }
        self.last.truncate(shared);
        self.last.push_str(self.rest.next()?);
        Ok(&self.last)
    }
}

/// Words that names are made of.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    /// Where each word ends; it starts where the one before ends.
    ends: Vec<usize>,
}

impl Words {
    pub(super) fn add(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len());
    }

    /// How long all words together are.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    fn get(&self, number: usize) -> Option<&str> {
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied()?,
            None => 0,
        };
        self.text.get(start..self.ends.get(number).copied()?)
    }
}

/// A list of names made of words, of which each begins with words of the one before.
pub(super) struct Names<'a> {
    shared: Reader<'a>,
    numbers: Reader<'a>,
    last: String,
    /// Where each word of the last name ends.
    ends: Vec<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn new(shared: Reader<'a>, numbers: Reader<'a>) -> Self {
        Names {
            shared,
            numbers,
            last: String::new(),
            ends: Vec::new(),
        }
    }

    /// Begins a new list.
    pub(super) fn restart(&mut self) {
        self.last.clear();
        self.ends.clear();
    }

    pub(super) fn next(&mut self, words: &Words) -> Result<&str, DecodeError> {
        let shared = usize::from(self.shared.byte()?);
        if shared > self.ends.len() {
            return Err(self.shared.damaged());
        }
        self.ends.truncate(shared);
        self.last.truncate(self.ends.last().copied().unwrap_or(0));
        while let Some(number) = (self.numbers.varint()? as usize).checked_sub(1) {
            let word = words.get(number).ok_or_else(|| self.numbers.damaged())?;
            self.last.push_str(word);
            self.ends.push(self.last.len());
            if self.last.len() > MAX_TEXT {
                return Err(self.numbers.damaged());
            }
        }
        Ok(&self.last)
    }
}

/// Numbers in ascending order, written as the gaps between them: the first as it is, each other as its distance from
/// the one before, less one.
pub(super) struct Gaps<'a> {
    reader: Reader<'a>,
    next: Option<u32>,
}

impl<'a> Gaps<'a> {
    pub(super) fn new(mut reader: Reader<'a>) -> Result<Self, DecodeError> {
        let next = if reader.remaining() == 0 {
            None
        } else {
            Some(reader.varint()?)
        };
        Ok(Gaps { reader, next })
    }

    /// Takes the next number.
    pub(super) fn take(&mut self) -> Result<Option<u32>, DecodeError> {
        let Some(number) = self.next else {
            return Ok(None);
        };
        self.next = if self.reader.remaining() == 0 {
            None
        } else {
            Some(sum(number, self.reader.varint()?, 1).ok_or_else(|| self.reader.damaged())?)
        };
        Ok(Some(number))
    }

    /// Whether `number` is in the list; asked for ascending numbers only.
    pub(super) fn holds(&mut self, number: u32) -> Result<bool, DecodeError> {
        Ok(self.next == Some(number) && self.take()?.is_some())
    }
}

pub(super) fn sum(a: u32, b: u32, c: u32) -> Option<u32> {
    a.checked_add(b)?.checked_add(c)
}

/// What a symbol of a set column stands for.
pub(super) enum Symbol {
    Empty,
    New,
    Known(Run),
}

/// The sets used last: a column names a set by its place among them, counted from the latest.
#[derive(Default)]
pub(super) struct Recent {
    /// The latest at the end.
    runs: Vec<Run>,
}

impl Recent {
    pub(super) fn read(&mut self, symbol: u8, reader: &Reader<'_>) -> Result<Symbol, DecodeError> {
        match symbol {
            0 => Ok(Symbol::Empty),
            1 => Ok(Symbol::New),
            _ => {
                let place = self.runs.len().checked_sub(usize::from(symbol) - 1);
                let place = place.ok_or_else(|| reader.damaged())?;
                let run = self.runs.remove(place);
                self.runs.push(run);
                Ok(Symbol::Known(run))
            }
        }
    }

    pub(super) fn add(&mut self, run: Run) {
        if self.runs.len() >= RECENT_SETS {
            self.runs.remove(0);
        }
        self.runs.push(run);
    }

    pub(super) fn clear(&mut self) {
        self.runs.clear();
    }
}
