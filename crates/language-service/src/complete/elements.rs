//! Elements of policies and statements, and the values that are one of a few words.

use policy::PolicyType;

use super::insertion::{STOP, open_string, with_stops};
use super::list::{Draft, List};
use crate::place::Place;
use crate::role::other_names;
use crate::snippets::{self, Snippet};
use crate::subject::Subject;
use crate::words;

/// A statement's beginning: who, where the type names principals, what, on which resources.
fn statement_json(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Trust => {
            "{\n\t\"Effect\": \"|\",\n\t\"Principal\": \"|\",\n\t\"Action\": \"|\"\n}"
        }
        PolicyType::Resource | PolicyType::VpcEndpoint => {
            "{\n\t\"Effect\": \"|\",\n\t\"Principal\": \"|\",\n\t\"Action\": [\n\t\t\"|\"\n\t],\n\t\"Resource\": [\n\t\t\"|\"\n\t]\n}"
        }
        PolicyType::Rcp => {
            "{\n\t\"Effect\": \"Deny\",\n\t\"Principal\": \"*\",\n\t\"Action\": [\n\t\t\"|\"\n\t],\n\t\"Resource\": \"*\",\n\t\"Condition\": {\n\t\t\"|\"\n\t}\n}"
        }
        _ => {
            "{\n\t\"Effect\": \"|\",\n\t\"Action\": [\n\t\t\"|\"\n\t],\n\t\"Resource\": [\n\t\t\"|\"\n\t]\n}"
        }
    }
}

fn indented(json: &str, levels: usize) -> String {
    json.replace('\n', &format!("\n{}", "\t".repeat(levels)))
}

fn policy_json(statement: &str) -> String {
    format!(
        "{{\n\t\"Version\": \"2012-10-17\",\n\t\"Statement\": [\n\t\t{}\n\t]\n}}",
        indented(statement, 2)
    )
}

/// Whole policies.
pub(super) fn policies(subject: &Subject<'_>, list: &mut List<'_>) {
    let empty = policy_json(&with_stops(statement_json(subject.policy_type)));
    list.add(Draft::json("policy", "Version and Statement", empty));
    for snippet in snippets::for_type(subject) {
        let mut draft = policy_of(snippet);
        draft.label = format!("policy: {}", snippet.title);
        list.add(draft);
    }
}

/// A policy of one statement.
pub(super) fn policy_of(snippet: &Snippet) -> Draft {
    let json = policy_json(&with_stops(snippet.statement));
    of_snippet(snippet, json)
}

/// The list of statements with one in it.
pub(super) fn statements_of(snippet: &Snippet) -> Draft {
    let statement = indented(&with_stops(snippet.statement), 1);
    let json = format!("\"Statement\": [\n\t{statement}\n]");
    of_snippet(snippet, json)
}

/// One statement.
pub(super) fn statement_of(snippet: &Snippet) -> Draft {
    of_snippet(snippet, with_stops(snippet.statement))
}

/// Its places are filled in by typing: there is no list to go on with.
fn of_snippet(snippet: &Snippet, json: String) -> Draft {
    let mut draft = Draft::json(snippet.title, "", json).info(snippet.about);
    draft.goes_on = false;
    draft
}

/// The elements that the policy lacks.
pub(super) fn of_policy(subject: &Subject<'_>, place: &Place<'_>, list: &mut List<'_>) {
    let statements = format!(
        "[\n\t{}\n]",
        indented(&with_stops(statement_json(subject.policy_type)), 1)
    );
    members(
        place,
        list,
        &[
            ("Version", "\"2012-10-17\""),
            ("Statement", &statements),
            ("Id", "\"|\""),
        ],
        &[],
        &[],
    );
}

