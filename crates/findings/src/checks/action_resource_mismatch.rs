//! # Action and resource that do not fit
//!
//! An allowed action applies to none of the listed resources, or none of the allowed actions applies to a listed
//! resource.
//!
//! ## Why it matters
//!
//! The action stays forbidden although the statement names it. `s3:ListBucket` is asked of the bucket,
//! `arn:aws:s3:::amzn-s3-demo-bucket`; `s3:GetObject` is asked of the objects in it,
//! `arn:aws:s3:::amzn-s3-demo-bucket/*`. Some actions are asked of no single resource: only
//! `"Resource": "*"` allows them.
//!
//! A statement may bundle actions and resources of several kinds. It is in order as long as each action
//! finds a resource and each resource an action. Variables and placeholders fit everything, and so do names that are not
//! in the catalogue.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": ["s3:GetObject", "s3:ListBucket"],
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": ["s3:GetObject", "s3:ListBucket"],
//!     "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket", "arn:aws:s3:::amzn-s3-demo-bucket/*"]
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM JSON policy elements: Resource", IAM User Guide

use diagnostics::{Finding, Fix, Kind};
use json_text::edits;
use policy::{ActionEntry, PolicyType, ResourceElement, ResourceEntry, Statement};

use crate::check::Check;
use crate::effort::{Effort, tell_stop};
use crate::facts::Facts;
use crate::report::Report;
use crate::resource_fit::{Fit, ResourceFit, first_action};
use crate::resource_fixes::{by_resource, list_resource, statement_of_its_own};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "action-resource-mismatch",
    title: "Action and resource that do not fit",
    aws_code: None,
    kind: Kind::Warning,
    applies_to: &[
        PolicyType::Identity,
        PolicyType::Boundary,
        PolicyType::Session,
        PolicyType::Resource,
    ],
    supersedes: &[],
    run,
};

/// How many forms of ARN are named in an explanation.
const TEMPLATES: usize = 2;

fn run(subject: &Facts<'_>, report: &mut Report) {
    let effort = Effort::new();
    for statement in &subject.document.statements {
        let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) else {
            continue;
        };
        let everywhere = resources.value.iter().any(|entry| entry.text == "*");
        let everything = actions
            .value
            .iter()
            .any(|entry| entry.pattern.is_match_all());
        if !statement.is_allow() || everywhere || everything {
            continue;
        }
        let mut fit = ResourceFit::new(subject.catalog, &effort, &resources.value);
        let (mut only_star, mut other_types, mut is_known) = (Vec::new(), Vec::new(), true);
        for (entry, named) in actions.value.iter().zip(subject.named(statement)) {
            match fit.add(entry, *named) {
                Fit::Unknown => is_known = false,
                Fit::Applies => {}
                Fit::OnlyStar => only_star.push(entry),
                Fit::OtherTypes => other_types.push(entry),
            }
        }
        other_types.retain(|entry| {
            first_action(subject.catalog, entry).is_some_and(|action| !fit.may_be_unlisted(action))
        });
        let unused = |index: &usize| is_known && fit.is_unused(*index);
        let unused: Vec<usize> = (0..resources.value.len()).filter(unused).collect();
        if effort.is_spent() {
            tell_stop(
                &CHECK,
                "actions and resources are not held against each other",
                statement.span,
                report,
            );
            return;
        }
        if let Some(first) = only_star.first()
            && report.has_room(&CHECK, first.span)
        {
            let left_over = left_over(subject, &effort, statement, resources, &only_star);
            report.extend(star_finding(subject, statement, &only_star, &left_over));
        }
        for (resource, entries) in by_resource(subject, resources, &other_types, &effort) {
            if let Some(first) = entries.first()
                && report.has_room(&CHECK, first.span)
            {
                let fix = resource
                    .and_then(|fitting| list_resource(subject, resources, &fitting, &unused));
                report.extend(type_finding(subject, resources, &entries, fix));
            }
        }
        // An action without a resource and a resource without an action are one mistake.
        if !only_star.is_empty() || !other_types.is_empty() {
            continue;
        }
        for index in unused
            .into_iter()
            .filter(|index| !fit.is_of_used_service(*index))
        {
            if let Some(entry) = resources.value.get(index)
                && report.has_room(&CHECK, entry.span)
            {
                report.push(unused_finding(subject, resources, entry));
            }
        }
    }
}

