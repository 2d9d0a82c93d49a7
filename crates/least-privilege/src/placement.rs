//! Which action goes with which ARNs.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use catalog::{Action, Catalog};
use diagnostics::Span;
use policy::ActionElement;

use crate::setting::Setting;
use crate::suggestion::Skipped;

/// More ARNs than this in one statement are not read any more. `ec2:RunInstances` takes 21 resource types.
const MOST_ARNS: usize = 24;

/// More actions than this, which a wildcard names and which take no resource, are not listed one by one.
const MOST_LISTED: usize = 12;

/// From this many statements on, those of one service are put together.
const MOST_STATEMENTS: usize = 6;

/// Even then, more statements than this are no help.
const MOST_SERVICES: usize = 10;

/// So many actions are placed in one document. An entry with a wildcard counts for [`WILDCARD`] more.
const MOST_PLACED: usize = 50_000;

/// What it takes to find the actions that a wildcard names.
const WILDCARD: usize = 50;

/// The actions of a new statement and the resources that they are limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// The Action entries.
    pub(crate) actions: Vec<String>,
    /// The Resource entries; `*` alone for actions that take no resource.
    pub(crate) resources: Vec<String>,
    /// The names of the resource types behind them; empty for `*`.
    pub(crate) types: BTreeSet<String>,
}

impl Group {
    fn is_star(&self) -> bool {
        self.types.is_empty()
    }
}

/// How a statement would be split.
#[derive(Debug, Default)]
pub(crate) struct Placement {
    /// The new statements, that for `*` last. One group alone with `*` means that nothing is narrowed.
    pub(crate) groups: Vec<Group>,
    /// Entries that stay on `*` although their actions take resources.
    pub(crate) skipped: Vec<Skipped>,
    /// How many actions the narrowed entries name.
    pub(crate) narrowed: usize,
    /// How many actions all the entries name.
    pub(crate) all: usize,
    /// The positions of the groups, by their resources.
    positions: HashMap<Vec<String>, usize>,
    /// What is in the groups already: position and action.
    present: HashSet<(usize, String)>,
}

impl Placement {
    pub(crate) fn narrows(&self) -> bool {
        self.groups.iter().any(|group| !group.is_star())
    }

    fn add(&mut self, action: &str, arns: &Arns) {
        let new = self.groups.len();
        let position = *self.positions.entry(arns.patterns.clone()).or_insert(new);
        if position == new {
            self.groups.push(Group {
                actions: Vec::new(),
                resources: arns.patterns.clone(),
                types: BTreeSet::new(),
            });
        }
        if let Some(group) = self.groups.get_mut(position)
            && self.present.insert((position, action.to_owned()))
        {
            group.types.extend(arns.types.iter().cloned());
            group.actions.push(action.to_owned());
        }
    }

    fn leave(&mut self, action: &str) {
        self.add(
            action,
            &Arns {
                patterns: vec!["*".to_owned()],
                types: BTreeSet::new(),
            },
        );
    }
}

/// The ARN patterns of resource types, in the catalogue's order, and the names of the types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Arns {
    patterns: Vec<String>,
    types: BTreeSet<String>,
}

impl Arns {
    /// Those of one action, not yet tidy; `None` when it takes no resource or one of them cannot be written as an ARN.
    fn of(action: Action<'_>, setting: &Setting) -> Option<Arns> {
        let mut arns = Arns::default();
        for resource in action.resource_types() {
            let resource_type = resource.resource_type();
            arns.types.insert(resource_type.name().to_owned());
            for template in resource_type.arn_templates() {
                let pattern = setting.fill(template)?;
                if !arns.patterns.contains(&pattern) {
                    arns.patterns.push(pattern);
                }
            }
        }
        (!arns.patterns.is_empty()).then_some(arns)
    }

    /// Sorts, and leaves out what another pattern says with `*` as its region.
    fn tidy(&mut self) {
        self.patterns.sort_unstable();
        self.patterns.dedup();
        let all: HashSet<String> = self.patterns.iter().cloned().collect();
        self.patterns.retain(|pattern| {
            any_region(pattern).is_none_or(|wide| wide == *pattern || !all.contains(&wide))
        });
    }

    fn join(&mut self, other: Arns) {
        self.types.extend(other.types);
        self.patterns.extend(other.patterns);
    }
}

/// The ARN with `*` as its region.
fn any_region(arn: &str) -> Option<String> {
    let mut fields: Vec<&str> = arn.splitn(6, ':').collect();
    *fields.get_mut(3)? = "*";
    Some(fields.join(":"))
}

/// What an entry of Action names.
struct Named {
    actions: usize,
    /// How many of them can be limited to resources.
    narrowed: usize,
    /// The resources of those.
    arns: Arns,
    /// The full names of the others.
    without: Vec<String>,
}

