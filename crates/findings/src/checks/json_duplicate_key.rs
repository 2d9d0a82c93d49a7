//! # Name used twice in one object
//!
//! A JSON object has two members of the same name: two `Effect` in a statement, two `StringEquals` in a
//! condition.
//!
//! ## Why it matters
//!
//! JSON readers keep the last member and drop the others without a word. A condition that is dropped so
//! restricts nothing. IAM refuses a policy with two `Statement` elements and a statement with two of `Effect`, `Action` or
//! `Resource`; elsewhere the last one wins.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {
//!       "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
//!       "StringEquals": {"aws:RequestedRegion": "eu-central-1"}
//!     }
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
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {
//!       "StringEquals": {
//!         "aws:PrincipalOrgID": "o-a1b2c3d4e5",
//!         "aws:RequestedRegion": "eu-central-1"
//!       }
//!     }
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Troubleshoot IAM policies", IAM User Guide: more than one Statement, Effect, Action or Resource element

use std::collections::BTreeMap;

use diagnostics::{Fix, Kind, Span};
use json_text::{Member, Value, edits};
use policy::PolicyType;

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "json-duplicate-key",
    title: "Name used twice in one object",
    aws_code: None,
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

/// The elements of which IAM refuses a second one.
const REFUSED: [&str; 4] = ["Statement", "Effect", "Action", "Resource"];

fn run(subject: &Facts<'_>, report: &mut Report) {
    let json = subject.document.json();
    let mut by_first: BTreeMap<Span, Vec<Span>> = BTreeMap::new();
    for duplicate in json.duplicate_members() {
        let spans = by_first
            .entry(duplicate.first)
            .or_insert_with(|| vec![duplicate.first]);
        spans.push(duplicate.again);
    }
    for spans in by_first.values() {
        let members: Vec<Member<'_>> = spans
            .iter()
            .filter_map(|span| json.member_at(span.start))
            .collect();
        let Some((last, lost)) = members.split_last() else {
            continue;
        };
        if !report.has_room(&CHECK, last.name_span()) {
            continue;
        }
        let name = last.name();
        let because = if REFUSED.contains(&name) {
            "IAM refuses the policy; a reader that takes it keeps the last one alone"
        } else {
            "the last one alone counts: what the others say is lost"
        };
        let times = match members.len() {
            2 => "twice".to_owned(),
            count => format!("{count} times"),
        };
        let mut finding = CHECK
            .finding(
                last.name_span(),
                format!("`{name}` stands {times} in one object"),
            )
            .because(because);
        for member in lost {
            finding = finding.related(member.name_span(), "this one is lost");
        }
        finding.fixes.extend(merge(lost, *last));
        finding.fixes.push(deletion(lost, *last));
        report.push(finding);
    }
}

/// Deletes what is lost anyway; safe only where it says the same, since it was written for a reason.
fn deletion(lost: &[Member<'_>], last: Member<'_>) -> Fix {
    fn text<'a>(member: &Member<'a>) -> Option<&'a str> {
        member.value().map(Value::text)
    }
    let title = format!("keep the last `{}` alone", last.name());
    let edits = edits::remove_members(lost);
    if lost.iter().all(|member| text(member) == text(&last)) {
        Fix::safe(title, edits)
    } else {
        Fix::needs_review(title, edits)
    }
}

/// Puts everything into the last one, where both are objects and nothing in them stands in both.
fn merge(lost: &[Member<'_>], last: Member<'_>) -> Option<Fix> {
    let [first] = lost else {
        return None;
    };
    let (from, into) = (first.value()?, last.value()?);
    let is_disjoint = from
        .members()
        .all(|member| into.get(member.name()).is_none());
    if from.kind() != json_text::Kind::Object || into.members().next().is_none() || !is_disjoint {
        return None;
    }
    let mut changes = edits::remove_member(*first);
    for member in from.members() {
        let json = member.value()?.text();
        changes.extend(edits::insert_member(into, 0, member.name(), json));
    }
    Some(Fix::needs_review(
        format!("merge the two `{}`", last.name()),
        changes,
    ))
}
