use web_sys::HtmlInputElement;
use workbench::Action;
use yew::prelude::*;

use super::dialog::{Opening, use_dialog};
use super::samples::SamplesProps;
use crate::browser::files;
use crate::dispatch::Dispatch;
use crate::lazy::{Lazy, Samples};

#[derive(Properties, PartialEq)]
pub(crate) struct OpenerProps {
    pub(crate) opening: Opening,
    pub(crate) samples: Lazy<Samples>,
    pub(crate) on_open: Callback<bool>,
    pub(crate) dispatch: Dispatch,
}

/// The dialog that opens a policy: a file, or a sample from the chunk.
#[component]
pub(crate) fn Opener(props: &OpenerProps) -> Html {
    let dialog = use_dialog(props.opening, &props.on_open);
    let close = dialog.close;
    let on_choice = use_callback(
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
        <dialog ref={dialog.element} aria-labelledby="samples-title" onclose={dialog.on_closed}>
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
                    open: props.opening.is_open,
                    on_open: on_choice,
                })) }
            </div>
        </dialog>
    }
}
