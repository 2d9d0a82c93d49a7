//! The editor in a real browser: text in, text out.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod mounted;

use std::rc::Rc;

use code_editor::{
    CodeEditor, CodeEditorProps, CompletionList, CompletionOption, EditRequest, EditorDiagnostic,
    InsertionRequest, PlainEditor, Severity,
};
use json_text::{Edit, Span};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Event, EventInit, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit,
};
use yew::AttrValue;

use mounted::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn text_given_is_shown_and_not_reported() {
    let mut editor = Mounted::<CodeEditor>::new("{\n  \"a\": 1\n}").await;
    assert_eq!(editor.shown(), "{\n  \"a\": 1\n}");
    editor
        .update(|props| props.text = AttrValue::from("{\n  \"b\": 1\n}"))
        .await;
    assert_eq!(editor.shown(), "{\n  \"b\": 1\n}");
    assert_eq!(editor.changes(), 0);
    editor.end().await;
}

#[wasm_bindgen_test]
async fn crlf_is_held_as_lf() {
    let mut editor = Mounted::<CodeEditor>::new("[\r\n1\r\n]").await;
    assert_eq!(editor.shown(), "[\n1\n]");
    editor.select(2, 3).await;
    editor.insert("2").await;
    assert_eq!(editor.last_text().as_deref(), Some("[\n2\n]"));
    editor.end().await;
}

#[wasm_bindgen_test]
async fn typing_is_reported_with_rising_revisions() {
    let mut editor = Mounted::<CodeEditor>::new("[1, ]").await;
    editor.select(4, 4).await;
    editor.insert("2").await;
    assert_eq!(editor.last_text().as_deref(), Some("[1, 2]"));
    assert_eq!(editor.last_revision(), Some(1));
    editor.insert("3").await;
    assert_eq!(editor.last_text().as_deref(), Some("[1, 23]"));
    assert_eq!(editor.last_revision(), Some(2));
    assert_eq!(editor.last_cursor(), Some(6));
    editor.end().await;
}

#[wasm_bindgen_test]
async fn offsets_are_bytes_behind_emoji_and_accents() {
    // 😀 is 4 bytes and 2 UTF-16 units, é is 2 bytes and 1 unit.
    let text = "\"😀é\": x";
    let mut editor = Mounted::<CodeEditor>::new(text).await;
    let at = text.find('x').unwrap();
    assert_eq!(at, 10);
    editor.select(at, at + 1).await;
    assert_eq!(editor.last_cursor(), Some(at + 1));
    editor.insert("€").await;
    assert_eq!(editor.last_text().as_deref(), Some("\"😀é\": €"));
    assert_eq!(editor.last_cursor(), Some(at + '€'.len_utf8()));
    editor.end().await;
}

#[wasm_bindgen_test]
async fn a_fix_is_one_undo_step() {
    let text = "[\"😀\", \"s3:GetObjekt\", 1]";
    let mut editor = Mounted::<CodeEditor>::new(text).await;
    let at = text.find("Objekt").unwrap();
    let edits = vec![
        Edit::new(Span::new(at, at + "Objekt".len()), "Object"),
        Edit::insert(text.len() - 1, ", 2"),
    ];
    editor
        .update(|props| {
            props.edits = Some(EditRequest {
                nonce: 1,
                revision: Some(0),
                edits,
            });
        })
        .await;
    let fixed = "[\"😀\", \"s3:GetObject\", 1, 2]";
    assert_eq!(editor.last_text().as_deref(), Some(fixed));
    editor.content().focus().unwrap();
    editor.press("z", true).await;
    assert_eq!(editor.last_text().as_deref(), Some(text));
    assert_eq!(editor.shown(), text);
    editor.end().await;
}

#[wasm_bindgen_test]
async fn edits_for_an_older_text_are_dropped() {
    let mut editor = Mounted::<CodeEditor>::new("[1]").await;
    editor.select(2, 2).await;
    editor.insert("0").await;
    editor
        .update(|props| {
            let edits = vec![Edit::delete(Span::new(0, 3))];
            props.edits = Some(EditRequest {
                nonce: 1,
                revision: Some(0),
                edits,
            });
        })
        .await;
    assert_eq!(editor.shown(), "[10]");
    assert_eq!(editor.changes(), 1);
    editor.end().await;
}

#[wasm_bindgen_test]
async fn text_that_lags_behind_typing_is_ignored() {
    let mut editor = Mounted::<CodeEditor>::new("[1]").await;
    editor.select(2, 2).await;
    editor.insert("2").await;
    editor.insert("3").await;
    editor
        .update(|props| {
            props.text = AttrValue::from("[12]");
            props.revision = Some(1);
        })
        .await;
    assert_eq!(editor.shown(), "[123]");
    editor
        .update(|props| {
            props.text = AttrValue::from("[]");
            props.revision = Some(2);
        })
        .await;
    assert_eq!(editor.shown(), "[]");
    editor.end().await;
}

