//! The whole page.

use std::rc::Rc;

use catalog::Catalog;
use code_editor::{CodeEditor, TextChange};
use wasm_bindgen_futures::spawn_local;
use yew::{
    AttrValue, Callback, Html, UseStateHandle, function_component, html, use_effect_with, use_state,
};

use super::status::{Seal, Status};
use crate::site;

const FIRST_DOCUMENT: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-bucket/*"
    }
  ]
}
"#;

/// The page: a policy, and a line on what it is judged by.
#[function_component]
pub fn App() -> Html {
    let document = use_state(|| TextChange {
        document_id: AttrValue::Static("first"),
        text: AttrValue::Static(FIRST_DOCUMENT),
        revision: 0,
    });
    let catalogue = use_state(|| None::<Rc<Catalog>>);
    let seal = use_state(|| Seal::Open);

    use_effect_with((), {
        let (catalogue, seal) = (catalogue.clone(), seal.clone());
        move |()| spawn_local(load(catalogue, seal))
    });

    let on_change = {
        let document = document.clone();
        Callback::from(move |change: TextChange| document.set(change))
    };
    let date = catalogue
        .as_ref()
        .map(|catalogue| AttrValue::from(catalogue.date().to_owned()));
    html! {
        <>
            <header><h1>{ "IAM Policy Playground" }</h1></header>
            <main>
                <CodeEditor
                    document_id={document.document_id.clone()}
                    text={document.text.clone()}
                    revision={document.revision}
                    label="Policy document"
                    {on_change}
                />
            </main>
            <Status {date} seal={(*seal).clone()} />
        </>
    }
}

async fn load(catalogue: UseStateHandle<Option<Rc<Catalog>>>, seal: UseStateHandle<Seal>) {
    if let Some(bytes) = site::file(site::CATALOGUE).await {
        catalogue.set(Catalog::decode(&bytes).ok().map(Rc::new));
    }
    site::ready();
    seal.set(Seal::Loading);
    let missing = site::sealed().await;
    seal.set(Seal::Sealed { missing });
}
