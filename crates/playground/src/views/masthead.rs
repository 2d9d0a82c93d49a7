use std::rc::Rc;

use workbench::{Action, Seal, Theme};
use yew::prelude::*;

use crate::dispatch::{Dispatch, chosen};

#[derive(Properties, PartialEq)]
pub(crate) struct MastheadProps {
    pub(crate) catalogue_date: AttrValue,
    pub(crate) seal: Seal,
    pub(crate) theme: Theme,
    pub(crate) keeps: bool,
    pub(crate) on_samples: Callback<()>,
    pub(crate) on_share: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn Masthead(props: &MastheadProps) -> Html {
    let dispatch = &props.dispatch;
    let on_samples = props.on_samples.reform(|_: MouseEvent| ());
    let on_share = props.on_share.reform(|_: MouseEvent| ());
    let keeps = props.keeps;
    let on_keep = dispatch.callback(move |_: MouseEvent| Action::KeepingChosen(!keeps));
    let on_theme = dispatch
        .filtered(|event: Event| Theme::from_name(&chosen(&event)?).map(Action::ThemeChosen));
    html! {
        <header class="masthead">
            <h1>
                <svg viewBox="0 0 32 32" aria-hidden="true">
                    <path d="M16 2 28 7v8c0 8-5 13-12 15C9 28 4 23 4 15V7z" fill="none" stroke="var(--accent)" stroke-width="2.5" stroke-linejoin="round" />
                    <path d="m10.5 16 4 4 7.5-8" fill="none" stroke="var(--accent)" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" />
                </svg>
                {"IAM Policy Playground"}
            </h1>
            <div class="actions">
                <button onclick={on_samples}>{"Open a sample…"}</button>
                <button onclick={on_share}>{"Share…"}</button>
            </div>
            <div class="facts">
                {seal(&props.seal)}
                <span title="The date of the service authorization reference that names are checked against">
                    {"catalogue of "}{props.catalogue_date.clone()}
                </span>
                <button class="quiet" aria-pressed={keeps.to_string()} onclick={on_keep}
                    title={if keeps { "The policies are kept in this browser's storage. Press to remove them and keep nothing." } else { "Nothing is kept in this browser. Press to keep the policies across reloads." }}>
                    {if keeps { "Kept in this browser" } else { "Not kept" }}
                </button>
                <label class="visually-hidden" for="theme">{"Colours"}</label>
                <select id="theme" onchange={on_theme}>
                    { for Theme::ALL.into_iter().map(|theme| html! {
                        <option value={theme.as_str()} selected={theme == props.theme}>{theme_title(theme)}</option>
                    }) }
                </select>
            </div>
        </header>
    }
}

fn theme_title(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "System colours",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

fn seal(seal: &Seal) -> Html {
    let (class, text, title): (&str, &str, Rc<str>) = match seal {
        Seal::Open => (
            "seal",
            "loading",
            "The page still loads its own files. Nothing you type is part of any request.".into(),
        ),
        Seal::Sealed { missing } if missing.is_empty() => (
            "seal sealed",
            "sealed",
            "The browser now refuses every request this page could make: nothing you type can leave it.".into(),
        ),
        Seal::Sealed { missing } => (
            "seal sealed",
            "sealed, some files missing",
            format!(
                "The browser now refuses every request. Not there when the page sealed itself: {}.",
                missing.join(", ")
            )
            .into(),
        ),
    };
    html! { <span class={class} title={title.to_string()} role="status">{text}</span> }
}
