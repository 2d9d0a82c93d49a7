use std::rc::Rc;

use diagnostics::{Edit, Span};
use policy::PolicyType;
use workspace::file_text::FileText;

use crate::action::{Action, Effect};
use crate::comparison::{Baseline, compare};
use crate::documents::DocumentId;
use crate::files::{read_file, too_large};
use crate::request::RequestDraft;
use crate::state::{Notice, NoticeKind, Panel, State};

/// One step: the next state, and what the page has to do.
pub fn reduce(mut state: State, action: Action) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    match action {
        Action::TextChanged {
            document,
            text,
            editor_revision,
        } => change_text(&mut state, &mut effects, document, text, editor_revision),
        Action::AnalysisReady { document, analysis } => {
            if let Some(document) = state.document_mut(document)
                && analysis.revision == document.revision
            {
                document.analysis = Some(analysis);
            }
            // The type may be known only now.
            if state.panel == Panel::Compare {
                compare(&state, &mut effects);
            }
        }
        Action::BaselineChosen(baseline) => {
            let active = state.active;
            if let Some(document) = state.document_mut(active) {
                document.baseline = baseline;
            }
            show_panel(&mut state, &mut effects);
        }
        Action::BaselineMarked => {
            let active = state.active;
            if let Some(document) = state.document_mut(active) {
                document.marked = Some(document.text.clone());
                document.baseline = Baseline::Marked;
            }
            show_panel(&mut state, &mut effects);
        }
        Action::ComparisonReady { document, compared } => {
            if let Some(document) = state.document_mut(document)
                && compared.revision == document.revision
            {
                document.comparison = Some(*compared);
            }
        }
        Action::WitnessTried(request) => {
            state.request = RequestDraft::of(&request);
            state.panel = Panel::Simulate;
            simulate(&mut state, &mut effects);
            keep(&state, &mut effects);
        }
        Action::AdviceReady {
            document,
            revision,
            advice,
        } => {
            if let Some(document) = state.document_mut(document)
                && revision == document.revision
            {
                document.advice = Some((revision, advice));
            }
        }
        Action::ExpectationsChecked { number, outcomes } => {
            if number == state.expectations_number {
                state.outcomes = outcomes;
            }
        }
        Action::ExpectationAdded(expectation) => {
            if !state.expectations.contains(&expectation) {
                state.expectations.push((*expectation).clone());
                check_expectations(&mut state, &mut effects);
                keep(&state, &mut effects);
            }
        }
        Action::ExpectationRemoved(position) => {
            if position < state.expectations.len() {
                state.expectations.remove(position);
                check_expectations(&mut state, &mut effects);
                keep(&state, &mut effects);
            }
        }
        Action::SimulationReady { number, result } => {
            if number == state.simulation_number {
                state.simulation = Some(result);
            }
        }
        Action::RequestChanged(request) => {
            if request != state.request {
                state.request = request;
                simulate(&mut state, &mut effects);
                keep(&state, &mut effects);
            }
        }
        Action::TypeChosen {
            document,
            policy_type,
        } => {
            // A lesson says what its documents are attached to.
            let chosen = state.document_mut(document);
            if let Some(document) = chosen.filter(|document| document.lesson.is_none()) {
                document.chosen_type = policy_type;
                document.revision += 1;
            }
            judge(&mut state, &mut effects, document);
            keep(&state, &mut effects);
        }
        Action::PanelOpened(panel) => {
            state.panel = panel;
            check_expectations(&mut state, &mut effects);
            match panel {
                Panel::Findings => {}
                Panel::Learn => grade(&state, &mut effects),
                Panel::Simulate => simulate(&mut state, &mut effects),
                Panel::Suggest => advise(&state, &mut effects),
                Panel::Compare => compare(&state, &mut effects),
            }
        }
        Action::PlaceChosen { document, span } => {
            if state.document(document).is_some() {
                let changed = state.active != document;
                state.active = document;
                if changed {
                    show_active(&mut state, &mut effects);
                }
                effects.push(Effect::Select { document, span });
            }
        }
        Action::FixTaken { finding, fix } => {
            let edits = state.active_document().and_then(|document| {
                let analysis = document.current_analysis()?;
                let fix = analysis.findings.get(finding)?.fixes.get(fix)?;
                Some((document.id, document.editor_revision, fix.edits.clone()))
            });
            apply(&mut state, &mut effects, edits);
        }
        Action::SafeFixesTaken => {
            let document = state.active_document();
            let edits = document.map(|document| {
                let (_, edits) = document.safe_edits();
                (document.id, document.editor_revision, edits)
            });
            if edits
                .as_ref()
                .is_some_and(|(_, _, edits)| !edits.is_empty())
            {
                apply(&mut state, &mut effects, edits);
            }
        }
        Action::PlaceholdersFilled { values } => {
            let document = state.active_document();
            let edits = document.map(|document| {
                let edits = document.filled(&values);
                (document.id, document.editor_revision, edits)
            });
            apply(&mut state, &mut effects, edits);
        }
        Action::SnippetTaken { snippet } => {
            if state.can_edit() {
                let document = state.active;
                effects.push(Effect::InsertSnippet { document, snippet });
            }
        }
        Action::SnippetUnplaced => tell(
            &mut state,
            "Nothing was inserted: the policy has no list of statements that it could go into.",
        ),
        Action::PlainEditorChosen(plain) => {
            state.plain_editor = plain;
            if state.keeps {
                effects.push(Effect::KeepEditor { plain });
            }
        }
        Action::SuggestionTaken {
            suggestion,
            dropped,
        } => {
            let edits = state.active_document().and_then(|document| {
                let suggestion = document.current_advice()?.suggestions.get(suggestion)?;
                let fix = match &suggestion.choice {
                    Some(choice) => choice.without(&dropped)?,
                    None => suggestion.fix.clone(),
                };
                Some((document.id, document.editor_revision, fix.edits))
            });
            apply(&mut state, &mut effects, edits);
        }
        Action::FormatAsked => format(&mut state, &mut effects),
        Action::DocumentOpened {
            name,
            text,
            policy_type,
        } => {
            state.notice = None;
            let file = FileText::new(&text);
            open(&mut state, &mut effects, name, &file, policy_type);
        }
        Action::FileRead { name, bytes } => read_file(&mut state, &mut effects, name, &bytes),
        Action::FileTooLarge { name, bytes } => too_large(&mut state, &name, bytes),
        Action::FileUnreadable { name } => tell(
            &mut state,
            &format!(
                "`{name}` was not opened: it is a folder, or was removed meanwhile. Drop the files themselves."
            ),
        ),
        Action::DocumentChosen(document) => {
            if state.active != document && state.document(document).is_some() {
                state.active = document;
                show_active(&mut state, &mut effects);
                keep(&state, &mut effects);
            }
        }
        Action::DocumentRenamed { document, name } => {
            let name = name.trim();
            if let Some(document) = state.document_mut(document)
                && !name.is_empty()
            {
                document.name = name.into();
                keep(&state, &mut effects);
            }
        }
        Action::DocumentClosed(document) => close(&mut state, &mut effects, document),
        Action::CloseUndone => {
            if let Some((position, document)) = state.closed.take() {
                state.active = document.id;
                let position = position.min(state.documents.len());
                state.documents.insert(position, document);
                state.notice = None;
                show_active(&mut state, &mut effects);
                keep(&state, &mut effects);
            }
        }
        Action::NewDocumentAsked => {
            let name = format!("policy {}", state.next_document + 1);
            state.add_document(name.into(), "".into(), None);
            show_active(&mut state, &mut effects);
            keep(&state, &mut effects);
        }
        Action::WorkspaceOpened {
            name,
            state: opened,
        } => {
            state = State::clone(&opened);
            effects.extend(start(&mut state));
            let text = if state.keeps {
                format!(
                    "Opened {name}. What was here is kept: the browser's Back button returns to it."
                )
            } else {
                format!("Opened {name}.")
            };
            state.notice = Some(Notice {
                kind: NoticeKind::Done,
                text: text.into(),
                reopens: false,
            });
            keep(&state, &mut effects);
        }
        Action::WorkspaceUnreadable { name, why } => {
            tell(&mut state, &format!("`{name}` was not opened: {why}."));
        }
        Action::ThemeChosen(theme) => {
            state.theme = theme;
            effects.push(Effect::ShowTheme(theme));
            keep(&state, &mut effects);
        }
        Action::SealChanged(seal) => state.seal = seal,
        Action::KeepingChosen(keeps) => {
            state.keeps = keeps;
            if keeps {
                keep(&state, &mut effects);
            } else {
                effects.push(Effect::Forget);
            }
        }
        // Once is enough: both windows change all the time.
        Action::KeptElsewhere if state.keeps && !state.kept_elsewhere => {
            state.kept_elsewhere = true;
            tell(
                &mut state,
                "The page is open in another window too. This browser keeps one of them: that which changes last. Share a link \
                 or a file to keep both.",
            );
        }
        Action::KeptElsewhere => {}
        Action::KeepingFailed => {
            state.keeps = false;
            tell(
                &mut state,
                "This browser keeps nothing for the page (storage is off or full): share a link or a file before you close it.",
            );
        }
        Action::SavingMissing => {
            state.keeps = false;
            tell(
                &mut state,
                "A part of the page could not be loaded: links and files cannot be opened, and this browser keeps nothing. \
                 What it kept before is still there. Reload the page to try again.",
            );
        }
        Action::SharingMissing => tell(
            &mut state,
            "The part of the page that shares could not be loaded. Reload the page to try again.",
        ),
        // The page hands these to `learn::reduce`.
        Action::Learn(_) => {}
        Action::NoticeDismissed => state.notice = None,
    }
    (state, effects)
}

