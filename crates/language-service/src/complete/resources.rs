//! ARNs: those of the document, and those of the resource types that the statement's actions take.

use catalog::ResourceType;
use patterns::ResourcePattern;

use super::insertion::open_string;
use super::list::{Draft, List};
use super::memory::Memory;
use super::rank::rank;
use crate::place::Place;
use crate::role::statement_around;
use crate::statement_facts::{actions_of, resource_types_of};
use crate::subject::Subject;

/// How many ARNs of the document are offered again, and built upon.
const MOST_REMEMBERED: usize = 40;

pub(super) fn entries(subject: &Subject<'_>, place: &Place<'_>, list: &mut List<'_>) {
    let memory = Memory::of(subject.document);
    let actions = actions_of(subject, statement_around(subject, place));
    let types = resource_types_of(&actions);
    let only_star = !actions.is_empty() && actions.iter().all(|action| action.takes_only_star());
    if only_star {
        list.add(Draft::text("*", "the actions take no resource"));
    }
    let mut offered: Vec<String> = Vec::new();
    for arn in memory.arns.iter().take(MOST_REMEMBERED) {
        let pattern = ResourcePattern::new(arn);
        let fitting = types.iter().find(|kind| kind.could_match(&pattern));
        if let Some(kind) = fitting {
            add(list, &mut offered, arn, kind, 0);
        }
    }
    let mut templates: Vec<(&ResourceType<'_>, &str)> = types
        .iter()
        .flat_map(|kind| kind.arn_templates().map(move |template| (kind, template)))
        .collect();
    // Shorter ones first: a bucket before an access point.
    templates.sort_by_key(|(_, template)| template.len());
    for (kind, template) in &templates {
        for arn in memory.arns.iter().take(MOST_REMEMBERED) {
            if let Some(below) = below(arn, template, &memory) {
                add(list, &mut offered, &below, kind, 1);
            }
        }
    }
    for (kind, template) in &templates {
        let whole = if list.written.contains(':') {
            fit(list.written, template, &memory)
        } else {
            Some(memory.fill(template))
        };
        if let Some(whole) = whole {
            add(list, &mut offered, &whole, kind, 2);
        }
    }
    if types.is_empty() {
        for arn in memory.arns.iter().take(MOST_REMEMBERED) {
            list.add(Draft::text(*arn, ""));
        }
    }
    if !only_star {
        list.add_in_group(3, Draft::text("*", "every resource"));
    }
}

/// ARNs for a condition: those of the document, then those that a template of the catalogue begins as written.
pub(super) fn of_any_type(subject: &Subject<'_>, memory: &Memory<'_>, list: &mut List<'_>) {
    for arn in &memory.arns {
        list.add(Draft::text(*arn, "in this policy"));
    }
    let Some(prefix) = list.written.split(':').nth(2) else {
        list.add_in_group(
            1,
            Draft::text(memory.fill("arn:${Partition}:"), "").goes_on(),
        );
        return;
    };
    let prefix = prefix.to_owned();
    if list.written.split(':').count() == 3 {
        for service in subject.catalog.services() {
            if rank(&prefix, service.prefix()).is_some_and(|rank| rank <= 1) {
                let arn = memory.fill(&format!("arn:${{Partition}}:{}:", service.prefix()));
                list.add_in_group(1, Draft::text(arn, "").goes_on());
            }
        }
        return;
    }
    let written = list.written;
    let types = subject
        .catalog
        .service(&prefix)
        .into_iter()
        .flat_map(|service| service.resource_types());
    for kind in types {
        for template in kind.arn_templates() {
            if let Some(arn) = fit(written, template, memory) {
                list.add_in_group(1, Draft::text(arn, kind.name()));
            }
        }
    }
}

fn add(
    list: &mut List<'_>,
    offered: &mut Vec<String>,
    arn: &str,
    kind: &ResourceType<'_>,
    group: usize,
) {
    if offered.iter().any(|other| other == arn) {
        return;
    }
    let by_name = rank(list.written, kind.name()).map(|rank| rank.max(1));
    let Some(rank) = list.rank(arn).into_iter().chain(by_name).min() else {
        return;
    };
    offered.push(arn.to_owned());
    let draft = Draft {
        label: arn.to_owned(),
        detail: kind.name().to_owned(),
        info: String::new(),
        json: open_string(arn),
        goes_on: false,
    };
    list.add_ranked(rank, group, draft);
}

/// A part of an ARN template.
enum Part<'t> {
    Text(&'t str),
    Variable(&'t str),
}

fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, behind) = after.split_once('}').unwrap_or_default();
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Variable(name));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// The template's ARN that begins as written, the rest as the template has it; `None` where it cannot begin so.
fn fit(written: &str, template: &str, memory: &Memory<'_>) -> Option<String> {
    let parts = parts(template);
    let mut whole = String::new();
    let mut rest = written;
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => {
                whole.push_str(text);
                match rest.strip_prefix(text) {
                    Some(behind) => rest = behind,
                    None if text.starts_with(rest) => rest = "",
                    None => return None,
                }
            }
            Part::Variable(name) => {
                let value = memory.value_of(name);
                let next = match parts.get(at.saturating_add(1)) {
                    Some(Part::Text(text)) => end_before(rest, text)?,
                    _ => None,
                };
                match next {
                    Some(end) => {
                        let (own, behind) = rest.split_at_checked(end)?;
                        whole.push_str(own);
                        rest = behind;
                    }
                    None => {
                        match value.filter(|value| value.starts_with(rest)) {
                            Some(value) => whole.push_str(value),
                            None if rest.is_empty() => {
                                whole.push_str("${");
                                whole.push_str(name);
                                whole.push('}');
                            }
                            None => whole.push_str(rest),
                        }
                        rest = "";
                    }
                }
            }
        }
    }
    rest.is_empty().then_some(whole)
}

