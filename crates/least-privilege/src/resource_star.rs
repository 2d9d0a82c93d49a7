//! # Every resource, although the actions take some
//!
//! An Allow statement has `"Resource": "*"`, and at least one of its actions can be limited to resources.
//!
//! ## Why it matters
//!
//! The statement reaches every resource of every kind, now and later, in every region and, where resource policies
//! agree, in other accounts. A mistake or a stolen credential reaches as far.
//!
//! ## Example
//!
//! ```json
//! {"Effect": "Allow", "Action": ["sqs:SendMessage", "iam:ListUsers"], "Resource": "*"}
//! ```
//!
//! ## Instead
//!
//! The suggestion writes out the ARNs of the resource types that each action takes, and splits the statement where
//! actions differ. Actions that take no resource keep `*` in a statement of their own; conditions are kept in each.
//!
//! ```json
//! {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:*:*:*"},
//! {"Effect": "Allow", "Action": ["iam:ListUsers"], "Resource": "*"}
//! ```
//!
//! It never allows more than before. Next, put names, regions and accounts in the place of the `*` that are left: where
//! all ARNs of the policy name one region or one account already, the suggestion takes that, and says so.
//!
//! It rests on the resource types in the Service Authorization Reference: try the requests that matter before you use it.
//!
//! ## References
//!
//! - [IAM JSON policy elements: Resource](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html)
//! - [Service Authorization Reference](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)

use std::collections::BTreeSet;

use catalog::Catalog;
use diagnostics::Fix;
use patterns::ResourcePattern;
use policy::{PolicyDocument, Statement};

use crate::placement::{Group, Placement, Placer};
use crate::rewrite;
use crate::setting::Setting;
use crate::suggestion::{Advice, Proof, Skipped, Suggestion};

/// The code of this suggestion.
pub(crate) const CODE: &str = "narrow-resource-star";

/// How many wide statements of one document are looked at.
const MOST_STATEMENTS: usize = 100;

pub(crate) fn suggest(
    document: &PolicyDocument,
    catalog: &Catalog,
    sids: &mut BTreeSet<String>,
    advice: &mut Advice,
) {
    let setting = Setting::read(document);
    let mut placer = Placer::new(catalog, &setting);
    let mut wide = document
        .statements
        .iter()
        .filter(|statement| is_wide(statement));
    for statement in wide.by_ref().take(MOST_STATEMENTS) {
        if let Some(why) = reason_to_leave(document, statement) {
            advice.skipped.push(Skipped {
                span: statement.span,
                why: why.to_owned(),
            });
            continue;
        }
        let Some(actions) = &statement.action else {
            continue;
        };
        match placer.place(actions) {
            Err(skipped) => advice.skipped.push(skipped),
            Ok(placement) => {
                if placement.narrows()
                    && let Some(edits) =
                        rewrite::split(document, statement, &placement.groups, sids)
                {
                    let fix = Fix::narrows(fix_title(&placement), edits);
                    advice
                        .suggestions
                        .push(describe(statement, &placement, &setting, catalog, fix));
                }
                advice.skipped.extend(placement.skipped);
            }
        }
    }
    if let Some(next) = wide.next() {
        let others = wide.count().saturating_add(1);
        advice.skipped.push(Skipped {
            span: next.span,
            why: format!(
                "{others} more statements from here on are not looked at: narrow those before first"
            ),
        });
    }
}

/// An Allow whose Resource has an entry that matches everything.
fn is_wide(statement: &Statement) -> bool {
    statement.is_allow()
        && statement.resource.as_ref().is_some_and(|resource| {
            resource
                .value
                .iter()
                .any(|entry| ResourcePattern::new(&entry.text).is_match_all())
        })
}

fn reason_to_leave(document: &PolicyDocument, statement: &Statement) -> Option<&'static str> {
    if !document.json().errors().is_empty() {
        return Some("the document is not valid JSON: mend that first");
    }
    // Both are in order of place, and what starts within a statement ends in it.
    let start = statement.span.start;
    let problems = &document.problems;
    let has_problem = problems
        .get(problems.partition_point(|problem| problem.span.start < start)..)
        .and_then(<[_]>::first)
        .is_some_and(|problem| statement.span.covers(problem.span));
    let duplicates = document.json().duplicate_members();
    let repeats = duplicates
        .get(duplicates.partition_point(|duplicate| duplicate.again.start < start)..)
        .and_then(<[_]>::first)
        .is_some_and(|duplicate| statement.span.covers(duplicate.again));
    if has_problem || repeats || statement.not_resource.is_some() {
        return Some("the statement is not as the grammar says: mend that first");
    }
    if statement.not_action.is_some() {
        return Some(
            "`NotAction` allows every other action, also those that AWS adds later: list the actions that \
             are needed first",
        );
    }
    None
}

fn fix_title(placement: &Placement) -> String {
    match placement.groups.len() {
        1 => "replace `*` by the ARNs that its actions take".to_owned(),
        count => {
            format!("split it into {count} statements, each with the ARNs that its actions take")
        }
    }
}

fn describe(
    statement: &Statement,
    placement: &Placement,
    setting: &Setting,
    catalog: &Catalog,
    fix: Fix,
) -> Suggestion {
    let narrowed = || {
        placement
            .groups
            .iter()
            .filter(|group| !group.types.is_empty())
    };
    let mut removes: Vec<String> = narrowed().map(removed).collect();
    let arns: Vec<&str> = narrowed()
        .flat_map(|group| &group.resources)
        .map(String::as_str)
        .collect();
    removes.extend(setting.removes(&arns));
    if let Some(partition) = setting.assumed_partition() {
        removes.push(format!("any of these outside the partition `{partition}`"));
    }
    let span = statement
        .resource
        .as_ref()
        .map_or(statement.span, |resource| resource.span);
    let message = if placement.narrowed == placement.all {
        match placement.all {
            1 => "`Resource` is `*`, although the action can be limited to resources".to_owned(),
            _ => "`Resource` is `*`, although every action can be limited to resources".to_owned(),
        }
    } else {
        format!(
            "`Resource` is `*`, although {} of {} actions can be limited to resources",
            placement.narrowed, placement.all
        )
    };
    Suggestion {
        code: CODE,
        title: fix.title.clone(),
        span,
        message,
        because: "with `*` a mistake or a stolen credential reaches every resource there is. With the ARNs \
                  written out you see which kinds are involved, and can put names, regions and accounts in the place of \
                  their `*`"
            .to_owned(),
        removes,
        fix,
        choice: None,
        proof: Proof::NotProven {
            why: format!(
                "it rests on the resource types in the catalogue of {}: an action that takes a type that the \
                 catalogue lacks would be cut off",
                catalog.date()
            ),
        },
    }
}

/// `s3:GetObject` on anything that is not an `object`.
fn removed(group: &Group) -> String {
    format!(
        "{} on anything that is not of type {}",
        listed(group.actions.iter(), "and"),
        listed(group.types.iter(), "or")
    )
}

/// Names in backticks: "`a`, `b` and `c`"; a long list is cut.
fn listed<'a>(names: impl Iterator<Item = &'a String>, word: &str) -> String {
    const SHOWN: usize = 4;
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] if quoted.len() <= SHOWN => {
            format!("{} {word} {last}", start.join(", "))
        }
        _ => {
            let shown: Vec<String> = quoted.iter().take(SHOWN).cloned().collect();
            let rest = quoted.len().saturating_sub(SHOWN);
            format!("{} {word} {rest} more", shown.join(", "))
        }
    }
}
