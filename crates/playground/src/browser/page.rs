//! The page's own address and colours.

use wasm_bindgen::JsValue;
use workbench::Theme;

/// What stands behind `#` in the address, without it. A browser never sends it to a server.
pub(crate) fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// The page's address with another fragment, which begins with `#`.
pub(crate) fn link(fragment: &str) -> Option<String> {
    let address = web_sys::window()?.location().href().ok()?;
    let base = address.split('#').next().unwrap_or_default();
    Some(format!("{base}{fragment}"))
}

/// The milliseconds since the page was opened.
pub(crate) fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Puts another fragment into the address, as a step that the browser's Back button takes back. Nothing is loaded.
pub(crate) fn show_fragment(fragment: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // A browser that refuses leaves the address as it is: a reload then opens what was there before.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}

/// Whether the keyboard has a Command key.
pub(crate) fn is_mac() -> bool {
    web_sys::window()
        .and_then(|window| window.navigator().platform().ok())
        .is_some_and(|platform| platform.starts_with("Mac"))
}

/// Whether some element has the focus.
pub(crate) fn has_focus() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.tag_name() != "BODY")
}

/// Opens the page anew, at the address it has.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        // A reload that the browser refuses leaves the page as it is.
        let _ = window.location().reload();
    }
}

/// Shows the page in a theme.
pub(crate) fn show_theme(theme: Theme) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Setting a data attribute fails only for names that are not valid.
        let _ = root.set_attribute("data-theme", theme.as_str());
    }
}

/// A new element at the end of the body, for the page to live in.
pub(crate) fn root() -> Option<web_sys::Element> {
    let document = web_sys::window()?.document()?;
    let root = document.create_element("div").ok()?;
    root.set_id("app");
    document.body()?.append_child(&root).ok()?;
    Some(root)
}

/// Says, where the loader says such things, that the page cannot start.
pub(crate) fn show_failure(text: &str) {
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("boot-message"));
    if let Some(place) = place {
        place.set_text_content(Some(text));
        // Removing an attribute fails only for names that are not valid.
        let _ = place.remove_attribute("hidden");
    }
}
