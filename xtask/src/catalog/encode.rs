//! Writes the facts as columns. The order of everything is that in which `catalog::decode` reads it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result, ensure};
use catalog::encoding::{
    ARN_ACCOUNT, ARN_BARE, ARN_MORE, ARN_OTHER, ARN_REGION, ARN_REGION_ACCOUNT, ARN_RESOURCE_ID,
    ARN_TYPE, ARN_TYPE_VARIABLE, ARN_VARIABLE, Column, RECENT_SETS, SERVICE_RCP, arn_form,
    camel_case,
};

use super::columns::{Columns, FrontCoded};
use super::names::{Form, group, words};
use super::reference::{ActionFacts, KeySet, Reference, ServiceFacts, TypeFacts};

/// The columns of the catalogue that says what the reference does.
///
/// # Errors
/// When the reference refers to something that it does not have.
pub(crate) fn encode(reference: &Reference) -> Result<Columns> {
    let forms = FormTable::new(reference);
    let numbers = action_numbers(reference);
    let mut columns = Columns::default();
    columns.line(Column::Header, &reference.date);
    columns.varint(Column::Header, reference.services.len());
    columns.varint(Column::Header, reference.keys.len());
    columns.varint(Column::Header, forms.lines.len());
    for (line, level) in &forms.lines {
        columns.line(Column::Forms, line);
        columns.byte(Column::FormLevels, *level);
    }
    let words = word_numbers(reference);
    columns.varint(Column::Header, words.len());
    let mut spelt = FrontCoded::new(Column::WordShared, Column::WordText);
    let mut in_order: Vec<(&String, &usize)> = words.iter().collect();
    in_order.sort_by_key(|(_, number)| **number);
    for (word, _) in in_order {
        spelt.push(&mut columns, word);
    }
    let mut names = FrontCoded::new(Column::KeyShared, Column::KeyText);
    for key in reference.keys.values() {
        names.push(&mut columns, &key.name);
        columns.byte(Column::KeyFlags, key.flags);
        columns.byte(Column::KeyTypes, key.types);
    }
    let dependencies = dependencies(reference, &numbers)?;
    columns.gaps(Column::Dependencies, dependencies.keys().copied());
    let mut encoder = Encoder {
        columns,
        forms,
        key_numbers: reference
            .keys
            .keys()
            .zip(0..)
            .map(|(name, number)| (name.as_str(), number))
            .collect(),
        dependency_numbers: dependencies
            .values()
            .zip(0..)
            .map(|(name, number)| (name.clone(), number))
            .collect(),
        recent_dependencies: Recent::default(),
        prefixes: FrontCoded::new(Column::ServiceShared, Column::ServiceText),
        words,
        types: FrontCoded::new(Column::TypeShared, Column::TypeText),
        action_count: 0,
        permission_only: Vec::new(),
        escalation_sensitive: Vec::new(),
    };
    for (prefix, service) in &reference.services {
        encoder.service(prefix, service)?;
    }
    let (permission_only, escalation_sensitive) =
        (encoder.permission_only, encoder.escalation_sensitive);
    encoder
        .columns
        .gaps(Column::PermissionOnly, permission_only);
    encoder
        .columns
        .gaps(Column::EscalationSensitive, escalation_sensitive);
    Ok(encoder.columns)
}

/// The number that each action has once decoded: by prefix, then by name without case.
fn action_numbers(reference: &Reference) -> HashMap<String, usize> {
    let services = reference.services.iter();
    let names = services.flat_map(|(prefix, service)| {
        service
            .actions
            .values()
            .map(move |action| format!("{prefix}:{}", action.name))
    });
    names.zip(0..).collect()
}

/// An ARN's rest with characters for what recurs.
fn shorten_arn(rest: &str, name: &str) -> String {
    rest.replace(
        &format!("${{{}", camel_case(name)),
        &ARN_TYPE_VARIABLE.to_string(),
    )
    .replace(name, &ARN_TYPE.to_string())
    .replace("${ResourceId}", &ARN_RESOURCE_ID.to_string())
    .replace("/${", &ARN_VARIABLE.to_string())
}

