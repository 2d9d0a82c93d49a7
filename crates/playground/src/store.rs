//! The state of the page, and the effects of its steps.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use analysis::{CompareTask, Comparison, Surroundings};
use code_editor::{EditRequest, InsertionRequest, SelectionRequest};
use gloo_timers::callback::Timeout;
use policy::PolicyType;
use wasm_bindgen_futures::spawn_local;
use workbench::learn::LearnAction;
use workbench::{Action, Compared, DocumentId, Effect, State};
use yew::Callback;

use crate::browser::page;
use crate::browser::storage::{self, Place};
use crate::dispatch::Dispatch;
use crate::engine::Engine;
use crate::lazy::{self, Chunks, Compare, Lazy};

/// How long after a change the workspace is kept, in milliseconds: not at every key.
const KEEP_AFTER: u32 = 400;

/// How long the page may compare before it draws again, in milliseconds.
const SLICE: f64 = 8.0;

/// Two texts that are being compared.
struct Comparing {
    document: DocumentId,
    revision: u64,
    text: Rc<str>,
    baseline: Rc<str>,
    policy_type: PolicyType,
}

/// What the views are drawn from.
#[derive(Clone, PartialEq)]
pub(crate) struct Snapshot {
    pub(crate) state: Rc<State>,
    /// The place that the editor shall go to.
    pub(crate) selection: Option<SelectionRequest>,
    /// The edits that the editor shall apply.
    pub(crate) edits: Option<EditRequest>,
    /// The code that is loaded in idle time.
    pub(crate) chunks: Chunks,
    /// What the editor shall insert.
    pub(crate) insertion: Option<InsertionRequest>,
}

/// Holds the state, reduces actions one after the other, and runs their effects.
pub(crate) struct Store {
    inner: RefCell<Inner>,
    engine: Engine,
    /// Told after every step but the first ones, which [`Store::start`] takes.
    changed: Callback<()>,
}

struct Inner {
    snapshot: Snapshot,
    waiting: VecDeque<Action>,
    stepping: bool,
    nonce: u64,
    keeping: Option<Timeout>,
    /// Where the workspace is kept.
    place: Place,
}

impl Store {
    /// A store in its first state; runs what a fresh page has to do.
    pub(crate) fn start(
        mut state: State,
        engine: Engine,
        place: Place,
        changed: Callback<()>,
    ) -> Rc<Store> {
        let effects = workbench::start(&mut state);
        let store = Rc::new(Store {
            inner: RefCell::new(Inner {
                snapshot: Snapshot {
                    state: Rc::new(state),
                    selection: None,
                    edits: None,
                    chunks: Chunks::LOADING,
                    insertion: None,
                },
                waiting: VecDeque::new(),
                stepping: true,
                nonce: 0,
                keeping: None,
                place,
            }),
            engine,
            changed,
        });
        for effect in effects {
            store.run(effect);
        }
        store.step();
        store
    }

    /// Waits for the code that is loaded in idle time.
    pub(crate) fn load_chunks(self: &Rc<Self>) {
        let store = self.clone();
        Chunks::load(move |arrive| {
            arrive(&mut store.inner.borrow_mut().snapshot.chunks);
            // The panel that is open asks again for what it could not get, and what is due to be kept is kept.
            store.send(Action::PanelOpened(store.state().panel));
            if store.inner.borrow().keeping.is_some() {
                store.keep_soon();
            }
        });
    }

