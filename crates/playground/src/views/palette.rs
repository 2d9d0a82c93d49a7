use std::rc::Rc;

use analysis::{SNIPPETS, rank};
use gloo_events::{EventListener, EventListenerOptions};
use policy::PolicyType;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use workbench::{Action, Panel, SAMPLES, State, Theme};
use yew::prelude::*;

use super::dialog::{Opening, use_dialog};
use super::keys::keys;
use crate::browser::page;
use crate::dispatch::{Dispatch, typed};

#[derive(Properties, PartialEq)]
pub(crate) struct PaletteProps {
    pub(crate) opening: Opening,
    pub(crate) state: Rc<State>,
    pub(crate) on_open: Callback<bool>,
    pub(crate) on_samples: Callback<()>,
    pub(crate) on_share: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

/// One thing that the page can do.
#[derive(Clone)]
struct Command {
    title: String,
    run: Run,
}

#[derive(Clone)]
enum Run {
    Action(Box<Action>),
    Samples,
    Share,
    Keys,
}

impl Command {
    fn new(title: impl Into<String>, action: Action) -> Command {
        Command {
            title: title.into(),
            run: Run::Action(Box::new(action)),
        }
    }
}

/// The commands of the page, found by some of their letters. Ctrl-K and F1 open it.
#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    use_effect_with(props.on_open.clone(), |on_open| {
        let on_open = on_open.clone();
        // Before the editor, which has a use for one of these keys.
        let options = EventListenerOptions {
            phase: gloo_events::EventListenerPhase::Capture,
            passive: false,
        };
        let listener = web_sys::window().map(|window| {
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                if event.dyn_ref().is_some_and(opens) {
                    event.prevent_default();
                    event.stop_propagation();
                    on_open.emit(true);
                }
            })
        });
        move || drop(listener)
    });
    let dialog = use_dialog(props.opening, &props.on_open);
    // The opening at which the keys are shown instead.
    let keys_at = use_state(|| None::<u32>);
    let shows_keys = *keys_at == Some(props.opening.number);
    let run = {
        let (close, dispatch) = (dialog.close.clone(), props.dispatch.clone());
        let (on_samples, on_share) = (props.on_samples.clone(), props.on_share.clone());
        let (keys_at, number) = (keys_at.setter(), props.opening.number);
        Callback::from(move |run: Run| match run {
            Run::Keys => keys_at.set(Some(number)),
            Run::Action(action) => {
                close.emit(());
                dispatch.send(*action);
            }
            Run::Samples => {
                close.emit(());
                on_samples.emit(());
            }
            Run::Share => {
                close.emit(());
                on_share.emit(());
            }
        })
    };
    html! {
        <dialog class="palette" ref={dialog.element} aria-label={if shows_keys { "Keys" } else { "Commands" }} onclose={dialog.on_closed}>
            if props.opening.is_open && shows_keys {
                <div class="dialog-body">
                    <div class="dialog-head">
                        <h2>{"Keys"}</h2>
                        <button class="quiet" onclick={dialog.close.reform(|_: MouseEvent| ())}>{"Close"}</button>
                    </div>
                    {keys()}
                </div>
            } else if props.opening.is_open {
                <Commands key={props.opening.number} state={props.state.clone()} on_run={run} />
            }
        </dialog>
    }
}

#[derive(Properties, PartialEq)]
struct CommandsProps {
    state: Rc<State>,
    on_run: Callback<Run>,
}

/// The field and the list under it, with the focus in the field.
#[component]
fn Commands(props: &CommandsProps) -> Html {
    let list = use_node_ref();
    let search = use_state(String::new);
    let marked = use_state(|| 0_usize);
    use_effect_with((*marked, (*search).clone()), {
        let list = list.clone();
        move |_| {
            let option = list
                .cast::<Element>()
                .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(option) = option {
                option.scroll_into_view_with_bool(false);
            }
        }
    });
    let found = matching(&props.state, &search);
    let on_search = {
        let (search, marked) = (search.setter(), marked.setter());
        Callback::from(move |event: InputEvent| {
            search.set(typed(&event).unwrap_or_default());
            marked.set(0);
        })
    };
    let on_key = {
        let (search, marked) = (search.clone(), marked.clone());
        let (state, on_run) = (props.state.clone(), props.on_run.clone());
        let last = found.len().saturating_sub(1);
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowDown" if *marked >= last => 0,
                "ArrowDown" => *marked + 1,
                "ArrowUp" if *marked == 0 => last,
                "ArrowUp" => *marked - 1,
                "PageDown" => (*marked + PAGE).min(last),
                "PageUp" => marked.saturating_sub(PAGE),
                "Enter" => {
                    event.prevent_default();
                    // The last letters may not be rendered yet: what counts is what the field says.
                    let field: Option<HtmlInputElement> = event.target_dyn_into();
                    let written = field.map(|field| field.value()).unwrap_or_default();
                    let at = if written == *search { *marked } else { 0 };
                    if let Some(command) = matching(&state, &written).into_iter().nth(at) {
                        on_run.emit(command.run);
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            marked.set(next);
        })
    };
    html! {
        <div class="palette-body">
            <input type="text" role="combobox" aria-label="Command" aria-expanded="true" aria-controls="commands"
                aria-autocomplete="list" aria-activedescendant={(!found.is_empty()).then(|| format!("command-{}", *marked))}
                autocomplete="off" spellcheck="false" placeholder="Type a command" autofocus={true}
                value={(*search).clone()} oninput={on_search} onkeydown={on_key} />
            <ul id="commands" role="listbox" aria-label="Commands" ref={list}>
                { for found.iter().enumerate().map(|(place, command)| {
                    let selected = place == *marked;
                    let choose = {
                        let what = command.run.clone();
                        props.on_run.reform(move |_: MouseEvent| what.clone())
                    };
                    html! {
                        <li role="option" id={format!("command-{place}")} aria-selected={selected.to_string()} onclick={choose}>
                            <span>{&command.title}</span>
                        </li>
                    }
                }) }
            </ul>
            if found.is_empty() {
                <p class="judges" role="status">{"No command has these letters."}</p>
            }
        </div>
    }
}

