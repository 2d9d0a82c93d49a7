use std::collections::BTreeSet;
use std::rc::Rc;

use json_text::{LineColumn, LineIndex};
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
                <p>{"No wildcard to open, no resource to name, no condition to add, no statement to split was found."}</p>
            </div>
        };
    }
    let lines = LineIndex::new(&props.document.text);
    html! {
        <>
            <ol class="findings" role="list" aria-label="Suggestions">
                { for advice.suggestions.iter().enumerate().map(|(position, suggestion)| html! {
                    <Card key={format!("{}-{}-{}", suggestion.code, suggestion.span.start, suggestion.title)}
                        document={props.document.clone()} {position} place={lines.line_column(suggestion.span.start)}
                        can_edit={props.can_edit} dispatch={props.dispatch.clone()} />
                }) }
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

#[derive(Properties, PartialEq)]
struct CardProps {
    document: Rc<Document>,
    position: usize,
    place: LineColumn,
    can_edit: bool,
    dispatch: Dispatch,
}

/// One suggestion, with the actions that can be dropped where it opens a wildcard.
#[component]
fn Card(props: &CardProps) -> Html {
    let dropped = use_state(BTreeSet::<String>::new);
    let position = props.position;
    let advice = props.document.current_advice();
    let Some(suggestion) = advice.and_then(|advice| advice.suggestions.get(position)) else {
        return html! {};
    };
    let (document, span) = (props.document.id, suggestion.span);
    let go = props
        .dispatch
        .callback(move |_: MouseEvent| Action::PlaceChosen { document, span });
    let take = {
        let dropped: Vec<String> = dropped.iter().cloned().collect();
        props
            .dispatch
            .callback(move |_: MouseEvent| Action::SuggestionTaken {
                suggestion: position,
                dropped: dropped.clone(),
            })
    };
    let chosen;
    let fix = match &suggestion.choice {
        None => Some(&suggestion.fix),
        Some(choice) => {
            let dropped: Vec<&String> = dropped.iter().collect();
            chosen = choice.without(&dropped);
            chosen.as_ref()
        }
    };
    html! {
        <li class="finding suggestion suggestion-card">
            <h2>{sentence(fix.map_or(&suggestion.title, |fix| &fix.title))}</h2>
            <p>{sentence(&suggestion.message)}</p>
            if !suggestion.because.is_empty() {
                <p class="because">{sentence(&suggestion.because)}</p>
            }
            if let Some(choice) = &suggestion.choice {
                <fieldset class="choice">
                    <legend>{"Actions to keep"}</legend>
                    { for choice.levels.iter().map(|(level, names)| level_of_actions(level, names, &dropped)) }
                </fieldset>
            }
            if !suggestion.removes.is_empty() || !dropped.is_empty() {
                <div>
                    <h3>{"No longer allowed afterwards"}</h3>
                    <ul class="removes">
                        { for suggestion.removes.iter().map(|removed| html! { <li>{sentence(removed)}</li> }) }
                        { for dropped.iter().map(|name| html! { <li key={name.clone()}><code>{name.clone()}</code></li> }) }
                    </ul>
                </div>
            }
            if let Some(fix) = fix {
                <details>
                    <summary>{"Show the new text"}</summary>
                    <pre tabindex="0" aria-label="New text">{ for fix.edits.iter().map(|edit| html! { {edit.insert.clone()} }) }</pre>
                </details>
            }
            <p class="proof">{sentence(suggestion.proof.title())}{": "}{with_code(suggestion.proof.why())}</p>
            if props.can_edit {
                <div class="fixes">
                    <button class="primary" disabled={fix.is_none()} aria-label={format!("Apply: {}", suggestion.title)} onclick={take}>{"Apply"}</button>
                </div>
            }
            <p class="foot">
                <button class="place" onclick={go}>{format!("line {}", props.place.line)}</button>
                <span class="mono">{suggestion.code}</span>
            </p>
        </li>
    }
}

fn level_of_actions(
    level: &'static str,
    names: &[String],
    dropped: &UseStateHandle<BTreeSet<String>>,
) -> Html {
    let kept = names.iter().filter(|name| !dropped.contains(*name)).count();
    let none = kept == 0;
    let all = {
        let (names, dropped) = (names.to_vec(), dropped.clone());
        Callback::from(move |_: MouseEvent| {
            let mut changed = (*dropped).clone();
            if none {
                changed.retain(|name| !names.contains(name));
            } else {
                changed.extend(names.iter().cloned());
            }
            dropped.set(changed);
        })
    };
    html! {
        <details key={level}>
            <summary>{level}{format!(": {kept} of {} kept", names.len())}</summary>
            <div><button type="button" onclick={all}>{if none { "Keep all" } else { "Drop all" }}</button></div>
            <div class="choices">
                { for names.iter().map(|name| {
                    let toggle = {
                        let (name, dropped) = (name.clone(), dropped.clone());
                        Callback::from(move |_: Event| {
                            let mut changed = (*dropped).clone();
                            if !changed.remove(&name) {
                                changed.insert(name.clone());
                            }
                            dropped.set(changed);
                        })
                    };
                    html! {
                        <label class="check" key={name.clone()}>
                            <input type="checkbox" checked={!dropped.contains(name)} onchange={toggle} />
                            <span class="mono">{name.clone()}</span>
                        </label>
                    }
                }) }
            </div>
        </details>
    }
}
