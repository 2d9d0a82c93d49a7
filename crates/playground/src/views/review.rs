use std::rc::Rc;

use analysis::{DiffLine, Surroundings};
use diagnostics::Finding;
use json_text::LineIndex;
use workbench::{Action, Document, Panel, State};
use workspace::share;
use yew::prelude::*;

use super::findings::kind_title;
use super::sharing;
use super::wording::{count, sentence};
use crate::dispatch::Dispatch;
use crate::engine::Engine;

/// The most lines of a change that are shown.
const SHOWN_LINES: usize = 2_000;

#[derive(Properties, PartialEq)]
pub(crate) struct ReviewProps {
    pub(crate) document: Rc<Document>,
    /// The text that the document is compared with.
    pub(crate) current: Rc<str>,
    pub(crate) state: Rc<State>,
    pub(crate) engine: Engine,
    pub(crate) dispatch: Dispatch,
}

/// The findings and lines that a change brings and removes, and how to put it before others.
#[component]
pub(crate) fn Review(props: &ReviewProps) -> Html {
    let document = &props.document;
    let told = use_state(|| None::<&'static str>);
    let review = use_memo(
        (
            props.engine.clone(),
            props.current.clone(),
            document.text.clone(),
            document.chosen_type,
        ),
        |(engine, current, proposed, policy_type)| {
            analysis::review(
                engine.catalog(),
                current,
                proposed,
                *policy_type,
                &Surroundings::UNKNOWN,
            )
        },
    );
    let copy_summary = {
        let (review, told) = (review.clone(), told.setter());
        let (document, current) = (document.clone(), props.current.clone());
        Callback::from(move |_: MouseEvent| {
            let summary = review.summary(&document.name, &current, &document.text);
            sharing::copy(summary, "Summary copied, as Markdown.", told.clone());
        })
    };
    let copy_link = {
        let (state, told) = (props.state.clone(), told.setter());
        let current = props.current.clone();
        Callback::from(move |_: MouseEvent| {
            let mut workspace = workbench::to_workspace(&state);
            let active = workspace.active.clone();
            let mut documents = workspace.documents.iter_mut();
            if let Some(document) = documents.find(|each| Some(&each.id) == active.as_ref()) {
                document.current = Some(current.to_string());
            }
            sharing::copy(
                sharing::link(&share::encode(&workspace), Panel::Compare),
                "Link copied. It opens both texts here: whoever stores the link stores the policies.",
                told.clone(),
            );
        })
    };
    let (added, removed) = review.changed_lines();
    html! {
        <section class="review" aria-label="Review">
            <h2>{"For a second pair of eyes"}</h2>
            <p class="judges">{format!(
                "The change brings {} and removes {}; {} added, {removed} removed.",
                count(review.brought.len(), "finding", "findings"),
                review.removed.len(),
                count(added, "line", "lines")
            )}</p>
            if props.state.embed.is_none() {
                <div class="fixes">
                    <button onclick={copy_link}>{"Copy review link"}</button>
                    <button onclick={copy_summary}>{"Copy summary for a change request"}</button>
                </div>
                <p role="status" class="judges">{(*told).unwrap_or_default()}</p>
            }
            {list("Findings that the change brings", &review.brought, &document.text, Some(props))}
            {list("Findings that the change removes", &review.removed, &props.current, None)}
            {changed(&review)}
        </section>
    }
}

/// Findings, with their places where these are in the editor.
fn list(
    title: &'static str,
    findings: &[Finding],
    text: &str,
    editor: Option<&ReviewProps>,
) -> Html {
    if findings.is_empty() {
        return html! {};
    }
    let lines = LineIndex::new(text);
    html! {
        <section class="review-findings" aria-label={title}>
            <h3>{title}</h3>
            <ul class="findings" role="list">
                { for findings.iter().map(|finding| {
                    let line = lines.line_column(finding.span.start).line;
                    html! {
                        <li class={classes!("finding", finding.kind.as_str())}>
                            <p class="message">{sentence(&finding.message)}</p>
                            <p class="foot">
                                <span class={classes!("kind-badge", finding.kind.as_str())}>{kind_title(finding.kind, 1)}</span>
                                if let Some(props) = editor {
                                    {place(finding, line, props)}
                                } else {
                                    <span>{format!("line {line} of the text before")}</span>
                                }
                                <span class="mono">{finding.code}</span>
                            </p>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

fn place(finding: &Finding, line: usize, props: &ReviewProps) -> Html {
    let (document, span) = (props.document.id, finding.span);
    let go = props
        .dispatch
        .callback(move |_: MouseEvent| Action::PlaceChosen { document, span });
    html! { <button class="place" onclick={go}>{format!("line {line}")}</button> }
}

fn changed(review: &analysis::Review) -> Html {
    if review.lines.is_empty() {
        return html! { <p class="judges">{"The texts differ in their layout alone."}</p> };
    }
    html! {
        <section class="review-findings" aria-label="What changes in the text">
            <h3>{"What changes in the text"}</h3>
            <div class="diff" role="region" aria-label="Changed lines" tabindex="0">
                { for review.lines.iter().take(SHOWN_LINES).map(line) }
                if let left @ 1.. = review.lines.len().saturating_sub(SHOWN_LINES) {
                    <div class="gap">{format!("… {left} more lines")}</div>
                }
            </div>
        </section>
    }
}

fn line(line: &DiffLine) -> Html {
    match line {
        DiffLine::Same(text) => html! { <div>{"  "}{text}</div> },
        DiffLine::Added(text) => html! { <ins>{"+ "}{text}</ins> },
        DiffLine::Removed(text) => html! { <del>{"\u{2212} "}{text}</del> },
        DiffLine::Gap(lines) => {
            html! { <div class="gap">{format!("… {}", count(*lines, "equal line", "equal lines"))}</div> }
        }
    }
}
