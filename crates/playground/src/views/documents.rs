use std::rc::Rc;

use workbench::{Action, Document, DocumentId};
use yew::prelude::*;

use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct DocumentsProps {
    pub(crate) documents: Vec<Rc<Document>>,
    pub(crate) active: DocumentId,
    pub(crate) fixed: bool,
    pub(crate) dispatch: Dispatch,
}

/// The open policies.
#[component]
pub(crate) fn Documents(props: &DocumentsProps) -> Html {
    let add = props
        .dispatch
        .callback(|_: MouseEvent| Action::NewDocumentAsked);
    html! {
        <nav class="documents" aria-label="Policies">
            { for props.documents.iter().map(|document| one(document, props)) }
            if !props.fixed {
                <button class="quiet" onclick={add}>{"+ New"}</button>
            }
        </nav>
    }
}

fn one(document: &Document, props: &DocumentsProps) -> Html {
    let id = document.id;
    let active = id == props.active;
    let choose = props
        .dispatch
        .callback(move |_: MouseEvent| Action::DocumentChosen(id));
    let close = props
        .dispatch
        .callback(move |_: MouseEvent| Action::DocumentClosed(id));
    html! {
        <div class="document" key={id.0} data-active={active.to_string()}>
            <button class="quiet" aria-current={active.then_some("true")} onclick={choose}>
                <span class="name">{document.name.to_string()}</span>
                <span class="kind">{document.policy_type().title()}</span>
            </button>
            if !props.fixed && document.lesson.is_none() {
                <button class="quiet close" aria-label={format!("Close {}", document.name)} onclick={close}>{"×"}</button>
            }
        </div>
    }
}
