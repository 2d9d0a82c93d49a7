use std::rc::Rc;

use code_editor::{
    CodeEditor, CodeEditorProps, EditRequest, EditorAction, EditorDiagnostic, InsertionRequest,
    Place, PlainEditor, SelectionRequest, Severity, TextChange,
};
use diagnostics::{Finding, Kind};
use web_sys::DragEvent;
use workbench::{Action, Document};
use yew::prelude::*;

use crate::browser::files;
use crate::dispatch::Dispatch;
use crate::engine::Engine;
use crate::lazy::{Language, Lazy};

#[derive(Properties, PartialEq)]
pub(crate) struct EditorProps {
    pub(crate) document: Rc<Document>,
    pub(crate) can_edit: bool,
    pub(crate) selection: Option<SelectionRequest>,
    pub(crate) edits: Option<EditRequest>,
    pub(crate) insertion: Option<InsertionRequest>,
    /// Whether it is the plain text field.
    pub(crate) plain: bool,
    pub(crate) language: Lazy<Language>,
    pub(crate) engine: Engine,
    pub(crate) dispatch: Dispatch,
}

/// The editor with the document's findings as marks; files can be dropped on it.
#[component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let document = &props.document;
    let id = document.id;
    let judged = document.current_analysis().filter(|_| !document.is_blank());
    let diagnostics = use_memo(judged.cloned(), |analysis| {
        analysis
            .iter()
            .flat_map(|analysis| &analysis.findings)
            .map(mark)
            .collect::<Vec<_>>()
    });
    let on_change = use_callback(
        (id, props.dispatch.clone()),
        |change: TextChange, (id, dispatch)| {
            // The change names its document: one that came before a switch of tabs still finds it.
            if change.document_id == id.0.to_string() {
                dispatch.send(Action::TextChanged {
                    document: *id,
                    text: Rc::from(change.text.as_str()),
                    editor_revision: change.revision,
                });
            }
        },
    );
    let on_action = use_callback(props.dispatch.clone(), |(finding, fix), dispatch| {
        dispatch.send(Action::FixTaken { finding, fix });
    });
    let known = (props.language, props.engine.clone(), document.chosen_type);
    let hover = use_callback(known.clone(), |place: Place, (language, engine, chosen)| {
        (language.ready()?.hover)(engine, *chosen, &place)
    });
    let completion = use_callback(known, |place: Place, (language, engine, chosen)| {
        (language.ready()?.complete)(engine, *chosen, &place)
    });
    let dragged = use_state(|| false);
    let on_drag_over = {
        let dragged = dragged.clone();
        Callback::from(move |event: DragEvent| {
            if files::has_files(&event) {
                event.prevent_default();
                dragged.set(true);
            }
        })
    };
    let on_drag_leave = {
        let dragged = dragged.clone();
        Callback::from(move |_: DragEvent| dragged.set(false))
    };
    let on_drop = {
        let dragged = dragged.clone();
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: DragEvent| {
            dragged.set(false);
            if files::has_files(&event) {
                event.prevent_default();
                event.stop_propagation();
                files::read_dropped(&event, &dispatch);
            }
        })
    };
    let editor = CodeEditorProps {
        document_id: id.0.to_string().into(),
        text: document.text.to_string().into(),
        revision: document.editor_revision,
        diagnostics,
        on_change,
        on_action,
        on_cursor: Callback::noop(),
        selection: props.selection,
        edits: props.edits.clone(),
        insertion: props.insertion.clone(),
        read_only: !props.can_edit,
        label: format!("Policy text of {}", document.name).into(),
        hover: Some(hover),
        completion: props.can_edit.then_some(completion),
    };
    html! {
        <div class={classes!("editor-frame", dragged.then_some("drop-target"))}
            ondragover={on_drag_over} ondragleave={on_drag_leave} ondrop={on_drop}>
            if props.plain {
                <PlainEditor ..editor />
            } else {
                <CodeEditor ..editor />
            }
        </div>
    }
}

fn mark(finding: &Finding) -> EditorDiagnostic {
    EditorDiagnostic {
        from: finding.span.start,
        to: finding.span.end,
        severity: match finding.kind {
            Kind::Error => Severity::Error,
            Kind::SecurityWarning | Kind::Warning => Severity::Warning,
            Kind::Suggestion => Severity::Info,
        },
        message: finding.message.clone(),
        source: finding.code.to_owned(),
        actions: finding
            .fixes
            .iter()
            .map(|fix| EditorAction {
                title: fix.title.clone(),
                id: fix.safety.as_str().to_owned(),
            })
            .collect(),
    }
}
