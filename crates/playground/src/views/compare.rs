use std::rc::Rc;

use analysis::{Access, Cause, Change, Comparison, Relation};
use json_text::LineIndex;
use policy::PolicyDocument;
use web_sys::HtmlSelectElement;
use workbench::{Action, Baseline, Document, DocumentId, State};
use yew::prelude::*;

use super::wording::{count, sentence, with_code};
use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct CompareProps {
    pub(crate) state: Rc<State>,
    pub(crate) dispatch: Dispatch,
}

/// How many actions of a change are listed.
const MOST_ACTIONS: usize = 400;

/// What the document in the editor allows and another text does not, and the other way round.
#[component]
pub(crate) fn Compare(props: &CompareProps) -> Html {
    let state = &props.state;
    let Some(document) = state.active_document() else {
        return html! {};
    };
    let result = state
        .current_comparison(document)
        .map(|compared| &compared.result);
    html! {
        <>
            {baselines(state, document, &props.dispatch)}
            { match result {
                None if state.baseline_text(document).is_none() => html! {
                    <p class="judges" role="status">{"The policy it was compared with is closed. Choose another one."}</p>
                },
                None => html! { <p class="judges" role="status">{"Comparing…"}</p> },
                Some(Err(why)) => html! { <p class="judges caution" role="status">{sentence(why)}</p> },
                Some(Ok(comparison)) => html! {
                    <Differences comparison={ByPointer(comparison.clone())} document={document.clone()}
                        other={other(document)} other_text={state.baseline_text(document).unwrap_or_default()} dispatch={props.dispatch.clone()} />
                },
            } }
        </>
    }
}

/// The other document, where one is compared with.
fn other(document: &Document) -> Option<DocumentId> {
    match document.baseline {
        Baseline::Other(id) => Some(id),
        Baseline::Opened | Baseline::Marked => None,
    }
}

/// What to compare with.
fn baselines(state: &Rc<State>, document: &Rc<Document>, dispatch: &Dispatch) -> Html {
    let mut choices = vec![(
        Baseline::Opened,
        "this policy as it was when it was opened".to_owned(),
    )];
    if document.marked.is_some() {
        choices.push((
            Baseline::Marked,
            "this policy as it was when it was marked".to_owned(),
        ));
    }
    let others = state
        .documents
        .iter()
        .filter(|other| other.id != document.id);
    choices.extend(others.map(|other| (Baseline::Other(other.id), other.name.to_string())));
    let chosen = choices
        .iter()
        .position(|(baseline, _)| *baseline == document.baseline);
    let on_change = {
        let baselines: Vec<Baseline> = choices.iter().map(|(baseline, _)| *baseline).collect();
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let select: Option<HtmlSelectElement> = event.target_dyn_into();
            let index = select.and_then(|select| usize::try_from(select.selected_index()).ok());
            if let Some(baseline) = index.and_then(|index| baselines.get(index)) {
                dispatch.send(Action::BaselineChosen(*baseline));
            }
        })
    };
    html! {
        <div class="compare-with">
            <div class="field">
                <label for="baseline">{"Compared with"}</label>
                <select id="baseline" onchange={on_change}>
                    { for choices.iter().enumerate().map(|(place, (_, title))| html! {
                        <option key={place} selected={chosen == Some(place)}>{title}</option>
                    }) }
                </select>
            </div>
            <button onclick={dispatch.callback(|_: MouseEvent| Action::BaselineMarked)}>{"Compare with this text from now on"}</button>
        </div>
    }
}

/// A comparison; equal when it is the same one.
#[derive(Clone)]
struct ByPointer(Rc<Comparison>);

