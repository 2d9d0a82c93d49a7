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

use std::collections::BTreeMap;

use catalog::Action;
use diagnostics::{Finding, Fix, Kind};
use json_text::{Value, edits, quote};
use policy::{ActionEntry, PolicyType, ResourceElement, ResourceEntry, Statement};

use crate::check::Check;
use crate::resource_fit::{Fit, ResourceFit, applies_to, first_action};
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

fn run(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
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
        let mut fit = ResourceFit::new(subject.catalog, &resources.value);
        let (mut only_star, mut other_types, mut is_known) = (Vec::new(), Vec::new(), true);
        for entry in &actions.value {
            match fit.add(entry) {
                Fit::Unknown => is_known = false,
                Fit::Applies => {}
                Fit::OnlyStar => only_star.push(entry),
                Fit::OtherTypes => other_types.push(entry),
            }
        }
        let unused: Vec<&ResourceEntry> = (0..)
            .zip(&resources.value)
            .filter(|(index, _)| is_known && !fit.is_used(*index))
            .map(|(_, entry)| entry)
            .collect();
        findings.extend(star_finding(subject, statement, &only_star));
        if other_types.is_empty() && only_star.is_empty() {
            findings.extend(
                unused
                    .iter()
                    .map(|entry| unused_finding(subject, resources, entry)),
            );
        }
        other_types.retain(|entry| {
            first_action(subject.catalog, entry).is_some_and(|action| !fit.may_be_unlisted(action))
        });
        for entries in by_types(subject, &other_types) {
            findings.extend(type_finding(subject, resources, &entries, &unused));
        }
    }
}

/// The actions that take `*` alone, in one finding: they have one cause and one remedy.
fn star_finding(
    subject: &Subject<'_>,
    statement: &Statement,
    entries: &[&ActionEntry],
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
        .extend(statement_of_its_own(subject, statement, entries));
    Some(finding)
}

/// The fix that puts the actions where `*` is the resource: this statement, if they are all it has, else one
/// of their own behind it.
fn statement_of_its_own(
    subject: &Subject<'_>,
    statement: &Statement,
    entries: &[&ActionEntry],
) -> Option<Fix> {
    let json = subject.document.json();
    let actions = statement.action.as_ref()?;
    if actions.value.len() == entries.len() {
        let resources = json.value(statement.resource.as_ref()?.node)?;
        return Some(Fix::needs_review(
            "set `Resource` to `*`",
            edits::replace(resources, "\"*\""),
        ));
    }
    let object = json.value(statement.node)?;
    let list = object
        .parent()
        .filter(|list| list.kind() == json_text::Kind::Array)?;
    let members: Option<Vec<String>> = object
        .members()
        .filter(|member| member.name() != "Sid")
        .map(|member| {
            let value = match member.name() {
                "Action" => {
                    let texts: Vec<String> =
                        entries.iter().map(|entry| quote(&entry.text)).collect();
                    format!("[{}]", texts.join(", "))
                }
                "Resource" => "\"*\"".to_owned(),
                _ => member.value()?.text().to_owned(),
            };
            Some(format!("{}: {value}", quote(member.name())))
        })
        .collect();
    let position = list
        .elements()
        .position(|element| element.id() == object.id())?;
    let own = format!("{{{}}}", members?.join(", "));
    let moved: Vec<Value<'_>> = entries
        .iter()
        .filter_map(|entry| json.value(entry.node))
        .collect();
    let mut changes = edits::remove_elements(&moved);
    changes.extend(edits::insert_element(
        list,
        position.saturating_add(1),
        &own,
    ));
    Some(Fix::needs_review(
        "move these actions into a statement with `*` as resource",
        changes,
    ))
}

/// The actions that apply to the same types, none of which is listed, in one finding.
fn type_finding(
    subject: &Subject<'_>,
    resources: &ResourceElement,
    entries: &[&ActionEntry],
    unused: &[&ResourceEntry],
) -> Option<Finding> {
    let (first, others) = entries.split_first()?;
    let action = first_action(subject.catalog, first)?;
    let mut templates: Vec<&str> = action
        .resource_types()
        .flat_map(|resource| resource.resource_type().arn_templates())
        .collect();
    // The shortest are the plainest: a bucket before its access points.
    templates.sort_by_key(|template| template.len());
    let templates: Vec<String> = templates
        .iter()
        .take(TEMPLATES)
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
    finding
        .fixes
        .extend(fitting_resource(subject, resources, action, unused));
    Some(finding)
}

/// How many forms of ARN are named in an explanation.
const TEMPLATES: usize = 2;

/// The entries in groups whose actions apply to the same resource types.
fn by_types<'a>(subject: &Subject<'_>, entries: &[&'a ActionEntry]) -> Vec<Vec<&'a ActionEntry>> {
    let mut groups: BTreeMap<Vec<&str>, Vec<&ActionEntry>> = BTreeMap::new();
    for entry in entries {
        let types = first_action(subject.catalog, entry)
            .into_iter()
            .flat_map(|action| action.resource_types())
            .map(|resource| resource.resource_type().name());
        groups.entry(types.collect()).or_default().push(entry);
    }
    groups.into_values().collect()
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

/// The fix that lists a resource to which the action applies, made from one that is listed: the bucket of the
/// listed objects, the objects of the listed bucket. Where the listed one is of no use, it is replaced.
fn fitting_resource(
    subject: &Subject<'_>,
    resources: &ResourceElement,
    action: Action<'_>,
    unused: &[&ResourceEntry],
) -> Option<Fix> {
    let json = subject.document.json();
    let (entry, fitting) = resources.value.iter().find_map(|entry| {
        let fitting = neighbours(&entry.text)
            .into_iter()
            .find(|text| applies_to(action, text))?;
        Some((entry, fitting))
    })?;
    let value = json.value(entry.node)?;
    if unused.iter().any(|unused| unused.node == entry.node) {
        let title = format!("replace `{}` by `{fitting}`", entry.text);
        return Some(Fix::needs_review(
            title,
            edits::replace(value, &quote(&fitting)),
        ));
    }
    let list = json.value(resources.node)?;
    let edits = if list.kind() == json_text::Kind::Array {
        let position = resources
            .value
            .iter()
            .position(|other| other.node == entry.node)?;
        edits::insert_element(list, position, &quote(&fitting))
    } else {
        edits::replace(list, &format!("[{}, {}]", quote(&fitting), list.text()))
    };
    Some(Fix::needs_review(
        format!("add `{fitting}` to the resources"),
        edits,
    ))
}

/// What an ARN names one level up and one level down.
fn neighbours(arn: &str) -> Vec<String> {
    let mut neighbours = Vec::new();
    for separator in ["/", ":"] {
        if let Some((parent, "*")) = arn.rsplit_once(separator) {
            neighbours.push(parent.to_owned());
        }
    }
    if !arn.ends_with('*') {
        neighbours.extend([format!("{arn}/*"), format!("{arn}:*")]);
    }
    neighbours
}
