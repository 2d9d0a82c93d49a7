use std::rc::Rc;

use workbench::{EmbedOptions, Embedding, Panel, SnippetKind, State, Theme};
use workspace::Workspace;
use yew::prelude::*;

use crate::browser::page;
use crate::dispatch::{chosen, is_checked, typed};

#[derive(Properties, PartialEq)]
pub(crate) struct EmbeddingFormProps {
    pub(crate) state: Rc<State>,
    /// What is shared, and as a fragment.
    pub(crate) shared: Rc<Workspace>,
    pub(crate) fragment: String,
    /// Takes a text to copy, and what to say then.
    pub(crate) on_copy: Callback<(String, &'static str)>,
}

/// What is chosen in the form.
#[derive(Clone, PartialEq)]
struct Choice {
    kind: SnippetKind,
    options: EmbedOptions,
    theme: Theme,
    height: Option<u32>,
}

/// Makes the snippet that shows the policies within another page.
#[component]
pub(crate) fn EmbeddingForm(props: &EmbeddingFormProps) -> Html {
    let choice = use_state(|| Choice {
        kind: SnippetKind::Element,
        options: EmbedOptions {
            editable: false,
            panels: vec![Panel::Findings],
        },
        theme: Theme::Auto,
        height: None,
    });
    let change = {
        let choice = choice.clone();
        move |change: &dyn Fn(&mut Choice)| {
            let mut changed = Choice::clone(&choice);
            change(&mut changed);
            choice.set(changed);
        }
    };
    let on_kind = {
        let change = change.clone();
        Callback::from(move |event: Event| {
            if let Some(kind) = chosen(&event).and_then(|name| SnippetKind::from_name(&name)) {
                change(&|choice| choice.kind = kind);
            }
        })
    };
    let on_theme = {
        let change = change.clone();
        Callback::from(move |event: Event| {
            if let Some(theme) = chosen(&event).and_then(|name| Theme::from_name(&name)) {
                change(&|choice| choice.theme = theme);
            }
        })
    };
    let on_height = {
        let change = change.clone();
        Callback::from(move |event: InputEvent| {
            let height = typed(&event).and_then(|text| text.trim().parse().ok());
            change(&|choice| choice.height = height);
        })
    };
    let on_editable = {
        let change = change.clone();
        Callback::from(move |event: Event| {
            let editable = is_checked(&event).unwrap_or_default();
            change(&|choice| choice.options.editable = editable);
        })
    };
    let on_panel = move |panel: Panel| {
        let change = change.clone();
        Callback::from(move |event: Event| {
            let shown = is_checked(&event).unwrap_or_default();
            change(&|choice| {
                let is_shown = |each: &Panel| {
                    if *each == panel {
                        shown
                    } else {
                        choice.options.panels.contains(each)
                    }
                };
                choice.options.panels = Panel::ALL.into_iter().filter(is_shown).collect();
            });
        })
    };
    let active = props.shared.active.as_deref();
    let document = active.and_then(|id| props.shared.document(id));
    let (name, text) = document.map_or(("", ""), |document| (&*document.name, &*document.text));
    let page = page::link("").unwrap_or_default();
    let snippet = Embedding {
        page: &page,
        fragment: &props.fragment,
        name,
        text,
        options: &choice.options,
        theme: choice.theme,
        height: choice.height,
    }
    .snippet(choice.kind);
    let copy = {
        let snippet = snippet.clone();
        props.on_copy.reform(move |_: MouseEvent| {
            (
                snippet.clone(),
                "Snippet copied. It holds the policies themselves: whoever stores it stores them.",
            )
        })
    };
    let is_markdown = choice.kind == SnippetKind::Markdown;
    html! {
        <div class="fields">
            <div class="field">
                <label for="embed-kind">{"As"}</label>
                <select id="embed-kind" onchange={on_kind}>
                    { for SnippetKind::ALL.map(|kind| html! {
                        <option value={kind.as_str()} selected={kind == choice.kind}>{kind_title(kind)}</option>
                    }) }
                </select>
            </div>
            if !is_markdown {
                <fieldset class="choice">
                    <legend>{"Panels beside the text"}</legend>
                    <div class="checks">
                        { for Panel::ALL.map(|panel| html! {
                            <label class="check">
                                <input type="checkbox" checked={choice.options.panels.contains(&panel)} onchange={on_panel(panel)} />
                                {panel.title()}
                            </label>
                        }) }
                    </div>
                </fieldset>
                <label class="check">
                    <input type="checkbox" checked={choice.options.editable} onchange={on_editable} />
                    {"Readers may change the text (nothing of it is kept)"}
                </label>
                <div class="field">
                    <label for="embed-theme">{"Colours"}</label>
                    <select id="embed-theme" onchange={on_theme}>
                        { for Theme::ALL.map(|theme| html! {
                            <option value={theme.as_str()} selected={theme == choice.theme}>{theme_title(theme)}</option>
                        }) }
                    </select>
                </div>
                <div class="field">
                    <label for="embed-height">{"Height in pixels"}</label>
                    <input id="embed-height" inputmode="numeric" autocomplete="off" oninput={on_height}
                        placeholder={if choice.kind == SnippetKind::Element { "as tall as it needs to be" } else { "480" }} />
                </div>
            }
            if page.starts_with("file:") && !is_markdown {
                <p class="caution">{"This page was opened from a disk, where no other page can show it. Make the snippet on a page that has a host."}</p>
            }
            <div class="field">
                <label for="embed-snippet">{"Snippet"}</label>
                <textarea id="embed-snippet" readonly={true} rows="6" spellcheck="false" value={snippet} />
                <span class="hint">{kind_hint(choice.kind)}</span>
            </div>
            <div><button class="primary" onclick={copy}>{"Copy snippet"}</button></div>
        </div>
    }
}

fn kind_title(kind: SnippetKind) -> &'static str {
    match kind {
        SnippetKind::Element => "An element, for pages that take scripts",
        SnippetKind::Frame => "A frame",
        SnippetKind::Markdown => "Markdown: a link and the text",
    }
}

fn kind_hint(kind: SnippetKind) -> &'static str {
    match kind {
        SnippetKind::Element => {
            "As tall as what it shows. Readers without scripts see the text of the policy."
        }
        SnippetKind::Frame => "For wikis that allow frames but no scripts of yours.",
        SnippetKind::Markdown => "For merge requests and wikis that allow neither.",
    }
}

fn theme_title(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "Those of the page around it",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}