impl PartialEq for ByPointer {
    fn eq(&self, other: &ByPointer) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct DifferencesProps {
    comparison: ByPointer,
    document: Rc<Document>,
    other: Option<DocumentId>,
    other_text: Rc<str>,
    dispatch: Dispatch,
}

#[component]
fn Differences(props: &DifferencesProps) -> Html {
    let comparison = &props.comparison.0;
    let own = Text::new(&props.document.text);
    let others = Text::new(&props.other_text);
    let list = |access: &Access, is_added: bool| {
        access
            .changes
            .iter()
            .map(|change| {
                let (is_own, statement) = match change.cause {
                    Cause::Allowed { statement, .. } => (is_added, statement),
                    Cause::NotDenied { statement, .. } => (!is_added, statement),
                };
                let place = if is_own {
                    own.place(Some(props.document.id), statement)
                } else {
                    others.place(props.other, statement)
                };
                card(change, is_added, place, &props.dispatch)
            })
            .collect::<Html>()
    };
    let unknown = || {
        let added = comparison.added.unknown.iter();
        added
            .chain(&comparison.removed.unknown)
            .map(ToString::to_string)
    };
    let relation = comparison.relation();
    html! {
        <>
            <p class={classes!("verdict", relation.as_str())} role="status">{verdict(relation)}</p>
            if !comparison.added.changes.is_empty() {
                <h2>{"Access added"}</h2>
                <ol class="findings" role="list" aria-label="Access added">{list(&comparison.added, true)}</ol>
            }
            if !comparison.removed.changes.is_empty() {
                <h2>{"Access removed"}</h2>
                <ol class="findings" role="list" aria-label="Access removed">{list(&comparison.removed, false)}</ol>
            }
            if unknown().next().is_some() {
                <section class="card" aria-labelledby="not-decided">
                    <h2 id="not-decided">{"Not decided"}</h2>
                    <ul class="removes">{ for unknown().map(|reason| html! { <li>{sentence(&reason)}</li> }) }</ul>
                </section>
            }
        </>
    }
}

fn verdict(relation: Relation) -> &'static str {
    match relation {
        Relation::Equivalent => "The same access: both allow the same requests.",
        Relation::Narrower => "Narrower: less is allowed, and nothing more.",
        Relation::Broader => "Broader: more is allowed, and nothing less.",
        Relation::Incomparable => "Both ways: some access is added and some removed.",
        Relation::Unknown => "Unknown: not everything could be decided.",
    }
}

/// Where the statement stands to which a difference is owed.
struct Place {
    document: DocumentId,
    span: json_text::Span,
    line: usize,
}

/// A text and its statements.
struct Text {
    document: PolicyDocument,
    lines: LineIndex,
}

impl Text {
    fn new(text: &str) -> Text {
        Text {
            document: policy::parse(text),
            lines: LineIndex::new(text),
        }
    }

    fn place(&self, document: Option<DocumentId>, statement: usize) -> Option<Place> {
        let span = self.document.statements.get(statement)?.span;
        Some(Place {
            document: document?,
            span,
            line: self.lines.line_column(span.start).line,
        })
    }
}

fn card(change: &Change, is_added: bool, place: Option<Place>, dispatch: &Dispatch) -> Html {
    let request = change.witness.clone();
    let attempt =
        dispatch.callback(move |_: MouseEvent| Action::WitnessTried(Box::new(request.clone())));
    let kind = if is_added { "added" } else { "removed" };
    let more = change.actions.len().saturating_sub(MOST_ACTIONS);
    html! {
        <li class={classes!("finding", "change", kind)} key={format!("{kind}-{:?}", change.cause)}>
            <h3>{sentence(&change.summary(is_added))}</h3>
            <p class="because">{"For example "}{with_code(&change.example())}</p>
            if change.actions.len() > 1 {
                <details>
                    <summary>{count(change.actions.len(), "action", "actions")}</summary>
                    <ul class="removes">
                        { for change.actions.iter().take(MOST_ACTIONS).map(|action| html! { <li key={action.clone()}><code>{action}</code></li> }) }
                        if more > 0 {
                            <li>{format!("and {more} more")}</li>
                        }
                    </ul>
                </details>
            }
            <div class="fixes">
                <button onclick={attempt}>{"Try the example in Simulate"}</button>
            </div>
            if let Some(Place { document, span, line }) = place {
                <p class="foot">
                    <button class="place" onclick={dispatch.callback(move |_: MouseEvent| Action::PlaceChosen { document, span })}>{format!("line {line}")}</button>
                </p>
            }
        </li>
    }
}
