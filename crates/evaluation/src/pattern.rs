//! Requests for every resource that a pattern matches.
//!
//! AWS knows no such request: people ask whether someone can read everything in a bucket. The resources that the pattern matches
//! are divided into kinds that no entry of the policies tells apart, and the request is decided for one of each.

use std::collections::BTreeSet;

use catalog::Action;
use patterns::{Arn, ArnGlobs, Glob, ResourcePattern, classes};

use crate::bind::BoundRequest;
use crate::decision::Decision;
use crate::matching::{BoundResource, action_fits};
use crate::missing::{Settlement, settle};
use crate::prepare::{PreparedResource, Resolved};
use crate::scenario::Request;
use crate::trace::{PatternExample, PatternReach, PatternTrace};

/// How long the search for kinds of one field may take, in steps of [`patterns::classes`].
const CLASS_STEPS: usize = 100_000;

/// For so many resources the request is decided at most.
const MAX_RESOURCES: usize = 256;

/// So many entries of the policies are told apart at most.
const MAX_ENTRIES: usize = 1_000;

/// When so many statements were looked at, no further resource is tried.
const MAX_EFFORT: usize = 2_000_000;

/// What becomes of the request for the resources that the pattern matches.
pub(crate) struct Sweep {
    pub(crate) decision: Decision,
    pub(crate) told: PatternTrace,
    /// The resource on which the trace explains the decision: one that is not allowed, if there is any.
    pub(crate) explained: String,
    pub(crate) effort: usize,
}

/// Resources, one of each kind.
struct Kinds {
    resources: Vec<String>,
    complete: bool,
}