/// The elements that the statement lacks and its policy's type has.
pub(super) fn of_statement(subject: &Subject<'_>, place: &Place<'_>, list: &mut List<'_>) {
    const ELEMENTS: [(&str, &str); 9] = [
        ("Effect", "\"|\""),
        ("Principal", "\"|\""),
        ("Action", "[\n\t\"|\"\n]"),
        ("Resource", "[\n\t\"|\"\n]"),
        ("Condition", "{\n\t\"|\"\n}"),
        ("Sid", "\"|\""),
        ("NotAction", "[\n\t\"|\"\n]"),
        ("NotResource", "[\n\t\"|\"\n]"),
        ("NotPrincipal", "\"|\""),
    ];
    let policy_type = subject.policy_type;
    const PRINCIPALS: [&str; 2] = ["Principal", "NotPrincipal"];
    let foreign: &[&str] = match policy_type {
        PolicyType::Trust => &["Resource", "NotResource", "NotPrincipal"],
        PolicyType::Rcp => &["NotPrincipal", "NotAction"],
        // A guessed type becomes another one with a principal.
        PolicyType::Identity if !subject.type_is_chosen => &[],
        PolicyType::Identity | PolicyType::Boundary | PolicyType::Session | PolicyType::Scp => {
            &PRINCIPALS
        }
        PolicyType::Resource | PolicyType::VpcEndpoint => &[],
    };
    let unusual: &[&str] = if policy_type.names_principals() {
        &[]
    } else {
        &PRINCIPALS
    };
    members(place, list, &ELEMENTS, foreign, unusual);
}

/// Adds the members that are not there yet, neither as they are nor as their opposite; those that are `foreign` to the
/// type not at all, those that are `unusual` last.
fn members(
    place: &Place<'_>,
    list: &mut List<'_>,
    known: &[(&str, &str)],
    foreign: &[&str],
    unusual: &[&str],
) {
    let Some(object) = place.slot.container() else {
        return;
    };
    let base = |name: &str| name.strip_prefix("Not").unwrap_or(name).to_owned();
    let present: Vec<String> = other_names(object, place.token)
        .into_iter()
        .map(base)
        .collect();
    for (name, json) in known {
        if present.contains(&base(name)) || foreign.contains(name) {
            continue;
        }
        let json = if list.insertion.name_only {
            open_string(name)
        } else {
            format!("\"{name}\": {}", with_stops(json))
        };
        let is_chosen_from = json.contains(STOP) && *name != "Sid" && *name != "Id";
        let mut draft =
            Draft::json(*name, "", json).info(words::element(name).unwrap_or_default().join(" "));
        draft.goes_on = is_chosen_from && !list.insertion.name_only;
        list.add_in_group(usize::from(unusual.contains(name)), draft);
    }
}

pub(super) fn versions(list: &mut List<'_>) {
    for (version, detail) in [
        ("2012-10-17", "current"),
        ("2008-10-17", "old, without variables"),
    ] {
        list.add(Draft::text(version, detail).info(words::version(version).unwrap_or_default()));
    }
}

pub(super) fn effects(subject: &Subject<'_>, list: &mut List<'_>) {
    let effects: &[&str] = match subject.policy_type {
        PolicyType::Rcp => &["Deny"],
        _ => &["Allow", "Deny"],
    };
    for effect in effects {
        list.add(Draft::text(*effect, "").info(words::effect(effect).unwrap_or_default()));
    }
}

/// The value of Statement.
pub(super) fn statements(subject: &Subject<'_>, list: &mut List<'_>) {
    let statement = with_stops(statement_json(subject.policy_type));
    let json = format!("[\n\t{}\n]", indented(&statement, 1));
    list.add(Draft::json("statements", "a list", json));
}

/// An element of the list of statements.
pub(super) fn statement(subject: &Subject<'_>, list: &mut List<'_>) {
    let json = with_stops(statement_json(subject.policy_type));
    list.add(Draft::json("statement", "", json));
    for snippet in snippets::for_type(subject) {
        list.add(statement_of(snippet));
    }
}
