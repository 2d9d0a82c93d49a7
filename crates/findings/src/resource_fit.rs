//! Which entries of Resource the actions of a statement can apply to, by the catalogue.
//!
//! Every doubt counts as "it can": text that is filled in later, names that the catalogue does not know,
//! ARNs that are none. What remains is certain enough to tell.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use catalog::{Action, BaseLevel, Catalog, ResourceType};
use patterns::{Glob, ResourcePattern};
use policy::{ActionEntry, ResourceEntry, Statement};

use crate::checks::asks_in_vain;
use crate::effort::Effort;
use crate::facts::Named;
use crate::placeholders::with_wildcards;
use crate::subject::Subject;

/// Services whose actions are limited to resources that the reference does not list: Session Manager's own example
/// policies name `arn:aws:ssm:*:*:session/…` for `ssmmessages:OpenDataChannel`, and AWS's own policies rules of
/// `waf-regional` where the reference has load balancers alone.
const WITHOUT_LISTED_RESOURCES: [&str; 2] = ["ssmmessages", "waf-regional"];

/// Services that ask of `*` where their actions have no resource types: they say so in what they refuse. Others ask of the ARN
/// of all that there is, though the reference does not list it.
const ASKED_OF_STAR: [&str; 6] = [
    "autoscaling",
    "ec2",
    "ecr",
    "elasticloadbalancing",
    "kms",
    "lambda",
];

/// Services whose resources have ARNs of either name since one was renamed.
const RENAMED: [&str; 2] = ["codestar-connections", "codeconnections"];

/// An entry of Resource, ready to be held against resource types.
struct Candidate {
    /// What it takes to hold it against one resource type.
    steps: usize,
    pattern: ResourcePattern,
    /// The service of the ARN, as written.
    service: String,
    /// Nothing is known of what it names.
    fits_everything: bool,
    /// It names every resource of its service, which actions without resource types accept for `*`.
    is_whole_service: bool,
    /// It names every resource of a type of its service, `role/*`.
    is_whole_type: bool,
    /// Kept by [`Candidate::is_unlisted`].
    is_unlisted: OnceCell<bool>,
}

impl Candidate {
    fn new(entry: &ResourceEntry) -> Candidate {
        let text = with_wildcards(&entry.text);
        let mut fields = text.splitn(6, ':');
        let is_arn = fields.next() == Some("arn") && fields.clone().count() == 5;
        let service = fields.nth(1).unwrap_or_default();
        let resource = text.splitn(6, ':').nth(5).unwrap_or_default();
        Candidate {
            steps: Effort::of_pattern(&text),
            pattern: ResourcePattern::new(&text),
            service: service.to_owned(),
            // Whoever makes a stack needs the types of what is in it.
            fits_everything: !is_arn
                || service == "cloudformation" && resource.starts_with("type/"),
            is_whole_service: fields.all(|field| field.trim_matches(['*', '/', ':']).is_empty()),
            is_whole_type: is_whole_type(resource),
            is_unlisted: OnceCell::new(),
        }
    }

    /// Whether the catalogue lists no resource type that it can be of.
    fn is_unlisted(&self, catalog: &Catalog, effort: &Effort) -> bool {
        *self
            .is_unlisted
            .get_or_init(|| match catalog.service(&self.service) {
                Some(service) => !service.resource_types().any(|listed| {
                    effort.spend(self.steps);
                    effort.is_spent() || listed.could_match(&self.pattern)
                }),
                None => true,
            })
    }
}

/// Whether the last field of an ARN names all of a type: `role/*`, `/workspaces*`, `log-group::log-stream:`.
fn is_whole_type(resource: &str) -> bool {
    let is_open = |rest: &str| rest.trim_matches(['*', '/', ':']).is_empty();
    if let Some(path) = resource.strip_prefix('/') {
        let end = path.find(['*', '/']).unwrap_or(path.len());
        return path.get(end..).is_some_and(is_open);
    }
    let Some(at) = resource.find(['/', ':']) else {
        return false;
    };
    let (_, rest) = resource.split_at_checked(at).unwrap_or_default();
    // A name that stays empty: `log-group::log-stream:`.
    is_open(rest) || rest.starts_with("::") || rest.starts_with("//")
}

/// What an entry of Action can apply to.
#[derive(Clone, Copy)]
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

