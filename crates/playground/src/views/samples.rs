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
    let close = use_callback(dialog.clone(), |(), dialog| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            dialog.close();
        }
    });
    // The dialog is closed first: it gives the focus back to where it came from, and the editor takes it afterwards.
    let open = use_callback(
        (close.clone(), props.dispatch.clone()),
        |action: Action, (close, dispatch)| {
            close.emit(());
            dispatch.send(action);
        },
    );
    let on_search = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(typed(&event).unwrap_or_default()))
    };
    // Return opens the first policy of the list.
    let on_search_key = {
        let managed = props.managed.clone();
        let search = search.clone();
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter"
                && let Some(managed) = &managed
                && let Some(name) = managed.find(&search).first()
                && let Some(opened) = managed_opened(managed, name)
            {
                event.prevent_default();
                open.emit(opened);
            }
        })
    };
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
            if props.open {
                <div class="dialog-body">
                    <div class="dialog-head">
                        <h2 id="samples-title">{"Open a policy"}</h2>
                        <button class="quiet" onclick={close.reform(|_: MouseEvent| ())}>{"Close"}</button>
                    </div>
                    <div class="field">
                        <label for="policy-file">{"A file of yours (it stays in this browser)"}</label>
                        <input id="policy-file" type="file" accept=".json,.txt,application/json,text/plain" onchange={on_file} />
                    </div>
                    <h3>{"Samples"}</h3>
                    <ul class="sample-list" role="list" aria-label="Samples">
                        { for SAMPLES.iter().map(|sample| sample_entry(sample, &open)) }
                    </ul>
                    <div class="field">
                        <label for="managed-search">{"AWS managed policies"}</label>
                        <input id="managed-search" type="search" autocomplete="off" placeholder="ReadOnlyAccess"
                            value={(*search).clone()} oninput={on_search} onkeydown={on_search_key} />
                    </div>
                    {managed_list(&search, props.managed.as_ref(), &open)}
                </div>
            }
        </dialog>
    }
}

fn sample_entry(sample: &'static Sample, open: &Callback<Action>) -> Html {
    let open = open.reform(move |_: MouseEvent| Action::DocumentOpened {
        name: sample.name.into(),
        text: sample.text.into(),
        policy_type: Some(sample.policy_type),
    });
    html! {
        <li key={sample.name}>
            <button class="quiet" onclick={open}>
                <span class="sample"><strong>{sample.name}</strong><span class="about">{sample.about}</span></span>
            </button>
        </li>
    }
}

fn managed_list(
    search: &str,
    managed: Option<&Rc<ManagedPolicies>>,
    open: &Callback<Action>,
) -> Html {
    let Some(managed) = managed else {
        return html! { <p class="about">{"The AWS managed policies are not loaded (yet)."}</p> };
    };
    let found = managed.find(search);
    let more = found.len().saturating_sub(LISTED);
    html! {
        <>
            <p class="about" role="status">
                {format!("{} of {} policies", found.len(), managed.len())}
                if more > 0 { {format!(", the first {LISTED} listed")} }
            </p>
            <ul class="sample-list" role="list" aria-label="AWS managed policies">
                { for found.into_iter().take(LISTED).map(|name| {
                    let choose = {
                        let (managed, open, name) = (managed.clone(), open.clone(), name.clone());
                        Callback::from(move |_: MouseEvent| {
                            if let Some(opened) = managed_opened(&managed, &name) {
                                open.emit(opened);
                            }
                        })
                    };
                    html! { <li key={name.to_string()}><button class="quiet" onclick={choose}>{name.to_string()}</button></li> }
                }) }
            </ul>
        </>
    }
}

fn managed_opened(managed: &ManagedPolicies, name: &Rc<str>) -> Option<Action> {
    Some(Action::DocumentOpened {
        name: name.clone(),
        text: managed.text(name)?.into(),
        policy_type: Some(policy::PolicyType::Identity),
    })
}
