use web_sys::{HtmlDialogElement, HtmlInputElement};
use workbench::Action;
use yew::prelude::*;

use super::samples::SamplesProps;
use crate::browser::files;
use crate::dispatch::Dispatch;
use crate::lazy::{Lazy, Samples};

#[derive(Properties, PartialEq)]
pub(crate) struct OpenerProps {
    pub(crate) open: bool,
    pub(crate) samples: Lazy<Samples>,
    pub(crate) on_close: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

/// The dialog that opens a policy: a file, or a sample from the chunk.
#[component]
pub(crate) fn Opener(props: &OpenerProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with((props.open, dialog.clone()), |(open, dialog)| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            if *open && !dialog.open() {
                // It fails only for a dialog that is open already or not in the page.
                let _ = dialog.show_modal();
            } else if !*open && dialog.open() {
                dialog.close();
            }
        }
    });
    let on_close = props.on_close.reform(|_: Event| ());
    let close = use_callback(dialog.clone(), |(), dialog| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            dialog.close();
        }
    });
    // The dialog is closed first: it gives the focus back to where it came from, and the editor takes it afterwards.
    let on_open = use_callback(
        (close.clone(), props.dispatch.clone()),
        |action: Action, (close, dispatch)| {
            close.emit(());
            dispatch.send(action);
        },
    );
    let on_file = {
        let dispatch = props.dispatch.clone();
        let close = close.clone();
        Callback::from(move |event: Event| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            if let Some(input) = input {
                files::read_chosen(&input, &dispatch);
                close.emit(());
            }
        })
    };
    html! {
        <dialog ref={dialog} aria-labelledby="samples-title" onclose={on_close}>
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="samples-title">{"Open a policy"}</h2>
                    <button class="quiet" onclick={close.reform(|_: MouseEvent| ())}>{"Close"}</button>
                </div>
                <div class="field">
                    <label for="policy-file">{"A file of yours (it stays in this browser)"}</label>
                    <input id="policy-file" type="file" accept=".json,.txt,application/json,text/plain" onchange={on_file} />
                </div>
                { props.samples.show(|samples| (samples.view)(SamplesProps {
                    open: props.open,
                    on_open,
                })) }
            </div>
        </dialog>
    }
}
