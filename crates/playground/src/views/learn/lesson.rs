use std::rc::Rc;

use lessons::{Checked, Lesson, Unwanted};
use web_sys::HtmlElement;
use workbench::learn::{Graded, LearnAction, OpenLesson, Origin};
use workbench::{Action, Document, State};
use workspace::LessonRequestForm;
use yew::prelude::*;

use super::super::simulate;
use super::super::wording::{count, sentence, with_code};
use super::{button, draft};
use crate::browser::page;
use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(super) struct OpenedLessonProps {
    pub(super) state: Rc<State>,
    pub(super) dispatch: Dispatch,
}

/// A lesson: what it is about, how far its documents are, and what helps.
#[component]
pub(super) fn OpenedLesson(props: &OpenedLessonProps) -> Html {
    let heading = use_node_ref();
    // Whoever opened the lesson goes on reading here: the button that opened it took the focus along.
    use_effect_with(heading.clone(), |heading| {
        if let Some(heading) = heading.cast::<HtmlElement>().filter(|_| !page::has_focus()) {
            // Focus fails only for an element that is not there any more.
            let _ = heading.focus();
        }
    });
    let Some(open) = &props.state.learn.open else {
        return html! {};
    };
    let form = open.lesson.form();
    let place = match (open.origin, props.state.learn.position()) {
        (Origin::Course, Some(position)) => {
            let all = props.state.learn.entries().len();
            format!("Lesson {} of {all}", position + 1)
        }
        (Origin::Draft, _) => "A lesson that you are making".to_owned(),
        _ => "A lesson from a file".to_owned(),
    };
    html! {
        <article class="lesson" aria-labelledby="lesson-title">
            <div class="lesson-head">
                {button(&props.dispatch, "‹ All lessons", LearnAction::LessonLeft)}
                <span class="judges">{place}</span>
            </div>
            <h2 id="lesson-title" tabindex="-1" ref={heading}>{form.title.clone()}</h2>
            if open.origin == Origin::Draft {
                <draft::DraftForm state={props.state.clone()} dispatch={props.dispatch.clone()} />
            }
            <div class="story">
                { for form.story.iter().map(|paragraph| html! { <p>{with_code(paragraph)}</p> }) }
            </div>
            {given(open)}
            if let Some(graded) = &open.graded {
                {progress(open, graded, props)}
                {word(open, graded, props)}
                {path(open, graded, props)}
            }
            {help(open, props)}
        </article>
    }
}

/// Documents that are given say so here: their tabs look like any other.
fn given(open: &OpenLesson) -> Html {
    let fixed = open
        .lesson
        .form()
        .documents
        .iter()
        .filter(|document| document.fixed);
    let names: Vec<&str> = fixed.map(|document| document.name.as_str()).collect();
    if names.is_empty() {
        return html! {};
    }
    html! { <p class="about">{format!("Given, to be read only: {}.", names.join(", "))}</p> }
}

fn progress(open: &OpenLesson, graded: &Graded, props: &OpenedLessonProps) -> Html {
    let form = open.lesson.form();
    let grade = &graded.grade;
    let codes = form.gone.len();
    let all = grade.tasks.len() + grade.ceiling.len() + codes;
    let open_faults = grade.faults(&open.lesson).len();
    let done = (all + usize::from(!grade.errors.is_empty())).saturating_sub(open_faults);
    let said = if grade.passed() {
        "All done: the lesson is solved".to_owned()
    } else {
        format!(
            "{done} of {} done",
            all + usize::from(!grade.errors.is_empty())
        )
    };
    let shown = graded.path.as_ref().map(|(position, _)| *position);
    let offset = grade.tasks.len();
    html! {
        <section class="card" aria-labelledby="lesson-tasks">
            <h3 id="lesson-tasks">{"What has to come out"}</h3>
            <p class="judges" role="status">{said}</p>
            <ul class="expectations" role="list" aria-label="Tasks">
                { for form.tasks.iter().zip(&grade.tasks).enumerate().map(|(position, (request, checked))| {
                    task(position, request, checked, shown == Some(position), props)
                }) }
                { for form.gone.iter().map(|code| finding(code, &grade.unwanted, &open.lesson)) }
                { for grade.errors.iter().map(|unwanted| error(unwanted, &open.lesson)) }
            </ul>
            if !form.ceiling.is_empty() {
                <h3>{"What has to stay denied"}</h3>
                <ul class="expectations" role="list" aria-label="What has to stay denied">
                    { for form.ceiling.iter().zip(&grade.ceiling).enumerate().map(|(position, (request, checked))| {
                        let position = offset + position;
                        task(position, request, checked, shown == Some(position), props)
                    }) }
                </ul>
            }
        </section>
    }
}

