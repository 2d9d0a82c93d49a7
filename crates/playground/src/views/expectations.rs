use std::rc::Rc;

use workbench::{Action, ExpectationOutcome, RequestDraft, State};
use workspace::SavedExpectation;
use yew::prelude::*;

use super::wording::sentence;
use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct ExpectationsProps {
    pub(crate) state: Rc<State>,
    pub(crate) dispatch: Dispatch,
}

/// The requests whose decisions the team expects, green or red.
#[component]
pub(crate) fn Expectations(props: &ExpectationsProps) -> Html {
    let state = &props.state;
    let current = match &state.simulation {
        Some(Ok(trace)) => Some(Rc::new(state.request.expecting(&trace.decision))),
        _ => None,
    };
    let known = current
        .as_ref()
        .is_some_and(|current| state.expectations.contains(current));
    let add = {
        let current = current.clone();
        props
            .dispatch
            .filtered(move |_: MouseEvent| current.clone().map(Action::ExpectationAdded))
    };
    html! {
        <section class="card" aria-labelledby="expectations">
            <h2 id="expectations">{"Expectations"}</h2>
            if state.expectations.is_empty() {
                <p class="about">
                    {"Expect a decision, and it is held against the policies at every keystroke, here and in CI by "}
                    <code>{"policy test"}</code>{"."}
                </p>
            } else {
                <ul class="expectations" role="list" aria-label="Expectations">
                    { for state.expectations.iter().enumerate().map(|(position, expectation)| {
                        one(position, expectation, state.outcomes.get(position), &props.dispatch)
                    }) }
                </ul>
            }
            if current.is_some() && !known {
                <div><button type="button" onclick={add}>{"Expect this decision"}</button></div>
            }
        </section>
    }
}

fn one(
    position: usize,
    expectation: &SavedExpectation,
    outcome: Option<&ExpectationOutcome>,
    dispatch: &Dispatch,
) -> Html {
    let name = expectation
        .name
        .clone()
        .unwrap_or_else(|| expectation.describe());
    let expected = words(expectation.expect.as_str());
    let (class, mark, said) = match outcome {
        None => ("", "…", format!("{expected} is expected")),
        Some(Ok(checked)) if checked.met => ("good", "✓", format!("{expected}, as expected")),
        Some(Ok(checked)) => {
            let decision = words(checked.decision.as_str());
            (
                "bad",
                "✗",
                format!("{decision}, and {expected} is expected"),
            )
        }
        Some(Err(problem)) => ("bad", "✗", problem.to_string()),
    };
    let open = {
        let request = RequestDraft::of_expectation(expectation);
        dispatch.callback(move |_: MouseEvent| Action::RequestChanged(request.clone()))
    };
    let remove = dispatch.callback(move |_: MouseEvent| Action::ExpectationRemoved(position));
    html! {
        <li key={format!("{position}-{name}")}>
            <span class={classes!("outcome", class)} aria-hidden="true">{mark}</span>
            <div>
                <button type="button" class="link-button" onclick={open} title="Try this request">{name.clone()}</button>
                <p class="about">{sentence(&said)}</p>
            </div>
            <button type="button" class="quiet" aria-label={format!("No longer expect {name}")} onclick={remove}>{"×"}</button>
        </li>
    }
}

fn words(name: &str) -> String {
    name.replace('-', " ")
}