#[wasm_bindgen_test]
async fn each_document_keeps_its_undo_history() {
    let mut editor = Mounted::<CodeEditor>::new("[1]").await;
    editor.select(2, 2).await;
    editor.insert("2").await;
    editor
        .update(|props| {
            props.document_id = AttrValue::from("two");
            props.text = AttrValue::from("{}");
        })
        .await;
    assert_eq!(editor.shown(), "{}");
    editor.content().focus().unwrap();
    editor.press("z", true).await;
    assert_eq!(editor.shown(), "{}");
    editor
        .update(|props| {
            props.document_id = AttrValue::from("one");
            props.text = AttrValue::from("[12]");
        })
        .await;
    assert_eq!(editor.shown(), "[12]");
    editor.content().focus().unwrap();
    editor.press("z", true).await;
    assert_eq!(editor.last_text().as_deref(), Some("[1]"));
    editor.end().await;
}

#[wasm_bindgen_test]
async fn a_quick_fix_is_chosen_by_keyboard() {
    let text = "[\"é\", \"s3:GetObjekt\"]";
    let at = text.find("s3").unwrap();
    let mut editor = Mounted::<CodeEditor>::with(text, |props| {
        props.diagnostics = Rc::new(vec![
            diagnostic(0, 1, &["elsewhere"]),
            diagnostic(
                at,
                at + 12,
                &["write s3:GetObject", "write s3:GetObjectAcl"],
            ),
        ]);
    })
    .await;
    editor.select(at + 3, at + 3).await;
    editor.press(".", true).await;
    let items = editor
        .shadow()
        .query_selector_all("[role=menu] [role=menuitem]")
        .unwrap();
    assert_eq!(items.length(), 2);
    editor.press("ArrowDown", false).await;
    let active: HtmlElement = editor.shadow().active_element().unwrap().unchecked_into();
    assert_eq!(
        active.text_content().as_deref(),
        Some("write s3:GetObjectAcl")
    );
    active.click();
    settle().await;
    assert_eq!(editor.reports.borrow().actions, [(1, 1)]);
    assert!(
        editor
            .shadow()
            .query_selector("[role=menu]")
            .unwrap()
            .is_none()
    );
    editor.end().await;
}

#[wasm_bindgen_test]
async fn escape_closes_the_quick_fixes_and_returns_to_the_text() {
    let mut editor = Mounted::<CodeEditor>::with("[1]", |props| {
        props.diagnostics = Rc::new(vec![diagnostic(1, 2, &["write 2"])]);
    })
    .await;
    editor.select(1, 1).await;
    editor.press(".", true).await;
    editor.press("Escape", false).await;
    assert!(
        editor
            .shadow()
            .query_selector("[role=menu]")
            .unwrap()
            .is_none()
    );
    assert_eq!(
        editor.shadow().active_element().unwrap(),
        editor.content().unchecked_into()
    );
    assert!(editor.reports.borrow().actions.is_empty());
    editor.end().await;
}

#[wasm_bindgen_test]
async fn a_message_is_shown_as_text() {
    let mut hostile = diagnostic(0, 3, &[]);
    hostile.message = "<img src=x onerror=alert(1)>".to_owned();
    let mut editor = Mounted::<CodeEditor>::with("[1]", |props| {
        props.diagnostics = Rc::new(vec![hostile]);
    })
    .await;
    editor.select(0, 0).await;
    editor.press("F8", false).await;
    settle().await;
    let shown = editor
        .shadow()
        .query_selector(".cm-diagnosticText")
        .unwrap()
        .unwrap();
    assert_eq!(
        shown.text_content().as_deref(),
        Some("<img src=x onerror=alert(1)>")
    );
    assert!(
        editor
            .shadow()
            .query_selector("[onerror]")
            .unwrap()
            .is_none()
    );
    editor.end().await;
}

#[wasm_bindgen_test]
async fn a_read_only_text_takes_neither_keys_nor_fixes() {
    let mut editor = Mounted::<CodeEditor>::with("[1]", |props| props.read_only = true).await;
    editor
        .update(|props| {
            let edits = vec![Edit::delete(Span::new(0, 3))];
            props.edits = Some(EditRequest {
                nonce: 1,
                revision: None,
                edits,
            });
        })
        .await;
    editor.content().focus().unwrap();
    editor.press("Enter", false).await;
    assert_eq!(editor.shown(), "[1]");
    assert_eq!(
        editor.content().get_attribute("aria-readonly").as_deref(),
        Some("true")
    );
    assert_eq!(
        editor.content().get_attribute("aria-label").as_deref(),
        Some("Policy")
    );
    editor.end().await;
}

