use std::rc::Rc;

use json_text::LineIndex;
use workbench::{Action, Document};
use yew::prelude::*;

use super::wording::{sentence, with_code};
use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct SuggestProps {
    pub(crate) document: Rc<Document>,
    pub(crate) can_edit: bool,
    pub(crate) dispatch: Dispatch,
}

/// How to narrow what the document in the editor allows.
#[component]
pub(crate) fn Suggest(props: &SuggestProps) -> Html {
    let Some(advice) = props.document.current_advice() else {
        return html! { <p class="judges">{"Looking…"}</p> };
    };
    if advice.suggestions.is_empty() && advice.skipped.is_empty() {
        return html! {
            <div class="empty">
                <h2>{"Nothing to narrow"}</h2>
                <p>{"No Allow statement uses a Resource of \"*\" for actions that could be limited to resources."}</p>
            </div>
        };
    }
    let lines = LineIndex::new(&props.document.text);
    html! {
        <>
            <ol class="findings" role="list" aria-label="Suggestions">
                { for advice.suggestions.iter().enumerate().map(|(position, suggestion)| one(position, suggestion, &lines, props)) }
            </ol>
            if !advice.skipped.is_empty() {
                <section class="card" aria-labelledby="left-alone">
                    <h2 id="left-alone">{"Wide, but left alone"}</h2>
                    <ul class="removes">
                        { for advice.skipped.iter().map(|skipped| {
                            let document = props.document.id;
                            let span = skipped.span;
                            let go = props.dispatch.callback(move |_: MouseEvent| Action::PlaceChosen { document, span });
                            html! {
                                <li>
                                    {sentence(&skipped.why)}{" "}
                                    <button class="link-button" onclick={go}>{format!("line {}", lines.line_column(span.start).line)}</button>
                                </li>
                            }
                        }) }
                    </ul>
                </section>
            }
        </>
    }
}

fn proof(proof: &analysis::Proof) -> String {
    match proof {
        analysis::Proof::NotProven { why } => format!("Not proven: {why}"),
    }
}

fn one(
    position: usize,
    suggestion: &analysis::Suggestion,
    lines: &LineIndex,
    props: &SuggestProps,
) -> Html {
    let document = props.document.id;
    let span = suggestion.span;
    let go = props
        .dispatch
        .callback(move |_: MouseEvent| Action::PlaceChosen { document, span });
    let take = props
        .dispatch
        .callback(move |_: MouseEvent| Action::SuggestionTaken {
            suggestion: position,
        });
    let place = lines.line_column(span.start);
    html! {
        <li class="finding suggestion suggestion-card" key={format!("{}-{}", suggestion.code, span.start)}>
            <h2>{sentence(&suggestion.title)}</h2>
            <p>{sentence(&suggestion.message)}</p>
            if !suggestion.because.is_empty() {
                <p class="because">{sentence(&suggestion.because)}</p>
            }
            if !suggestion.removes.is_empty() {
                <div>
                    <h3>{"No longer allowed afterwards"}</h3>
                    <ul class="removes">
                        { for suggestion.removes.iter().map(|removed| html! { <li>{with_code(removed)}</li> }) }
                    </ul>
                </div>
            }
            <details>
                <summary>{"Show the new text"}</summary>
                <pre tabindex="0" aria-label="New text">{ for suggestion.fix.edits.iter().map(|edit| html! { {edit.insert.clone()} }) }</pre>
            </details>
            <p class="proof">{with_code(&proof(&suggestion.proof))}</p>
            if props.can_edit {
                <div class="fixes">
                    <button class="primary" aria-label={format!("Apply: {}", suggestion.title)} onclick={take}>{"Apply"}</button>
                </div>
            }
            <p class="foot">
                <button class="place" onclick={go}>{format!("line {}", place.line)}</button>
                <span class="mono">{suggestion.code}</span>
            </p>
        </li>
    }
}
