//! Actions to send, and what came of them in short.

use std::rc::Rc;

use analysis::{Analysis, Size};
use diagnostics::Finding;
use policy::PolicyType;
use workbench::{Action, DocumentId, Effect, State, reduce};

pub(crate) fn steps(
    state: State,
    actions: impl IntoIterator<Item = Action>,
) -> (State, Vec<Effect>) {
    actions
        .into_iter()
        .fold((state, Vec::new()), |(state, mut all), action| {
            let (state, effects) = reduce(state, action);
            all.extend(effects);
            (state, all)
        })
}

pub(crate) fn typed(document: DocumentId, text: &str, editor_revision: u64) -> Action {
    Action::TextChanged {
        document,
        text: text.into(),
        editor_revision,
    }
}

pub(crate) fn opened(name: &str, text: &str) -> Action {
    Action::DocumentOpened {
        name: name.into(),
        text: text.into(),
        policy_type: None,
    }
}

pub(crate) fn analysis_of(revision: u64, findings: Vec<Finding>) -> Rc<Analysis> {
    Rc::new(Analysis {
        revision,
        policy_type: PolicyType::Identity,
        guess: None,
        findings,
        suppressed: Vec::new(),
        size: Size::measure("", PolicyType::Identity),
    })
}

/// The effects by name.
pub(crate) fn names(effects: &[Effect]) -> Vec<&'static str> {
    effects
        .iter()
        .map(|effect| match effect {
            Effect::Analyze { .. } => "analyze",
            Effect::Advise { .. } => "advise",
            Effect::Compare { .. } => "compare",
            Effect::Simulate { .. } => "simulate",
            Effect::CheckExpectations { .. } => "check expectations",
            Effect::Grade => "grade",
            Effect::ReadLesson { .. } => "read lesson",
            Effect::ApplyEdits { .. } => "apply",
            Effect::InsertSnippet { .. } => "insert",
            Effect::KeepEditor { .. } => "keep editor",
            Effect::Select { .. } => "select",
            Effect::Keep => "keep",
            Effect::Forget => "forget",
            Effect::OpenWorkspace { .. } => "open workspace",
            Effect::ShowTheme(_) => "theme",
        })
        .collect()
}

/// The tabs: names, the active one in brackets.
pub(crate) fn tabs(state: &State) -> String {
    state
        .documents
        .iter()
        .map(|document| {
            if document.id == state.active {
                format!("[{}]", document.name)
            } else {
                document.name.to_string()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
