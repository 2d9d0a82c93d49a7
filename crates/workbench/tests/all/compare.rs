//! What a document is compared with, and when that is done again.
use std::rc::Rc;

use evaluation::{Caller, Context, ContextValue, Principal, Request};
use policy::PolicyType;
use workbench::{Action, Baseline, Compared, Effect, Panel, State, reduce};

fn opened(text: &str) -> State {
    let open = Action::DocumentOpened {
        name: "app".into(),
        text: text.into(),
        policy_type: None,
    };
    reduce(State::new(), open).0
}

fn typed(state: State, text: &str) -> (State, Vec<Effect>) {
    let document = state.active;
    reduce(
        state,
        Action::TextChanged {
            document,
            text: text.into(),
            editor_revision: 1,
        },
    )
}

/// The texts that are to be compared: the new one, then the old one.
fn asked(effects: &[Effect]) -> Vec<(&str, &str)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Compare { text, baseline, .. } => Some((&**text, &**baseline)),
            _ => None,
        })
        .collect()
}

fn ready(state: &State, result: Result<(), &str>) -> Action {
    let document = state.active_document().unwrap();
    Action::ComparisonReady {
        document: document.id,
        compared: Box::new(Compared {
            revision: document.revision,
            baseline: state.baseline_text(document).unwrap(),
            policy_type: PolicyType::Identity,
            result: result.map(|()| Rc::default()).map_err(Into::into),
        }),
    }
}

#[test]
fn a_document_is_compared_with_what_it_was() {
    let (state, effects) = reduce(opened("old"), Action::PanelOpened(Panel::Compare));
    assert_eq!(asked(&effects), [("old", "old")]);
    let (state, effects) = typed(state, "new");
    assert_eq!(asked(&effects), [("new", "old")]);
    let (state, effects) = reduce(state, Action::BaselineMarked);
    assert_eq!(asked(&effects), [("new", "new")]);
    let (state, effects) = typed(state, "newer");
    assert_eq!(asked(&effects), [("newer", "new")]);
    let (_, effects) = reduce(state, Action::BaselineChosen(Baseline::Opened));
    assert_eq!(asked(&effects), [("newer", "old")]);
}

#[test]
fn and_with_another_document_as_that_is_now() {
    let state = opened("one");
    let one = state.active;
    let (state, _) = reduce(state, Action::NewDocumentAsked);
    let two = state.active;
    let (state, _) = typed(state, "two");
    let (state, _) = reduce(state, Action::DocumentChosen(one));
    let (state, _) = reduce(state, Action::PanelOpened(Panel::Compare));
    let (state, effects) = reduce(state, Action::BaselineChosen(Baseline::Other(two)));
    assert_eq!(asked(&effects), [("one", "two")]);
    // Once it is closed there is nothing to compare with.
    let (state, effects) = reduce(state, Action::DocumentClosed(two));
    assert_eq!(asked(&effects), []);
    let document = state.active_document().unwrap();
    assert_eq!(state.baseline_text(document), None);
    assert!(state.current_comparison(document).is_none());
}

#[test]
fn what_is_there_is_not_asked_for_again_and_old_answers_are_dropped() {
    let (state, _) = reduce(opened("old"), Action::PanelOpened(Panel::Compare));
    let answer = ready(&state, Ok(()));
    let (state, _) = reduce(state, answer.clone());
    let document = state.active_document().unwrap();
    assert!(state.current_comparison(document).is_some());
    let (state, effects) = reduce(state, Action::PanelOpened(Panel::Compare));
    assert_eq!(asked(&effects), []);
    let (state, _) = typed(state, "new");
    let (state, _) = reduce(state, answer);
    let document = state.active_document().unwrap();
    assert!(state.current_comparison(document).is_none());
}

#[test]
fn nothing_is_compared_while_another_panel_is_open() {
    let (_, effects) = typed(opened("old"), "new");
    assert_eq!(asked(&effects), []);
}

#[test]
fn a_witness_becomes_the_request() {
    let mut context = Context::new();
    context.insert("aws:SourceIp", ContextValue::single("10.0.0.1"));
    context.insert("aws:SourceVpc", ContextValue::absent());
    let request = Request {
        principal: Principal::new(Caller::example_user("111122223333")),
        action: "s3:GetObject".to_owned(),
        resources: vec!["arn:aws:s3:::b/k".to_owned()],
        resource_is_pattern: false,
        resource_account: None,
        context: context.clone(),
        dependent_actions: Vec::new(),
    };
    let (state, _) = reduce(
        opened("{}"),
        Action::WitnessTried(Box::new(request.clone())),
    );
    assert_eq!(state.panel, Panel::Simulate);
    let scenario = state.request.scenario(&state.documents).unwrap();
    assert_eq!(scenario.request, request);
}
