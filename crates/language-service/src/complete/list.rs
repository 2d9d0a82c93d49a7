//! A list of options under construction: ranked by what is written, bounded.

use catalog::Action;
use json_text::Span;

use super::insertion::{Insertion, open_string};
use super::rank::{SCATTERED, rank};
use super::{Completion, Completions, MOST_OPTIONS};
use crate::subject::Subject;

/// The options found so far.
pub(super) struct List<'a> {
    /// What is written of the word, up to the cursor.
    pub(super) written: &'a str,
    pub(super) insertion: Insertion,
    /// What stands in the list beside the place: it needs no second one.
    present: Vec<&'a str>,
    /// Rank and group of each option, in order of arrival within them.
    found: Vec<(u8, usize, Entry<'a>)>,
}

/// An option that is found; what is said of it is made for the best ones only.
enum Entry<'a> {
    Draft(Draft),
    Action(Action<'a>),
}

/// An option before it is ranked.
pub(super) struct Draft {
    /// What is listed.
    pub(super) label: String,
    pub(super) detail: String,
    pub(super) info: String,
    /// JSON with stops.
    pub(super) json: String,
    pub(super) goes_on: bool,
}

impl Draft {
    /// A string that is written as it is listed.
    pub(super) fn text(label: impl Into<String>, detail: impl Into<String>) -> Draft {
        let label = label.into();
        Draft {
            json: open_string(&label),
            label,
            detail: detail.into(),
            info: String::new(),
            goes_on: false,
        }
    }

    /// JSON that is listed under another name.
    pub(super) fn json(
        label: impl Into<String>,
        detail: impl Into<String>,
        json: impl Into<String>,
    ) -> Draft {
        Draft {
            label: label.into(),
            detail: detail.into(),
            info: String::new(),
            json: json.into(),
            goes_on: true,
        }
    }

    pub(super) fn info(mut self, info: impl Into<String>) -> Draft {
        self.info = info.into();
        self
    }

    pub(super) fn goes_on(mut self) -> Draft {
        self.goes_on = true;
        self
    }
}

impl<'a> List<'a> {
    pub(super) fn new(written: &'a str, insertion: Insertion, present: Vec<&'a str>) -> List<'a> {
        List {
            written,
            insertion,
            present,
            found: Vec::new(),
        }
    }

    /// How well a name fits what is written.
    pub(super) fn rank(&self, name: &str) -> Option<u8> {
        rank(self.written, name)
    }

    /// Adds an option if its label fits.
    pub(super) fn add(&mut self, draft: Draft) {
        self.add_in_group(0, draft);
    }

    /// The same; of equal rank, a lower group goes first.
    pub(super) fn add_in_group(&mut self, group: usize, draft: Draft) {
        if let Some(rank) = self.rank(&draft.label) {
            self.add_ranked(rank, group, draft);
        }
    }

    /// Adds an option of which the caller knows how well it fits.
    pub(super) fn add_ranked(&mut self, rank: u8, group: usize, draft: Draft) {
        self.found.push((rank, group, Entry::Draft(draft)));
    }

    /// The same for an action.
    pub(super) fn add_action(&mut self, rank: u8, group: usize, action: Action<'a>) {
        self.found.push((rank, group, Entry::Action(action)));
    }

    /// The best options in order; `None` if there is none but what is written already, as `text` is.
    pub(super) fn finish(
        mut self,
        subject: &Subject<'_>,
        word: Span,
        text: &str,
    ) -> Option<Completions> {
        self.found.sort_by_key(|(rank, group, _)| (*rank, *group));
        let best = self.found.first().map_or(0, |(rank, _, _)| *rank);
        let insertion = self.insertion;
        let mut drafts: Vec<Draft> = self
            .found
            .into_iter()
            // Letters scattered over a name are noise beside a name that has them together.
            .take_while(|(rank, _, _)| *rank < SCATTERED || best >= SCATTERED)
            .take(2 * MOST_OPTIONS)
            .map(|(_, _, entry)| match entry {
                Entry::Draft(draft) => draft,
                Entry::Action(action) => of_action(subject, action),
            })
            .collect();
        remove_present(&mut drafts, &self.present);
        let options: Vec<Completion> = drafts
            .into_iter()
            .take(MOST_OPTIONS)
            .map(|draft| Completion {
                label: draft.label,
                detail: draft.detail,
                info: draft.info,
                template: insertion.template(&draft.json),
                goes_on: draft.goes_on,
            })
            .collect();
        let is_written = |option: &Completion| option.label == text;
        (!options.iter().all(is_written)).then_some(Completions {
            word,
            replaced: insertion.replaced,
            comma_at: insertion.comma_at,
            options,
        })
    }
}

/// Removes the drafts that are listed under a name that is present, whatever its case. There may be thousands of names.
fn remove_present(drafts: &mut Vec<Draft>, present: &[&str]) {
    fn lower(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    let mut places: Vec<usize> = (0..drafts.len()).collect();
    let label = |place: &usize| drafts.get(*place).map_or("", |draft| draft.label.as_str());
    places.sort_by(|a, b| lower(label(a)).cmp(lower(label(b))));
    let mut removed = vec![false; drafts.len()];
    for name in present {
        let found = places.binary_search_by(|place| lower(label(place)).cmp(lower(name)));
        let place = found.ok().and_then(|found| places.get(found));
        if let Some(removed) = place.and_then(|place| removed.get_mut(*place)) {
            *removed = true;
        }
    }
    let mut removed = removed.into_iter();
    drafts.retain(|_| !removed.next().unwrap_or_default());
}

fn of_action(subject: &Subject<'_>, action: Action<'_>) -> Draft {
    let info = subject
        .descriptions
        .and_then(|descriptions| descriptions.action(action))
        .map(|described| described.text)
        .unwrap_or_default();
    Draft::text(action.full_name(), action.access_levels().name()).info(info)
}
