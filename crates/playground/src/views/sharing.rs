use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use workbench::{Panel, State};
use workspace::{Workspace, share};
use yew::prelude::*;

use super::dialog::{Opening, use_dialog};
use super::embedding::EmbeddingForm;
use crate::browser::{clipboard, files, page};
use crate::dispatch::is_checked;

/// From this length on, in characters, programs that people send links with are known to cut them.
const LONG_LINK: usize = 8_000;

#[derive(Properties, PartialEq)]
pub(crate) struct SharingProps {
    pub(crate) opening: Opening,
    pub(crate) state: Rc<State>,
    pub(crate) on_open: Callback<bool>,
}

/// The dialog that makes links, files and snippets to embed.
#[component]
pub(crate) fn Sharing(props: &SharingProps) -> Html {
    let dialog = use_dialog(props.opening, &props.on_open);
    html! {
        <dialog ref={dialog.element} aria-labelledby="sharing-title" onclose={dialog.on_closed}>
            if props.opening.is_open {
                <div class="dialog-body" key={props.opening.number}>
                    <div class="dialog-head">
                        <h2 id="sharing-title">{"Share"}</h2>
                        <button class="quiet" onclick={dialog.close.reform(|_: MouseEvent| ())}>{"Close"}</button>
                    </div>
                    <Ways state={props.state.clone()} />
                </div>
            }
        </dialog>
    }
}

#[derive(Properties, PartialEq)]
struct WaysProps {
    state: Rc<State>,
}

/// Everything that is open, as a link, a file or a snippet.
#[component]
fn Ways(props: &WaysProps) -> Html {
    let replaces = use_state(|| false);
    let told = use_state(|| None::<&'static str>);
    let shared = use_memo((props.state.clone(), *replaces), |(state, replaces)| {
        let workspace = workbench::to_workspace(state);
        if *replaces {
            // What cannot be replaced is not shared.
            workspace.with_example_accounts().unwrap_or_default()
        } else {
            workspace
        }
    });
    let fragment = use_memo(shared.clone(), |shared| share::encode(shared));
    let link = link(&fragment, props.state.panel);
    let on_replace = {
        let (replaces, told) = (replaces.setter(), told.setter());
        Callback::from(move |event: Event| {
            replaces.set(is_checked(&event).unwrap_or_default());
            told.set(None);
        })
    };
    let copy = {
        let told = told.setter();
        Callback::from(move |(text, what): (String, &'static str)| copy(text, what, told.clone()))
    };
    let copy_link = {
        let link = link.clone();
        copy.reform(move |_: MouseEvent| {
            (
                link.clone(),
                "Link copied. It holds the policies themselves: whoever stores the link stores them.",
            )
        })
    };
    let save = {
        let (shared, told) = (shared.clone(), told.setter());
        Callback::from(move |_: MouseEvent| {
            let saved = files::save("iam-policies.json", &shared.to_json());
            told.set(Some(match saved {
                Ok(()) => {
                    "File saved. Drop it on the page to open it again; `policy test` reads it too."
                }
                Err(_) => "The browser did not let the page save a file.",
            }));
        })
    };
    html! {
        <>
            <p class="about">{"All open policies, the request and the expectations. Opening what you share never touches what its reader has."}</p>
            <label class="check">
                <input type="checkbox" checked={*replaces} onchange={on_replace} />
                {"Replace account ids by those of examples, equal ones by equal ones"}
            </label>
            <section class="card" aria-labelledby="share-link">
                <h3 id="share-link">{"Link"}</h3>
                <div class="copied">
                    <input readonly={true} aria-label="Link" value={link.clone()} />
                    <button class="primary" onclick={copy_link}>{"Copy link"}</button>
                </div>
                <p class="hint">{"Everything stands behind the # of the address, which browsers send to no server. Whoever stores the link stores the policies."}</p>
                if link.len() > LONG_LINK {
                    <p class="caution">{format!("The link has {} characters, and programs that send it may cut it off. A file is safer.", link.len())}</p>
                }
            </section>
            <section class="card" aria-labelledby="share-file">
                <h3 id="share-file">{"File"}</h3>
                <div><button onclick={save}>{"Save as a file"}</button></div>
                <p class="hint">{"Of any length. Drop it on the page to open it again."}</p>
            </section>
            <details class="card">
                <summary>{"Embed in a page"}</summary>
                <EmbeddingForm state={props.state.clone()} shared={Rc::new(Workspace::clone(&shared))} fragment={fragment.to_string()} on_copy={copy} />
            </details>
            <p role="status" class="about">{(*told).unwrap_or_default()}</p>
        </>
    }
}

/// The address that opens this fragment, at the panel that is open now.
pub(crate) fn link(fragment: &str, panel: Panel) -> String {
    let mut fragment = fragment.to_owned();
    if panel != Panel::Findings {
        fragment.push_str("&panel=");
        fragment.push_str(panel.as_str());
    }
    page::link(&fragment).unwrap_or(fragment)
}

/// Puts text into the clipboard and says what became of it.
pub(crate) fn copy(text: String, what: &'static str, told: UseStateSetter<Option<&'static str>>) {
    spawn_local(async move {
        told.set(Some(if clipboard::copy(&text).await {
            what
        } else {
            "The browser did not let the page copy. Select the text and copy it by hand; whoever stores it stores the policies."
        }));
    });
}
