#![allow(clippy::print_stdout)]

use std::time::Instant;

use crate::{ManagedPolicy, managed_policies};

/// Counts milliseconds.
#[derive(Debug)]
pub struct Clock(Instant);

impl Clock {
    /// A clock at 0.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Clock {
        Clock(Instant::now())
    }

    /// The milliseconds since it was made.
    pub fn now(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3
    }
}

/// The AWS managed policies.
#[derive(Debug)]
pub struct Corpus(Vec<ManagedPolicy>);

impl Corpus {
    /// All of them; empty before `cargo xtask setup`.
    pub fn open() -> Corpus {
        Corpus(managed_policies().unwrap_or_default())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The name and the text of one.
    pub fn get(&self, number: usize) -> Option<(String, String)> {
        let policy = self.0.get(number)?;
        Some((policy.name.clone(), policy.text().to_owned()))
    }
}

/// Consecutive versions of the AWS managed policies.
#[derive(Debug)]
pub struct Revisions(Vec<(String, String, String)>);

impl Revisions {
    /// All of them, from the file that `cargo xtask bench` writes; else none.
    pub fn open() -> Revisions {
        let text = std::fs::read_to_string(super::REVISIONS).unwrap_or_default();
        Revisions(serde_json::from_str(&text).unwrap_or_default())
    }

    /// How many pairs there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The name of the newer one, its text, and the text of the older one.
    pub fn get(&self, number: usize) -> Option<(String, String, String)> {
        self.0.get(number).cloned()
    }
}

/// The bytes of WebAssembly memory.
pub fn memory() -> Option<f64> {
    None
}

/// Prints a line.
pub fn print(line: &str) {
    println!("{line}");
}
