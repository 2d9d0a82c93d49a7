//! How views send actions: one stable callback, handed down.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use workbench::Action;
use yew::prelude::*;

/// Sends actions to the reducer. Equal for as long as the page lives, so that handing it down never makes a
/// view render again.
#[derive(Clone, PartialEq)]
pub(crate) struct Dispatch(Callback<Action>);

impl Dispatch {
    pub(crate) fn new(send: Callback<Action>) -> Dispatch {
        Dispatch(send)
    }

    pub(crate) fn send(&self, action: Action) {
        self.0.emit(action);
    }

    /// A callback that sends what `action` makes of an event.
    pub(crate) fn callback<E: 'static>(
        &self,
        action: impl Fn(E) -> Action + 'static,
    ) -> Callback<E> {
        self.0.reform(action)
    }

    /// The same, where an event may mean nothing.
    pub(crate) fn filtered<E: 'static>(
        &self,
        action: impl Fn(E) -> Option<Action> + 'static,
    ) -> Callback<E> {
        let send = self.0.clone();
        Callback::from(move |event| {
            if let Some(action) = action(event) {
                send.emit(action);
            }
        })
    }
}

/// The value of the select element that an event came from.
pub(crate) fn chosen(event: &Event) -> Option<String> {
    Some(
        event
            .target()?
            .dyn_into::<HtmlSelectElement>()
            .ok()?
            .value(),
    )
}

/// Whether the checkbox that an event came from is checked.
pub(crate) fn is_checked(event: &Event) -> Option<bool> {
    Some(
        event
            .target()?
            .dyn_into::<HtmlInputElement>()
            .ok()?
            .checked(),
    )
}

/// The value of the input element that an event came from.
pub(crate) fn typed(event: &InputEvent) -> Option<String> {
    Some(event.target()?.dyn_into::<HtmlInputElement>().ok()?.value())
}
