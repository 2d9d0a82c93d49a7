//! # Places to fill in
//!
//! The policy holds text that stands for something else: `${BucketName}`, `<bucket>`, `{{bucket}}`.
//!
//! ## Why it matters
//!
//! AWS takes the text as it stands. The entry then names nothing that exists: what it should allow stays forbidden, and
//! what it should deny may be allowed.
//!
//! Other checks leave such entries alone: what is wrong with them can be told once they are filled in. Policy variables
//! such as `${aws:username}` are filled in by each request, and no placeholders.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::${BucketName}/*"
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
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM policy elements: Variables and tags", IAM User Guide

use diagnostics::{Kind, Span};
use json_text::NodeId;
use policy::{PolicyDocument, PolicyType, Statement};

use crate::check::Check;
use crate::facts::Facts;
use crate::placeholders::unfilled;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "unfilled-placeholder",
    title: "Places to fill in",
    aws_code: None,
    kind: Kind::Warning,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

fn run(facts: &Facts<'_>, report: &mut Report) {
    let document = facts.document;
    let mut places: Vec<Span> = document
        .statements
        .iter()
        .flat_map(|statement| spans(document, statement))
        .collect();
    places.sort_unstable();
    let text = |span: &Span| span.slice(document.text()).to_owned();
    let Some((first, others)) = places.split_first() else {
        return;
    };
    let mut finding = CHECK
        .finding(*first, format!("`{}` has yet to be filled in", text(first)))
        .because("AWS takes it as it stands, as the name of something that does not exist");
    for other in others {
        finding = finding.related(
            *other,
            format!("`{}` has yet to be filled in too", text(other)),
        );
    }
    report.push(finding);
}

/// The places of a statement that are to be filled in.
fn spans<'a>(
    document: &'a PolicyDocument,
    statement: &'a Statement,
) -> impl Iterator<Item = Span> + 'a {
    let actions = [&statement.action, &statement.not_action];
    let actions = actions
        .into_iter()
        .flatten()
        .flat_map(|element| &element.value);
    let actions = actions.map(|entry| (entry.text.as_str(), entry.node));
    let resources = [&statement.resource, &statement.not_resource];
    let resources = resources
        .into_iter()
        .flatten()
        .flat_map(|element| &element.value);
    let resources = resources.map(|entry| (entry.text.as_str(), entry.node));
    let principals = [&statement.principal, &statement.not_principal];
    let principals = principals
        .into_iter()
        .flatten()
        .flat_map(|element| &element.value);
    let principals = principals
        .flat_map(|group| &group.entries)
        .map(|entry| (entry.text.as_str(), entry.node));
    let values = statement
        .conditions
        .iter()
        .flat_map(|condition| &condition.values);
    let values = values.map(|value| (value.text.as_str(), value.node));
    let keys = statement.conditions.iter().flat_map(|condition| {
        let member = document.json().member_at(condition.key_span.start);
        let places = unfilled(&condition.key).into_iter();
        places.filter_map(move |place| Some(member?.name_part_span(place)))
    });
    let texts = actions.chain(resources).chain(principals).chain(values);
    texts
        .flat_map(|(text, node)| within(document, text, node))
        .chain(keys)
}

fn within(document: &PolicyDocument, text: &str, node: NodeId) -> Vec<Span> {
    let value = document.json().value(node);
    unfilled(text)
        .into_iter()
        .filter_map(|place| Some(value?.string_span(place)))
        .collect()
}
