//! What the rest of the document shows of the accounts, Regions and ARNs that its author works with.

use std::collections::BTreeMap;

use patterns::Arn;
use policy::{PolicyDocument, Statement};

/// How many texts of a document are looked at.
const MOST_TEXTS: usize = 2_000;

/// How many of its ARNs are kept.
const MOST_ARNS: usize = 100;

/// What stands elsewhere in the document.
#[derive(Debug, Default)]
pub(super) struct Memory<'a> {
    /// The ARNs, each once, in the order of the text.
    pub(super) arns: Vec<&'a str>,
    /// Account ids, the most frequent first.
    pub(super) accounts: Vec<&'a str>,
    /// The most frequent Region.
    pub(super) region: Option<&'a str>,
    /// The partition of the first ARN.
    pub(super) partition: Option<&'a str>,
}

impl<'a> Memory<'a> {
    pub(super) fn of(document: &'a PolicyDocument) -> Memory<'a> {
        let mut memory = Memory::default();
        let mut accounts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut regions: BTreeMap<&str, usize> = BTreeMap::new();
        let texts = document.statements.iter().flat_map(texts_of);
        for text in texts.take(MOST_TEXTS) {
            if is_account(text) {
                count(&mut accounts, text);
            }
            let Some(arn) = Arn::parse(text) else {
                continue;
            };
            if memory.arns.len() < MOST_ARNS && !memory.arns.contains(&text) {
                memory.arns.push(text);
            }
            if is_account(arn.account) {
                count(&mut accounts, arn.account);
            }
            if is_plain(arn.region) {
                count(&mut regions, arn.region);
            }
            if is_plain(arn.partition) {
                memory.partition.get_or_insert(arn.partition);
            }
        }
        memory.accounts = by_frequency(accounts);
        memory.region = by_frequency(regions).into_iter().next();
        memory
    }

    /// The value of an ARN template's variable, where the document shows it.
    pub(super) fn value_of(&self, variable: &str) -> Option<&'a str> {
        match variable {
            "Partition" => Some(self.partition.unwrap_or("aws")),
            "Region" => self.region,
            "Account" => self.accounts.first().copied(),
            _ => None,
        }
    }

    /// An ARN template with what is known of its variables filled in.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, behind) = after.split_once('}').unwrap_or_default();
            filled.push_str(before);
            match self.value_of(name) {
                Some(value) => filled.push_str(value),
                None => {
                    filled.push_str("${");
                    filled.push_str(name);
                    filled.push('}');
                }
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }
}

fn texts_of(statement: &Statement) -> impl Iterator<Item = &str> {
    let resources = [&statement.resource, &statement.not_resource]
        .into_iter()
        .flatten()
        .flat_map(|element| &element.value)
        .map(|entry| entry.text.as_str());
    let principals = [&statement.principal, &statement.not_principal]
        .into_iter()
        .flatten()
        .flat_map(|element| &element.value)
        .flat_map(|group| &group.entries)
        .map(|entry| entry.text.as_str());
    let values = statement
        .conditions
        .iter()
        .flat_map(|condition| &condition.values)
        .map(|value| value.text.as_str());
    resources.chain(principals).chain(values)
}

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_plain(field: &str) -> bool {
    !field.is_empty() && !field.contains(['*', '?', '$', '<', '{'])
}

fn count<'a>(counts: &mut BTreeMap<&'a str, usize>, text: &'a str) {
    let held = counts.entry(text).or_default();
    *held = held.saturating_add(1);
}

fn by_frequency(counts: BTreeMap<&str, usize>) -> Vec<&str> {
    let mut found: Vec<(&str, usize)> = counts.into_iter().collect();
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found.into_iter().map(|(text, _)| text).collect()
}
