//! What can be done where actions and resources do not fit.

use std::collections::{BTreeMap, HashMap};

use catalog::ActionResource;
use diagnostics::Fix;
use json_text::{NodeId, edits, quote};
use patterns::ResourcePattern;
use policy::{ActionEntry, ResourceElement, Statement};

use crate::effort::Effort;
use crate::resource_fit::first_action;
use crate::statement_edits::split_off;
use crate::subject::Subject;

/// How many levels up a fitting ARN is looked for.
const LEVELS: usize = 8;

/// The fix that puts the actions where `*` is the resource: this statement, if they are all it has, else one
/// of their own behind it. The resources at the positions `left_over`, which they alone were listed for, go.
pub(crate) fn statement_of_its_own(
    subject: &Subject<'_>,
    statement: &Statement,
    entries: &[&ActionEntry],
    left_over: &[usize],
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
    let resources = &statement.resource.as_ref()?.value;
    let left_over = left_over.iter().filter_map(|index| resources.get(*index));
    let left_over: Vec<NodeId> = left_over.map(|entry| entry.node).collect();
    let edits = split_off(
        subject.document,
        statement,
        entries,
        &left_over,
        |member| match member.name() {
            "Resource" => Some("\"*\"".to_owned()),
            _ => Some(member.value()?.text().to_owned()),
        },
    )?;
    Some(Fix::needs_review(
        "move these actions into a statement with `*` as resource",
        edits,
    ))
}

/// A resource that would help, and the position of the listed one that it is near to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fitting {
    index: usize,
    text: String,
}

/// The actions in groups that the same resource would help: the bucket of the listed objects, the objects of the
/// listed bucket. Those for which none is found are one group.
pub(crate) fn by_resource<'a>(
    subject: &Subject<'_>,
    resources: &ResourceElement,
    entries: &[&'a ActionEntry],
    effort: &Effort,
) -> Vec<(Option<Fitting>, Vec<&'a ActionEntry>)> {
    let neighbours: Vec<(Fitting, ResourcePattern)> = resources
        .value
        .iter()
        .enumerate()
        .filter(|_| !entries.is_empty())
        .flat_map(|(index, resource)| {
            let texts = neighbours(&resource.text).into_iter();
            texts.map(move |text| {
                let pattern = ResourcePattern::new(&text);
                (Fitting { index, text }, pattern)
            })
        })
        .collect();
    let mut known: HashMap<&str, Option<&Fitting>> = HashMap::new();
    let mut groups: BTreeMap<Option<&Fitting>, Vec<&ActionEntry>> = BTreeMap::new();
    for entry in entries {
        let fitting = known.entry(&entry.text).or_insert_with(|| {
            let action = first_action(subject.catalog, entry)?;
            let fits = |(fitting, pattern): &&(Fitting, ResourcePattern)| {
                let mut types = action.resource_types().map(ActionResource::resource_type);
                types.any(|resource_type| {
                    effort.spend(Effort::of_pattern(&fitting.text));
                    !effort.is_spent() && resource_type.could_match(pattern)
                })
            };
            neighbours.iter().find(fits).map(|(fitting, _)| fitting)
        });
        groups.entry(*fitting).or_default().push(entry);
    }
    groups
        .into_iter()
        .map(|(fitting, entries)| (fitting.cloned(), entries))
        .collect()
}

/// The fix that lists a resource before the one that it is near to, or in its place where that one is of no use.
pub(crate) fn list_resource(
    subject: &Subject<'_>,
    resources: &ResourceElement,
    fitting: &Fitting,
    unused: &[usize],
) -> Option<Fix> {
    let json = subject.document.json();
    let Fitting { index, text } = fitting;
    let entry = resources.value.get(*index)?;
    let list = json.value(resources.node)?;
    let (title, edits) = if unused.contains(index) {
        (
            format!("replace `{}` by `{text}`", entry.text),
            edits::replace(json.value(entry.node)?, &quote(text)),
        )
    } else {
        let edits = if list.kind() == json_text::Kind::Array {
            edits::insert_element(list, *index, &quote(text))
        } else {
            edits::replace(list, &format!("[{}, {}]", quote(text), list.text()))
        };
        (format!("add `{text}` to the resources"), edits)
    };
    Some(Fix::needs_review(title, edits))
}

/// What an ARN names on the levels above it, the highest first, and on the one below.
fn neighbours(arn: &str) -> Vec<String> {
    let resource = arn
        .splitn(6, ':')
        .map(str::len)
        .take(5)
        .sum::<usize>()
        .saturating_add(5);
    let above = arn
        .match_indices(['/', ':'])
        .map(|(at, _)| at)
        .filter(|at| *at > resource)
        .filter_map(|at| arn.get(..at))
        .take(LEVELS);
    let mut neighbours: Vec<String> = above.map(str::to_owned).collect();
    if !arn.ends_with('*') {
        neighbours.extend([format!("{arn}/*"), format!("{arn}:*")]);
    }
    neighbours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_above_and_below() {
        for (arn, expected) in [
            (
                "arn:aws:s3:::bucket",
                vec!["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket:*"],
            ),
            (
                "arn:aws:s3:::bucket/a/*",
                vec!["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/a"],
            ),
            (
                "arn:aws:logs:*:1:log-group:x:*",
                vec!["arn:aws:logs:*:1:log-group", "arn:aws:logs:*:1:log-group:x"],
            ),
            ("x*", vec![]),
        ] {
            assert_eq!(neighbours(arn), expected, "{arn}");
        }
    }
}
