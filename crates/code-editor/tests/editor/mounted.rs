//! An editor in a page of its own, and the keys and clicks of a user.

use std::cell::RefCell;
use std::rc::Rc;

use code_editor::{
    CodeEditor, CodeEditorProps, EditorAction, EditorDiagnostic, SelectionRequest, Severity,
    TextChange,
};
use js_sys::Promise;
use json_text::Span;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, HtmlDocument, HtmlElement, KeyboardEvent, KeyboardEventInit, ShadowRoot,
};
use yew::{AppHandle, AttrValue, BaseComponent, Callback, Renderer};

/// Everything that an editor reported.
#[derive(Default)]
pub(crate) struct Reports {
    pub(crate) changes: Vec<TextChange>,
    pub(crate) cursors: Vec<usize>,
    pub(crate) actions: Vec<(usize, usize)>,
}

/// A mounted editor with the properties that it was given last.
pub(crate) struct Mounted<C: BaseComponent<Properties = CodeEditorProps>> {
    pub(crate) host: Element,
    pub(crate) app: AppHandle<C>,
    pub(crate) props: CodeEditorProps,
    pub(crate) reports: Rc<RefCell<Reports>>,
}

impl<C: BaseComponent<Properties = CodeEditorProps>> Mounted<C> {
    pub(crate) async fn new(text: &str) -> Self {
        Self::with(text, |_| {}).await
    }

    pub(crate) async fn with(text: &str, adjust: impl FnOnce(&mut CodeEditorProps)) -> Self {
        let host = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&host).unwrap();
        let reports = Rc::new(RefCell::new(Reports::default()));
        let report = |write: fn(&mut Reports) -> &mut Vec<TextChange>| {
            let reports = reports.clone();
            Callback::from(move |change| write(&mut reports.borrow_mut()).push(change))
        };
        let on_change = report(|reports| &mut reports.changes);
        let on_cursor = {
            let reports = reports.clone();
            Callback::from(move |offset| reports.borrow_mut().cursors.push(offset))
        };
        let on_action = {
            let reports = reports.clone();
            Callback::from(move |chosen| reports.borrow_mut().actions.push(chosen))
        };
        let mut props = CodeEditorProps {
            document_id: AttrValue::from("one"),
            text: AttrValue::from(text.to_owned()),
            revision: None,
            diagnostics: Rc::default(),
            on_change,
            on_action,
            on_cursor,
            selection: None,
            edits: None,
            insertion: None,
            read_only: false,
            label: AttrValue::from("Policy"),
            hover: None,
            completion: None,
        };
        adjust(&mut props);
        let app = Renderer::<C>::with_root_and_props(host.clone(), props.clone()).render();
        settle().await;
        Self {
            host,
            app,
            props,
            reports,
        }
    }

    pub(crate) async fn update(&mut self, change: impl FnOnce(&mut CodeEditorProps)) {
        change(&mut self.props);
        self.app.update(self.props.clone());
        settle().await;
    }

    pub(crate) fn last_text(&self) -> Option<String> {
        self.reports
            .borrow()
            .changes
            .last()
            .map(|change| change.text.to_string())
    }

    pub(crate) fn last_revision(&self) -> Option<u64> {
        self.reports
            .borrow()
            .changes
            .last()
            .map(|change| change.revision)
    }

    pub(crate) fn last_cursor(&self) -> Option<usize> {
        self.reports.borrow().cursors.last().copied()
    }

    pub(crate) fn changes(&self) -> usize {
        self.reports.borrow().changes.len()
    }

    pub(crate) async fn select(&mut self, start: usize, end: usize) {
        let nonce = self
            .props
            .selection
            .map_or(1, |selection| selection.nonce + 1);
        self.update(|props| {
            props.selection = Some(SelectionRequest {
                span: Span::new(start, end),
                nonce,
            });
        })
        .await;
    }

    pub(crate) async fn end(self) {
        self.app.destroy();
        settle().await;
        self.host.remove();
    }
}

impl Mounted<CodeEditor> {
    pub(crate) fn shadow(&self) -> ShadowRoot {
        self.host
            .query_selector(".code-editor")
            .unwrap()
            .unwrap()
            .shadow_root()
            .unwrap()
    }

    pub(crate) fn content(&self) -> HtmlElement {
        self.shadow()
            .query_selector(".cm-content")
            .unwrap()
            .unwrap()
            .unchecked_into()
    }

    /// The text as it is shown.
    pub(crate) fn shown(&self) -> String {
        let lines = self.shadow().query_selector_all(".cm-line").unwrap();
        let lines: Vec<String> = (0..lines.length())
            .map(|index| lines.get(index).unwrap().text_content().unwrap())
            .collect();
        lines.join("\n")
    }

    /// Types as a person would, at the selection.
    pub(crate) async fn insert(&self, text: &str) {
        self.content().focus().unwrap();
        let document: HtmlDocument = document().unchecked_into();
        document
            .exec_command_with_show_ui_and_value("insertText", false, text)
            .unwrap();
        settle().await;
    }

    pub(crate) async fn press(&self, key: &str, control: bool) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_ctrl_key(control);
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_composed(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let target: Element = self
            .shadow()
            .active_element()
            .unwrap_or_else(|| self.content().unchecked_into());
        target.dispatch_event(&event).unwrap();
        settle().await;
    }
}

pub(crate) fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Lets Yew render and CodeMirror measure.
pub(crate) async fn settle() {
    let promise = Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 60)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

pub(crate) fn diagnostic(from: usize, to: usize, titles: &[&str]) -> EditorDiagnostic {
    EditorDiagnostic {
        from,
        to,
        severity: Severity::Error,
        message: "`s3:GetObjekt` is not an action".to_owned(),
        source: "invalid-action".to_owned(),
        actions: titles
            .iter()
            .map(|title| EditorAction {
                title: (*title).to_owned(),
                id: String::new(),
            })
            .collect(),
    }
}
