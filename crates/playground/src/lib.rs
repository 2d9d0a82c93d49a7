//! The page.
//!
//! - [`run`]: mounts it
//! - [`site`]: what the page's loader (`www/boot.js`) hands over: files, and the seal
//! - [`views`]: what is shown

pub mod site;
pub mod views;

/// Mounts the page in the document's body, below what the page itself holds.
pub fn run() {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| {
        let root = document.create_element("div").ok()?;
        root.set_id("app");
        document.body()?.append_child(&root).ok()?;
        Some(root)
    }) else {
        return;
    };
    yew::Renderer::<views::App>::with_root(root).render();
}
