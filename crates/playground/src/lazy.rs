//! Code that is loaded in idle time, once the page can be used.
//!
//! A chunk is whatever its function here reaches and the rest of the page does not: the build splits it off into a
//! WebAssembly module of its own, which shares memory and table with the first one. What the rest of the page names by
//! another road stays in the first module. `ARCHITECTURE.md` says how to add a chunk.

use std::future::Future;
use std::rc::Rc;

use analysis::{Advice, CompareTask, Comparison, Pair};
use catalog::Catalog;
use code_editor::{CompletionList, HoverText, Place};
use evaluation::Trace;
use policy::PolicyType;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use workbench::learn::{Graded, LearnAction};
use workbench::{Effect, ExpectationOutcome, State};
use yew::prelude::*;

use crate::engine::Engine;
use crate::language;
use crate::learning;
use crate::opening;
use crate::views::{
    compare, learn, palette, placeholders, review, samples, sharing, simulate, suggest,
};

/// The code of a chunk, as far as it is there.
pub(crate) enum Lazy<C: 'static> {
    /// It is on its way.
    Loading,
    /// It can be called.
    Ready(&'static C),
    /// It could not be loaded. It never will be: the page seals itself.
    Missing,
}

impl<C> Clone for Lazy<C> {
    fn clone(&self) -> Lazy<C> {
        *self
    }
}

impl<C> Copy for Lazy<C> {}

impl<C> PartialEq for Lazy<C> {
    fn eq(&self, other: &Lazy<C>) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl<C> Lazy<C> {
    /// The code, once it is there.
    pub(crate) fn ready(self) -> Option<&'static C> {
        match self {
            Lazy::Ready(code) => Some(code),
            Lazy::Loading | Lazy::Missing => None,
        }
    }

    /// What the code shows, or why there is nothing to show.
    pub(crate) fn show(self, view: impl FnOnce(&'static C) -> Html) -> Html {
        match self {
            Lazy::Ready(code) => view(code),
            Lazy::Loading => html! { <p class="judges" role="status">{"Loading…"}</p> },
            Lazy::Missing => html! {
                <p class="judges caution" role="status">
                    {"This part of the page could not be loaded; the rest works without it. Reload the page to try again."}
                </p>
            },
        }
    }
}

/// All chunks. This struct, [`Chunks::load`] and the functions below it are the only list of them.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Chunks {
    pub(crate) language: Lazy<Language>,
    pub(crate) simulate: Lazy<Simulate>,
    pub(crate) suggest: Lazy<Suggest>,
    pub(crate) compare: Lazy<Compare>,
    pub(crate) samples: Lazy<Samples>,
    pub(crate) saved: Lazy<Saved>,
    pub(crate) sharing: Lazy<Sharing>,
    pub(crate) learn: Lazy<Learn>,
}

impl Chunks {
    /// Nothing is there yet.
    pub(crate) const LOADING: Chunks = Chunks {
        language: Lazy::Loading,
        simulate: Lazy::Loading,
        suggest: Lazy::Loading,
        compare: Lazy::Loading,
        samples: Lazy::Loading,
        saved: Lazy::Loading,
        sharing: Lazy::Loading,
        learn: Lazy::Loading,
    };

    /// Waits for every chunk; `arrived` is given each outcome, to be put into its place.
    pub(crate) fn load(arrived: impl Fn(&dyn Fn(&mut Chunks)) + Clone + 'static) {
        wait(language(), arrived.clone(), |chunks| &mut chunks.language);
        wait(simulate(), arrived.clone(), |chunks| &mut chunks.simulate);
        wait(suggest(), arrived.clone(), |chunks| &mut chunks.suggest);
        wait(compare(), arrived.clone(), |chunks| &mut chunks.compare);
        wait(samples(), arrived.clone(), |chunks| &mut chunks.samples);
        wait(saved(), arrived.clone(), |chunks| &mut chunks.saved);
        wait(sharing(), arrived.clone(), |chunks| &mut chunks.sharing);
        wait(learn(), arrived, |chunks| &mut chunks.learn);
    }
}

fn wait<C>(
    code: impl Future<Output = Result<&'static C, SplitLoaderError>> + 'static,
    arrived: impl Fn(&dyn Fn(&mut Chunks)) + 'static,
    place: fn(&mut Chunks) -> &mut Lazy<C>,
) {
    spawn_local(async move {
        let code = code.await.map_or(Lazy::Missing, Lazy::Ready);
        arrived(&|chunks| *place(chunks) = code);
    });
}

/// What is known of places in a text, the palette of commands, and the form of placeholders.
pub(crate) struct Language {
    /// What to say about a place.
    pub(crate) hover: fn(&Engine, Option<PolicyType>, &Place) -> Option<HoverText>,
    /// What can be written at a place.
    pub(crate) complete: fn(&Engine, Option<PolicyType>, &Place) -> Option<CompletionList>,
    /// How a snippet is put into a policy.
    pub(crate) snippet: fn(&Engine, &str, Option<PolicyType>, usize) -> Option<CompletionList>,
    pub(crate) palette: fn(palette::PaletteProps) -> Html,
    pub(crate) placeholders: fn(placeholders::PlaceholdersProps) -> Html,
}

#[wasm_split(language, fallible)]
fn language() -> Result<&'static Language, SplitLoaderError> {
    Ok(&Language {
        hover: language::hover,
        complete: language::complete,
        snippet: language::snippet,
        palette: |props| html! { <palette::Palette ..props /> },
        placeholders: |props| html! { <placeholders::Placeholders ..props /> },
    })
}

