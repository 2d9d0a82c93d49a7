//! Which action goes with which ARNs.

use std::collections::BTreeSet;

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
}

impl Placement {
    pub(crate) fn narrows(&self) -> bool {
        self.groups.iter().any(|group| !group.is_star())
    }

    fn add(&mut self, action: &str, arns: Arns) {
        let same = self
            .groups
            .iter_mut()
            .find(|group| group.resources == arns.patterns);
        match same {
            Some(group) => {
                group.types.extend(arns.types);
                if !group.actions.iter().any(|present| present == action) {
                    group.actions.push(action.to_owned());
                }
            }
            None => self.groups.push(Group {
                actions: vec![action.to_owned()],
                resources: arns.patterns,
                types: arns.types,
            }),
        }
    }

    fn leave(&mut self, action: &str) {
        self.add(
            action,
            Arns {
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
    /// Those of one action; `None` when it takes no resource or one of them cannot be written as an ARN.
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
        arns.tidy();
        (!arns.patterns.is_empty()).then_some(arns)
    }

    /// Sorts, and leaves out what another pattern says with `*` as its region.
    fn tidy(&mut self) {
        self.patterns.sort_unstable();
        self.patterns.dedup();
        let all = self.patterns.clone();
        self.patterns.retain(|pattern| {
            any_region(pattern).is_none_or(|wide| wide == *pattern || !all.contains(&wide))
        });
    }

    fn join(&mut self, other: Arns) {
        self.types.extend(other.types);
        self.patterns.extend(other.patterns);
        self.tidy();
    }
}

/// The ARN with `*` as its region.
fn any_region(arn: &str) -> Option<String> {
    let mut fields: Vec<&str> = arn.splitn(6, ':').collect();
    *fields.get_mut(3)? = "*";
    Some(fields.join(":"))
}

/// Finds the statements into which these actions fall. `Err` tells why the whole statement is left alone.
pub(crate) fn place(
    element: &ActionElement,
    setting: &Setting,
    catalog: &Catalog,
) -> Result<Placement, Skipped> {
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
        place_entry(&mut placement, &entry.text, entry.span, setting, catalog);
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
    let (all, mut some): (Vec<Group>, Vec<Group>) =
        placement.groups.into_iter().partition(Group::is_star);
    some.extend(all);
    placement.groups = some;
    Ok(placement)
}

fn place_entry(
    placement: &mut Placement,
    written: &str,
    span: Span,
    setting: &Setting,
    catalog: &Catalog,
) {
    let set = catalog.expand(written);
    placement.all = placement.all.saturating_add(set.len());
    let mut union = Arns::default();
    let mut without = Vec::new();
    let mut narrowed = 0_usize;
    for action in set.iter().filter_map(|id| catalog.action_by_id(id)) {
        match Arns::of(action, setting) {
            Some(arns) => {
                union.join(arns);
                narrowed = narrowed.saturating_add(1);
            }
            None => without.push(action.full_name()),
        }
    }
    // Unknown names, too: what the catalogue does not know cannot be limited.
    if union.patterns.is_empty() {
        placement.leave(written);
        return;
    }
    let too_wide = if union.patterns.len() > MOST_ARNS {
        Some(format!(
            "`{written}` stays on `*`: it takes {} kinds of resources",
            union.patterns.len()
        ))
    } else if without.len() > MOST_LISTED {
        Some(format!(
            "`{written}` stays on `*`: {} of its {} actions take no resource, list the actions that are needed first",
            without.len(),
            set.len()
        ))
    } else {
        None
    };
    if let Some(why) = too_wide {
        placement.leave(written);
        placement.skipped.push(Skipped { span, why });
        return;
    }
    placement.narrowed = placement.narrowed.saturating_add(narrowed);
    placement.add(written, union);
    for name in &without {
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