/// Where a variable's value ends that `text` follows, or the beginning of it; the inner `None` where no end is written
/// yet. The outer `None`: what is written goes on otherwise.
fn end_before(rest: &str, text: &str) -> Option<Option<usize>> {
    let first = text.chars().next()?;
    let goes_on = |at: &usize| {
        let behind = rest.get(*at..).unwrap_or_default();
        behind.starts_with(text) || text.starts_with(behind)
    };
    // A name may hold slashes; before the resource no field holds a colon.
    let most = if first == ':' { 1 } else { rest.len() };
    let mut ends = rest.match_indices(first).map(|(at, _)| at).take(most);
    match ends.clone().find(goes_on) {
        Some(end) => Some(Some(end)),
        None => ends.next().is_none().then_some(None),
    }
}

/// All resources of the template that stand below an ARN of the document: the objects of a bucket, say.
fn below(arn: &str, template: &str, memory: &Memory<'_>) -> Option<String> {
    if arn.ends_with('*') {
        return None;
    }
    let whole = fit(&format!("{arn}/"), template, memory)?;
    let (before, name) = whole.strip_suffix('}')?.rsplit_once("${")?;
    let is_below = !name.contains(':') && !before.contains("${") && before.ends_with('/');
    is_below.then(|| format!("{before}*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_go_on_from_what_is_written() {
        let memory = Memory {
            accounts: vec!["123456789012"],
            ..Memory::default()
        };
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        let role = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";
        for (written, template, expected) in [
            (
                "a",
                object,
                Some("arn:aws:s3:::${BucketName}/${ObjectName}"),
            ),
            (
                "arn:",
                object,
                Some("arn:aws:s3:::${BucketName}/${ObjectName}"),
            ),
            (
                "arn:aws-c",
                object,
                Some("arn:aws-c:s3:::${BucketName}/${ObjectName}"),
            ),
            (
                "arn:aws:s3:::logs",
                object,
                Some("arn:aws:s3:::logs/${ObjectName}"),
            ),
            (
                "arn:aws:s3:::logs/",
                object,
                Some("arn:aws:s3:::logs/${ObjectName}"),
            ),
            ("arn:aws:s3:::logs/2", object, Some("arn:aws:s3:::logs/2")),
            ("arn:aws:iam::", object, None),
            (
                "arn:aws:iam::",
                role,
                Some("arn:aws:iam::123456789012:role/${RoleNameWithPath}"),
            ),
            (
                "arn:aws:iam::999:ro",
                role,
                Some("arn:aws:iam::999:role/${RoleNameWithPath}"),
            ),
        ] {
            assert_eq!(
                fit(written, template, &memory).as_deref(),
                expected,
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_below_an_arn() {
        let memory = Memory::default();
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        let index =
            "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}";
        for (arn, template, expected) in [
            ("arn:aws:s3:::logs", object, Some("arn:aws:s3:::logs/*")),
            ("arn:aws:s3:::logs/*", object, None),
            ("arn:aws:s3:::logs/2026", object, None),
            (
                "arn:aws:dynamodb:eu-west-1:123456789012:table/books",
                index,
                Some("arn:aws:dynamodb:eu-west-1:123456789012:table/books/index/*"),
            ),
            ("arn:aws:sqs:eu-west-1:123456789012:jobs", object, None),
        ] {
            assert_eq!(below(arn, template, &memory).as_deref(), expected, "{arn}");
        }
    }
}