/// A decision and how it came about, or what is missing to ask.
pub(crate) type Simulation = Result<Rc<Trace>, Rc<str>>;

/// Requests and their decisions.
pub(crate) struct Simulate {
    pub(crate) view: fn(simulate::SimulateProps) -> Html,
    /// Decides the request in the form.
    pub(crate) run: fn(&Catalog, &State) -> Simulation,
    /// Holds the documents to what is expected of them.
    pub(crate) check: fn(&Catalog, &State) -> Rc<[ExpectationOutcome]>,
}

#[wasm_split(simulate, fallible)]
fn simulate() -> Result<&'static Simulate, SplitLoaderError> {
    Ok(&Simulate {
        view: |props| html! { <simulate::Simulate ..props /> },
        run: |catalog, state| {
            let scenario = state.request.scenario(&state.deciding())?;
            Ok(Rc::new(analysis::simulate(catalog, &scenario)))
        },
        check: |catalog, state| {
            let outcomes = analysis::check_expectations(catalog, &workbench::to_workspace(state));
            outcomes
                .into_iter()
                .map(|outcome| outcome.map_err(|error| error.to_string().into()))
                .collect()
        },
    })
}

/// How to narrow a policy.
pub(crate) struct Suggest {
    pub(crate) view: fn(suggest::SuggestProps) -> Html,
    /// Finds what there is to suggest.
    pub(crate) run: fn(&Catalog, &str, Option<PolicyType>) -> Advice,
}

#[wasm_split(suggest, fallible)]
fn suggest() -> Result<&'static Suggest, SplitLoaderError> {
    Ok(&Suggest {
        view: |props| html! { <suggest::Suggest ..props /> },
        run: analysis::advise,
    })
}

/// A comparison that has begun, or what is wrong with one of the texts.
pub(crate) type Started = Result<CompareTask, Rc<str>>;

/// What an edit really changes.
pub(crate) struct Compare {
    pub(crate) view: fn(compare::CompareProps) -> Html,
    /// Reads both texts; or says what is wrong with one of them.
    pub(crate) start: fn(&Catalog, &str, &str, PolicyType) -> Started,
    /// A little of the work; whether all is done.
    pub(crate) step: fn(&mut CompareTask, &Catalog) -> bool,
    /// What came of it.
    pub(crate) finish: fn(CompareTask) -> Rc<Comparison>,
}

#[wasm_split(compare, fallible)]
fn compare() -> Result<&'static Compare, SplitLoaderError> {
    Ok(&Compare {
        view: |props| html! { <compare::Compare ..props /> },
        start: |catalog, new, old, policy_type| {
            Pair::read(new, old, Some(policy_type))
                .map(|pair| pair.task(catalog))
                .map_err(|error| error.to_string().into())
        },
        step: |task, catalog| task.step(1, catalog),
        finish: |task| Rc::new(task.finish()),
    })
}

/// Policies to open.
pub(crate) struct Samples {
    pub(crate) view: fn(samples::SamplesProps) -> Html,
}

#[wasm_split(samples, fallible)]
fn samples() -> Result<&'static Samples, SplitLoaderError> {
    Ok(&Samples {
        view: |props| html! { <samples::Samples ..props /> },
    })
}

/// Workspaces as they are kept and shared.
pub(crate) struct Saved {
    /// Puts what was kept, or else shared, into a fresh state.
    pub(crate) read: fn(&mut State, Option<&str>, Option<&str>),
    /// What is kept of a state.
    pub(crate) write: fn(&State) -> String,
    /// The state with what a file holds in the place of what is there; or why it cannot be read.
    pub(crate) open: fn(&State, &str) -> Result<State, String>,
}

#[wasm_split(saved, fallible)]
pub(crate) fn saved() -> Result<&'static Saved, SplitLoaderError> {
    Ok(&Saved {
        read: opening::read,
        write: |state| workbench::to_workspace(state).to_json(),
        open: opening::open_file,
    })
}

/// What leaves the page because the user wants it to, and what is reviewed with others.
pub(crate) struct Sharing {
    pub(crate) dialog: fn(sharing::SharingProps) -> Html,
    pub(crate) review: fn(review::ReviewProps) -> Html,
}

#[wasm_split(sharing, fallible)]
fn sharing() -> Result<&'static Sharing, SplitLoaderError> {
    Ok(&Sharing {
        dialog: |props| html! { <sharing::Sharing ..props /> },
        review: |props| html! { <review::Review ..props /> },
    })
}

/// Lessons.
pub(crate) struct Learn {
    pub(crate) view: fn(learn::LearnProps) -> Html,
    /// A step of the lessons.
    pub(crate) reduce: fn(State, LearnAction) -> (State, Vec<Effect>),
    /// What the documents of the open lesson come to.
    pub(crate) grade: fn(&Catalog, &State) -> Option<Rc<Graded>>,
    /// What is kept of the progress; nothing before it was read.
    pub(crate) write: fn(&State) -> Option<String>,
}

#[wasm_split(learn, fallible)]
pub(crate) fn learn() -> Result<&'static Learn, SplitLoaderError> {
    Ok(&Learn {
        view: |props| html! { <learn::Learn ..props /> },
        reduce: workbench::learn::reduce,
        grade: learning::grade,
        write: learning::write,
    })
}
