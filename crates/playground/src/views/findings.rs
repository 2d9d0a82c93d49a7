use std::rc::Rc;

use diagnostics::{Finding, Kind, Safety};
use json_text::LineIndex;
use workbench::{Action, Document};
use yew::prelude::*;

use super::wording::{count, sentence};
use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct FindingsProps {
    pub(crate) document: Rc<Document>,
    pub(crate) can_edit: bool,
    pub(crate) on_samples: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

/// The findings of the document in the editor, gravest first.
#[component]
pub(crate) fn Findings(props: &FindingsProps) -> Html {
    let filter = use_state(|| None::<Kind>);
    let Some(analysis) = &props.document.analysis else {
        return html! {};
    };
    if props.document.is_blank() {
        return start(props);
    }
    if analysis.findings.is_empty() {
        return nothing_found();
    }
    let lines = LineIndex::new(&props.document.text);
    // They come in order of place; here the gravest come first.
    let shown: Vec<(usize, &Finding)> = Kind::ALL
        .into_iter()
        .filter(|&kind| filter.is_none_or(|chosen| chosen == kind))
        .flat_map(|kind| {
            let all = analysis.findings.iter().enumerate();
            all.filter(move |(_, finding)| finding.kind == kind)
        })
        .collect();
    html! {
        <>
            <div class="filters" role="group" aria-label="Show">
                { for Kind::ALL.into_iter().filter_map(|kind| {
                    let number = analysis.findings.iter().filter(|finding| finding.kind == kind).count();
                    let pressed = *filter == Some(kind);
                    let filter = filter.clone();
                    (number > 0).then(|| html! {
                        <button aria-pressed={pressed.to_string()}
                            onclick={move |_| filter.set((!pressed).then_some(kind))}>
                            <span class={classes!("kind-badge", kind.as_str())}>{number}</span>
                            {kind_title(kind, number)}
                        </button>
                    })
                }) }
            </div>
            <ol class="findings" role="list" aria-label={count(shown.len(), "finding", "findings")}>
                { for shown.into_iter().map(|(position, finding)| one(position, finding, &lines, props)) }
            </ol>
        </>
    }
}

/// An empty document is no mistake yet.
fn start(props: &FindingsProps) -> Html {
    let open = props.on_samples.reform(|_: MouseEvent| ());
    html! {
        <div class="empty">
            <h2>{"Start with a policy"}</h2>
            <p>{"Type or paste one into the editor, or drop a file on it. What is wrong with it appears here as you type."}</p>
            if props.can_edit {
                <button class="primary" onclick={open}>{"Open a sample…"}</button>
            }
        </div>
    }
}

fn nothing_found() -> Html {
    html! {
        <div class="empty">
            <h2>{"Nothing found"}</h2>
            <p>{"No check of this version has anything to say about this policy. Simulate shows what it allows; Suggest how to narrow it."}</p>
        </div>
    }
}

pub(crate) fn kind_title(kind: Kind, number: usize) -> &'static str {
    match (kind, number) {
        (Kind::Error, 1) => "error",
        (Kind::Error, _) => "errors",
        (Kind::SecurityWarning, 1) => "security warning",
        (Kind::SecurityWarning, _) => "security warnings",
        (Kind::Warning, 1) => "warning",
        (Kind::Warning, _) => "warnings",
        (Kind::Suggestion, 1) => "suggestion",
        (Kind::Suggestion, _) => "suggestions",
    }
}

fn one(position: usize, finding: &Finding, lines: &LineIndex, props: &FindingsProps) -> Html {
    let document = props.document.id;
    let go = |span| {
        props
            .dispatch
            .callback(move |_: MouseEvent| Action::PlaceChosen { document, span })
    };
    let place = lines.line_column(finding.span.start);
    html! {
        <li class={classes!("finding", finding.kind.as_str())} key={format!("{}-{}-{position}", finding.code, finding.span.start)}>
            <p class="message">{sentence(&finding.message)}</p>
            if !finding.because.is_empty() {
                <p class="because">{sentence(&finding.because)}</p>
            }
            if !finding.related.is_empty() {
                <ul class="related" role="list">
                    { for finding.related.iter().map(|related| {
                        let place = lines.line_column(related.span.start);
                        html! {
                            <li>
                                {sentence(&related.message)}{" "}
                                <button class="place" onclick={go(related.span)}>{format!("line {}", place.line)}</button>
                            </li>
                        }
                    }) }
                </ul>
            }
            if props.can_edit && !finding.fixes.is_empty() {
                <div class="fixes">
                    { for finding.fixes.iter().enumerate().map(|(fix, offered)| {
                        let take = props.dispatch.callback(move |_: MouseEvent| Action::FixTaken { finding: position, fix });
                        html! {
                            <button class={offered.safety.as_str()} title={safety_title(offered.safety)} onclick={take}>
                                <span>{sentence(&offered.title)}</span>
                                if offered.safety != Safety::Safe {
                                    <span class="safety">{safety_tag(offered.safety)}</span>
                                }
                            </button>
                        }
                    }) }
                </div>
            }
            <p class="foot">
                <span class={classes!("kind-badge", finding.kind.as_str())}>{kind_title(finding.kind, 1)}</span>
                <button class="place" onclick={go(finding.span)}>
                    {format!("line {}, column {}", place.line, place.column)}
                </button>
                <a class="mono" href={format!("./checks/{}.html", finding.code)} target="_blank" rel="noopener"
                    title="What this check is about, with an example to open">{finding.code}</a>
                if let Some(code) = finding.aws_code.filter(|code| !is_same_code(code, finding.code)) {
                    <span title="The code in AWS's own policy validation">{"AWS: "}<span class="mono">{code}</span></span>
                }
            </p>
        </li>
    }
}

/// Most codes are AWS's own, in lower case.
fn is_same_code(aws_code: &str, code: &str) -> bool {
    aws_code.len() == code.len()
        && aws_code.bytes().zip(code.bytes()).all(|(theirs, ours)| {
            theirs.eq_ignore_ascii_case(&ours) || (theirs, ours) == (b'_', b'-')
        })
}

fn safety_tag(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "safe",
        Safety::Narrows => "narrows",
        Safety::NeedsReview => "needs a look",
    }
}

fn safety_title(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "Safe: the policy allows what it allowed before, or was refused before",
        Safety::Narrows => "Narrows: the policy allows less afterwards",
        Safety::NeedsReview => "Needs a look: it may change what the policy allows",
    }
}