    /// What the views are drawn from, as it is now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.inner.borrow().snapshot.clone()
    }

    pub(crate) fn dispatch(self: &Rc<Self>) -> Dispatch {
        let store = self.clone();
        Dispatch::new(Callback::from(move |action| store.send(action)))
    }

    /// Queues an action and, unless a step is under way, takes steps until none is left. Results of effects that
    /// run at once are steps of the same round, so that a keystroke and its findings are drawn together.
    fn send(self: &Rc<Self>, action: Action) {
        self.inner.borrow_mut().waiting.push_back(action);
        if !self.inner.borrow().stepping {
            self.step();
            self.changed.emit(());
        }
    }

    fn step(self: &Rc<Self>) {
        self.inner.borrow_mut().stepping = true;
        loop {
            let next = self.inner.borrow_mut().waiting.pop_front();
            let Some(action) = next else {
                break;
            };
            let state = State::clone(&self.inner.borrow().snapshot.state);
            let (state, effects) = match (action, self.chunks().learn) {
                (Action::Learn(action), Lazy::Ready(learn)) => (learn.reduce)(state, action),
                (action, _) => workbench::reduce(state, action),
            };
            self.inner.borrow_mut().snapshot.state = Rc::new(state);
            for effect in effects {
                self.run(effect);
            }
        }
        self.inner.borrow_mut().stepping = false;
    }

    /// Where the workspace is kept.
    pub(crate) fn place(&self) -> Place {
        self.inner.borrow().place.clone()
    }

    fn state(&self) -> Rc<State> {
        self.inner.borrow().snapshot.state.clone()
    }

    fn chunks(&self) -> Chunks {
        self.inner.borrow().snapshot.chunks
    }

    fn nonce(&self) -> u64 {
        let mut inner = self.inner.borrow_mut();
        inner.nonce += 1;
        inner.nonce
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Analyze {
                document,
                revision,
                text,
                policy_type,
            } => {
                let catalog = self.engine.catalog();
                let analysis = match self.engine.read(&text, policy_type) {
                    Some(reading) => reading.analyze(catalog, revision, &Surroundings::UNKNOWN),
                    None => analysis::analyze(
                        catalog,
                        revision,
                        &text,
                        policy_type,
                        &Surroundings::UNKNOWN,
                    ),
                };
                self.send(Action::AnalysisReady {
                    document,
                    analysis: Rc::new(analysis),
                });
            }
            Effect::Advise {
                document,
                revision,
                text,
                policy_type,
            } => {
                let Some(suggest) = self.chunks().suggest.ready() else {
                    return;
                };
                // After the frame: advice is not waited for at every key.
                let store = self.clone();
                Timeout::new(0, move || {
                    let current = store
                        .state()
                        .document(document)
                        .is_some_and(|document| document.revision == revision);
                    if current {
                        let advice = (suggest.run)(store.engine.catalog(), &text, policy_type);
                        store.send(Action::AdviceReady {
                            document,
                            revision,
                            advice: Rc::new(advice),
                        });
                    }
                })
                .forget();
            }
            Effect::Compare {
                document,
                revision,
                text,
                baseline,
                policy_type,
            } => self.compare(Comparing {
                document,
                revision,
                text,
                baseline,
                policy_type,
            }),
            Effect::Simulate { number } => {
                let Some(simulate) = self.chunks().simulate.ready() else {
                    return;
                };
                let result = (simulate.run)(self.engine.catalog(), &self.state());
                self.send(Action::SimulationReady { number, result });
            }
            Effect::CheckExpectations { number } => {
                let Some(simulate) = self.chunks().simulate.ready() else {
                    return;
                };
                let outcomes = (simulate.check)(self.engine.catalog(), &self.state());
                self.send(Action::ExpectationsChecked { number, outcomes });
            }
            Effect::Grade => {
                let learn = self.chunks().learn.ready();
                if let Some(graded) =
                    learn.and_then(|learn| (learn.grade)(self.engine.catalog(), &self.state()))
                {
                    self.send(Action::Learn(LearnAction::Graded(graded)));
                }
            }
            Effect::ReadLesson { name, text } => self.read_lesson(name, text),
            Effect::ApplyEdits {
                document,
                editor_revision,
                edits,
            } => {
                if self.state().active == document {
                    let nonce = self.nonce();
                    self.inner.borrow_mut().snapshot.edits = Some(EditRequest {
                        nonce,
                        revision: editor_revision,
                        edits,
                    });
                }
            }
            Effect::InsertSnippet { document, snippet } => self.insert_snippet(document, snippet),
            Effect::KeepEditor { plain } => storage::keep_plain_editor(plain),
            Effect::Select { document, span } => {
                if self.state().active == document {
                    let nonce = self.nonce();
                    self.inner.borrow_mut().snapshot.selection =
                        Some(SelectionRequest { span, nonce });
                }
            }
            Effect::Keep => self.keep_soon(),
            Effect::Forget => {
                self.inner.borrow_mut().keeping = None;
                self.place().forget();
                storage::keep_progress(None);
            }
            Effect::OpenWorkspace { name, text } => self.open_workspace(name, text),
            Effect::ShowTheme(theme) => page::show_theme(theme),
        }
    }

    /// Compares after the frame, and in slices that leave the page time to draw.
    fn compare(self: &Rc<Self>, asked: Comparing) {
        let Some(chunk) = self.chunks().compare.ready() else {
            return;
        };
        let store = self.clone();
        Timeout::new(0, move || {
            if !store.is_current(&asked) {
                return;
            }
            let catalog = store.engine.catalog();
            match (chunk.start)(catalog, &asked.text, &asked.baseline, asked.policy_type) {
                Ok(task) => store.compare_on(chunk, asked, task),
                Err(why) => store.compared(asked, Err(why)),
            }
        })
        .forget();
    }

    fn compare_on(
        self: &Rc<Self>,
        chunk: &'static Compare,
        asked: Comparing,
        mut task: CompareTask,
    ) {
        let started = page::now();
        loop {
            if (chunk.step)(&mut task, self.engine.catalog()) {
                self.compared(asked, Ok((chunk.finish)(task)));
                return;
            }
            if page::now() - started > SLICE {
                break;
            }
        }
        let store = self.clone();
        Timeout::new(0, move || {
            if store.is_current(&asked) {
                store.compare_on(chunk, asked, task);
            }
        })
        .forget();
    }

    /// Whether what is being compared is still what the user sees.
    fn is_current(&self, asked: &Comparing) -> bool {
        self.state()
            .document(asked.document)
            .is_some_and(|document| {
                document.revision == asked.revision
                    && self.state().baseline_text(document).as_ref() == Some(&asked.baseline)
            })
    }

    fn compared(self: &Rc<Self>, asked: Comparing, result: Result<Rc<Comparison>, Rc<str>>) {
        self.send(Action::ComparisonReady {
            document: asked.document,
            compared: Box::new(Compared {
                revision: asked.revision,
                baseline: asked.baseline,
                policy_type: asked.policy_type,
                result,
            }),
        });
    }

    fn insert_snippet(self: &Rc<Self>, document: DocumentId, snippet: usize) {
        let state = self.state();
        let language = self.inner.borrow().snapshot.chunks.language;
        let list = state.document(document).and_then(|document| {
            let insert = language.ready()?.snippet;
            insert(&self.engine, &document.text, document.chosen_type, snippet)
        });
        match list {
            Some(list) => {
                let nonce = self.nonce();
                self.inner.borrow_mut().snapshot.insertion = Some(InsertionRequest { nonce, list });
            }
            None => self.send(Action::SnippetUnplaced),
        }
    }

    fn keep_soon(self: &Rc<Self>) {
        let store = self.clone();
        let timeout = Timeout::new(KEEP_AFTER, move || store.keep_now());
        // The one before is dropped, and with it cancelled.
        self.inner.borrow_mut().keeping = Some(timeout);
    }

    /// Keeps what is not kept yet; also called when the page is left.
    pub(crate) fn keep_now(self: &Rc<Self>) {
        let saved = match self.chunks().saved {
            Lazy::Ready(saved) => saved,
            // It is due still, and kept when the chunk comes.
            Lazy::Loading => return,
            Lazy::Missing => {
                self.inner.borrow_mut().keeping = None;
                self.send(Action::SavingMissing);
                return;
            }
        };
        let due = self.inner.borrow_mut().keeping.take().is_some();
        let state = self.state();
        if due
            && state.keeps
            && let Some(progress) = self
                .chunks()
                .learn
                .ready()
                .and_then(|learn| (learn.write)(&state))
        {
            storage::keep_progress(Some(&progress));
        }
        if due && state.keeps && !self.place().write(&(saved.write)(&state)) {
            self.send(Action::KeepingFailed);
        }
    }

    /// A lesson from a file may be dropped before lessons can be read.
    fn read_lesson(self: &Rc<Self>, name: Rc<str>, text: Rc<str>) {
        let store = self.clone();
        spawn_local(async move {
            if let Ok(learn) = lazy::learn().await {
                store.inner.borrow_mut().snapshot.chunks.learn = Lazy::Ready(learn);
                store.send(Action::Learn(LearnAction::FileRead { name, text }));
            }
        });
    }

    /// What is there stays kept where it is; the workspace of the file is kept for this window, as that of a link.
    fn open_workspace(self: &Rc<Self>, name: Rc<str>, text: Rc<str>) {
        let store = self.clone();
        spawn_local(async move {
            let Ok(saved) = lazy::saved().await else {
                store.send(Action::SavingMissing);
                return;
            };
            let state = store.state();
            match (saved.open)(&state, &text) {
                Ok(opened) => {
                    if state.keeps {
                        store.keep_now();
                        let place = Place::of_file();
                        page::show_fragment(place.fragment());
                        store.inner.borrow_mut().place = place;
                    }
                    let state = Rc::new(opened);
                    store.send(Action::WorkspaceOpened { name, state });
                }
                Err(why) => {
                    let why = why.into();
                    store.send(Action::WorkspaceUnreadable { name, why });
                }
            }
        });
    }
}
