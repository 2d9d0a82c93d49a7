//! Which entries of Resource the actions of a statement can apply to, by the catalogue.
//!
//! Every doubt counts as "it can": text that is filled in later, names that the catalogue does not know,
//! ARNs that are none. What remains is certain enough to tell.

use std::collections::HashMap;

use catalog::{Action, Catalog, ResourceType};
use patterns::{Glob, ResourcePattern};
use policy::{ActionEntry, ResourceEntry};

use crate::placeholders::with_wildcards;

/// An entry of Resource, ready to be held against resource types.
struct Candidate {
    pattern: ResourcePattern,
    /// Nothing is known of what it names.
    fits_everything: bool,
    /// It names every resource of its service, which actions without resource types accept for `*`.
    is_whole_service: bool,
}

impl Candidate {
    fn new(entry: &ResourceEntry) -> Candidate {
        let text = with_wildcards(&entry.text);
        let mut fields = text.splitn(6, ':');
        let is_arn = fields.next() == Some("arn") && fields.clone().count() == 5;
        let is_whole_service = fields.skip(2).all(|field| field.is_empty() || field == "*");
        Candidate {
            pattern: ResourcePattern::new(&text),
            fits_everything: !is_arn,
            is_whole_service,
        }
    }
}

/// What an entry of Action can apply to.
pub(crate) enum Fit {
    /// Nothing can be said: the entry is not of the catalogue, or names everything.
    Unknown,
    /// It can apply to at least one entry of Resource.
    Applies,
    /// It can apply to none: it has no resource types and takes `*` alone.
    OnlyStar,
    /// It can apply to none of them, only to resources of other types: those of the first action it names.
    OtherTypes,
}

/// The entries of a Resource element, with what is known of their fit so far.
pub(crate) struct ResourceFit<'a> {
    catalog: &'a Catalog,
    candidates: Vec<Candidate>,
    /// For each entry: whether some action can apply to it.
    used: Vec<bool>,
    /// For each resource type, by service and name: the entries that can be of it.
    types: HashMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> ResourceFit<'a> {
    pub(crate) fn new(catalog: &'a Catalog, entries: &[ResourceEntry]) -> ResourceFit<'a> {
        ResourceFit {
            catalog,
            candidates: entries.iter().map(Candidate::new).collect(),
            used: vec![false; entries.len()],
            types: HashMap::new(),
        }
    }

    /// Whether an action seen so far can apply to the entry of this position.
    pub(crate) fn is_used(&self, index: usize) -> bool {
        self.used.get(index).copied().unwrap_or(true)
    }

    /// What the entry of Action can apply to; remembers the entries of Resource that it uses.
    pub(crate) fn add(&mut self, entry: &ActionEntry) -> Fit {
        let Some((service, name)) = entry
            .text
            .split_once(':')
            .and_then(|(prefix, name)| Some((self.catalog.service(prefix)?, name)))
        else {
            return Fit::Unknown;
        };
        if !name.contains(['*', '?']) {
            return match service.action(name) {
                Some(action) => self.add_actions([action].into_iter()),
                None => Fit::Unknown,
            };
        }
        let pattern = Glob::new(name);
        let actions = service
            .actions()
            .filter(|action| pattern.matches_ignore_case(action.name()));
        self.add_actions(actions)
    }

    fn add_actions(&mut self, actions: impl Iterator<Item = Action<'a>>) -> Fit {
        let mut fit = Fit::Unknown;
        for action in actions {
            let (fits, otherwise) = if action.takes_only_star() {
                (self.use_whole_services(), Fit::OnlyStar)
            } else {
                let mut fits = false;
                for resource in action.resource_types() {
                    fits |= self.use_type(resource.resource_type());
                }
                (fits, Fit::OtherTypes)
            };
            fit = match (fit, fits) {
                (Fit::Applies, _) | (_, true) => Fit::Applies,
                (Fit::OtherTypes, false) => Fit::OtherTypes,
                (_, false) => otherwise,
            };
        }
        fit
    }

    fn use_whole_services(&mut self) -> bool {
        let mut any = false;
        for (candidate, used) in self.candidates.iter().zip(&mut self.used) {
            if candidate.fits_everything || candidate.is_whole_service {
                *used = true;
                any = true;
            }
        }
        any
    }

    fn use_type(&mut self, resource_type: ResourceType<'a>) -> bool {
        let service = resource_type.service().map(|service| service.prefix());
        let key = (service.unwrap_or_default(), resource_type.name());
        let candidates = &self.candidates;
        let entries = self.types.entry(key).or_insert_with(|| {
            let entries = candidates.iter().enumerate();
            entries
                .filter(|(_, candidate)| {
                    candidate.fits_everything || resource_type.could_match(&candidate.pattern)
                })
                .map(|(index, _)| index)
                .collect()
        });
        for &index in entries.iter() {
            if let Some(used) = self.used.get_mut(index) {
                *used = true;
            }
        }
        !entries.is_empty()
    }
}

/// The first action that the entry names.
pub(crate) fn first_action<'a>(catalog: &'a Catalog, entry: &ActionEntry) -> Option<Action<'a>> {
    let (prefix, name) = entry.text.split_once(':')?;
    crate::action_entries::spelled_action(catalog.service(prefix)?, name)
}

/// Whether the action applies to what the text names.
pub(crate) fn applies_to(action: Action<'_>, resource: &str) -> bool {
    let pattern = ResourcePattern::new(resource);
    action
        .resource_types()
        .any(|resource| resource.resource_type().could_match(&pattern))
}
