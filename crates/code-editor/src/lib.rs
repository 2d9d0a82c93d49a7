//! CodeMirror 6 as a Yew component.