/// The words of nouns: as many of the most frequent as one byte can tell, then the others sorted, so that they front-code.
fn word_numbers(reference: &Reference) -> HashMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for service in reference.services.values() {
        let mut last = Vec::new();
        for noun in group(service.actions.values().map(|action| action.name.as_str())).into_keys() {
            let words: Vec<String> = words(&noun).into_iter().map(str::to_owned).collect();
            let shared = words.iter().zip(&last).take_while(|(a, b)| a == b).count();
            for word in words.iter().skip(shared) {
                *counts.entry(word.clone()).or_default() += 1;
            }
            last = words;
        }
    }
    let mut frequent: Vec<(String, usize)> = counts.into_iter().collect();
    frequent.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut others = frequent.split_off(frequent.len().min(127));
    others.sort();
    frequent
        .into_iter()
        .chain(others)
        .map(|(word, _)| word)
        .zip(0..)
        .collect()
}

/// The actions on which others depend, by number.
fn dependencies(
    reference: &Reference,
    numbers: &HashMap<String, usize>,
) -> Result<BTreeMap<usize, String>> {
    let mut found = BTreeMap::new();
    for action in reference
        .services
        .values()
        .flat_map(|service| service.actions.values())
    {
        let of_types = action
            .resources
            .values()
            .flat_map(|facts| &facts.dependencies);
        for name in action.dependencies.iter().chain(of_types) {
            let number = numbers
                .get(name)
                .with_context(|| format!("{} depends on the unknown {name}", action.name))?;
            found.insert(*number, name.clone());
        }
    }
    Ok(found)
}

/// The verb forms of the whole reference, the most frequent first, each with its most frequent level.
struct FormTable {
    numbers: HashMap<Form, usize>,
    lines: Vec<(String, u8)>,
}

impl FormTable {
    fn new(reference: &Reference) -> Self {
        let mut levels: BTreeMap<Form, BTreeMap<u8, usize>> = BTreeMap::new();
        for service in reference.services.values() {
            for forms in
                group(service.actions.values().map(|action| action.name.as_str())).into_values()
            {
                for (form, name) in forms {
                    let level = service
                        .actions
                        .get(&name.to_lowercase())
                        .map_or(0, |action| action.level);
                    *levels.entry(form).or_default().entry(level).or_default() += 1;
                }
            }
        }
        let mut forms: Vec<(Form, BTreeMap<u8, usize>)> = levels.into_iter().collect();
        forms.sort_by_key(|(_, levels)| std::cmp::Reverse(levels.values().sum::<usize>()));
        let usual = |levels: &BTreeMap<u8, usize>| {
            levels
                .iter()
                .max_by_key(|(_, count)| **count)
                .map_or(0, |(level, _)| *level)
        };
        let lines = forms
            .iter()
            .map(|(form, levels)| (form.line(), usual(levels)))
            .collect();
        let numbers = forms
            .into_iter()
            .zip(0..)
            .map(|((form, _), number)| (form, number))
            .collect();
        FormTable { numbers, lines }
    }
}

/// The sets used last, as the decoder remembers them.
struct Recent<T> {
    sets: Vec<T>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Recent { sets: Vec::new() }
    }
}

impl<T: Clone + PartialEq> Recent<T> {
    /// The symbol of a set: 1 if it is new and must be written, else its place among the recent ones, from 2.
    fn symbol(&mut self, set: &T) -> u8 {
        let place = self.sets.iter().position(|held| held == set);
        match place {
            Some(place) => {
                self.sets.remove(place);
            }
            None => self.sets.truncate(RECENT_SETS - 1),
        }
        self.sets.insert(0, set.clone());
        place.map_or(1, |place| place as u8 + 2)
    }
}

struct Encoder<'a> {
    columns: Columns,
    forms: FormTable,
    key_numbers: HashMap<&'a str, usize>,
    dependency_numbers: HashMap<String, usize>,
    recent_dependencies: Recent<BTreeSet<String>>,
    prefixes: FrontCoded,
    words: HashMap<String, usize>,
    types: FrontCoded,
    action_count: usize,
    permission_only: Vec<usize>,
    escalation_sensitive: Vec<usize>,
}