/// What a freshly opened page has to do.
pub fn start(state: &mut State) -> Vec<Effect> {
    let mut effects = vec![Effect::ShowTheme(state.theme)];
    let documents: Vec<DocumentId> = state.documents.iter().map(|document| document.id).collect();
    for document in documents {
        analyze(state, &mut effects, document);
    }
    check_expectations(state, &mut effects);
    show_panel(state, &mut effects);
    effects
}

fn change_text(
    state: &mut State,
    effects: &mut Vec<Effect>,
    document: DocumentId,
    text: Rc<str>,
    editor_revision: u64,
) {
    let Some(changed) = state.document_mut(document) else {
        return;
    };
    changed.editor_revision = Some(editor_revision);
    if changed.text == text {
        return;
    }
    changed.text = text;
    changed.revision += 1;
    judge(state, effects, document);
    keep(state, effects);
}

/// Everything that follows from a changed document.
fn judge(state: &mut State, effects: &mut Vec<Effect>, document: DocumentId) {
    analyze(state, effects, document);
    grade(state, effects);
    check_expectations(state, effects);
    show_panel(state, effects);
}

/// All documents decide together, so that a change of any of them may turn an expectation.
fn check_expectations(state: &mut State, effects: &mut Vec<Effect>) {
    if state.expectations.is_empty() {
        state.outcomes = Rc::new([]);
        return;
    }
    state.expectations_number += 1;
    effects.push(Effect::CheckExpectations {
        number: state.expectations_number,
    });
}

