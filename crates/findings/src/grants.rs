//! What a document allows without limit, of actions that a check looks out for.

use catalog::{Action, ActionResource, Catalog};
use diagnostics::Span;
use patterns::ResourcePattern;
use policy::{ActionEntry, ResourceElement, ResourceEntry, Statement};

use crate::circumstances::is_limited;
use crate::effort::Effort;
use crate::placeholders::has_placeholder;
use crate::subject::Subject;
use crate::watched::{Actions, Watched};

/// How many steps of effort it takes to hold one pattern of resources against one resource type.
const STEPS: usize = 16;

/// An entry of Action, or a NotAction, that allows actions on every resource of a type.
pub(crate) struct Grant<'a> {
    pub(crate) statement: &'a Statement,
    /// `None` for NotAction.
    pub(crate) entry: Option<&'a ActionEntry>,
    /// The place of the entry, or of the name NotAction.
    pub(crate) span: Span,
    /// Which of the watched actions it allows.
    pub(crate) actions: Actions,
}

/// What allows watched actions on every resource of a type, in order, less what the document denies. A statement whose
/// conditions limit what it is about is none of them; one that denies counts unless it lets circumstances decide.
pub(crate) fn wide_grants<'a>(subject: &Subject<'a>, watched: &Watched) -> Vec<Grant<'a>> {
    let effort = Effort::new();
    let mut grants = Vec::new();
    let mut denied: Actions = 0;
    for statement in &subject.document.statements {
        let wide =
            |actions: Actions| wide_part(subject.catalog, &effort, watched, statement, actions);
        let named = |entries: &[ActionEntry]| {
            let entries = entries.iter();
            entries.fold(0, |set: Actions, entry| set | watched.named_by(entry))
        };
        if statement.is_deny() {
            let actions = match (&statement.action, &statement.not_action) {
                (Some(action), None) => named(&action.value),
                (None, Some(not_action)) => watched.all() & !named(&not_action.value),
                _ => 0,
            };
            let is_effective = statement.conditions.is_empty() || is_limited(statement);
            if is_effective && actions != 0 {
                denied |= wide(actions);
            }
        } else if statement.is_allow() && !is_limited(statement) {
            let entries = statement.action.iter().flat_map(|element| &element.value);
            for entry in entries {
                let actions = wide(watched.named_by(entry));
                grants.push(Grant {
                    statement,
                    entry: Some(entry),
                    span: entry.span,
                    actions,
                });
            }
            if let Some(not_action) = &statement.not_action {
                grants.push(Grant {
                    statement,
                    entry: None,
                    span: not_action.name_span,
                    actions: wide(watched.all() & !named(&not_action.value)),
                });
            }
        }
    }
    for grant in &mut grants {
        grant.actions &= !denied;
    }
    grants.retain(|grant| grant.actions != 0);
    grants
}

/// Those of the actions that the statement's resources do not limit.
fn wide_part(
    catalog: &Catalog,
    effort: &Effort,
    watched: &Watched,
    statement: &Statement,
    actions: Actions,
) -> Actions {
    if actions == 0 || statement.not_resource.is_some() {
        // All resources but some.
        return actions;
    }
    let Some(resources) = &statement.resource else {
        return 0;
    };
    if resources.value.iter().any(|entry| entry.text == "*") {
        return actions;
    }
    let entries: Vec<Wide<'_>> = resources.value.iter().filter_map(Wide::new).collect();
    let names = watched.names(actions);
    let wide: Vec<&str> = names
        .filter(|name| {
            let action = catalog.action(name);
            action.is_some_and(|action| takes_all(effort, action, &entries))
        })
        .collect();
    watched.all_of(&wide)
}

/// The entry that names every resource which the action takes, or every one of a type.
pub(crate) fn wide_entry<'a>(
    catalog: &Catalog,
    resources: &'a ResourceElement,
    action: &str,
) -> Option<&'a ResourceEntry> {
    let effort = Effort::new();
    let action = catalog.action(action)?;
    let mut entries = resources.value.iter();
    entries.find(|entry| {
        let wide = Wide::new(entry);
        entry.text == "*" || wide.is_some_and(|wide| takes_all(&effort, action, &[wide]))
    })
}

/// An entry of Resource that may name all resources of a type.
struct Wide<'a> {
    text: &'a str,
    pattern: ResourcePattern,
}

impl<'a> Wide<'a> {
    /// `None` for one that names only some.
    fn new(entry: &'a ResourceEntry) -> Option<Wide<'a>> {
        let text = entry.text.as_str();
        let resource = text.splitn(6, ':').nth(5).unwrap_or_default();
        (text.ends_with('*') && !has_placeholder(resource)).then(|| Wide {
            text,
            pattern: ResourcePattern::new(text),
        })
    }

    /// Whether it names all resources of this form, in a region and an account of its own.
    fn includes(&self, form: &str) -> bool {
        let mut own = self.text.split(':').skip(1);
        let mut own = || own.next().unwrap_or("x");
        let (partition, _, region, account) = (own(), own(), own(), own());
        let mut form = form.splitn(6, ':').skip(2);
        let (Some(service), Some(resource)) = (form.next(), form.nth(2)) else {
            return false;
        };
        let all = format!("arn:{partition}:{service}:{region}:{account}:{resource}");
        self.pattern.includes(&ResourcePattern::new(&all))
    }
}

/// Whether the entries leave an action no limit: of every type that each call names, or of any type where none is named by
/// each, one of them names all.
fn takes_all(effort: &Effort, action: Action<'_>, entries: &[Wide<'_>]) -> bool {
    let is_covered = |listed: ActionResource<'_>| {
        let forms = listed.resource_type().arn_globs();
        entries.iter().any(|entry| {
            effort.spend(STEPS);
            !effort.is_spent() && forms.iter().any(|form| entry.includes(form))
        })
    };
    let types = || action.resource_types();
    let required = || types().filter(|listed| listed.required());
    let takes = match required().next() {
        Some(_) => required().all(is_covered),
        None => types().any(is_covered),
    };
    // A command goes to something, by a document: what it goes to may not be limited either.
    let is_target = |listed: &ActionResource<'_>| listed.resource_type().name() != "document";
    let mut targets = types().filter(is_target).peekable();
    takes && (action.prefix() != "ssm" || targets.peek().is_none() || targets.any(is_covered))
}
