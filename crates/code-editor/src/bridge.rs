//! The classes of `www/editor/`, bundled. Positions are UTF-16 offsets.

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_sys::Element;

#[wasm_bindgen(module = "/editor.bundle.js")]
extern "C" {
    pub(crate) type Editor;

    /// Mounts an editor in the shadow root of `host`.
    #[wasm_bindgen(constructor, catch)]
    pub(crate) fn new(
        host: &Element,
        on_change: &Closure<dyn Fn(String)>,
        on_cursor: &Closure<dyn Fn(u32)>,
        on_action: &Closure<dyn Fn(u32, u32)>,
        hover_at: &Closure<dyn Fn(u32) -> JsValue>,
        complete_at: &Closure<dyn Fn(u32) -> JsValue>,
    ) -> Result<Editor, JsValue>;

    #[wasm_bindgen(method)]
    pub(crate) fn text(this: &Editor) -> String;

    #[wasm_bindgen(method)]
    pub(crate) fn open(this: &Editor, document_id: &str, text: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn replace(this: &Editor, from: u32, to: u32, insert: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn edit(this: &Editor, froms: Vec<u32>, tos: Vec<u32>, inserts: Vec<String>);

    #[wasm_bindgen(method)]
    pub(crate) fn insert(this: &Editor, list: Completions);

    #[wasm_bindgen(method)]
    pub(crate) fn select(this: &Editor, from: u32, to: u32);

    #[wasm_bindgen(method)]
    pub(crate) fn show(this: &Editor, diagnostics: Diagnostics);

    #[wasm_bindgen(method)]
    pub(crate) fn configure(this: &Editor, label: &str, read_only: bool);

    #[wasm_bindgen(method)]
    pub(crate) fn destroy(this: &Editor);

    pub(crate) type Diagnostics;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> Diagnostics;

    #[wasm_bindgen(method)]
    pub(crate) fn push(
        this: &Diagnostics,
        from: u32,
        to: u32,
        severity: &str,
        message: &str,
        source: &str,
        titles: Vec<String>,
    );

    pub(crate) type Hover;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new(from: u32, to: u32, title: &str, lines: Vec<String>) -> Hover;

    pub(crate) type Completions;

    #[wasm_bindgen(constructor)]
    pub(crate) fn new(
        from: u32,
        to: u32,
        replaced_from: u32,
        replaced_to: u32,
        comma_at: Option<u32>,
    ) -> Completions;

    #[wasm_bindgen(method)]
    pub(crate) fn push(
        this: &Completions,
        label: &str,
        detail: &str,
        info: &str,
        template: &str,
        goes_on: bool,
    );
}