fn line(class: &'static str, mark: &'static str, what: Html, said: Html) -> Html {
    html! {
        <li>
            <span class={classes!("outcome", class)} aria-hidden="true">{mark}</span>
            <div>{what}<p class="about">{said}</p></div>
        </li>
    }
}

fn task(
    position: usize,
    request: &LessonRequestForm,
    checked: &Checked,
    shown: bool,
    props: &OpenedLessonProps,
) -> Html {
    let expected = request.expect.as_str().replace('-', " ");
    let decision = checked
        .decision
        .as_ref()
        .map(|decision| decision.as_str().replace('-', " "));
    let (class, mark, said) = match decision {
        Some(decision) if checked.met => ("good", "✓", format!("{decision}, as it should be")),
        Some(decision) => (
            "bad",
            "✗",
            format!("{decision}, and it should be {expected}"),
        ),
        None => (
            "bad",
            "✗",
            "not tried: what came before took too long".to_owned(),
        ),
    };
    let look = props
        .dispatch
        .callback(move |_: MouseEvent| Action::Learn(LearnAction::RequestChosen(position)));
    let name = html! {
        <button type="button" class="link-button" onclick={look} aria-pressed={shown.to_string()} title="Show its path">
            {request.name.clone()}
        </button>
    };
    line(class, mark, name, sentence(&said))
}

fn finding(code: &str, unwanted: &[Unwanted], lesson: &Lesson) -> Html {
    let title = findings::check_by_id(code).map_or(code, |check| check.title);
    let name = html! { <span>{format!("Gone: {title}")}</span> };
    match unwanted
        .iter()
        .find(|unwanted| unwanted.finding.code == code)
    {
        None => line("good", "✓", name, html! { {"It is gone."} }),
        Some(found) => line("bad", "✗", name, told(found, lesson)),
    }
}

fn error(unwanted: &Unwanted, lesson: &Lesson) -> Html {
    let name = html! { <span>{"AWS would refuse this"}</span> };
    line("bad", "✗", name, told(unwanted, lesson))
}

fn told(unwanted: &Unwanted, lesson: &Lesson) -> Html {
    let document = lesson.form().documents.get(unwanted.document);
    let name = document.map_or("", |document| document.name.as_str());
    html! { <>{format!("{name}: ")}{with_code(&unwanted.finding.message)}</> }
}

/// What there is to say about the answer: that it is right, or which mistake it is.
fn word(open: &OpenLesson, graded: &Graded, props: &OpenedLessonProps) -> Html {
    let form = open.lesson.form();
    if graded.grade.passed() {
        let learn = &props.state.learn;
        let next = learn
            .position()
            .and_then(|position| learn.entries().get(position + 1));
        return html! {
            <section class="card solved" aria-labelledby="lesson-solved">
                <h3 id="lesson-solved">{"Solved"}</h3>
                if !form.takeaways.is_empty() {
                    <p class="about">{"To remember:"}</p>
                    <ul class="removes">
                        { for form.takeaways.iter().map(|takeaway| html! { <li>{with_code(takeaway)}</li> }) }
                    </ul>
                }
                if form.answers.len() > 1 {
                    <details>
                        <summary>{"Right answers that differ"}</summary>
                        { for form.answers.iter().map(|answer| answer_view(&answer.about, &Lesson::answer(&answer.documents), &open.lesson)) }
                    </details>
                }
                if let Some(next) = next {
                    <div>{button(&props.dispatch, format!("Next lesson: {}", next.title), LearnAction::LessonChosen(next.id.as_str().into()))}</div>
                }
                if !form.pages.is_empty() {
                    <p class="about">{"In AWS's documentation: "}{form.pages.join(" · ")}</p>
                }
            </section>
        };
    }
    let known = graded
        .grade
        .mistake
        .and_then(|known| form.mistakes.get(known));
    html! {
        <div role="status">
            if let Some(mistake) = known {
                <section class="card mistake">
                    <h3>{mistake.name.clone()}</h3>
                    <p>{with_code(&mistake.says)}</p>
                </section>
            }
        </div>
    }
}

