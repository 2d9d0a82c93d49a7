//! Kinds of resources.

use std::collections::HashMap;

use evaluation::{ResourceClause, ResourceEntry};
use patterns::{Class, Glob, classes};

/// How many steps the search for kinds of one field may take.
const FIELD_STEPS: usize = 200_000;

/// How many different entries are told apart at most.
const MAX_ENTRIES: usize = 2_000;

/// How many kinds of ARNs are told apart at most.
const MAX_KINDS: usize = 1 << 12;

/// A resource, and which statements are about it.
pub(crate) struct ResourceKind {
    /// An ARN, or `*`.
    pub(crate) text: String,
    /// Of each clause, whether it holds.
    pub(crate) holds: Vec<bool>,
}

/// What a request without resource is to the clauses.
pub(crate) fn without_resource(clauses: &[ResourceClause]) -> ResourceKind {
    let is_star = |entry: &ResourceEntry| matches!(entry, ResourceEntry::Everything);
    ResourceKind {
        text: "*".to_owned(),
        holds: clauses
            .iter()
            .map(|clause| clause_holds(clause, is_star))
            .collect(),
    }
}

/// An ARN of every kind that the clauses tell apart; `None` when there are too many.
pub(crate) fn arns(clauses: &[ResourceClause]) -> Option<Vec<ResourceKind>> {
    // Every entry once, since statements share many.
    let mut entries: Vec<&[Glob; 5]> = Vec::new();
    let mut numbers: HashMap<&[Glob; 5], usize> = HashMap::new();
    for entry in clauses.iter().flat_map(entries_of) {
        if let ResourceEntry::Fields(fields) = entry {
            numbers.entry(fields).or_insert_with(|| {
                entries.push(fields);
                entries.len() - 1
            });
        }
    }
    if entries.len() > MAX_ENTRIES {
        return None;
    }
    let mut kinds: Vec<(String, Vec<bool>)> = vec![("arn".to_owned(), vec![true; entries.len()])];
    for field in 0..5 {
        let globs: Vec<&Glob> = entries
            .iter()
            .filter_map(|entry| entry.get(field))
            .collect();
        let of_field = kinds_of_field(&globs)?;
        let mut longer: Vec<(String, Vec<bool>)> = Vec::new();
        let mut seen: HashMap<Vec<bool>, ()> = HashMap::new();
        for (start, left) in &kinds {
            for (text, matched) in &of_field {
                let left: Vec<bool> = left.iter().zip(matched).map(|(a, b)| *a && *b).collect();
                if seen.insert(left.clone(), ()).is_none() {
                    longer.push((format!("{start}:{text}"), left));
                }
            }
            if longer.len() > MAX_KINDS {
                return None;
            }
        }
        kinds = longer;
    }
    let kinds = kinds.into_iter().map(|(text, matched)| {
        let matches = |entry: &ResourceEntry| match entry {
            ResourceEntry::Everything => true,
            ResourceEntry::Fields(fields) => numbers
                .get(fields.as_ref())
                .and_then(|number| matched.get(*number))
                .copied()
                .unwrap_or_default(),
        };
        ResourceKind {
            holds: clauses
                .iter()
                .map(|clause| clause_holds(clause, matches))
                .collect(),
            text,
        }
    });
    Some(kinds.collect())
}

/// The kinds of texts of one field. Most fields have the same glob again and again.
fn kinds_of_field(globs: &[&Glob]) -> Option<Vec<(String, Vec<bool>)>> {
    let mut different: Vec<&Glob> = Vec::new();
    let mut numbers: HashMap<&Glob, usize> = HashMap::new();
    let places: Vec<usize> = globs
        .iter()
        .map(|glob| {
            *numbers.entry(glob).or_insert_with(|| {
                different.push(glob);
                different.len() - 1
            })
        })
        .collect();
    let found = classes(&Glob::new("*"), &different, FIELD_STEPS)?;
    let spread = |Class { witness, matched }: Class| {
        let of_each = places
            .iter()
            .map(|place| matched.get(*place).copied().unwrap_or_default());
        (witness, of_each.collect())
    };
    Some(found.into_iter().map(spread).collect())
}

fn entries_of(clause: &ResourceClause) -> impl Iterator<Item = &ResourceEntry> {
    clause.listed.iter().flatten().chain(&clause.excluded)
}

fn clause_holds(clause: &ResourceClause, matches: impl Fn(&ResourceEntry) -> bool) -> bool {
    !clause.is_nothing
        && clause
            .listed
            .as_ref()
            .is_none_or(|entries| entries.iter().any(&matches))
        && !clause.excluded.iter().any(matches)
}

/// The ARN that a pattern or a template of the catalogue may stand for, as people would write one.
pub(crate) fn example_arn(pattern: &str) -> String {
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    let [scheme, partition, service, region, account, resource] = fields.as_slice() else {
        return pattern.to_owned();
    };
    let or = |field: &str, example: &str| -> String {
        if field.contains(['*', '?', '$']) {
            example.to_owned()
        } else {
            field.to_owned()
        }
    };
    let mut rest = String::with_capacity(resource.len());
    let mut open = false;
    for letter in resource.replace("${", "\u{0}").chars() {
        match letter {
            '\u{0}' => open = true,
            '}' if open => {
                open = false;
                rest.push_str("example");
            }
            _ if open => {}
            '*' => rest.push_str("example"),
            '?' => rest.push('x'),
            other => rest.push(other),
        }
    }
    format!(
        "{scheme}:{}:{}:{}:{}:{rest}",
        or(partition, "aws"),
        or(service, "service"),
        or(region, "us-east-1"),
        or(account, crate::callers::OWN_ACCOUNT),
    )
}
