//! The page's own address and colours.

use workbench::Theme;

/// What stands behind `#` in the address, without it. A browser never sends it to a server.
pub(crate) fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// The page's address with another fragment.
pub(crate) fn link(fragment: &str) -> Option<String> {
    let address = web_sys::window()?.location().href().ok()?;
    let base = address.split('#').next().unwrap_or_default();
    Some(format!("{base}#{fragment}"))
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
