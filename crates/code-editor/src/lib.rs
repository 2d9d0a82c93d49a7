//! CodeMirror 6 as a Yew component.
//!
//! [`CodeEditor`] is uncontrolled: CodeMirror applies keys itself and reports each change with a revision. Text,
//! diagnostics and fixes reach it through [`CodeEditorProps`]; all positions there are byte offsets, converted to
//! CodeMirror's UTF-16 offsets here and nowhere else. [`PlainEditor`] is a textarea with the same properties.
//!
//! The JavaScript side is `www/editor/`, bundled to `editor.bundle.js` beside this crate's manifest by `cargo xtask`.

mod bridge;
mod codemirror;
mod held;
mod plain;
mod props;
mod template;

pub use codemirror::CodeEditor;
pub use plain::PlainEditor;
pub use props::{
    CodeEditorProps, CompletionList, CompletionOption, EditRequest, EditorAction, EditorDiagnostic,
    HoverText, InsertionRequest, Place, SelectionRequest, Severity, TextChange,
};
