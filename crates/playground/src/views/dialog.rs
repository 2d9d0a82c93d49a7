use std::rc::Rc;

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Whether a dialog is open, and how often it has been.
///
/// The number is there because the browser tells that a dialog was closed some time after it was: one that is opened
/// again in the meantime starts afresh and stays open. Use the number as the key of what the dialog shows.
#[derive(Clone, Copy, PartialEq, Default)]
pub(crate) struct Opening {
    pub(crate) is_open: bool,
    pub(crate) number: u32,
}

impl Reducible for Opening {
    type Action = bool;

    fn reduce(self: Rc<Opening>, open: bool) -> Rc<Opening> {
        if open == self.is_open {
            return self;
        }
        Rc::new(Opening {
            is_open: open,
            number: self.number.wrapping_add(u32::from(open)),
        })
    }
}

/// A dialog that is closed as yet, and what opens (`true`) and closes it.
#[hook]
pub(crate) fn use_opening() -> (Opening, Callback<bool>) {
    let opening = use_reducer(Opening::default);
    let set = use_callback(opening.dispatcher(), |open, opening| opening.dispatch(open));
    (*opening, set)
}

/// A native modal dialog that follows an [`Opening`].
pub(crate) struct Dialog {
    /// For the `<dialog>`.
    pub(crate) element: NodeRef,
    /// Closes it at once: it gives the focus back to where it came from, and what is done next may move it.
    pub(crate) close: Callback<()>,
    /// For the `onclose` of the `<dialog>`.
    pub(crate) on_closed: Callback<Event>,
}

/// Opens and closes a dialog as `opening` says; `on_open` is told what became of it.
#[hook]
pub(crate) fn use_dialog(opening: Opening, on_open: &Callback<bool>) -> Dialog {
    let element = use_node_ref();
    use_effect_with((opening, element.clone()), |(opening, element)| {
        let Some(dialog) = element.cast::<HtmlDialogElement>() else {
            return;
        };
        if opening.is_open && !dialog.open() {
            // It fails only for a dialog that is open already or not in the page.
            let _ = dialog.show_modal();
        } else if !opening.is_open && dialog.open() {
            dialog.close();
        }
    });
    let close = use_callback(
        (element.clone(), on_open.clone()),
        |(), (element, on_open)| {
            if let Some(dialog) = element.cast::<HtmlDialogElement>() {
                dialog.close();
            }
            on_open.emit(false);
        },
    );
    let on_closed = use_callback(
        (element.clone(), on_open.clone()),
        |_: Event, (element, on_open)| {
            let closed = element
                .cast::<HtmlDialogElement>()
                .is_some_and(|dialog| !dialog.open());
            if closed {
                on_open.emit(false);
            }
        },
    );
    Dialog {
        element,
        close,
        on_closed,
    }
}
