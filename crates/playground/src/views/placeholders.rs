use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};
use workbench::{Action, Document};
use yew::prelude::*;

use super::wording::count;
use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct PlaceholdersProps {
    pub(crate) document: Rc<Document>,
    pub(crate) dispatch: Dispatch,
}

/// A form with a field for each placeholder of the document; all equal ones are filled in together.
#[component]
pub(crate) fn Placeholders(props: &PlaceholdersProps) -> Html {
    let mut placeholders: Vec<(String, usize)> = Vec::new();
    for span in props.document.placeholders() {
        let text = span.slice(&props.document.text);
        match placeholders.iter_mut().find(|(other, _)| other == text) {
            Some((_, places)) => *places += 1,
            None => placeholders.push((text.to_owned(), 1)),
        }
    }
    if placeholders.is_empty() {
        return html! {};
    }
    let on_submit = {
        let dispatch = props.dispatch.clone();
        let names: Vec<String> = placeholders.iter().map(|(name, _)| name.clone()).collect();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(form) = event.target_dyn_into::<HtmlFormElement>() else {
                return;
            };
            let fields = (0_u32..)
                .map_while(|place| form.get_with_index(place))
                .filter_map(|field| field.dyn_into::<HtmlInputElement>().ok());
            let values: Vec<(String, String)> = names
                .iter()
                .cloned()
                .zip(fields.map(|field| field.value().trim().to_owned()))
                .filter(|(_, value)| !value.is_empty())
                .collect();
            if !values.is_empty() {
                dispatch.send(Action::PlaceholdersFilled { values });
            }
        })
    };
    html! {
        <form class="card" aria-label="Placeholders to fill in" onsubmit={on_submit}>
            <h2>{"Placeholders to fill in"}</h2>
            <div class="fields">
                { for placeholders.iter().enumerate().map(|(place, (name, places))| html! {
                    <div class="field" key={name.clone()}>
                        <label for={format!("placeholder-{place}")}><code>{name}</code></label>
                        <input id={format!("placeholder-{place}")} type="text" autocomplete="off" spellcheck="false" />
                        if *places > 1 {
                            <span class="hint">{count(*places, "place", "places")}</span>
                        }
                    </div>
                }) }
            </div>
            <div><button class="primary">{"Fill in"}</button></div>
        </form>
    }
}
