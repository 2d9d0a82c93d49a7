//! # A wildcard that allows many actions
//!
//! An Allow statement names actions by a wildcard, such as `s3:*`.
//!
//! ## Why it matters
//!
//! The wildcard allows every action that it matches, seldom all of them needed, and those that AWS adds to the service
//! later. Actions that manage permissions, such as `s3:PutBucketPolicy`, hide among the harmless ones.
//!
//! ## Example
//!
//! ```json
//! {"Effect": "Allow", "Action": "sqs:*Message", "Resource": "arn:aws:sqs:eu-west-1:123456789012:jobs"}
//! ```
//!
//! ## Instead
//!
//! The suggestion lists the actions by access level, to keep or to drop each, and writes out those that are kept. Where
//! they are many, those that begin with the same word, all of which are kept, are written as one: `ec2:Describe*`.
//!
//! ```json
//! {
//!   "Effect": "Allow",
//!   "Action": ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"],
//!   "Resource": "arn:aws:sqs:eu-west-1:123456789012:jobs"
//! }
//! ```
//!
//! With all kept, every action of today stays allowed. The list is that of the Service Authorization Reference.
//!
//! ## References
//!
//! - [Actions, resources, and condition keys for AWS services](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)
//! - [Understanding access level summaries within policy summaries](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html)

use std::collections::{BTreeMap, BTreeSet, HashSet};

use catalog::Catalog;
use diagnostics::{Edit, Fix, Span};
use policy::{ActionEntry, PolicyDocument, Statement};

use crate::layout::{Layout, join};
use crate::suggestion::{Advice, Proof, Suggestion};

/// The code of this suggestion.
pub(crate) const CODE: &str = "open-action-wildcard";

/// How many wildcards of one document are opened.
const MOST_WILDCARDS: usize = 40;

/// From this many actions on, those of one word are written as one.
const MOST_NAMES: usize = 40;

/// In the order in which they are shown: the gravest first.
const LEVELS: [&str; 5] = ["Permissions management", "Write", "Tagging", "Read", "List"];

/// The actions of a wildcard, each to keep or to drop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionChoice {
    /// The access levels and the full names of their actions, the gravest level first; none is empty.
    pub levels: Vec<(&'static str, Vec<String>)>,
    /// The wildcard as written.
    entry: String,
    /// The place of the wildcard.
    span: Span,
    /// What stands before, between and after the entries that take its place.
    layout: [String; 3],
    /// How many actions of the service begin with each word, with prefix: `s3:Get`.
    words: BTreeMap<String, usize>,
}

impl ActionChoice {
    /// How many actions there are.
    pub fn len(&self) -> usize {
        self.levels.iter().map(|(_, names)| names.len()).sum()
    }

    /// Whether there are none; there always are some.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The change that keeps all but these actions; `None` where none is left.
    pub fn without<S: AsRef<str>>(&self, dropped: &[S]) -> Option<Fix> {
        let dropped: HashSet<&str> = dropped.iter().map(AsRef::as_ref).collect();
        let mut kept: Vec<String> = self
            .levels
            .iter()
            .flat_map(|(_, names)| names)
            .filter(|name| !dropped.contains(name.as_str()))
            .cloned()
            .collect();
        kept.sort_unstable();
        let (count, all) = (kept.len(), self.len());
        if kept.is_empty() {
            return None;
        }
        let title = if count == all {
            format!("write out the {all} actions of `{}`", self.entry)
        } else {
            format!("keep {count} of the {all} actions of `{}`", self.entry)
        };
        let entries = if count > MOST_NAMES {
            self.by_word(kept)
        } else {
            kept
        };
        let text = join(&self.layout, &entries);
        Some(Fix::narrows(title, vec![Edit::new(self.span, text)]))
    }

    /// Sorted names, those of a word of which none is missing as one.
    fn by_word(&self, kept: Vec<String>) -> Vec<String> {
        let whole = |word: &str| {
            let count = kept.iter().filter(|name| name.starts_with(word)).count();
            count > 1 && self.words.get(word) == Some(&count)
        };
        let words: Vec<&str> = self
            .words
            .keys()
            .map(String::as_str)
            .filter(|word| whole(word))
            .collect();
        let mut entries: Vec<String> = words.iter().map(|word| format!("{word}*")).collect();
        entries.extend(
            kept.iter()
                .filter(|name| !words.iter().any(|word| name.starts_with(word)))
                .cloned(),
        );
        entries.sort_unstable();
        entries
    }
}

pub(crate) fn suggest(document: &PolicyDocument, catalog: &Catalog, advice: &mut Advice) {
    let entries = document
        .statements
        .iter()
        .filter(|statement| statement.is_allow())
        .flat_map(|statement| {
            let entries = statement.action.iter().flat_map(|action| &action.value);
            entries.map(move |entry| (statement, entry))
        })
        .filter(|(_, entry)| entry.text.contains(['*', '?']));
    for (statement, entry) in entries.take(MOST_WILDCARDS) {
        advice
            .suggestions
            .extend(open(document, statement, entry, catalog));
    }
}

fn open(
    document: &PolicyDocument,
    statement: &Statement,
    entry: &ActionEntry,
    catalog: &Catalog,
) -> Option<Suggestion> {
    let (prefix, _) = entry.text.split_once(':')?;
    let service = catalog.service(prefix)?;
    let mut levels: Vec<(&'static str, Vec<String>)> = LEVELS
        .into_iter()
        .map(|level| (level, Vec::new()))
        .collect();
    for action in catalog
        .expand_pattern(&entry.pattern)
        .iter()
        .filter_map(|id| catalog.action_by_id(id))
    {
        let name = action.access_levels().name();
        if let Some((_, names)) = levels.iter_mut().find(|(level, _)| *level == name) {
            names.push(action.full_name());
        }
    }
    levels.retain(|(_, names)| !names.is_empty());
    let words = service
        .actions()
        .map(|action| first_word(action.name()))
        .collect::<BTreeSet<&str>>()
        .into_iter()
        .map(|word| {
            let names = service
                .actions()
                .filter(|action| action.name().starts_with(word));
            (format!("{}:{word}", service.prefix()), names.count())
        })
        .collect();
    let element = statement.action.as_ref()?;
    let list = document.json().value(element.node)?;
    let layout = match Layout::of_list(list) {
        Some(layout) => layout.within_list(),
        None => Layout::of_member(document.text(), statement.span, element.name_span).of_new_list(),
    };
    let choice = ActionChoice {
        levels,
        entry: entry.text.clone(),
        span: entry.span,
        layout,
        words,
    };
    let fix = choice.without::<&str>(&[])?;
    let counts: Vec<String> = choice
        .levels
        .iter()
        .map(|(level, names)| format!("{} {level}", names.len()))
        .collect();
    Some(Suggestion {
        code: CODE,
        title: fix.title.clone(),
        span: entry.span,
        message: format!(
            "`{}` allows {}: {}",
            entry.text,
            match choice.len() {
                1 => "1 action".to_owned(),
                count => format!("{count} actions"),
            },
            counts.join(", ")
        ),
        because: "seldom are all of them needed, and a wildcard allows what AWS adds to the service later as well"
            .to_owned(),
        removes: vec![format!(
            "actions that AWS adds later and that `{}` would match",
            entry.text
        )],
        fix,
        choice: Some(choice),
        proof: Proof::NotProven {
            why: format!(
                "it rests on the actions in the catalogue of {}: one that the catalogue lacks would be cut off",
                catalog.date()
            ),
        },
    })
}

/// `Get` of `GetObject`.
fn first_word(name: &str) -> &str {
    let next = name
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_uppercase());
    next.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}
