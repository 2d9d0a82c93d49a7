//! What the browser keeps for the page: the workspace, so that a reload or a crash loses nothing.
//!
//! A page of its own keeps it in localStorage. A page opened from a link or a file keeps its copy in sessionStorage,
//! under the link: opening what somebody shared never overwrites what the reader had.

use wasm_bindgen::JsCast;
use web_sys::{Event, Storage, StorageEvent};

const KEY: &str = "iam-policy-playground";

/// Under which name the choice of editor is kept, for every page of this origin.
const EDITOR_KEY: &str = "iam-policy-playground editor";

/// Under which name the progress in lessons is kept, for every page of this origin.
const LESSONS_KEY: &str = "iam-policy-playground lessons";

const PLAIN: &str = "plain";

/// Whether the plain text field was chosen as editor.
pub(crate) fn reads_plain_editor() -> bool {
    let kept = Place::Browser
        .storage()
        .and_then(|storage| storage.get_item(EDITOR_KEY).ok());
    kept.flatten().as_deref() == Some(PLAIN)
}

/// Keeps that choice; the usual editor is what is used where nothing is kept.
pub(crate) fn keep_plain_editor(plain: bool) {
    if let Some(storage) = Place::Browser.storage() {
        // Storage that is full forgets the choice, no more.
        let _ = if plain {
            storage.set_item(EDITOR_KEY, PLAIN)
        } else {
            storage.remove_item(EDITOR_KEY)
        };
    }
}

/// The progress in lessons that is kept.
pub(crate) fn read_progress() -> Option<String> {
    Place::Browser
        .storage()?
        .get_item(LESSONS_KEY)
        .ok()
        .flatten()
}

/// Keeps the progress in lessons, or nothing of it.
pub(crate) fn keep_progress(text: Option<&str>) {
    if let Some(storage) = Place::Browser.storage() {
        // Storage that is full is told when the workspace is kept.
        let _ = match text {
            Some(text) => storage.set_item(LESSONS_KEY, text),
            None => storage.remove_item(LESSONS_KEY),
        };
    }
}

/// Where a page keeps its workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// For every page of this origin, until it is forgotten.
    Browser,
    /// For this window, for as long as it is open.
    Window {
        /// The link's fragment; of a file, a name of ours.
        fragment: String,
    },
}

impl Place {
    /// A place for what a file holds, which no other file of this window has.
    pub(crate) fn of_file() -> Place {
        let mut number = 1;
        loop {
            let fragment = format!("file{number}");
            let place = Place::Window { fragment };
            if place.read().is_none() {
                return place;
            }
            number += 1;
        }
    }

    /// What stands behind `#` in the address of the page that keeps its workspace here.
    pub(crate) fn fragment(&self) -> &str {
        match self {
            Place::Browser => "",
            Place::Window { fragment } => fragment,
        }
    }

    fn storage(&self) -> Option<Storage> {
        let window = web_sys::window()?;
        match self {
            Place::Browser => window.local_storage(),
            Place::Window { .. } => window.session_storage(),
        }
        .ok()
        .flatten()
    }

    fn key(&self) -> String {
        match self {
            Place::Browser => KEY.to_owned(),
            Place::Window { fragment } => format!("{KEY}#{fragment}"),
        }
    }

    /// Whether a `storage` event, which browsers send to the other windows, says that one has kept its workspace here.
    pub(crate) fn is_taken(&self, event: &Event) -> bool {
        let event = event.dyn_ref::<StorageEvent>();
        *self == Place::Browser
            && event.is_some_and(|event| {
                event.key().as_deref() == Some(KEY) && event.new_value().is_some()
            })
    }

    /// What is kept.
    pub(crate) fn read(&self) -> Option<String> {
        self.storage()?.get_item(&self.key()).ok().flatten()
    }

    /// Keeps it; says whether the browser did.
    pub(crate) fn write(&self, text: &str) -> bool {
        self.storage()
            .is_some_and(|storage| storage.set_item(&self.key(), text).is_ok())
    }

    /// Removes it.
    pub(crate) fn forget(&self) {
        if let Some(storage) = self.storage() {
            // Removing what is not there is no error; nothing else can fail.
            let _ = storage.remove_item(&self.key());
        }
    }
}
