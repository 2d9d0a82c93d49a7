//! Files that the user drops or chooses, which are read here and go nowhere else; and files to save.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, DragEvent, File, HtmlAnchorElement, HtmlInputElement, Url};
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

/// Offers text to the user as a file to save.
pub(crate) fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.map(|document| document.create_element("a"));
    if let Some(link) = link
        .transpose()?
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok())
    {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has taken what it needs when the click returns.
    Url::revoke_object_url(&address)
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
