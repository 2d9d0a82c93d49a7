//! The page.
//!
//! | module | what it is |
//! |---|---|
//! | `app` | the whole page, put together |
//! | `store` | the state and the effects of its steps |
//! | `views` | what is shown |
//! | `lazy` | what is loaded in idle time: the list of chunks |
//! | `engine` | the catalogue, asked for names |
//! | `readings` | the text that was read last, for every question about it |
//! | `language` | what stands at a place and what can be written there, for the editor |
//! | `learning` | lessons: their documents graded |
//! | `opening` | the state that a page opens with |
//! | `managed` | the AWS managed policies |
//! | `browser` | storage, clipboard, files, address |
//! | [`site`] | what the loader (`www/start.js`) hands over: files, and the seal |

mod app;
mod browser;
mod dispatch;
mod engine;
mod language;
mod lazy;
mod learning;
mod managed;
mod opening;
mod readings;
pub mod site;
mod store;
mod views;

use std::rc::Rc;

use catalog::Catalog;
use wasm_bindgen_futures::spawn_local;
use workbench::State;

use crate::app::{App, AppProps};
use crate::browser::storage::Place;
use crate::engine::Engine;
use crate::opening::Opening;

/// Mounts the page in the document's body as soon as the catalogue is there; without it the page says so.
pub fn run() {
    spawn_local(async {
        let opening = Opening::find();
        // A page that opens with a text can be used only with what reads it: this chunk does not wait for idle time.
        let saved = if opening.holds_workspace() {
            lazy::saved().await.ok()
        } else {
            None
        };
        let bytes = site::file(site::CATALOGUE).await.unwrap_or_default();
        match Catalog::decode(&bytes) {
            Ok(catalog) => mount(Engine::new(catalog), opening.open(saved)),
            Err(error) => browser::page::show_failure(&format!(
                "The catalogue of services and actions could not be loaded ({error}). Reload the page; \
                 if that does not help, the site is not complete."
            )),
        }
    });
}

fn mount(engine: Engine, (state, place): (State, Place)) {
    if let Some(root) = browser::page::root() {
        let state = Rc::new(state);
        let props = AppProps {
            engine,
            state,
            place,
        };
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    }
}