/// Places the actions of the statements of one document.
pub(crate) struct Placer<'a> {
    catalog: &'a Catalog,
    setting: &'a Setting,
    /// How many actions are still looked at.
    left: usize,
    known: HashMap<String, Rc<Named>>,
}

impl<'a> Placer<'a> {
    pub(crate) fn new(catalog: &'a Catalog, setting: &'a Setting) -> Placer<'a> {
        Placer {
            catalog,
            setting,
            left: MOST_PLACED,
            known: HashMap::new(),
        }
    }

    /// Finds the statements into which these actions fall. `Err` tells why the whole statement is left alone.
    pub(crate) fn place(&mut self, element: &ActionElement) -> Result<Placement, Skipped> {
        let mut placement = Placement::default();
        for entry in &element.value {
            if entry.pattern.is_match_all() {
                return Err(Skipped {
                    span: entry.span,
                    why: format!(
                        "`{}` allows every action: list the actions that are needed first",
                        entry.text
                    ),
                });
            }
            let Some(named) = self.named(&entry.text) else {
                return Err(Skipped {
                    span: element.span,
                    why: "the policy names more actions than are looked at: split it by task first"
                        .to_owned(),
                });
            };
            place_entry(&mut placement, &entry.text, entry.span, &named);
        }
        if placement.groups.len() > MOST_STATEMENTS {
            join_services(&mut placement.groups);
        }
        if placement.narrows() && placement.groups.len() > MOST_SERVICES {
            return Err(Skipped {
                span: element.span,
                why: format!(
                    "its actions take so many kinds of resources that it would become {} statements: split it \
                     by task first",
                    placement.groups.len()
                ),
            });
        }
        // Those of all resources come last; the others keep the order in which their first actions are written.
        placement.groups.sort_by_key(Group::is_star);
        Ok(placement)
    }

    /// What an entry names; `None` where the document names too much to look at it.
    fn named(&mut self, written: &str) -> Option<Rc<Named>> {
        // Also what is known is put together again for each statement.
        self.left = self.left.checked_sub(1)?;
        if let Some(known) = self.known.get(written) {
            return Some(Rc::clone(known));
        }
        if written.contains(['*', '?']) {
            self.left = self.left.checked_sub(WILDCARD)?;
        }
        let set = self.catalog.expand(written);
        self.left = self.left.checked_sub(set.len())?;
        let mut named = Named {
            actions: set.len(),
            narrowed: 0,
            arns: Arns::default(),
            without: Vec::new(),
        };
        for action in set.iter().filter_map(|id| self.catalog.action_by_id(id)) {
            match Arns::of(action, self.setting) {
                Some(arns) => {
                    named.arns.join(arns);
                    named.narrowed = named.narrowed.saturating_add(1);
                }
                None => named.without.push(action.full_name()),
            }
        }
        named.arns.tidy();
        let named = Rc::new(named);
        self.known.insert(written.to_owned(), Rc::clone(&named));
        Some(named)
    }
}

fn place_entry(placement: &mut Placement, written: &str, span: Span, named: &Named) {
    placement.all = placement.all.saturating_add(named.actions);
    let (kinds, without) = (named.arns.patterns.len(), named.without.len());
    // Unknown names, too: what the catalogue does not know cannot be limited.
    if kinds == 0 {
        placement.leave(written);
        return;
    }
    let too_wide = if kinds > MOST_ARNS {
        Some(format!(
            "`{written}` stays on `*`: it takes {kinds} kinds of resources"
        ))
    } else if without > MOST_LISTED {
        Some(format!(
            "`{written}` stays on `*`: {without} of its {} actions take no resource, list the actions that are needed first",
            named.actions
        ))
    } else {
        None
    };
    if let Some(why) = too_wide {
        placement.leave(written);
        placement.skipped.push(Skipped { span, why });
        return;
    }
    placement.narrowed = placement.narrowed.saturating_add(named.narrowed);
    placement.add(written, &named.arns);
    for name in &named.without {
        placement.leave(name);
    }
}

/// Puts the statements of one service together, in the order in which each service comes first.
fn join_services(groups: &mut Vec<Group>) {
    let mut joined: Vec<(String, Group)> = Vec::new();
    for group in groups.drain(..) {
        let service = group
            .actions
            .first()
            .filter(|_| !group.is_star())
            .and_then(|action| action.split_once(':'))
            .map(|(service, _)| service.to_ascii_lowercase())
            .unwrap_or_default();
        match joined.iter_mut().find(|(present, _)| *present == service) {
            None => joined.push((service, group)),
            Some((_, present)) => {
                present.actions.extend(group.actions);
                present.resources.extend(group.resources);
                present.resources.sort_unstable();
                present.resources.dedup();
                present.types.extend(group.types);
            }
        }
    }
    groups.extend(joined.into_iter().map(|(_, group)| group));
}