/// Whatever panel is open, the lesson follows its documents.
fn grade(state: &State, effects: &mut Vec<Effect>) {
    if state.learn.open.is_some() {
        effects.push(Effect::Grade);
    }
}

pub(crate) fn analyze(state: &State, effects: &mut Vec<Effect>, document: DocumentId) {
    if let Some(document) = state.document(document) {
        effects.push(Effect::Analyze {
            document: document.id,
            revision: document.revision,
            text: document.text.clone(),
            policy_type: document.chosen_type,
        });
    }
}

/// Another document came into the editor.
pub(crate) fn show_active(state: &mut State, effects: &mut Vec<Effect>) {
    if state
        .active_document()
        .is_some_and(|document| document.current_analysis().is_none())
    {
        analyze(state, effects, state.active);
    }
    // The documents may be others than before.
    check_expectations(state, effects);
    show_panel(state, effects);
}

/// Only the panel that is seen is worked for.
fn show_panel(state: &mut State, effects: &mut Vec<Effect>) {
    match state.panel {
        Panel::Findings | Panel::Learn => {}
        Panel::Simulate => simulate(state, effects),
        Panel::Suggest => advise(state, effects),
        Panel::Compare => compare(state, effects),
    }
}

fn simulate(state: &mut State, effects: &mut Vec<Effect>) {
    if state.panel == Panel::Simulate {
        state.simulation_number += 1;
        effects.push(Effect::Simulate {
            number: state.simulation_number,
        });
    }
}