/// What one service's sets count in.
struct Scope<'a> {
    prefix: &'a str,
    service: &'a ServiceFacts,
    recent_resources: Recent<Vec<&'a str>>,
    recent_keys: Recent<&'a KeySet>,
    recent_resource_keys: Recent<&'a KeySet>,
}

impl<'a> Encoder<'a> {
    fn service(&mut self, prefix: &'a str, service: &'a ServiceFacts) -> Result<()> {
        let groups = group(service.actions.values().map(|action| action.name.as_str()));
        self.prefixes.push(&mut self.columns, prefix);
        self.columns.byte(
            Column::ServiceFlags,
            if service.resource_control_policies {
                SERVICE_RCP
            } else {
                0
            },
        );
        self.columns.varint(Column::ServiceCounts, groups.len());
        self.columns
            .varint(Column::ServiceCounts, service.resource_types.len());
        let keys: Option<Vec<usize>> = service
            .keys
            .iter()
            .map(|key| self.key_numbers.get(key.as_str()).copied())
            .collect();
        let keys = keys.with_context(|| format!("{prefix} lists an unknown key"))?;
        self.columns.varint(Column::ServiceKeys, keys.len());
        self.columns.gaps(Column::ServiceKeys, keys);
        let mut scope = Scope {
            prefix,
            service,
            recent_resources: Recent::default(),
            recent_keys: Recent::default(),
            recent_resource_keys: Recent::default(),
        };
        self.types.restart();
        for (name, facts) in &service.resource_types {
            self.types.push(&mut self.columns, name);
            self.arns(prefix, name, facts)?;
            self.key_set(
                Column::TypeKeySets,
                service,
                &facts.keys,
                &mut scope.recent_keys,
                0,
            )?;
        }
        scope.recent_keys = Recent::default();
        let mut last: Vec<String> = Vec::new();
        for (noun, forms) in groups {
            self.noun(&noun, &mut last)?;
            let mut numbered = Vec::new();
            for (form, name) in forms {
                let number = self
                    .forms
                    .numbers
                    .get(&form)
                    .with_context(|| name.to_owned())?;
                numbered.push((
                    *number,
                    service
                        .actions
                        .get(&name.to_lowercase())
                        .with_context(|| name.to_owned())?,
                ));
            }
            numbered.sort_by_key(|(number, _)| *number);
            for (number, action) in numbered {
                self.columns.varint(Column::NounForms, number + 1);
                let usual = self.forms.lines.get(number).map_or(0, |(_, level)| *level);
                self.action(&mut scope, action, usual)?;
            }
            self.columns.varint(Column::NounForms, 0);
        }
        Ok(())
    }

    /// A noun by its words, without those that it shares with the last one.
    fn noun(&mut self, noun: &str, last: &mut Vec<String>) -> Result<()> {
        let words = words(noun);
        let shared = words
            .iter()
            .zip(last.iter())
            .take_while(|(a, b)| *a == b)
            .count();
        self.columns.byte(Column::NounShared, shared as u8);
        for word in words.iter().skip(shared) {
            let number = self.words.get(*word).with_context(|| (*word).to_owned())?;
            self.columns.varint(Column::NounWords, number + 1);
        }
        self.columns.varint(Column::NounWords, 0);
        *last = words.into_iter().map(str::to_owned).collect();
        Ok(())
    }

    fn arns(&mut self, prefix: &str, name: &str, facts: &TypeFacts) -> Result<()> {
        ensure!(
            !facts.arns.is_empty(),
            "a resource type of {prefix} has no ARN"
        );
        for (arn, left) in facts.arns.iter().zip((0..facts.arns.len()).rev()) {
            let more = if left > 0 { ARN_MORE } else { 0 };
            let known = [ARN_REGION_ACCOUNT, ARN_ACCOUNT, ARN_REGION, ARN_BARE]
                .into_iter()
                .find_map(|form| {
                    let start = format!("arn:${{Partition}}:{prefix}{}", arn_form(form)?);
                    Some((form, arn.strip_prefix(&start)?))
                });
            let (form, rest) = match known {
                Some(known) => known,
                None => (
                    ARN_OTHER,
                    arn.strip_prefix("arn:${Partition}:")
                        .with_context(|| arn.clone())?,
                ),
            };
            self.columns.byte(Column::ArnForms, form | more);
            self.columns.line(Column::ArnText, &shorten_arn(rest, name));
        }
        Ok(())
    }

