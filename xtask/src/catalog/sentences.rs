//! Writes the lazy file of sentences and links: what the packages say of each row of the catalogue.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::Result;
use catalog::Catalog;
use catalog::descriptions::{
    ACTION_START, KEY_START, LINK_START, MAGIC, NAME, Part, SAME, START, shorten,
};
use catalog::encoding::write_varint;

use super::floyd::{self, Fact};
use super::overrides::key_name;
use super::source::Package;

/// Where the global condition keys are documented, each under an anchor of its own.
const GLOBAL_KEYS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-";

/// The descriptions file for a catalogue.
///
/// # Errors
/// When a package is missing or changed its form.
pub(crate) fn encode(root: &Path, catalog: &Catalog) -> Result<Vec<u8>> {
    let package = Package::newest(root);
    let floyd = floyd::load(root)?;
    let names = package.service_names()?;
    let pages: HashMap<&str, &str> = floyd
        .pages
        .iter()
        .rev()
        .map(|(prefix, page)| (prefix.as_str(), page.as_str()))
        .collect();
    let action_links = links(&floyd.actions);
    let type_links = links(&floyd.resource_types);
    let mut parts = Parts::default();
    parts.line(Part::Date, catalog.date());
    let mut sentences: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
    for service in catalog.services() {
        let prefix = service.prefix();
        parts.line(
            Part::ServiceNames,
            names.get(prefix).map(String::as_str).unwrap_or_default(),
        );
        parts.link(
            Part::ServiceLinks,
            pages.get(prefix).copied().unwrap_or_default(),
            prefix,
        );
        let actions = package.actions(prefix)?;
        for action in service.actions() {
            let name = action.name();
            let text = actions
                .get(&name.to_lowercase())
                .map(|source| source.description.as_str())
                .unwrap_or_default();
            parts.line(Part::ActionTexts, &shorten(text, ACTION_START, name));
            parts.link(Part::ActionLinks, link(&action_links, prefix, name), name);
        }
        for resource_type in service.resource_types() {
            let name = resource_type.name();
            parts.link(Part::TypeLinks, link(&type_links, prefix, name), name);
        }
        for source in package.condition_keys(prefix)?.values() {
            *sentences
                .entry(key_name(&source.key))
                .or_default()
                .entry(source.description.clone())
                .or_default() += 1;
        }
    }
    let key_links = key_links(&floyd.keys);
    for key in catalog.condition_keys() {
        let name = key.name();
        // A key on many pages has many sentences: the most frequent one is the least particular to a service.
        let sentence = sentences
            .get(name)
            .and_then(|found| found.iter().max_by_key(|(_, count)| **count));
        let sentence = sentence.map(|(text, _)| text.as_str()).unwrap_or_default();
        parts.line(Part::KeyTexts, &shorten(sentence, KEY_START, name));
        let link = match name.strip_prefix("aws:") {
            Some(global) => {
                let anchor = global.split('/').next().unwrap_or(global).to_lowercase();
                format!("{GLOBAL_KEYS}{anchor}")
            }
            None => key_links
                .get(&name.to_lowercase())
                .cloned()
                .unwrap_or_default(),
        };
        parts.link(Part::KeyLinks, &link, name);
    }
    Ok(parts.to_bytes())
}

type Links<'a> = HashMap<(&'a str, &'a str), &'a str>;

fn links(facts: &[Fact]) -> Links<'_> {
    facts
        .iter()
        .map(|fact| {
            (
                (fact.prefix.as_str(), fact.name.as_str()),
                fact.url.as_str(),
            )
        })
        .collect()
}

fn link<'a>(links: &Links<'a>, prefix: &str, name: &str) -> &'a str {
    links.get(&(prefix, name)).copied().unwrap_or_default()
}

/// By full name in lower case, variables as the catalogue spells them.
fn key_links(facts: &[Fact]) -> HashMap<String, String> {
    let full = |fact: &Fact| {
        let name = key_name(&fact.name).to_lowercase();
        if name.contains(':') {
            name
        } else {
            format!("{}:{name}", fact.prefix)
        }
    };
    facts
        .iter()
        .map(|fact| (full(fact), fact.url.clone()))
        .collect()
}

#[derive(Default)]
struct Parts {
    bytes: BTreeMap<usize, Vec<u8>>,
    last_links: BTreeMap<usize, String>,
}

impl Parts {
    fn line(&mut self, part: Part, text: &str) {
        let bytes = self.bytes.entry(part as usize).or_default();
        bytes.extend_from_slice(text.replace('\n', " ").as_bytes());
        bytes.push(b'\n');
    }

    fn link(&mut self, part: Part, link: &str, name: &str) {
        let short = match link.strip_prefix(LINK_START) {
            Some(rest) if name.len() > 2 => {
                format!("{START}{}", rest.replace(name, &NAME.to_string()))
            }
            Some(rest) => format!("{START}{rest}"),
            None => String::new(),
        };
        let last = self.last_links.insert(part as usize, short.clone());
        match last {
            Some(last) if last == short => self.line(part, &SAME.to_string()),
            _ => self.line(part, &short),
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let part = |part: Part| {
            self.bytes
                .get(&(part as usize))
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        let mut file = MAGIC.to_vec();
        for bytes in Part::ALL.map(part) {
            write_varint(&mut file, bytes.len() as u32);
        }
        for bytes in Part::ALL.map(part) {
            file.extend_from_slice(bytes);
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::descriptions::Descriptions;

    /// The committed catalogue with two lines of descriptions.
    #[test]
    fn lines_are_read_back_by_row() {
        let catalog =
            Catalog::decode(include_bytes!("../../../crates/catalog/data/catalog.bin")).unwrap();
        let mut parts = Parts::default();
        parts.line(Part::Date, catalog.date());
        let mut actions = catalog.actions();
        for action in [actions.next().unwrap(), actions.next().unwrap()] {
            let name = action.name();
            let text = format!(
                "Grants permission to {}",
                catalog::descriptions::words(name)
            );
            parts.line(Part::ActionTexts, &shorten(&text, ACTION_START, name));
            parts.link(
                Part::ActionLinks,
                &format!("https://docs.aws.amazon.com/x#{name}"),
                name,
            );
        }
        let descriptions = Descriptions::decode(&parts.to_bytes(), &catalog).unwrap();
        let second = catalog.actions().nth(1).unwrap();
        let read = descriptions.action(second).unwrap();
        assert_eq!(
            read.text,
            format!(
                "Grants permission to {}",
                catalog::descriptions::words(second.name())
            )
        );
        assert_eq!(
            read.link,
            Some(format!("https://docs.aws.amazon.com/x#{}", second.name()))
        );
        assert_eq!(descriptions.action(catalog.actions().nth(2).unwrap()), None);
    }
}