fn advise(state: &State, effects: &mut Vec<Effect>) {
    if let Some(document) = state.active_document()
        && document.current_advice().is_none()
    {
        effects.push(Effect::Advise {
            document: document.id,
            revision: document.revision,
            text: document.text.clone(),
            policy_type: document.chosen_type,
        });
    }
}

pub(crate) fn keep(state: &State, effects: &mut Vec<Effect>) {
    if state.keeps && state.embed.is_none() {
        effects.push(Effect::Keep);
    }
}

/// Puts a problem before the user.
pub fn tell(state: &mut State, text: &str) {
    state.notice = Some(Notice {
        kind: NoticeKind::Problem,
        text: text.into(),
        reopens: false,
    });
}

fn apply(
    state: &mut State,
    effects: &mut Vec<Effect>,
    edits: Option<(DocumentId, Option<u64>, Vec<Edit>)>,
) {
    if !state.can_edit() {
        return;
    }
    match edits {
        Some((document, editor_revision, edits)) => effects.push(Effect::ApplyEdits {
            document,
            editor_revision,
            edits,
        }),
        None => tell(
            state,
            "The text has changed since: nothing was applied. Try again with the new findings.",
        ),
    }
}

fn format(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(document) = state.active_document().cloned() else {
        return;
    };
    match json_text::format(&document.text, &json_text::FormatOptions::default()) {
        Ok(text) => {
            if let Some(edit) = json_text::minimal_edit(&document.text, &text) {
                apply(
                    state,
                    effects,
                    Some((document.id, document.editor_revision, vec![edit])),
                );
            }
        }
        Err(_) => tell(
            state,
            "The text is not valid JSON yet, so it was left as it is. Mend the errors in Findings first.",
        ),
    }
}

pub(crate) fn open(
    state: &mut State,
    effects: &mut Vec<Effect>,
    name: Rc<str>,
    file: &FileText,
    policy_type: Option<PolicyType>,
) {
    // An untouched empty document makes room; anything else stays in its tab.
    if let Some(active) = state.active_document()
        && active.is_blank()
        && active.lesson.is_none()
    {
        let id = active.id;
        state.documents.retain(|document| document.id != id);
    }
    let id = state.add_document(name, file.text().into(), policy_type);
    if let Some(document) = state.document_mut(id) {
        document.byte_order_mark = file.has_byte_order_mark();
        document.crlf = file.has_crlf();
    }
    show_active(state, effects);
    // Work goes on in the text, wherever the focus was when it was asked for.
    effects.push(Effect::Select {
        document: id,
        span: Span::new(0, 0),
    });
    keep(state, effects);
}

fn close(state: &mut State, effects: &mut Vec<Effect>, id: DocumentId) {
    // A lesson is left as a whole.
    let Some(position) = state
        .documents
        .iter()
        .position(|document| document.id == id && document.lesson.is_none())
    else {
        return;
    };
    let closed = state.documents.remove(position);
    if state.documents.is_empty() {
        state.add_document("policy".into(), "".into(), None);
    }
    if state.active == id {
        let neighbour = position.min(state.documents.len().saturating_sub(1));
        if let Some(document) = state.documents.get(neighbour) {
            state.active = document.id;
        }
    }
    if !closed.is_blank() {
        state.notice = Some(Notice {
            kind: NoticeKind::Done,
            text: format!("Closed {}.", closed.name).into(),
            reopens: true,
        });
        state.closed = Some((position, closed));
    }
    show_active(state, effects);
    keep(state, effects);
}