/// The positions of the resources to which no action applies once the given ones are gone.
fn left_over(
    subject: &Facts<'_>,
    effort: &Effort,
    statement: &Statement,
    resources: &ResourceElement,
    gone: &[&ActionEntry],
) -> Vec<usize> {
    let mut fit = ResourceFit::new(subject.catalog, effort, &resources.value);
    let is_gone = |entry: &ActionEntry| gone.iter().any(|gone| gone.node == entry.node);
    let entries = statement.action.iter().flat_map(|element| &element.value);
    let mut stay = entries
        .zip(subject.named(statement))
        .filter(|(entry, _)| !is_gone(entry));
    if stay.any(|(entry, named)| matches!(fit.add(entry, *named), Fit::Unknown)) {
        return Vec::new();
    }
    (0..resources.value.len())
        .filter(|index| fit.is_unused(*index) && !fit.is_of_used_service(*index))
        .collect()
}

/// The actions that take `*` alone, in one finding: they have one cause and one remedy.
fn star_finding(
    subject: &Subject<'_>,
    statement: &Statement,
    entries: &[&ActionEntry],
    left_over: &[usize],
) -> Option<Finding> {
    let (first, others) = entries.split_first()?;
    let resources = statement.resource.as_ref()?;
    let mut finding = CHECK
        .finding(
            first.span,
            format!("`{}` applies to no single resource", first.text),
        )
        .because("only a statement with `\"Resource\": \"*\"` allows it, so this one does not");
    for other in others {
        finding = finding.related(other.span, "nor does this one");
    }
    finding = finding.related(resources.span, "these resources do not count for it");
    finding
        .fixes
        .extend(statement_of_its_own(subject, statement, entries, left_over));
    Some(finding)
}

/// The actions that apply to none of the listed resources and have the same remedy, in one finding.
fn type_finding(
    subject: &Subject<'_>,
    resources: &ResourceElement,
    entries: &[&ActionEntry],
    fix: Option<Fix>,
) -> Option<Finding> {
    let (first, others) = entries.split_first()?;
    let action = first_action(subject.catalog, first)?;
    // The shortest are the plainest: a bucket before its access points.
    let mut shortest: Vec<&str> = Vec::new();
    for template in action
        .resource_types()
        .flat_map(|resource| resource.resource_type().arn_templates())
    {
        let place = shortest.partition_point(|before| before.len() <= template.len());
        shortest.insert(place, template);
        shortest.truncate(TEMPLATES);
    }
    let templates: Vec<String> = shortest
        .iter()
        .map(|template| format!("`{template}`"))
        .collect();
    let mut finding = CHECK
        .finding(
            first.span,
            format!("`{}` applies to none of the listed resources", first.text),
        )
        .because(format!(
            "the statement does not allow it: it is asked of resources such as {}",
            templates.join(" or ")
        ));
    for other in others {
        finding = finding.related(other.span, "this action neither");
    }
    finding = finding.related(resources.span, "the listed resources");
    finding.fixes.extend(fix);
    Some(finding)
}

fn unused_finding(
    subject: &Subject<'_>,
    resources: &ResourceElement,
    entry: &ResourceEntry,
) -> Finding {
    let mut finding = CHECK
        .finding(
            entry.span,
            format!("no action of this statement applies to `{}`", entry.text),
        )
        .because("the entry allows nothing");
    if resources.value.len() > 1 {
        let value = subject.document.json().value(entry.node);
        finding.fixes.extend(value.map(|value| {
            Fix::narrows(
                format!("delete `{}`", entry.text),
                edits::remove_element(value),
            )
        }));
    }
    finding
}
