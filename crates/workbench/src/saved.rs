use evaluation::{Context, Decision};
use workspace::{
    ContextForm, ContextValueForm, DocumentType, Expectation, PrincipalForm, RequestForm,
    SavedDocument, SavedExpectation, SavedScenario, ScalarForm, Settings, Workspace,
};

use crate::comparison::Baseline;
use crate::documents::DocumentId;
use crate::fragment::Theme;
use crate::request::{ContextRow, RequestDraft};
use crate::state::State;

/// What is kept, saved and shared of a state; a lesson's documents are not.
pub fn to_workspace(state: &State) -> Workspace {
    let own = state
        .documents
        .iter()
        .filter(|document| document.lesson.is_none());
    let active = own.clone().find(|document| document.id == state.active);
    let active = active.or_else(|| own.clone().next());
    let documents = own
        .map(|document| SavedDocument {
            id: document.id.0.to_string(),
            name: document.name.to_string(),
            document_type: DocumentType::from(document.chosen_type),
            attached_to: document.attached_to.as_deref().map(str::to_owned),
            text: document.text.to_string(),
            current: document.marked.as_deref().map(str::to_owned),
            byte_order_mark: document.byte_order_mark,
            crlf: document.crlf,
        })
        .collect();
    Workspace {
        documents,
        active: active.map(|document| document.id.0.to_string()),
        scenario: Some(to_scenario(&state.request)),
        expectations: state.expectations.clone(),
        switches: state.switches,
        grants: state.grants.clone(),
        policy_toml: state.policy_toml.to_string(),
        settings: Settings {
            theme: match state.theme {
                Theme::Auto => workspace::Theme::Auto,
                Theme::Light => workspace::Theme::Light,
                Theme::Dark => workspace::Theme::Dark,
            },
            ..Settings::default()
        },
        ..Workspace::default()
    }
}

/// Puts a workspace into a fresh state. What the state has stays where the workspace says nothing.
pub fn from_workspace(state: &mut State, workspace: &Workspace) {
    let mut active = None;
    if !workspace.documents.is_empty() {
        state.documents.clear();
    }
    for saved in &workspace.documents {
        let id = state.add_document(
            saved.name.as_str().into(),
            saved.text.as_str().into(),
            saved.document_type.policy_type(),
        );
        if let Some(document) = state.document_mut(id) {
            document.attached_to = saved.attached_to.as_deref().map(Into::into);
            if let Some(current) = &saved.current {
                document.marked = Some(current.as_str().into());
                document.baseline = Baseline::Marked;
            }
            document.byte_order_mark = saved.byte_order_mark;
            document.crlf = saved.crlf;
        }
        if workspace.active.as_ref() == Some(&saved.id) {
            active = Some(id);
        }
    }
    let first = state
        .documents
        .first()
        .map_or(DocumentId(0), |document| document.id);
    state.active = active.unwrap_or(first);
    if let Some(scenario) = &workspace.scenario {
        state.request = from_scenario(scenario);
    }
    state.expectations.clone_from(&workspace.expectations);
    state.switches = workspace.switches;
    state.grants.clone_from(&workspace.grants);
    state.policy_toml = workspace.policy_toml.as_str().into();
    state.theme = match workspace.settings.theme {
        workspace::Theme::Auto => Theme::Auto,
        workspace::Theme::Light => Theme::Light,
        workspace::Theme::Dark => Theme::Dark,
    };
}

impl RequestDraft {
    /// The request with the decision that the documents have to come to from now on.
    pub fn expecting(&self, decision: &Decision) -> SavedExpectation {
        let scenario = to_scenario(self);
        SavedExpectation {
            name: None,
            missing_keys: scenario.missing_keys,
            request: scenario.request,
            expect: match decision {
                Decision::Allowed => Expectation::Allowed,
                Decision::ExplicitlyDenied => Expectation::ExplicitlyDenied,
                Decision::ImplicitlyDenied => Expectation::ImplicitlyDenied,
                Decision::Undetermined { .. } => Expectation::Undetermined,
            },
        }
    }

    /// The request of an expectation, to be tried.
    pub fn of_expectation(expectation: &SavedExpectation) -> RequestDraft {
        from_scenario(&SavedScenario {
            missing_keys: expectation.missing_keys,
            request: expectation.request.clone(),
        })
    }
}

fn to_scenario(request: &RequestDraft) -> SavedScenario {
    let entries = request
        .context
        .iter()
        .map(|row| (row.key.clone(), to_value(row)))
        .collect();
    let resource = (!request.resource.is_empty()).then(|| request.resource.clone());
    SavedScenario {
        missing_keys: request.missing_keys.into(),
        request: RequestForm {
            principal: PrincipalForm::Name(request.principal.clone()),
            action: request.action.clone(),
            resource: resource.clone().filter(|_| !request.is_pattern()),
            resources: None,
            resource_pattern: resource.filter(|_| request.is_pattern()),
            resource_account: None,
            context: ContextForm { entries },
            dependent_actions: Vec::new(),
        },
    }
}

fn to_value(row: &ContextRow) -> ContextValueForm {
    match row.values().as_slice() {
        [one] => ContextValueForm::Single(ScalarForm::Text((*one).to_owned())),
        values => ContextValueForm::List(
            values
                .iter()
                .map(|value| ScalarForm::Text((*value).to_owned()))
                .collect(),
        ),
    }
}

/// The form has one line for the principal: what a file knows of it beyond the name is not shown.
fn principal_text(principal: &PrincipalForm) -> String {
    match principal {
        PrincipalForm::Name(name) => name.clone(),
        PrincipalForm::Known(known) => known.arn.clone().unwrap_or_default(),
    }
}

fn from_scenario(scenario: &SavedScenario) -> RequestDraft {
    let request = &scenario.request;
    let context = request
        .context
        .entries
        .iter()
        .map(|(key, value)| {
            // The values as text, whatever their JSON types.
            let values = Context::from_iter([(key, value.into())])
                .get(key)
                .map(|value: &evaluation::ContextValue| value.values.join(", "))
                .unwrap_or_default();
            ContextRow {
                key: key.clone(),
                values,
            }
        })
        .collect();
    let resource = request
        .resource
        .as_ref()
        .or(request.resource_pattern.as_ref())
        .or_else(|| request.resources.iter().flatten().next());
    RequestDraft {
        principal: principal_text(&request.principal),
        action: request.action.clone(),
        resource: resource.cloned().unwrap_or_default(),
        context,
        missing_keys: scenario.missing_keys.into(),
    }
}
