use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use workbench::learn::{DraftChange, LearnAction};
use workbench::{Action, State};
use workspace::share;
use yew::prelude::*;

use super::super::wording::with_code;
use super::button;
use crate::browser::{clipboard, files, page};
use crate::dispatch::{Dispatch, typed};

#[derive(Properties, PartialEq)]
pub(super) struct DraftFormProps {
    pub(super) state: Rc<State>,
    pub(super) dispatch: Dispatch,
}

/// The lesson that is being made: its words, its examples, and what it still lacks.
#[component]
pub(super) fn DraftForm(props: &DraftFormProps) -> Html {
    let words = use_state(String::new);
    // As it is typed: commas between codes come and go.
    let gone = use_state(String::new);
    let shared = use_state(|| None::<(String, bool)>);
    let Some(open) = &props.state.learn.open else {
        return html! {};
    };
    let form = open.lesson.form();
    let dispatch = &props.dispatch;
    let change = |make: fn(String) -> DraftChange| {
        dispatch.filtered(move |event: InputEvent| Some(changed(make(typed(&event)?))))
    };
    let story = dispatch.filtered(|event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_dyn_into()?;
        Some(changed(DraftChange::Story(area.value())))
    });
    let on_words = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| words.set(typed(&event).unwrap_or_default()))
    };
    let on_gone = {
        let (gone, dispatch) = (gone.clone(), dispatch.clone());
        Callback::from(move |event: InputEvent| {
            let codes = typed(&event).unwrap_or_default();
            gone.set(codes.clone());
            dispatch.send(changed(DraftChange::Gone(codes)));
        })
    };
    let record = |make: fn(String) -> DraftChange| {
        let (dispatch, words) = (dispatch.clone(), words.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.send(changed(make((*words).clone())));
            words.set(String::new());
        })
    };
    let download = {
        let lesson = open.lesson.clone();
        Callback::from(move |_: MouseEvent| {
            let form = lesson.form();
            // A browser that cannot save says so itself.
            let _ = files::save(&format!("{}.json", form.id), &form.to_json());
        })
    };
    let copy = {
        let (lesson, shared) = (open.lesson.clone(), shared.clone());
        Callback::from(move |_: MouseEvent| {
            let encoded = share::encode_text(&lesson.form().to_json());
            let link = page::link(&format!("#lesson={encoded}")).unwrap_or_default();
            let shared = shared.clone();
            spawn_local(async move {
                let copied = clipboard::copy(&link).await;
                shared.set(Some((link, copied)));
            });
        })
    };
    let passes = open
        .graded
        .as_ref()
        .is_some_and(|graded| graded.grade.passed());
    html! {
        <section class="card" aria-label="Make the lesson">
            <div class="fields">
                {field("lesson-name", "Title", &form.title, change(DraftChange::Title))}
                {field("lesson-about", "In one sentence", &form.about, change(DraftChange::About))}
                <div class="field">
                    <label for="lesson-story">{"Story; an empty line begins a new paragraph"}</label>
                    <textarea id="lesson-story" rows="5" value={form.story.join("\n\n")} oninput={story} />
                </div>
                { for form.hints.iter().enumerate().map(|(position, hint)| {
                    let change = dispatch.filtered(move |event: InputEvent| {
                        Some(changed(DraftChange::Hint(position, typed(&event)?)))
                    });
                    let id = format!("lesson-hint-{position}");
                    field(&id, &format!("Hint {}", position + 1), hint, change)
                }) }
                {field("lesson-gone", "Findings that must be gone (codes)", &gone, on_gone)}
            </div>
            <h3>{"Examples"}</h3>
            <p class="about">
                {"Change the documents on the left, then say here what they are. A lesson needs a start that fails and at least one right answer; \
                  mistakes tell learners what went wrong."}
            </p>
            <div class="field">
                <label for="lesson-words">{"What to say about it"}</label>
                <input id="lesson-words" autocomplete="off" value={(*words).clone()} oninput={on_words} />
            </div>
            <div class="fixes">
                {button(dispatch, "These documents are the start", LearnAction::DraftChanged(DraftChange::StartTaken))}
                if passes {
                    <button type="button" onclick={record(|about| DraftChange::AnswerTaken { about })}>{"They are a right answer"}</button>
                } else {
                    <button type="button" onclick={record(|says| DraftChange::MistakeTaken { says })}>{"They are a typical mistake"}</button>
                }
            </div>
            <ul class="expectations" role="list" aria-label="What the lesson holds">
                { for open.graded.iter().flat_map(|graded| &graded.judgements).map(|judgement| {
                    let fine = judgement.problems.is_empty();
                    html! {
                        <li>
                            <span class={classes!("outcome", if fine { "good" } else { "bad" })} aria-hidden="true">{if fine { "✓" } else { "✗" }}</span>
                            <div>
                                <span>{judgement.part.clone()}</span>
                                { for judgement.problems.iter().map(|problem| html! { <p class="about">{with_code(problem)}</p> }) }
                            </div>
                        </li>
                    }
                }) }
            </ul>
            <div class="fixes">
                { for (0..form.answers.len()).map(|position| {
                    button(dispatch, format!("Remove answer {}", position + 1), LearnAction::DraftChanged(DraftChange::AnswerRemoved(position)))
                }) }
                { for form.mistakes.iter().enumerate().map(|(position, mistake)| {
                    button(dispatch, format!("Remove the mistake {}", mistake.name), LearnAction::DraftChanged(DraftChange::MistakeRemoved(position)))
                }) }
                <button type="button" onclick={download}>{"Download the lesson"}</button>
                <button type="button" onclick={copy}>{"Copy a link to it"}</button>
            </div>
            <div role="status">
                { match &*shared {
                    None => html! {},
                    Some((_, true)) => html! { <p class="about">{"Link copied. It holds the whole lesson."}</p> },
                    Some((link, false)) => html! {
                        <div class="field">
                            <label for="lesson-link">{"The browser did not let the page copy. Here is the link:"}</label>
                            <input id="lesson-link" readonly=true value={link.clone()} />
                        </div>
                    },
                } }
            </div>
            <p class="about">
                {"The file opens wherever it is dropped on this page; "}<code>{"policy lesson check"}</code>{" judges it in CI."}
            </p>
        </section>
    }
}

fn changed(change: DraftChange) -> Action {
    Action::Learn(LearnAction::DraftChanged(change))
}

fn field(id: &str, label: &str, value: &str, oninput: Callback<InputEvent>) -> Html {
    html! {
        <div class="field">
            <label for={id.to_owned()}>{label.to_owned()}</label>
            <input id={id.to_owned()} autocomplete="off" value={value.to_owned()} {oninput} />
        </div>
    }
}
