use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use web_sys::DragEvent;
use workbench::{Action, Seal, State};
use yew::prelude::*;

use crate::browser::storage::Place;
use crate::browser::{files, page};
use crate::dispatch::Dispatch;
use crate::engine::Engine;
use crate::lazy::Lazy;
use crate::site;
use crate::store::{Snapshot, Store};
use crate::views::dialog::use_opening;
use crate::views::palette::PaletteProps;
use crate::views::sharing::SharingProps;
use crate::views::{Documents, Editor, Masthead, NoticeBar, Opener, Panels, StatusBar};

#[derive(Properties, PartialEq, Clone)]
pub(crate) struct AppProps {
    pub(crate) engine: Engine,
    /// What the page opens with.
    pub(crate) state: Rc<State>,
    /// Where it is kept.
    pub(crate) place: Place,
}

/// The whole page.
#[component]
pub(crate) fn App(props: &AppProps) -> Html {
    let redraw = use_force_update();
    let store = {
        let AppProps {
            engine,
            state,
            place,
        } = props.clone();
        use_memo((), move |()| {
            let changed = Callback::from(move |()| redraw.force_update());
            Store::start(State::clone(&state), engine, place, changed)
        })
    };
    let dispatch = use_memo((), |()| store.dispatch());
    let (samples, open_samples) = use_opening();
    let (palette, open_palette) = use_opening();
    let (sharing, open_sharing) = use_opening();

    use_effect_with((), {
        let dispatch = Dispatch::clone(&dispatch);
        let store = Rc::clone(&store);
        let engine = props.engine.clone();
        move |()| {
            site::ready();
            store.load_chunks();
            spawn_local(async move {
                if let Some(bytes) = site::file(site::DESCRIPTIONS).await {
                    engine.take_descriptions(bytes);
                }
            });
            spawn_local(async move {
                let missing = site::sealed().await;
                dispatch.send(Action::SealChanged(Seal::Sealed {
                    missing: missing.into_iter().map(Into::into).collect(),
                }));
            });
        }
    });
    use_effect_with((), {
        let (store, dispatch) = (Rc::clone(&store), Dispatch::clone(&dispatch));
        move |()| {
            let listeners = web_sys::window().map(|window| {
                let keeping = Rc::clone(&store);
                [
                    EventListener::new(&window, "pagehide", move |_| keeping.keep_now()),
                    EventListener::new(&window, "storage", move |event| {
                        if store.place().is_taken(event) {
                            dispatch.send(Action::KeptElsewhere);
                        }
                    }),
                    // A link that is pasted into the address of an open page changes nothing but what stands behind
                    // `#`: without this the browser would stay where it is.
                    EventListener::new(&window, "hashchange", |_| page::reload()),
                ]
            });
            move || drop(listeners)
        }
    });

    let Snapshot {
        state,
        selection,
        edits,
        chunks,
        insertion,
    } = store.snapshot();
    let Some(document) = state.active_document().cloned() else {
        return html! {};
    };
    let embedded = state.embed.is_some();
    let editor_alone = state
        .embed
        .as_ref()
        .is_some_and(|embed| embed.panels.is_empty());
    let dispatch = Dispatch::clone(&dispatch);
    // A file dropped beside the editor would otherwise replace the page.
    let on_drag_over = Callback::from(|event: DragEvent| {
        if files::has_files(&event) {
            event.prevent_default();
        }
    });
    let on_drop = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: DragEvent| {
            if files::has_files(&event) {
                event.prevent_default();
                files::read_dropped(&event, &dispatch);
            }
        })
    };
    let can_edit = state.can_edit();
    let choose_sample = open_samples.reform(|()| true);
    let share = {
        let (open, dispatch) = (open_sharing.clone(), dispatch.clone());
        let missing = matches!(chunks.sharing, Lazy::Missing);
        Callback::from(move |()| {
            if missing {
                dispatch.send(Action::SharingMissing);
            } else {
                open.emit(true);
            }
        })
    };
    html! {
        <div class={classes!("page", embedded.then_some("embedded"))} ondragover={on_drag_over} ondrop={on_drop}>
            if !embedded {
                <Masthead catalogue_date={props.engine.catalog().date().to_owned()} seal={state.seal.clone()} theme={state.theme}
                    keeps={state.keeps} on_samples={choose_sample.clone()} on_share={share.clone()} dispatch={dispatch.clone()} />
            }
            <main class={classes!("workbench", editor_alone.then_some("editor-alone"))}>
                if embedded {
                    <h1 class="visually-hidden">{"IAM Policy Playground"}</h1>
                }
                <section class="draft" aria-label="Draft">
                    <Documents documents={state.documents.clone()} active={state.active} fixed={embedded} dispatch={dispatch.clone()} />
                    <Editor document={document.clone()} {can_edit} {selection} {edits} {insertion} language={chunks.language} plain={state.plain_editor}
                        engine={props.engine.clone()} dispatch={dispatch.clone()} />
                    if !embedded {
                        <StatusBar {document} {can_edit} plain={state.plain_editor} on_commands={open_palette.reform(|()| true)}
                            dispatch={dispatch.clone()} />
                    }
                </section>
                if !editor_alone {
                    <Panels state={state.clone()} engine={props.engine.clone()} {chunks} on_samples={choose_sample.clone()} dispatch={dispatch.clone()} />
                }
            </main>
            <NoticeBar notice={state.notice.clone()} dispatch={dispatch.clone()} />
            if !embedded {
                if let Some(language) = chunks.language.ready() {
                    {(language.palette)(PaletteProps {
                        opening: palette,
                        state: state.clone(),
                        on_open: open_palette,
                        on_samples: choose_sample,
                        on_share: share,
                        dispatch: dispatch.clone(),
                    })}
                }
                if let Some(code) = chunks.sharing.ready() {
                    {(code.dialog)(SharingProps {
                        opening: sharing,
                        state: state.clone(),
                        on_open: open_sharing,
                    })}
                }
                <Opener opening={samples} samples={chunks.samples} on_open={open_samples} {dispatch} />
            }
        </div>
    }
}
