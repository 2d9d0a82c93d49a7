use std::rc::Rc;

use web_sys::HtmlInputElement;
use workbench::learn::{Course, Learn, LearnAction};
use workbench::{Action, State};
use workspace::CourseEntry;
use yew::prelude::*;

use super::super::wording::with_code;
use super::button;
use crate::browser::files;
use crate::dispatch::Dispatch;

/// The lessons of the course and how far the reader has come, and what to do with lessons of one's own.
pub(super) fn map(state: &Rc<State>, dispatch: &Dispatch) -> Html {
    let learn = &state.learn;
    let entries = learn.entries();
    let solved = entries
        .iter()
        .filter(|entry| is_solved(learn, entry))
        .count();
    let next = entries.iter().find(|entry| !is_solved(learn, entry));
    html! {
        <>
            <p class="judges">
                {"Learn IAM by mending policies: each lesson opens documents of its own beside yours, and says at every key what they decide."}
            </p>
            { match learn.course {
                Course::Loading => html! { <p class="judges" role="status">{"Loading the lessons…"}</p> },
                Course::Missing => html! {
                    <p class="judges caution" role="status">{"The lessons could not be loaded; the rest of the page works. Reload it to try again."}</p>
                },
                Course::Ready(_) => html! {
                    <>
                        <div class="course-progress">
                            <label for="course-progress">{format!("{solved} of {} lessons solved", entries.len())}</label>
                            <progress id="course-progress" max={entries.len().to_string()} value={solved.to_string()}></progress>
                        </div>
                        <ol class="course" role="list" aria-label="Lessons">
                            { for entries.iter().enumerate().map(|(position, entry)| {
                                let here = next.is_some_and(|next| next.id == entry.id);
                                lesson(position, entry, learn, here, dispatch)
                            }) }
                        </ol>
                    </>
                },
            } }
            if state.embed.is_none() {
                {own(state, dispatch)}
            }
        </>
    }
}

fn is_solved(learn: &Learn, entry: &CourseEntry) -> bool {
    learn
        .progress_of(&entry.id)
        .is_some_and(|progress| progress.solved)
}

fn lesson(
    position: usize,
    entry: &CourseEntry,
    learn: &Learn,
    here: bool,
    dispatch: &Dispatch,
) -> Html {
    let (class, mark, said) = if is_solved(learn, entry) {
        ("solved", "✓", "solved")
    } else if learn.progress_of(&entry.id).is_some() {
        ("begun", "…", "begun")
    } else {
        ("", "", "not begun")
    };
    let id: Rc<str> = entry.id.as_str().into();
    let open = dispatch
        .callback(move |_: MouseEvent| Action::Learn(LearnAction::LessonChosen(id.clone())));
    html! {
        <li key={entry.id.clone()} class={class}>
            <button type="button" class="quiet" onclick={open} aria-current={here.then_some("step")}>
                <span class="number" aria-hidden="true">{if mark.is_empty() { (position + 1).to_string() } else { mark.to_owned() }}</span>
                <span class="sample">
                    <strong><span class="visually-hidden">{format!("{}. ", position + 1)}</span>{&entry.title}</strong>
                    <span class="visually-hidden">{format!(" ({said}) ")}</span>
                    <span class="about">{with_code(&entry.about)}</span>
                </span>
            </button>
        </li>
    }
}

fn own(state: &Rc<State>, dispatch: &Dispatch) -> Html {
    let on_file = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            if let Some(input) = input {
                files::read_chosen(&input, &dispatch);
                // The same file can be chosen again.
                input.set_value("");
            }
        })
    };
    let export = {
        let progress = state.learn.progress.to_json();
        Callback::from(move |_: MouseEvent| {
            // A browser that cannot save says so itself.
            let _ = files::save("iam-lessons-progress.json", &progress);
        })
    };
    html! {
        <section class="card" aria-labelledby="own-lessons">
            <h2 id="own-lessons">{"Your own lessons"}</h2>
            <div class="field">
                <label for="lesson-file">{"A lesson or saved progress from a file (it stays in this browser)"}</label>
                <input id="lesson-file" type="file" accept=".json,application/json" onchange={on_file} />
            </div>
            <p class="about">{"Your open policies and their expectations can become a lesson for others: the policies are what the learner starts from, \
                the expectations what they have to reach."}</p>
            <div class="fixes">
                {button(dispatch, "Make a lesson from this workspace", LearnAction::DraftStarted)}
                if !state.learn.progress.lesson_progress.is_empty() {
                    <button type="button" onclick={export}>{"Save my progress as a file"}</button>
                }
            </div>
        </section>
    }
}
