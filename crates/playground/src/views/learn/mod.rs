//! Lessons: the map of the course, the lesson that is open, and one that is being made.

mod draft;
mod lesson;
mod map;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use workbench::learn::{Course, LearnAction, Origin};
use workbench::{Action, State};
use yew::prelude::*;

use crate::browser::storage;
use crate::dispatch::Dispatch;
use crate::site;

#[derive(Properties, PartialEq)]
pub(crate) struct LearnProps {
    pub(crate) state: Rc<State>,
    pub(crate) dispatch: Dispatch,
}

/// The panel of lessons.
#[component]
pub(crate) fn Learn(props: &LearnProps) -> Html {
    let state = &props.state;
    use_effect_with((), {
        let loading = state.learn.course == Course::Loading;
        // An embed finds nothing kept.
        let progress = state.embed.is_none().then(storage::read_progress).flatten();
        let dispatch = props.dispatch.clone();
        move |()| {
            if loading {
                spawn_local(async move {
                    let course = site::file(site::LESSONS).await;
                    let course = course.and_then(|bytes| String::from_utf8(bytes).ok());
                    dispatch.send(Action::Learn(LearnAction::CourseRead {
                        course: course.map(Into::into),
                        progress: progress.map(Into::into),
                    }));
                });
            }
        }
    });
    match &state.learn.open {
        Some(open) => {
            // The id of a lesson that is being made follows its title.
            let key = match open.origin {
                Origin::Draft => "",
                Origin::Course | Origin::File => &open.lesson.form().id,
            };
            html! {
                <lesson::OpenedLesson key={key.to_owned()} state={state.clone()} dispatch={props.dispatch.clone()} />
            }
        }
        None => map::map(state, &props.dispatch),
    }
}

/// A button that does something with lessons.
fn button(dispatch: &Dispatch, label: impl Into<AttrValue>, action: LearnAction) -> Html {
    let label: AttrValue = label.into();
    let act = dispatch.callback(move |_: MouseEvent| Action::Learn(action.clone()));
    html! { <button type="button" onclick={act}>{label}</button> }
}
