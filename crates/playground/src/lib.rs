//! The page.
//!
//! | module | what it is |
//! |---|---|
//! | `app` | the whole page, put together |
//! | `store` | the state and the effects of its steps |
//! | `views` | what is shown |
//! | `lazy` | what is loaded in idle time: the list of chunks |
//! | `engine` | the catalogue, asked for names |
//! | `opening` | the state that a page opens with |
//! | `managed` | the AWS managed policies |
//! | `browser` | storage, clipboard, files, address |
//! | [`site`] | what the loader (`www/boot.js`) hands over: files, and the seal |

mod app;
mod browser;
mod dispatch;
mod engine;
mod lazy;
mod managed;
mod opening;
pub mod site;
mod store;
mod views;

use catalog::Catalog;
use wasm_bindgen_futures::spawn_local;

use crate::app::{App, AppProps};
use crate::engine::Engine;

/// Mounts the page in the document's body as soon as the catalogue is there; without it the page says so.
pub fn run() {
    spawn_local(async {
        let bytes = site::file(site::CATALOGUE).await.unwrap_or_default();
        match Catalog::decode(&bytes) {
            Ok(catalog) => mount(Engine::new(catalog)),
            Err(error) => browser::page::show_failure(&format!(
                "The catalogue of services and actions could not be loaded ({error}). Reload the page; \
                 if that does not help, the site is not complete."
            )),
        }
    });
}

fn mount(engine: Engine) {
    if let Some(root) = browser::page::root() {
        yew::Renderer::<App>::with_root_and_props(root, AppProps { engine }).render();
    }
}
