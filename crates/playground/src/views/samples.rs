use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use workbench::{Action, SAMPLES, Sample};
use yew::prelude::*;

use crate::dispatch::typed;
use crate::managed::ManagedPolicies;
use crate::site;

/// How many managed policies are listed at once; the search narrows them.
const LISTED: usize = 60;

#[derive(Properties, PartialEq)]
pub(crate) struct SamplesProps {
    /// Whether it is seen.
    pub(crate) open: bool,
    /// Opens a policy and closes the dialog around this.
    pub(crate) on_open: Callback<Action>,
}

/// Policies to open: hand-made samples and AWS managed policies.
#[component]
pub(crate) fn Samples(props: &SamplesProps) -> Html {
    let search = use_state(String::new);
    let managed = use_state(|| None::<Rc<ManagedPolicies>>);
    use_effect_with((), {
        let managed = managed.setter();
        move |()| {
            spawn_local(async move {
                let read = site::file(site::MANAGED_POLICIES).await;
                managed.set(
                    read.and_then(|bytes| ManagedPolicies::read(&bytes))
                        .map(Rc::new),
                );
            });
        }
    });
    if !props.open {
        return html! {};
    }
    let on_search = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(typed(&event).unwrap_or_default()))
    };
    // Return opens the first policy of the list.
    let on_search_key = {
        let managed = (*managed).clone();
        let search = search.clone();
        let open = props.on_open.clone();
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
    html! {
        <>
            {sample_list("Samples", &props.on_open, |sample| sample.check.is_none())}
            {sample_list("Samples with mistakes", &props.on_open, |sample| sample.check.is_some())}
            <div class="field">
                <label for="managed-search">{"AWS managed policies"}</label>
                <input id="managed-search" type="search" autocomplete="off" placeholder="ReadOnlyAccess"
                    value={(*search).clone()} oninput={on_search} onkeydown={on_search_key} />
            </div>
            {managed_list(&search, managed.as_ref(), &props.on_open)}
        </>
    }
}

fn sample_list(title: &'static str, open: &Callback<Action>, wanted: fn(&Sample) -> bool) -> Html {
    html! {
        <>
            <h3>{title}</h3>
            <ul class="sample-list samples" role="list" aria-label={title}>
                { for SAMPLES.iter().filter(|sample| wanted(sample)).map(|sample| sample_entry(sample, open)) }
            </ul>
        </>
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