impl<'r> BoundRequest<'r> {
    /// The pattern that the request's one resource is.
    pub(crate) fn pattern(&self) -> Option<&'r str> {
        let [resource] = self.request.resources.as_slice() else {
            return None;
        };
        // Where the action names no resource, there is one kind of them.
        let is_named = || self.resources.first().is_some_and(|of| of.arn.is_some());
        (self.request.resource_is_pattern && is_named()).then_some(resource.as_str())
    }

    /// The same request for another resource.
    pub(crate) fn request_for(&self, resource: &str) -> Request {
        Request {
            resources: vec![resource.to_owned()],
            resource_is_pattern: false,
            ..self.request.clone()
        }
    }

    pub(crate) fn sweep(&self, pattern: &str) -> Sweep {
        let mut kinds = self.kinds(pattern);
        let mut effort: usize = 0;
        let mut examples: Vec<PatternExample> = Vec::new();
        let mut missing: BTreeSet<String> = BTreeSet::new();
        for resource in &kinds.resources {
            if effort > MAX_EFFORT {
                kinds.complete = false;
                break;
            }
            let request = self.request_for(resource);
            let bound = self.set.bind(&request, self.missing_keys, self.catalog);
            let Settlement {
                decision,
                effort: one,
                ..
            } = settle(&bound, false);
            effort = effort.saturating_add(one);
            if let Decision::Undetermined { missing: keys } = &decision {
                missing.extend(keys.iter().cloned());
            }
            let is_told = examples
                .iter()
                .any(|example| example.decision.as_str() == decision.as_str());
            if !is_told {
                examples.push(PatternExample {
                    resource: resource.clone(),
                    decision,
                });
            }
        }
        let has = |decision: &Decision| {
            let mut examples = examples.iter();
            examples.any(|example| example.decision.as_str() == decision.as_str())
        };
        let is_open = examples
            .iter()
            .any(|example| matches!(example.decision, Decision::Undetermined { .. }));
        let is_allowed = has(&Decision::Allowed);
        let is_denied = has(&Decision::ExplicitlyDenied) || has(&Decision::ImplicitlyDenied);
        let undetermined = Decision::Undetermined {
            missing: missing.into_iter().collect(),
        };
        let (reach, decision) = match (is_allowed, is_denied, is_open || !kinds.complete) {
            (true, true, _) => (PatternReach::Some, undetermined),
            (_, _, true) => (PatternReach::Unknown, undetermined),
            (true, false, false) => (PatternReach::All, Decision::Allowed),
            (false, _, false) if has(&Decision::ImplicitlyDenied) => {
                (PatternReach::None, Decision::ImplicitlyDenied)
            }
            (false, ..) => (PatternReach::None, Decision::ExplicitlyDenied),
        };
        let explained = examples
            .iter()
            .find(|example| !example.decision.is_allowed())
            .or(examples.first())
            .map_or(pattern, |example| &example.resource);
        Sweep {
            decision,
            explained: explained.to_owned(),
            told: PatternTrace {
                pattern: pattern.to_owned(),
                reach,
                examples,
                exhaustive: kinds.complete,
            },
            effort,
        }
    }

    /// One resource of every kind that the entries of the policies tell apart.
    fn kinds(&self, pattern: &str) -> Kinds {
        let only_pattern = || Kinds {
            resources: vec![pattern.to_owned()],
            complete: false,
        };
        let compiled = ResourcePattern::new(pattern);
        let (Some([within]), Some(bound)) = (compiled.alternatives(), self.resources.first())
        else {
            return only_pattern();
        };
        let action = self.catalog.action(bound.action.text);
        let mut entries: Vec<ArnGlobs> = Vec::new();
        let mut complete = self.add_entries(bound, &mut entries);
        for globs in action.iter().flat_map(|action| type_globs(*action)) {
            entries.extend_from_slice(globs.alternatives().unwrap_or_default());
        }
        if entries.len() > MAX_ENTRIES {
            entries.truncate(MAX_ENTRIES);
            complete = false;
        }
        // Of Region and account more follows than which entries match: keys, and whose the resource is.
        complete &= within.region.is_literal() && within.account.is_literal();
        let mut resources = vec!["arn".to_owned()];
        for (field, within) in within.in_order().into_iter().enumerate() {
            let mut globs: Vec<&Glob> = Vec::new();
            for entry in &entries {
                let glob = entry.in_order().get(field).copied();
                if let Some(glob) = glob.filter(|glob| !glob.is_match_all())
                    && !globs.contains(&glob)
                {
                    globs.push(glob);
                }
            }
            let kinds = if within.is_literal() {
                vec![within.shortest_match()]
            } else {
                match classes(within, &globs, CLASS_STEPS) {
                    Some(classes) => classes.into_iter().map(|class| class.witness).collect(),
                    None => {
                        complete = false;
                        let both = globs
                            .iter()
                            .filter_map(|glob| within.intersection_witness(glob));
                        std::iter::once(within.shortest_match())
                            .chain(both)
                            .collect()
                    }
                }
            };
            resources = resources
                .iter()
                .flat_map(|start| kinds.iter().map(move |kind| format!("{start}:{kind}")))
                .collect();
            if resources.len() > MAX_RESOURCES {
                resources.truncate(MAX_RESOURCES);
                complete = false;
            }
        }
        if let Some(action) = action {
            keep_takeable(&mut resources, action);
        }
        Kinds {
            resources,
            complete,
        }
    }

    /// Adds the entries of the statements that are about the action. `false` if one of them depends on what is not known.
    fn add_entries(&self, bound: &BoundResource<'_>, entries: &mut Vec<ArnGlobs>) -> bool {
        let mut complete = true;
        let environment = self.environment(bound);
        let statements = self
            .set
            .policies
            .iter()
            .flat_map(|policy| &policy.statements)
            .filter(|statement| action_fits(statement, &bound.action));
        for statement in statements {
            let lists = [&statement.resources, &statement.not_resources];
            for entry in lists.into_iter().flatten().flatten() {
                match entry {
                    PreparedResource::Misplaced => {}
                    PreparedResource::Fixed(fixed) => {
                        entries.extend_from_slice(fixed.alternatives().unwrap_or_default());
                    }
                    PreparedResource::Template(fields, last) => match last.resolve(&environment) {
                        Resolved::NoValue => {}
                        Resolved::Unknown => complete = false,
                        Resolved::Pieces(pieces) => {
                            let resource = Glob::from_pieces(pieces);
                            let before = fields.alternatives().unwrap_or_default();
                            entries.extend(before.iter().map(|globs| ArnGlobs {
                                resource: resource.clone(),
                                ..globs.clone()
                            }));
                        }
                    },
                }
            }
        }
        complete
    }
}

fn type_globs(action: Action<'_>) -> impl Iterator<Item = ResourcePattern> {
    let types = action.resource_types();
    types
        .flat_map(|of| of.resource_type().arn_globs())
        .map(|glob| ResourcePattern::new(&glob))
}

/// Leaves out what the action does not take, unless it takes none of them.
fn keep_takeable(resources: &mut Vec<String>, action: Action<'_>) {
    let takes = |resource: &String| {
        let mut types = action.resource_types();
        Arn::parse(resource).is_some() && types.any(|of| of.resource_type().matches_arn(resource))
    };
    if resources.iter().any(takes) {
        resources.retain(takes);
    }
}
