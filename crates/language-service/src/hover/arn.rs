//! Resources: which type an ARN is of, and what its fields say.

use catalog::ResourceType;
use patterns::{Arn, ResourcePattern};

use super::Hover;
use super::action::listed;
use crate::place::Place;
use crate::role::statement_around;
use crate::statement_facts::{actions_of, resource_types_of};
use crate::subject::Subject;

pub(super) fn hover(subject: &Subject<'_>, place: &Place<'_>, written: &str) -> Option<Hover> {
    let span = place.content;
    if written == "*" {
        return Some(Hover::of_words(span, "*", &["Every resource."]));
    }
    let arn = Arn::parse(written)?;
    let pattern = ResourcePattern::new(written);
    let actions = actions_of(subject, statement_around(subject, place));
    let of_statement = resource_types_of(&actions);
    let fits = |kind: &ResourceType<'_>| kind.could_match(&pattern);
    let mut types: Vec<ResourceType<'_>> = of_statement.into_iter().filter(fits).collect();
    let mut lines = Vec::new();
    if types.is_empty() {
        types = subject
            .catalog
            .services()
            .filter(|service| service.prefix().eq_ignore_ascii_case(arn.service))
            .flat_map(|service| service.resource_types())
            .filter(fits)
            .collect();
        if !types.is_empty() && !actions.is_empty() {
            lines.push("None of the statement's actions takes it.".to_owned());
        }
    }
    let mut names: Vec<String> = Vec::new();
    for kind in &types {
        let name = format!("{} {}", kind.service().prefix(), kind.name());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let title = match names.as_slice() {
        [] => written.to_owned(),
        [only] => only.clone(),
        [first, ..] => format!("{first} and others"),
    };
    if names.len() > 1 {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        lines.insert(0, format!("Can be: {}.", listed(&names)));
    }
    lines.push(fields(&arn));
    lines.push(format!("Resource: `{}`.", arn.resource));
    if arn.resource.contains('*') {
        lines.push("In the resource, `*` goes on over `/` and `:`.".to_owned());
    }
    Some(Hover::new(span, title, lines))
}

/// The fields before the resource, in words.
fn fields(arn: &Arn<'_>) -> String {
    let field = |value: &str, name: &str, none: &str| match value {
        "" => none.to_owned(),
        "*" => format!("any {name}"),
        value => format!("{name} `{value}`"),
    };
    format!(
        "{}, {}, {}.",
        sentence_start(&field(arn.partition, "partition", "no partition")),
        field(arn.region, "region", "no region"),
        field(arn.account, "account", "no account"),
    )
}

fn sentence_start(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