fn path(open: &OpenLesson, graded: &Graded, props: &OpenedLessonProps) -> Html {
    let Some((position, trace)) = &graded.path else {
        return html! {};
    };
    let Some(request) = open.lesson.form().requests().nth(*position) else {
        return html! {};
    };
    // Only these documents take part, so that places in the trace are places among them.
    let takes_part = |document: &&Rc<Document>| {
        document.lesson.as_ref().is_some_and(|part| {
            let ids = request.documents.as_ref();
            ids.is_none_or(|ids| ids.iter().any(|id| **id == *part.id))
        })
    };
    let documents: Vec<Rc<Document>> = props
        .state
        .documents
        .iter()
        .filter(takes_part)
        .cloned()
        .collect();
    html! {
        <section class="card" aria-labelledby="lesson-path">
            <h3 id="lesson-path">{"The path of a request: "}{request.name.clone()}</h3>
            <dl class="derived">{asked(request)}</dl>
            <p>{sentence(&trace.why)}</p>
            {simulate::path(trace, &documents, &props.dispatch)}
        </section>
    }
}

/// What the request asks, in the words of a scenario.
fn asked(request: &LessonRequestForm) -> Html {
    let asked = &request.request;
    let context = asked.context.entries.iter().map(|(key, value)| {
        // The values as text, whatever their JSON types.
        let value = evaluation::Context::from_iter([(key, value.into())])
            .get(key)
            .map(|value: &evaluation::ContextValue| value.values.join(", "))
            .unwrap_or_default();
        let value = if value.is_empty() {
            "not in the request".to_owned()
        } else {
            value
        };
        (key.clone(), value)
    });
    let resources = asked
        .resource
        .iter()
        .chain(asked.resources.iter().flatten());
    let rows = [
        ("principal".to_owned(), asked.principal.name().to_owned()),
        ("action".to_owned(), asked.action.clone()),
    ]
    .into_iter()
    .chain(resources.map(|resource| ("resource".to_owned(), resource.clone())))
    .chain(context);
    rows.map(|(name, value)| html! { <><dt>{name}</dt><dd>{value}</dd></> })
        .collect()
}

fn help(open: &OpenLesson, props: &OpenedLessonProps) -> Html {
    let form = open.lesson.form();
    let more = open.hints < form.hints.len();
    let solution = form.answers.first();
    html! {
        <section class="card" aria-labelledby="lesson-help">
            <h3 id="lesson-help">{"Help"}</h3>
            <div aria-live="polite">
                if open.hints > 0 {
                    <ol class="hints" role="list" aria-label="Hints">
                        { for form.hints.iter().take(open.hints).map(|hint| html! { <li>{with_code(hint)}</li> }) }
                    </ol>
                }
            </div>
            <div class="fixes">
                if more {
                    {button(&props.dispatch, format!("Hint {} of {}", open.hints + 1, form.hints.len()), LearnAction::HintAsked)}
                }
                if solution.is_some() {
                    {button(&props.dispatch, if open.solution { "Hide the solution" } else { "Show the solution" }, LearnAction::SolutionShown(!open.solution))}
                }
                {button(&props.dispatch, "Start over", LearnAction::StartedOver)}
            </div>
            if let Some(solution) = solution.filter(|_| open.solution) {
                {answer_view(&solution.about, &Lesson::answer(&solution.documents), &open.lesson)}
            }
            <p class="about">
                {format!("Your policies are untouched: the lesson has {} of its own.", count(form.documents.len(), "document", "documents"))}
            </p>
        </section>
    }
}

fn answer_view(about: &str, answer: &lessons::Answer, lesson: &Lesson) -> Html {
    html! {
        <div class="answer">
            <p>{with_code(about)}</p>
            { for answer.iter().map(|(id, text)| {
                let name = lesson.form().document(id).map_or(id.as_str(), |document| document.name.as_str());
                html! {
                    <figure>
                        <figcaption>{name.to_owned()}</figcaption>
                        <pre role="group" tabindex="0" aria-label={format!("Solution: {name}")}>{text.clone()}</pre>
                    </figure>
                }
            }) }
        </div>
    }
}