/// The entries of a Resource element, with what is known of their fit so far. Where the effort is spent, every further
/// answer is in doubt.
pub(crate) struct ResourceFit<'a> {
    catalog: &'a Catalog,
    effort: &'a Effort,
    candidates: Vec<Candidate>,
    /// What it takes to hold all of them against one resource type.
    steps: usize,
    /// For each entry: whether some action can apply to it.
    used: Vec<bool>,
    /// The services of the actions, and those that the ARNs of their resource types name.
    services: HashSet<&'a str>,
    /// For each resource type, by service and name: whether an entry can be of it.
    types: HashMap<(&'a str, &'a str), bool>,
    /// For each pattern of actions: what it can apply to.
    known: HashMap<&'a str, Fit>,
    /// For each service: whether the catalogue lists no resource type of one of its entries.
    unlisted: HashMap<&'a str, bool>,
}

impl<'a> ResourceFit<'a> {
    pub(crate) fn new(
        catalog: &'a Catalog,
        effort: &'a Effort,
        entries: &[ResourceEntry],
    ) -> ResourceFit<'a> {
        let candidates: Vec<Candidate> = entries.iter().map(Candidate::new).collect();
        ResourceFit {
            catalog,
            effort,
            steps: candidates.iter().map(|candidate| candidate.steps).sum(),
            candidates,
            used: vec![false; entries.len()],
            services: HashSet::new(),
            types: HashMap::new(),
            known: HashMap::new(),
            unlisted: HashMap::new(),
        }
    }

    /// Whether no action seen so far can apply to the entry of this position, and the catalogue knows what it names.
    pub(crate) fn is_unused(&self, index: usize) -> bool {
        let candidate = self.candidates.get(index);
        self.used.get(index) == Some(&false)
            && candidate.is_some_and(|candidate| !candidate.is_unlisted(self.catalog, self.effort))
    }

    /// Whether the entry of this position is of a service whose resources the actions use: the reference often forgets a
    /// resource type, seldom a service.
    pub(crate) fn is_of_used_service(&self, index: usize) -> bool {
        let is_used = |service: &str| self.services.contains(service);
        self.candidates.get(index).is_some_and(|candidate| {
            let service = candidate.service.as_str();
            is_used(service) || RENAMED.contains(&service) && RENAMED.into_iter().any(is_used)
        })
    }

    /// Whether an entry may name a resource of the action that the catalogue does not list.
    pub(crate) fn may_be_unlisted(&mut self, action: Action<'a>) -> bool {
        let mut services = action
            .resource_types()
            .flat_map(|resource| resource.resource_type().arn_templates())
            .filter_map(|template| template.split(':').nth(2));
        services.any(|service| {
            *self.unlisted.entry(service).or_insert_with(|| {
                self.effort.spend(self.candidates.len());
                let mut of_service = self
                    .candidates
                    .iter()
                    .filter(|candidate| candidate.service == service);
                of_service.any(|candidate| candidate.is_unlisted(self.catalog, self.effort))
            })
        })
    }

    /// What the entry of Action can apply to; remembers the entries of Resource that it uses.
    pub(crate) fn add(&mut self, entry: &'a ActionEntry, named: Named<'a>) -> Fit {
        if named.action.is_some() {
            return self.find(&entry.text, named);
        }
        if let Some(known) = self.known.get(entry.text.as_str()) {
            return *known;
        }
        let fit = self.find(&entry.text, named);
        self.known.insert(&entry.text, fit);
        fit
    }

    fn find(&mut self, text: &str, named: Named<'a>) -> Fit {
        let Some(service) = named.service else {
            return Fit::Unknown;
        };
        if WITHOUT_LISTED_RESOURCES.contains(&service.prefix()) {
            return Fit::Unknown;
        }
        self.services.insert(service.prefix());
        if let Some(action) = named.action {
            return self.add_actions([action].into_iter());
        }
        let name = text.split_once(':').unwrap_or_default().1;
        if !name.contains(['*', '?']) {
            return Fit::Unknown;
        }
        self.effort.spend(service.actions().count());
        let pattern = Glob::new(name);
        let actions = service
            .actions()
            .filter(|action| pattern.matches_ignore_case(action.name()));
        self.add_actions(actions)
    }

    fn add_actions(&mut self, actions: impl Iterator<Item = Action<'a>>) -> Fit {
        let mut fit = Fit::Unknown;
        for action in actions {
            if self.effort.is_spent() {
                return Fit::Unknown;
            }
            let (fits, otherwise) = if action.takes_only_star() {
                (self.use_as_star(action), Fit::OnlyStar)
            } else {
                let mut fits = false;
                for resource in action.resource_types() {
                    fits |= self.use_type(resource.resource_type());
                }
                (fits || self.creates_or_tags(action), Fit::OtherTypes)
            };
            fit = match (fit, fits) {
                (Fit::Applies, _) | (_, true) => Fit::Applies,
                (Fit::OtherTypes, false) => Fit::OtherTypes,
                (_, false) => otherwise,
            };
        }
        fit
    }

    /// An action without resource types wants `*`, if the reference does not forget them. What changes something of a
    /// service is often asked of it although they are not listed, and what lists something of all of a type: who may not list
    /// roles is told so of `arn:aws:iam::123456789012:role/`.
    fn use_as_star(&mut self, action: Action<'a>) -> bool {
        self.effort.spend(self.candidates.len());
        let is_certain = ASKED_OF_STAR.contains(&action.prefix());
        let is_doubtful = action.access_levels().base == BaseLevel::Write
            || action.name().starts_with("ListTags")
            || action.prefix() == "iam";
        let creates = action.name().starts_with("Create");
        let mut any = false;
        for (candidate, used) in self.candidates.iter().zip(&mut self.used) {
            let is_own = candidate.service == action.prefix()
                && (creates || !is_certain && (is_doubtful || candidate.is_whole_type));
            if candidate.fits_everything || candidate.is_whole_service || is_own {
                *used = true;
                any = true;
            }
        }
        any
    }

    /// Whether the action may create what an entry names all of, or tag what it names: the reference often lists other
    /// resources alone.
    fn creates_or_tags(&mut self, action: Action<'a>) -> bool {
        let tags = action.name().contains("Tag") || action.name().starts_with("Untag");
        let creates = action.name().starts_with("Create");
        let mut any = false;
        if !tags && !creates {
            return any;
        }
        for (candidate, used) in self.candidates.iter().zip(&mut self.used) {
            if (tags || candidate.is_whole_type) && candidate.service == action.prefix() {
                *used = true;
                any = true;
            }
        }
        any
    }

    fn use_type(&mut self, resource_type: ResourceType<'a>) -> bool {
        let key = (resource_type.service().prefix(), resource_type.name());
        *self.types.entry(key).or_insert_with(|| {
            self.effort.spend(self.steps);
            self.services.extend(
                resource_type
                    .arn_templates()
                    .filter_map(|template| template.split(':').nth(2)),
            );
            let mut any = false;
            for (candidate, used) in self.candidates.iter().zip(&mut self.used) {
                if self.effort.is_spent() {
                    break;
                }
                if candidate.fits_everything || resource_type.could_match(&candidate.pattern) {
                    *used = true;
                    any = true;
                }
            }
            any
        })
    }
}

