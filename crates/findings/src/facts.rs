//! What the checks share about a document: found out when it is first asked for, and once.

use std::cell::OnceCell;
use std::ops::Deref;

use catalog::{Action, Catalog, Service};
use policy::{ActionElement, PolicyDocument, Statement};

use crate::subject::Subject;

/// A subject, with the names of its actions looked up.
pub(crate) struct Facts<'a> {
    subject: Subject<'a>,
    names: OnceCell<Names<'a>>,
}

impl<'a> Deref for Facts<'a> {
    type Target = Subject<'a>;

    fn deref(&self) -> &Subject<'a> {
        &self.subject
    }
}

/// What an entry of Action or NotAction names.
#[derive(Clone, Copy)]
pub(crate) struct Named<'a> {
    /// The service of its prefix.
    pub(crate) service: Option<Service<'a>>,
    /// The action, if it names one without wildcards.
    pub(crate) action: Option<Action<'a>>,
}

impl<'a> Named<'a> {
    /// What a text names.
    pub(crate) fn of(catalog: &'a Catalog, text: &str) -> Named<'a> {
        let (prefix, name) = text.split_once(':').unwrap_or_default();
        let service = catalog.service(prefix);
        Named {
            service,
            action: service.and_then(|service| service.action(name)),
        }
    }
}

/// Those of all entries, and where those of each statement start: of Action, then of NotAction.
struct Names<'a> {
    all: Vec<Named<'a>>,
    starts: Vec<usize>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(subject: Subject<'a>) -> Facts<'a> {
        Facts {
            subject,
            names: OnceCell::new(),
        }
    }

    /// What the entries of the statement's Action name, in order.
    pub(crate) fn named(&self, statement: &Statement) -> &[Named<'a>] {
        self.part(statement.index.saturating_mul(2))
    }

    /// What the entries of the statement's NotAction name, in order.
    pub(crate) fn not_named(&self, statement: &Statement) -> &[Named<'a>] {
        self.part(statement.index.saturating_mul(2).saturating_add(1))
    }

    fn part(&self, part: usize) -> &[Named<'a>] {
        let names = self
            .names
            .get_or_init(|| Names::of(self.subject.document, self.subject.catalog));
        let start = names.starts.get(part).copied().unwrap_or_default();
        let next = names.starts.get(part.saturating_add(1));
        let end = next.copied().unwrap_or(names.all.len());
        names.all.get(start..end).unwrap_or_default()
    }
}

impl<'a> Names<'a> {
    fn of(document: &PolicyDocument, catalog: &'a Catalog) -> Names<'a> {
        let mut names = Names {
            all: Vec::new(),
            starts: Vec::new(),
        };
        // Entries of one service mostly stand together.
        let mut last: Option<Service<'a>> = None;
        for statement in &document.statements {
            for element in [&statement.action, &statement.not_action] {
                names.starts.push(names.all.len());
                let entries = element
                    .iter()
                    .flat_map(|element: &ActionElement| &element.value);
                names.all.extend(entries.map(|entry| {
                    let (prefix, name) = entry.text.split_once(':').unwrap_or_default();
                    let service = last
                        .filter(|last| last.prefix() == prefix)
                        .or_else(|| catalog.service(prefix));
                    last = service.or(last);
                    Named {
                        service,
                        action: service.and_then(|service| service.action(name)),
                    }
                }));
            }
        }
        names
    }
}