    fn action(&mut self, scope: &mut Scope<'a>, action: &'a ActionFacts, usual: u8) -> Result<()> {
        if action.permission_only {
            self.permission_only.push(self.action_count);
        }
        if action.escalation_sensitive {
            self.escalation_sensitive.push(self.action_count);
        }
        self.action_count += 1;
        self.columns.byte(
            Column::ActionLevels,
            if action.level == usual {
                0
            } else {
                action.level + 1
            },
        );
        self.key_set(
            Column::ActionKeySets,
            scope.service,
            &action.keys,
            &mut scope.recent_keys,
            0,
        )?;
        self.dependency_set(&action.dependencies)?;
        let types: Vec<&str> = action.resources.keys().map(String::as_str).collect();
        self.resource_set(scope, types)?;
        for (name, facts) in &action.resources {
            self.columns
                .byte(Column::ResourceRequired, u8::from(facts.required));
            let of_type = scope
                .service
                .resource_types
                .get(name)
                .map(|facts| &facts.keys);
            if facts.keys.is_empty() {
                self.columns.byte(Column::ResourceKeySets, 0);
            } else if of_type == Some(&facts.keys) {
                self.columns.byte(Column::ResourceKeySets, 1);
            } else {
                self.key_set(
                    Column::ResourceKeySets,
                    scope.service,
                    &facts.keys,
                    &mut scope.recent_resource_keys,
                    1,
                )?;
            }
            self.dependency_set(&facts.dependencies)?;
        }
        Ok(())
    }

    fn resource_set(&mut self, scope: &mut Scope<'a>, types: Vec<&'a str>) -> Result<()> {
        if types.is_empty() {
            self.columns.byte(Column::ResourceSets, 0);
            return Ok(());
        }
        let symbol = scope.recent_resources.symbol(&types);
        self.columns.byte(Column::ResourceSets, symbol);
        if symbol == 1 {
            let place = |name: &&str| {
                scope
                    .service
                    .resource_types
                    .keys()
                    .position(|held| held == name)
            };
            let places: Option<Vec<usize>> = types.iter().map(place).collect();
            let places =
                places.with_context(|| format!("unknown resource type of {}", scope.prefix))?;
            self.columns.varint(Column::ResourceCounts, places.len());
            self.columns.gaps(Column::ResourceItems, places);
        }
        Ok(())
    }

    fn key_set(
        &mut self,
        column: Column,
        service: &ServiceFacts,
        keys: &'a KeySet,
        recent: &mut Recent<&'a KeySet>,
        shift: u8,
    ) -> Result<()> {
        if keys.is_empty() {
            self.columns.byte(column, 0);
            return Ok(());
        }
        let symbol = recent.symbol(&keys);
        self.columns.byte(column, symbol + shift);
        if symbol == 1 {
            let places: Option<Vec<usize>> = keys
                .iter()
                .map(|key| service.keys.iter().position(|held| held == key))
                .collect();
            let places = places.context("a key that the service does not list")?;
            self.columns.varint(Column::KeyCounts, places.len());
            self.columns.gaps(Column::KeyItems, places);
        }
        Ok(())
    }

    fn dependency_set(&mut self, names: &BTreeSet<String>) -> Result<()> {
        if names.is_empty() {
            self.columns.byte(Column::DependencySets, 0);
            return Ok(());
        }
        let symbol = self.recent_dependencies.symbol(names);
        self.columns.byte(Column::DependencySets, symbol);
        if symbol == 1 {
            self.columns.varint(Column::DependencyCounts, names.len());
            for name in names {
                let number = self
                    .dependency_numbers
                    .get(name)
                    .with_context(|| name.clone())?;
                self.columns.varint(Column::DependencyItems, *number);
            }
        }
        Ok(())
    }
}
