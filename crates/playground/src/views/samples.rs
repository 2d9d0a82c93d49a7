use std::rc::Rc;

use web_sys::{HtmlDialogElement, HtmlInputElement};
use workbench::{Action, SAMPLES, Sample};
use yew::prelude::*;

use crate::browser::files;
use crate::dispatch::{Dispatch, typed};
use crate::managed::ManagedPolicies;

/// How many managed policies are listed at once; the search narrows them.
const LISTED: usize = 60;

#[derive(Properties, PartialEq)]
pub(crate) struct SamplesProps {
    pub(crate) open: bool,
    pub(crate) managed: Option<Rc<ManagedPolicies>>,
    pub(crate) on_close: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

/// The dialog that opens a policy: a hand-made sample, an AWS managed policy, a file.
#[component]
pub(crate) fn Samples(props: &SamplesProps) -> Html {
    let dialog = use_node_ref();
    let search = use_state(String::new);
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
    let close = props.on_close.reform(|_: MouseEvent| ());
    let on_search = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(typed(&event).unwrap_or_default()))
    };
    // Return opens the first policy of the list.
    let on_search_key = {
        let managed = props.managed.clone();
        let search = search.clone();
        let dispatch = props.dispatch.clone();
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter"
                && let Some(managed) = &managed
                && let Some(name) = managed.find(&search).first()
            {
                event.prevent_default();
                open_managed(managed, name, &dispatch);
                on_close.emit(());
            }
        })
    };
    let on_file = {
        let dispatch = props.dispatch.clone();
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            let input: Option<HtmlInputElement> = event.target_dyn_into();
            if let Some(input) = input {
                files::read_chosen(&input, &dispatch);
                on_close.emit(());
            }
        })
    };
    html! {
        <dialog ref={dialog} aria-labelledby="samples-title" onclose={on_close}>
            if props.open {
                <div class="dialog-body">
                    <div class="dialog-head">
                        <h2 id="samples-title">{"Open a policy"}</h2>
                        <button class="quiet" onclick={close}>{"Close"}</button>
                    </div>
                    <ul class="sample-list" role="list" aria-label="Samples">
                        { for SAMPLES.iter().map(|sample| sample_entry(sample, props)) }
                    </ul>
                    <div class="field">
                        <label for="managed-search">{"AWS managed policies"}</label>
                        <input id="managed-search" type="search" autocomplete="off" placeholder="ReadOnlyAccess"
                            value={(*search).clone()} oninput={on_search} onkeydown={on_search_key} />
                    </div>
                    {managed_list(&search, props)}
                    <div class="field">
                        <label for="policy-file">{"A file of yours (it stays in this browser)"}</label>
                        <input id="policy-file" type="file" accept=".json,.txt,application/json,text/plain" onchange={on_file} />
                    </div>
                </div>
            }
        </dialog>
    }
}

fn sample_entry(sample: &'static Sample, props: &SamplesProps) -> Html {
    let on_close = props.on_close.clone();
    let dispatch = props.dispatch.clone();
    let open = Callback::from(move |_: MouseEvent| {
        dispatch.send(Action::DocumentOpened {
            name: sample.name.into(),
            text: sample.text.into(),
            policy_type: Some(sample.policy_type),
        });
        on_close.emit(());
    });
    html! {
        <li key={sample.name}>
            <button class="quiet" onclick={open}>
                <span class="sample"><strong>{sample.name}</strong><span class="about">{sample.about}</span></span>
            </button>
        </li>
    }
}

fn managed_list(search: &str, props: &SamplesProps) -> Html {
    let Some(managed) = &props.managed else {
        return html! { <p class="judges">{"The AWS managed policies are not loaded (yet)."}</p> };
    };
    let found = managed.find(search);
    let more = found.len().saturating_sub(LISTED);
    html! {
        <>
            <p class="judges" role="status">
                {format!("{} of {} policies", found.len(), managed.len())}
                if more > 0 { {format!(", the first {LISTED} listed")} }
            </p>
            <ul class="sample-list" role="list" aria-label="AWS managed policies">
                { for found.into_iter().take(LISTED).map(|name| {
                    let managed = managed.clone();
                    let on_close = props.on_close.clone();
                    let dispatch = props.dispatch.clone();
                    let open = {
                        let name = name.clone();
                        Callback::from(move |_: MouseEvent| {
                            open_managed(&managed, &name, &dispatch);
                            on_close.emit(());
                        })
                    };
                    html! { <li key={name.to_string()}><button class="quiet" onclick={open}>{name.to_string()}</button></li> }
                }) }
            </ul>
        </>
    }
}

fn open_managed(managed: &ManagedPolicies, name: &Rc<str>, dispatch: &Dispatch) {
    if let Some(text) = managed.text(name) {
        dispatch.send(Action::DocumentOpened {
            name: name.clone(),
            text: text.into(),
            policy_type: Some(policy::PolicyType::Identity),
        });
    }
}
