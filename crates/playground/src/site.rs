//! What `www/start.js` hands over. There the files are fetched and the page is sealed; nothing here sends a request.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = site, js_name = file)]
    fn site_file(name: &str) -> Promise;

    #[wasm_bindgen(js_namespace = site, js_name = ready)]
    fn site_ready();

    #[wasm_bindgen(thread_local_v2, js_namespace = site, js_name = sealed)]
    static SEALED: Promise;
}

/// The catalogue; fetched while the WebAssembly module is.
pub const CATALOGUE: &str = "catalog.bin";
/// Sentences about actions and keys; loaded in idle time.
pub const DESCRIPTIONS: &str = "descriptions.bin";
/// `{name: document, …}` of the AWS managed policies; loaded in idle time.
pub const MANAGED_POLICIES: &str = "managed-policies.json";
/// The lessons of the course, in order; loaded in idle time.
pub const LESSONS: &str = "lessons.json";

/// The bytes of a file of the loader's fixed lists, once it is loaded; `None` when it could not be.
///
/// A lazy file is loaded only after [`ready`].
pub async fn file(name: &str) -> Option<Vec<u8>> {
    let bytes = JsFuture::from(site_file(name)).await.ok()?;
    Some(bytes.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// Says that the page can be used: lazy files are loaded in idle time, then the page is sealed.
pub fn ready() {
    site_ready();
}

/// Waits until the page is sealed; returns the names of lazy files that could not be loaded.
pub async fn sealed() -> Vec<String> {
    let report = JsFuture::from(SEALED.with(Promise::clone))
        .await
        .unwrap_or(JsValue::UNDEFINED);
    let missing =
        Reflect::get(&report, &JsValue::from_str("missing")).unwrap_or(JsValue::UNDEFINED);
    Array::from(&missing)
        .iter()
        .filter_map(|name| name.as_string())
        .collect()
}
