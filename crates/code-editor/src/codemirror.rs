//! The component over CodeMirror.

use std::cell::RefCell;
use std::rc::Rc;

use json_text::Edit;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::Element;
use yew::{AttrValue, Component, Context, Html, NodeRef, html};

use crate::bridge;
use crate::held::{Held, with_lf};
use crate::plain::PlainEditor;
use crate::props::{CodeEditorProps, CompletionList, Place, TextChange};

/// CodeMirror in a shadow root (whose styles a strict content security policy allows).
///
/// Keys beyond the usual ones: Tab leaves the editor, Ctrl-. lists the quick fixes at the cursor, F8 goes to the next
/// diagnostic, Ctrl-Space completes, Ctrl-F searches. Where CodeMirror cannot start, it is a [`PlainEditor`].
pub struct CodeEditor {
    host: NodeRef,
    state: State,
}

enum State {
    Waiting,
    Mounted(Mounted),
    Failed,
}

/// Says that CodeMirror could not start.
pub enum Message {
    /// Show the plain editor instead.
    Failed,
}

impl Component for CodeEditor {
    type Message = Message;
    type Properties = CodeEditorProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self {
            host: NodeRef::default(),
            state: State::Waiting,
        }
    }

    fn update(&mut self, _ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Failed => {
                self.state = State::Failed;
                true
            }
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &CodeEditorProps) -> bool {
        match &self.state {
            State::Mounted(mounted) => {
                mounted.update(ctx.props(), old);
                false
            }
            State::Waiting | State::Failed => true,
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match self.state {
            State::Failed => html! { <PlainEditor ..ctx.props().clone() /> },
            State::Waiting | State::Mounted(_) => {
                html! { <div class="code-editor" ref={self.host.clone()}></div> }
            }
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        match self
            .host
            .cast::<Element>()
            .and_then(|host| Mounted::new(&host, ctx.props()).ok())
        {
            Some(mounted) => self.state = State::Mounted(mounted),
            None => ctx.link().send_message(Message::Failed),
        }
    }
}

/// An editor with everything that has to live as long as it.
struct Mounted {
    editor: bridge::Editor,
    held: Rc<RefCell<Held>>,
    props: Rc<RefCell<CodeEditorProps>>,
    _callbacks: Callbacks,
}

impl Mounted {
    fn new(host: &Element, props: &CodeEditorProps) -> Result<Self, JsValue> {
        let text = with_lf(&props.text);
        let held = Rc::new(RefCell::new(Held::new(text.clone(), props.revision)));
        let shared = Rc::new(RefCell::new(props.clone()));
        let callbacks = Callbacks::new(&held, &shared);
        let editor = bridge::Editor::new(
            host,
            &callbacks.change,
            &callbacks.cursor,
            &callbacks.action,
            &callbacks.hover,
            &callbacks.complete,
        )?;
        editor.open(&props.document_id, &text);
        editor.configure(&props.label, props.read_only);
        let mounted = Self {
            editor,
            held,
            props: shared,
            _callbacks: callbacks,
        };
        mounted.show_diagnostics(props);
        mounted.select(props);
        Ok(mounted)
    }

    /// Brings the editor up to date. The order matters: positions refer to the text as it is after the swap and the
    /// outside text, and edits come before the diagnostics that were found after them.
    fn update(&self, props: &CodeEditorProps, old: &CodeEditorProps) {
        self.props.replace(props.clone());
        if props.label != old.label || props.read_only != old.read_only {
            self.editor.configure(&props.label, props.read_only);
        }
        let swapped = props.document_id != old.document_id;
        if swapped {
            self.editor.open(&props.document_id, &with_lf(&props.text));
            let text = AttrValue::from(self.editor.text());
            self.held.borrow_mut().open(text, props.revision);
            self.set_text(&props.text);
        } else if props.text != old.text && !self.is_stale(props.revision) {
            self.set_text(&props.text);
        }
        if props.edits != old.edits {
            self.apply_edits(props);
        }
        if props.insertion != old.insertion {
            self.insert(props);
        }
        if swapped || props.diagnostics != old.diagnostics {
            self.show_diagnostics(props);
        }
        if props.selection != old.selection {
            self.select(props);
        }
    }

    fn is_stale(&self, revision: Option<u64>) -> bool {
        revision.is_some_and(|revision| revision < self.held.borrow().revision())
    }

    fn set_text(&self, text: &AttrValue) {
        let text = with_lf(text);
        let Some(Edit { span, insert }) = json_text::minimal_edit(self.held.borrow().text(), &text)
        else {
            return;
        };
        let (from, to) = self.held.borrow().to_range(span);
        // Taken first: the cursor's report, made within `replace`, is counted in the new text.
        self.held.borrow_mut().replace(text);
        self.editor.replace(from, to, &insert);
    }

    fn apply_edits(&self, props: &CodeEditorProps) {
        let Some(request) = &props.edits else { return };
        let mut froms = Vec::new();
        let mut tos = Vec::new();
        let mut inserts = Vec::new();
        {
            let held = self.held.borrow();
            let fits = request
                .revision
                .is_none_or(|revision| revision == held.revision());
            if !fits || props.read_only || json_text::apply(held.text(), &request.edits).is_err() {
                return;
            }
            for edit in &request.edits {
                let (from, to) = held.to_range(edit.span);
                froms.push(from);
                tos.push(to);
                inserts.push(edit.insert.clone());
            }
        }
        self.editor.edit(froms, tos, inserts);
    }

    fn insert(&self, props: &CodeEditorProps) {
        let Some(request) = &props.insertion else {
            return;
        };
        let list = {
            let held = self.held.borrow();
            let fits = held
                .text()
                .get(request.list.replaced.start..request.list.replaced.end)
                .is_some();
            if !fits || props.read_only {
                return;
            }
            completions(&held, &request.list)
        };
        self.editor.insert(list);
    }

    fn show_diagnostics(&self, props: &CodeEditorProps) {
        let list = bridge::Diagnostics::new();
        for diagnostic in props.diagnostics.iter() {
            let held = self.held.borrow();
            list.push(
                held.to_position(diagnostic.from),
                held.to_position(diagnostic.to),
                diagnostic.severity.as_str(),
                &diagnostic.message,
                &diagnostic.source,
                diagnostic
                    .actions
                    .iter()
                    .map(|action| action.title.clone())
                    .collect(),
            );
        }
        self.editor.show(list);
    }

    fn select(&self, props: &CodeEditorProps) {
        let Some(request) = props.selection else {
            return;
        };
        let (from, to) = self.held.borrow().to_range(request.span);
        self.editor.select(from, to);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

/// What CodeMirror calls. Each may be called while Rust calls the editor, so no borrow is held across a call.
struct Callbacks {
    change: Closure<dyn Fn(String)>,
    cursor: Closure<dyn Fn(u32)>,
    action: Closure<dyn Fn(u32, u32)>,
    hover: Closure<dyn Fn(u32) -> JsValue>,
    complete: Closure<dyn Fn(u32) -> JsValue>,
}

impl Callbacks {
    fn new(held: &Rc<RefCell<Held>>, props: &Rc<RefCell<CodeEditorProps>>) -> Self {
        Self {
            change: change(held.clone(), props.clone()),
            cursor: cursor(held.clone(), props.clone()),
            action: action(props.clone()),
            hover: hover(held.clone(), props.clone()),
            complete: complete(held.clone(), props.clone()),
        }
    }
}

fn change(held: Rc<RefCell<Held>>, props: Rc<RefCell<CodeEditorProps>>) -> Closure<dyn Fn(String)> {
    Closure::new(move |text: String| {
        let text = AttrValue::from(text);
        let revision = held.borrow_mut().changed(text.clone());
        let (document_id, report) = {
            let props = props.borrow();
            (props.document_id.clone(), props.on_change.clone())
        };
        report.emit(TextChange {
            document_id,
            text,
            revision,
        });
    })
}

fn cursor(held: Rc<RefCell<Held>>, props: Rc<RefCell<CodeEditorProps>>) -> Closure<dyn Fn(u32)> {
    Closure::new(move |position| {
        let offset = held.borrow().to_bytes(position);
        let report = props.borrow().on_cursor.clone();
        report.emit(offset);
    })
}

fn action(props: Rc<RefCell<CodeEditorProps>>) -> Closure<dyn Fn(u32, u32)> {
    Closure::new(move |diagnostic, action| {
        let report = props.borrow().on_action.clone();
        if let (Ok(diagnostic), Ok(action)) = (usize::try_from(diagnostic), usize::try_from(action))
        {
            report.emit((diagnostic, action));
        }
    })
}

fn hover(
    held: Rc<RefCell<Held>>,
    props: Rc<RefCell<CodeEditorProps>>,
) -> Closure<dyn Fn(u32) -> JsValue> {
    Closure::new(move |position| {
        let ask = props.borrow().hover.clone();
        let place = place(&held.borrow(), position);
        let Some(found) = ask.and_then(|ask| ask.emit(place)) else {
            return JsValue::UNDEFINED;
        };
        let (from, to) = held.borrow().to_range(found.span);
        bridge::Hover::new(from, to, &found.title, found.lines).into()
    })
}

fn complete(
    held: Rc<RefCell<Held>>,
    props: Rc<RefCell<CodeEditorProps>>,
) -> Closure<dyn Fn(u32) -> JsValue> {
    Closure::new(move |position| {
        let ask = props.borrow().completion.clone();
        let place = place(&held.borrow(), position);
        let Some(found) = ask.and_then(|ask| ask.emit(place)) else {
            return JsValue::UNDEFINED;
        };
        completions(&held.borrow(), &found).into()
    })
}

fn place(held: &Held, position: u32) -> Place {
    Place {
        text: held.text().clone(),
        offset: held.to_bytes(position),
    }
}

fn completions(held: &Held, found: &CompletionList) -> bridge::Completions {
    let (from, to) = held.to_range(found.word);
    let (replaced_from, replaced_to) = held.to_range(found.replaced);
    let comma_at = found.comma_at.map(|at| held.to_position(at));
    let list = bridge::Completions::new(from, to, replaced_from, replaced_to, comma_at);
    for option in &found.options {
        list.push(
            &option.label,
            &option.detail,
            &option.info,
            &option.template,
            option.goes_on,
        );
    }
    list
}