/// How far a page of the list is.
const PAGE: usize = 8;

/// How many findings are listed.
const MOST_FINDINGS: usize = 30;

/// Whether a key opens the palette: Ctrl-K, on a Mac Command-K, and F1.
fn opens(event: &KeyboardEvent) -> bool {
    let control = if page::is_mac() {
        event.meta_key() && !event.ctrl_key()
    } else {
        event.ctrl_key() && !event.meta_key()
    };
    let others = event.shift_key() || event.alt_key();
    !others && (event.key() == "F1" || control && event.key().eq_ignore_ascii_case("k"))
}

/// The commands that fit what is searched for, best first.
fn matching(state: &State, search: &str) -> Vec<Command> {
    let search = search.trim();
    let mut found: Vec<(u8, Command)> = commands(state)
        .into_iter()
        .filter_map(|command| Some((rank(search, &command.title)?, command)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, command)| command).collect()
}

/// All commands, as things stand.
fn commands(state: &State) -> Vec<Command> {
    let mut all = Vec::new();
    let document = state.active_document();
    if state.can_edit() {
        if let Some((safe @ 1.., _)) = document.map(|document| document.safe_edits()) {
            all.push(Command::new(
                format!("Fix all safe ({safe})"),
                Action::SafeFixesTaken,
            ));
        }
        all.push(Command::new("Format", Action::FormatAsked));
    }
    all.extend(Panel::ALL.map(|panel| {
        Command::new(
            format!("Open {}", panel.title()),
            Action::PanelOpened(panel),
        )
    }));
    all.push(Command::new("New policy", Action::NewDocumentAsked));
    all.push(Command {
        title: "Open a policy or a sample…".to_owned(),
        run: Run::Samples,
    });
    for other in state
        .documents
        .iter()
        .filter(|other| other.id != state.active)
    {
        all.push(Command::new(
            format!("Go to policy: {}", other.name),
            Action::DocumentChosen(other.id),
        ));
    }
    all.push(Command {
        title: "Share: link, file, embedding…".to_owned(),
        run: Run::Share,
    });
    all.push(Command {
        title: "Keys".to_owned(),
        run: Run::Keys,
    });
    if let Some(document) = document {
        let findings = document.current_analysis().into_iter();
        let findings = findings
            .flat_map(|analysis| &analysis.findings)
            .filter(|_| !document.is_blank());
        all.extend(findings.take(MOST_FINDINGS).map(|finding| {
            Command::new(
                format!("Go to finding: {}", finding.message.replace('`', "")),
                Action::PlaceChosen {
                    document: document.id,
                    span: finding.span,
                },
            )
        }));
        all.extend(snippets(state, document.policy_type()));
        all.extend(types(document));
    }
    all.extend(SAMPLES.iter().map(|sample| {
        Command::new(
            format!("Open sample: {}", sample.name),
            Action::DocumentOpened {
                name: sample.name.into(),
                text: sample.text.into(),
                policy_type: Some(sample.policy_type),
            },
        )
    }));
    all.extend(
        [
            (Theme::Auto, "Colours of the system"),
            (Theme::Light, "Light colours"),
            (Theme::Dark, "Dark colours"),
        ]
        .into_iter()
        .filter(|(theme, _)| *theme != state.theme)
        .map(|(theme, title)| Command::new(title, Action::ThemeChosen(theme))),
    );
    let plain = !state.plain_editor;
    all.push(Command::new(
        if plain {
            "Use the plain text editor"
        } else {
            "Use the code editor"
        },
        Action::PlainEditorChosen(plain),
    ));
    all.push(Command::new(
        if state.keeps {
            "Keep nothing in this browser"
        } else {
            "Keep the policies in this browser"
        },
        Action::KeepingChosen(!state.keeps),
    ));
    all
}

/// Statements to insert, those for the policy's type first.
fn snippets(state: &State, policy_type: PolicyType) -> Vec<Command> {
    if !state.can_edit() {
        return Vec::new();
    }
    let mut all: Vec<(usize, &analysis::Snippet)> = SNIPPETS.iter().enumerate().collect();
    all.sort_by_key(|(_, snippet)| !snippet.types.contains(&policy_type));
    all.into_iter()
        .map(|(snippet, each)| {
            Command::new(
                format!("Insert statement: {}", each.title),
                Action::SnippetTaken { snippet },
            )
        })
        .collect()
}

/// The types that the document can be judged as.
fn types(document: &workbench::Document) -> Vec<Command> {
    let id = document.id;
    let chosen = std::iter::once(None).chain(PolicyType::ALL.into_iter().map(Some));
    chosen
        .filter(|policy_type| *policy_type != document.chosen_type)
        .map(|policy_type| {
            let title = policy_type.map_or("what the text looks like", PolicyType::title);
            Command::new(
                format!("Judge as {title}"),
                Action::TypeChosen {
                    document: id,
                    policy_type,
                },
            )
        })
        .collect()
}