/// Whether the action or pattern could stand in the statement: in one that allows, it has to apply to one of the
/// resources, and it has to send the condition keys that are asked for.
pub(crate) fn could_stand(
    subject: &Subject<'_>,
    effort: &Effort,
    statement: &Statement,
    action: &str,
) -> bool {
    let sends = |action: Action<'_>| {
        let mut conditions = statement.conditions.iter();
        !conditions.any(|condition| asks_in_vain(subject.catalog, condition, action))
    };
    let named = Named::of(subject.catalog, action);
    if !named.action.is_none_or(sends) {
        return false;
    }
    let Some(resources) = statement.resource.as_ref().filter(|_| statement.is_allow()) else {
        return true;
    };
    effort.spend(resources.value.len());
    if effort.is_spent() || resources.value.iter().any(|entry| entry.text == "*") {
        return true;
    }
    let fit = ResourceFit::new(subject.catalog, effort, &resources.value).find(action, named);
    matches!(fit, Fit::Unknown | Fit::Applies)
}

/// The first action that the entry names.
pub(crate) fn first_action<'a>(catalog: &'a Catalog, entry: &ActionEntry) -> Option<Action<'a>> {
    let (prefix, name) = entry.text.split_once(':')?;
    crate::action_entries::spelled_action(catalog.service(prefix)?, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_types_are_told_from_parts() {
        for (resource, expected) in [
            ("role/*", true),
            ("role/", true),
            ("stack/*/*", true),
            ("log-group::log-stream:", true),
            ("/workspaces*", true),
            ("/workspaces", true),
            ("/workspaces/*", true),
            ("role/team-*", false),
            ("/workspaces/a*", false),
            ("log-group:/aws/*", false),
            ("team-*", false),
            ("orders", false),
            ("", false),
        ] {
            assert_eq!(is_whole_type(resource), expected, "{resource}");
        }
    }
}