#[wasm_bindgen_test]
async fn the_plain_editor_does_the_same_with_a_textarea() {
    let mut editor = Mounted::<PlainEditor>::new("[\"😀\", 1]").await;
    let area: HtmlTextAreaElement = editor
        .host
        .query_selector("textarea")
        .unwrap()
        .unwrap()
        .unchecked_into();
    assert_eq!(area.value(), "[\"😀\", 1]");

    let init = EventInit::new();
    init.set_bubbles(true);
    area.set_value("[\"😀\", 12]");
    area.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap())
        .unwrap();
    settle().await;
    assert_eq!(editor.last_text().as_deref(), Some("[\"😀\", 12]"));
    assert_eq!(editor.last_revision(), Some(1));

    let at = "[\"😀\", ".len();
    editor
        .update(|props| {
            let edits = vec![Edit::new(Span::new(at, at + 2), "3")];
            props.edits = Some(EditRequest {
                nonce: 1,
                revision: Some(1),
                edits,
            });
        })
        .await;
    assert_eq!(area.value(), "[\"😀\", 3]");
    assert_eq!(editor.last_text().as_deref(), Some("[\"😀\", 3]"));

    editor.select(at, at + 1).await;
    assert_eq!(area.selection_start().unwrap(), Some(7));
    editor.end().await;
}

/// An object behind the one element of `[1]`.
fn insertion() -> Option<InsertionRequest> {
    let option = CompletionOption {
        template: "\n\t\\{\"a\": \"${$\\{b\\}}${}\"\\}\n".to_owned(),
        ..CompletionOption::default()
    };
    let list = CompletionList {
        word: Span::at(2),
        replaced: Span::at(2),
        comma_at: Some(2),
        options: vec![option],
    };
    Some(InsertionRequest { nonce: 1, list })
}

#[wasm_bindgen_test]
async fn what_is_inserted_brings_its_comma_and_its_lines() {
    let mut editor = Mounted::<CodeEditor>::new("[1]").await;
    editor.update(|props| props.insertion = insertion()).await;
    assert_eq!(
        editor.last_text().as_deref(),
        Some("[1,\n  {\"a\": \"${b}\"}\n]")
    );
    editor.end().await;
    let mut editor = Mounted::<PlainEditor>::new("[1]").await;
    editor.update(|props| props.insertion = insertion()).await;
    assert_eq!(
        editor.last_text().as_deref(),
        Some("[1,\n  {\"a\": \"${b}\"}\n]")
    );
    editor.end().await;
}

#[wasm_bindgen_test]
async fn edits_fit_a_document_that_was_left_and_came_back() {
    let mut editor = Mounted::<CodeEditor>::new("[1]").await;
    let open = |id: &'static str, text: &'static str, revision| {
        move |props: &mut CodeEditorProps| {
            props.document_id = AttrValue::from(id);
            props.text = AttrValue::from(text);
            props.revision = revision;
        }
    };
    let replace = |nonce: u64, revision| {
        move |props: &mut CodeEditorProps| {
            let edits = vec![Edit::new(Span::new(1, 2), nonce.to_string())];
            props.edits = Some(EditRequest {
                nonce,
                revision,
                edits,
            });
        }
    };
    editor.update(replace(2, None)).await;
    assert_eq!(editor.last_revision(), Some(1));
    editor.update(open("two", "[1]", None)).await;
    editor.update(replace(3, None)).await;
    assert_eq!(editor.last_revision(), Some(2));
    editor.update(open("one", "[2]", Some(1))).await;
    editor.update(replace(4, Some(1))).await;
    assert_eq!(editor.last_text().as_deref(), Some("[4]"));
    assert_eq!(editor.last_revision(), Some(3));
    editor.end().await;
}

#[wasm_bindgen_test]
async fn the_plain_editor_tells_diagnostics_and_goes_to_them() {
    let mut editor = Mounted::<PlainEditor>::new("[1, 2]").await;
    let diagnostic = |from: usize, message: &str| EditorDiagnostic {
        from,
        to: from + 1,
        severity: Severity::Error,
        message: message.to_owned(),
        source: String::new(),
        actions: Vec::new(),
    };
    let diagnostics = Rc::new(vec![diagnostic(1, "first"), diagnostic(4, "second")]);
    editor
        .update(|props| props.diagnostics = diagnostics.clone())
        .await;
    let query = |selector: &str| editor.host.query_selector(selector).unwrap().unwrap();
    let said = query("[role=status]");
    assert_eq!(said.text_content().as_deref(), Some("2 errors"));
    let area: HtmlTextAreaElement = query("textarea").unchecked_into();
    area.set_selection_range(0, 0).unwrap();
    for (shift, start, message) in [
        (false, 1, "error: first"),
        (false, 4, "error: second"),
        (false, 1, "error: first"),
        (true, 4, "error: second"),
    ] {
        let init = KeyboardEventInit::new();
        init.set_key("F8");
        init.set_shift_key(shift);
        init.set_bubbles(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        area.dispatch_event(&event).unwrap();
        settle().await;
        assert_eq!(area.selection_start().unwrap(), Some(start));
        assert_eq!(said.text_content().as_deref(), Some(message));
    }
    editor.end().await;
}
