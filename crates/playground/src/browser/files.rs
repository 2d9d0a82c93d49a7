//! Files that the user drops or chooses. They are read here and go nowhere else.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement};
use workbench::{Action, LARGEST_FILE};

use crate::dispatch::Dispatch;

/// Whether files are dragged, not text.
pub(crate) fn has_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().iter().any(|kind| kind == "Files"))
}

/// Opens the dropped files.
pub(crate) fn read_dropped(event: &DragEvent, dispatch: &Dispatch) {
    let files = event.data_transfer().and_then(|data| data.files());
    for position in 0..files.as_ref().map_or(0, |files| files.length()) {
        if let Some(file) = files.as_ref().and_then(|files| files.get(position)) {
            read(file, dispatch.clone());
        }
    }
}

/// Opens the file that was chosen.
pub(crate) fn read_chosen(input: &HtmlInputElement, dispatch: &Dispatch) {
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        read(file, dispatch.clone());
    }
}

fn read(file: File, dispatch: Dispatch) {
    let name: Rc<str> = file.name().into();
    let size = file.size();
    if size > LARGEST_FILE as f64 {
        dispatch.send(Action::FileTooLarge {
            name,
            bytes: size as u64,
        });
        return;
    }
    spawn_local(async move {
        dispatch.send(match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => {
                let bytes = Uint8Array::new(&buffer).to_vec().into();
                Action::FileRead { name, bytes }
            }
            // A folder, or a file that was removed meanwhile.
            Err(_) => Action::FileUnreadable { name },
        });
    });
}
