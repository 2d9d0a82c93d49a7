//! The decoded facts: rows that refer to each other by number and to one text by place.

use std::ops::Range;

/// A piece of [`Tables::text`], in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A run of rows in another table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Run {
    pub(crate) fn between(start: usize, end: usize) -> Self {
        Run {
            start: start as u32,
            end: end as u32,
        }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn numbers(self) -> Range<u32> {
        self.start..self.end
    }
}

#[derive(Clone, Debug)]
pub(crate) struct ServiceRow {
    pub(crate) prefix: Place,
    pub(crate) flags: u8,
    pub(crate) actions: Run,
    pub(crate) resource_types: Run,
    /// Into [`Tables::key_numbers`].
    pub(crate) keys: Run,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct ActionRow {
    pub(crate) name: Place,
    pub(crate) service: u32,
    pub(crate) level: u8,
    pub(crate) permission_only: bool,
    pub(crate) escalation_sensitive: bool,
    /// Into [`Tables::action_resources`].
    pub(crate) resources: Run,
    /// Into [`Tables::key_numbers`].
    pub(crate) keys: Run,
    /// Into [`Tables::action_numbers`].
    pub(crate) dependencies: Run,
}

#[derive(Clone, Debug)]
pub(crate) struct ActionResourceRow {
    pub(crate) resource_type: u32,
    pub(crate) required: bool,
    pub(crate) keys: Run,
    pub(crate) dependencies: Run,
}

#[derive(Clone, Debug)]
pub(crate) struct ResourceTypeRow {
    pub(crate) name: Place,
    pub(crate) service: u32,
    /// Into [`Tables::arns`].
    pub(crate) arns: Run,
    pub(crate) keys: Run,
}

#[derive(Clone, Debug)]
pub(crate) struct KeyRow {
    pub(crate) name: Place,
    pub(crate) flags: u8,
    pub(crate) types: u8,
}

/// Everything a catalogue file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    pub(crate) text: String,
    pub(crate) date: Place,
    pub(crate) services: Vec<ServiceRow>,
    pub(crate) actions: Vec<ActionRow>,
    pub(crate) action_resources: Vec<ActionResourceRow>,
    pub(crate) resource_types: Vec<ResourceTypeRow>,
    pub(crate) arns: Vec<Place>,
    pub(crate) keys: Vec<KeyRow>,
    /// Sets of keys, end to end: numbers of [`Tables::keys`].
    pub(crate) key_numbers: Vec<u32>,
    /// Sets of actions, end to end: numbers of [`Tables::actions`].
    pub(crate) action_numbers: Vec<u32>,
}

impl Tables {
    pub(crate) fn text(&self, place: Place) -> &str {
        self.text
            .get(place.start as usize..place.end as usize)
            .unwrap_or_default()
    }

    pub(crate) fn key_numbers(&self, run: Run) -> &[u32] {
        self.key_numbers.get(run.range()).unwrap_or_default()
    }

    pub(crate) fn action_numbers(&self, run: Run) -> &[u32] {
        self.action_numbers.get(run.range()).unwrap_or_default()
    }
}
