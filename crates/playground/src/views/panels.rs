use std::rc::Rc;

use diagnostics::Kind;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use workbench::{Action, Panel, State};
use yew::prelude::*;

use super::compare::CompareProps;
use super::findings::Findings;
use super::learn::LearnProps;
use super::placeholders::PlaceholdersProps;
use super::review::ReviewProps;
use super::simulate::SimulateProps;
use super::suggest::SuggestProps;
use super::wording::count;
use crate::dispatch::Dispatch;
use crate::engine::Engine;
use crate::lazy::Chunks;

#[derive(Properties, PartialEq)]
pub(crate) struct PanelsProps {
    pub(crate) state: Rc<State>,
    pub(crate) engine: Engine,
    pub(crate) chunks: Chunks,
    pub(crate) on_samples: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

/// The panels beside the editor, one of which is shown.
#[component]
pub(crate) fn Panels(props: &PanelsProps) -> Html {
    let state = &props.state;
    let shown: Vec<Panel> = match &state.embed {
        Some(embed) => embed.panels.clone(),
        None => Panel::ALL.to_vec(),
    };
    let Some(document) = state.active_document().cloned() else {
        return html! {};
    };
    let list = use_node_ref();
    let on_key = {
        let list = list.clone();
        let shown = shown.clone();
        let dispatch = props.dispatch.clone();
        let panel = state.panel;
        Callback::from(move |event: KeyboardEvent| {
            let Some(at) = shown.iter().position(|&each| each == panel) else {
                return;
            };
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % shown.len(),
                "ArrowLeft" => (at + shown.len() - 1) % shown.len(),
                "Home" => 0,
                "End" => shown.len() - 1,
                _ => return,
            };
            if let Some(&next) = shown.get(to) {
                event.prevent_default();
                dispatch.send(Action::PanelOpened(next));
                focus_tab(&list, next);
            }
        })
    };
    let can_edit = state.can_edit();
    html! {
        <section class="judgement" aria-label="What is said about the policies">
            <div class="panels" role="tablist" aria-label="Panels" ref={list} onkeydown={on_key}>
                { for shown.iter().map(|&panel| {
                    let selected = panel == state.panel;
                    html! {
                        <button class="tab" role="tab" key={panel.as_str()} id={format!("tab-{}", panel.as_str())}
                            aria-selected={selected.to_string()} aria-controls="panel" tabindex={if selected { "0" } else { "-1" }}
                            onclick={props.dispatch.callback(move |_: MouseEvent| Action::PanelOpened(panel))}>
                            {panel.title()}
                            if panel == Panel::Findings {
                                {badge(&document)}
                            }
                            if panel == Panel::Simulate && !state.expectations.is_empty() {
                                {expectations_badge(state)}
                            }
                        </button>
                    }
                }) }
            </div>
            <div class="panel" id="panel" role="tabpanel" tabindex="0" aria-labelledby={format!("tab-{}", state.panel.as_str())}>
                { match state.panel {
                    Panel::Findings => html! {
                        <>
                            <p class="judges">{judged(&document)}</p>
                            if let Some(language) = props.chunks.language.ready().filter(|_| can_edit) {
                                {(language.placeholders)(PlaceholdersProps {
                                    document: document.clone(),
                                    dispatch: props.dispatch.clone(),
                                })}
                            }
                            <Findings {document} {can_edit} on_samples={props.on_samples.clone()} dispatch={props.dispatch.clone()} />
                        </>
                    },
                    Panel::Suggest => html! {
                        <>
                            <p class="judges">{judged(&document)}</p>
                            { props.chunks.suggest.show(|suggest| (suggest.view)(SuggestProps {
                                document,
                                can_edit,
                                dispatch: props.dispatch.clone(),
                            })) }
                        </>
                    },
                    Panel::Compare => html! {
                        <>
                            <p class="judges">{judged(&document)}</p>
                            { props.chunks.compare.show(|compare| (compare.view)(CompareProps {
                                state: state.clone(),
                                dispatch: props.dispatch.clone(),
                            })) }
                            {review(props, &document)}
                        </>
                    },
                    Panel::Learn => props.chunks.learn.show(|learn| (learn.view)(LearnProps {
                        state: state.clone(),
                        dispatch: props.dispatch.clone(),
                    })),
                    Panel::Simulate => props.chunks.simulate.show(|simulate| (simulate.view)(SimulateProps {
                        state: state.clone(),
                        engine: props.engine.clone(),
                        dispatch: props.dispatch.clone(),
                    })),
                } }
            </div>
        </section>
    }
}

/// What else there is to know of a change, once there is one.
fn review(props: &PanelsProps, document: &Rc<workbench::Document>) -> Html {
    let current = props.state.baseline_text(document);
    let changed = current.filter(|current| **current != *document.text);
    match (props.chunks.sharing.ready(), changed) {
        (Some(sharing), Some(current)) => (sharing.review)(ReviewProps {
            document: document.clone(),
            current,
            state: props.state.clone(),
            engine: props.engine.clone(),
            dispatch: props.dispatch.clone(),
        }),
        _ => html! {},
    }
}

/// Which document the panel judges, and as what.
fn judged(document: &workbench::Document) -> String {
    format!(
        "{}, judged as {}",
        document.name,
        with_article(document.policy_type().title())
    )
}

fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

fn badge(document: &workbench::Document) -> Html {
    let Some(analysis) = document.analysis.as_ref().filter(|_| !document.is_blank()) else {
        return html! {};
    };
    let worst = analysis.findings.iter().map(|finding| finding.kind).min();
    let class = worst.map(Kind::as_str);
    html! { <span class={classes!("count", class)}>{analysis.findings.len()}</span> }
}

/// How many expectations fail; a tick where none does.
fn expectations_badge(state: &State) -> Html {
    match state.failed_expectations() {
        0 => html! { <span class="count" aria-label="all expectations are met">{"✓"}</span> },
        failed => html! {
            <span class="count error" aria-label={count(failed, "expectation fails", "expectations fail")}>{failed}</span>
        },
    }
}

fn focus_tab(list: &NodeRef, panel: Panel) {
    let tab = list
        .cast::<HtmlElement>()
        .and_then(|list| {
            list.query_selector(&format!("#tab-{}", panel.as_str()))
                .ok()
                .flatten()
        })
        .and_then(|tab| tab.dyn_into::<HtmlElement>().ok());
    if let Some(tab) = tab {
        // Focus fails only for an element that is not there any more.
        let _ = tab.focus();
    }
}
