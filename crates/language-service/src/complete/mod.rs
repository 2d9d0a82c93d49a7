//! What can be written at a place, best first.

mod actions;
mod conditions;
mod elements;
mod insertion;
mod list;
mod memory;
mod principals;
mod rank;
mod resources;
mod values;
mod variables;

pub use rank::rank;

use json_text::{Kind, Member, Span, Value};

use crate::place::{Place, Slot, place_at};
use crate::role::Role;
use crate::snippets::Snippet;
use crate::subject::Subject;
use insertion::Insertion;
use list::List;

/// The most options of a list.
pub const MOST_OPTIONS: usize = 200;

/// What can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// What is written of the word so far and behind the cursor: 0-based half-open byte offsets.
    pub word: Span,
    /// What a choice replaces: the word, its quotes, white space that has to go.
    pub replaced: Span,
    /// Where a choice inserts a comma besides.
    pub comma_at: Option<usize>,
    /// The options, at most [`MOST_OPTIONS`], best first.
    pub options: Vec<Completion>,
}

/// One thing that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is listed.
    pub label: String,
    /// A few words behind the label, or nothing.
    pub detail: String,
    /// A sentence beside the list, or nothing.
    pub info: String,
    /// What takes the place of [`Completions::replaced`], with `${…}` where the cursor stops, one after the other;
    /// other braces have a backslash before them. Lines after the first are indented by tabs, a level each, from the
    /// line of the place.
    pub template: String,
    /// Whether there is more to choose from where the cursor stops first.
    pub goes_on: bool,
}

/// What can be written at an offset; `None` where nothing is known.
#[must_use]
pub fn complete(subject: &Subject<'_>, offset: usize) -> Option<Completions> {
    let document = subject.document.json();
    let place = place_at(document, offset)?;
    let role = Role::of(&place)?;
    let text = document.text();
    let written = Span::new(place.content.start, offset).slice(text);
    if let Some(name) = variables::begun(subject, &place, &role, offset) {
        return variables::complete(subject, &place, name, offset);
    }
    let mut list = List::new(written, Insertion::new(document, &place), siblings(&place));
    match role {
        Role::Policy => elements::policies(subject, &mut list),
        Role::PolicyElement => elements::of_policy(subject, &place, &mut list),
        Role::Version => elements::versions(&mut list),
        Role::Statements => elements::statements(subject, &mut list),
        Role::Statement => elements::statement(subject, &mut list),
        Role::StatementElement => elements::of_statement(subject, &place, &mut list),
        Role::Effect => elements::effects(subject, &mut list),
        Role::Principals => principals::values(subject, &mut list),
        Role::PrincipalKind => principals::kinds(subject, &place, &mut list),
        Role::Principal(kind) => principals::entries(subject, kind, &mut list),
        Role::Action => actions::entries(subject, &mut list),
        Role::Resource => resources::entries(subject, &place, &mut list),
        Role::Conditions | Role::Keys => conditions::blocks(&mut list),
        Role::Operator => conditions::operators(subject, &place, &mut list),
        Role::Key(operator) => conditions::keys(subject, &place, operator, &mut list),
        Role::Value { operator, key } => {
            values::entries(subject, operator, key, &mut list);
        }
        Role::Other => return None,
    }
    list.finish(subject, place.content, place.content.slice(text))
}

/// How a snippet is put into the policy: as the last statement, or in a policy of its own where there is none. `None`
/// where no list of statements stands that it could go into.
#[must_use]
pub fn insert(subject: &Subject<'_>, snippet: &Snippet) -> Option<Completions> {
    let document = subject.document.json();
    let end_of = |container: Value<'_>| {
        let last = match container.kind() {
            Kind::Array => container.elements().last().map(Value::span),
            _ => container.members().last().map(Member::span),
        };
        last.map_or(container.span().start.saturating_add(1), |last| last.end)
    };
    let offset = match document.root() {
        None => document.text().len(),
        Some(root) => match root.get("Statement") {
            Some(statements) if statements.kind() == Kind::Array => end_of(statements),
            Some(_) => return None,
            None => end_of(root),
        },
    };
    let place = place_at(document, offset)?;
    let mut list = List::new("", Insertion::new(document, &place), Vec::new());
    list.add(match Role::of(&place)? {
        Role::Policy => elements::policy_of(snippet),
        Role::PolicyElement => elements::statements_of(snippet),
        Role::Statement => elements::statement_of(snippet),
        _ => return None,
    });
    list.finish(subject, place.content, "")
}

/// The other elements of the array that a place is in.
fn siblings<'a>(place: &Place<'a>) -> Vec<&'a str> {
    let Slot::Element(array) = place.slot else {
        return Vec::new();
    };
    array
        .elements()
        .filter(|element| element.span() != place.token)
        .filter_map(Value::as_str)
        .collect()
}
