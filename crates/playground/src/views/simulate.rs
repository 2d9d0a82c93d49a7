use std::rc::Rc;

use evaluation::{
    Decision, Layer, LayerOutcome, LayerTrace, MissingKeys, PatternReach, StatementOutcome,
    StatementTrace, Trace,
};
use policy::Effect;
use workbench::{Action, ContextRow, Document, RequestDraft, State};
use yew::prelude::*;

use super::expectations::Expectations;
use super::wording::{sentence, with_code};
use crate::dispatch::{Dispatch, typed};
use crate::engine::Engine;

#[derive(Properties, PartialEq)]
pub(crate) struct SimulateProps {
    pub(crate) state: Rc<State>,
    pub(crate) engine: Engine,
    pub(crate) dispatch: Dispatch,
}

/// A request, its decision, and the way there.
#[component]
pub(crate) fn Simulate(props: &SimulateProps) -> Html {
    let documents = props.state.deciding();
    let refused = RequestDraft::refused(&documents);
    html! {
        <>
            <p class="judges">{"The open policies decide, each by its type: those of the principal, of the resource, and what limits them."}</p>
            if !refused.is_empty() {
                <p class="judges caution">
                    {refused.join(", ")}
                    {": has errors (see Findings). What can be read of it decides here; AWS may refuse it whole."}
                </p>
            }
            <RequestForm request={props.state.request.clone()} engine={props.engine.clone()} dispatch={props.dispatch.clone()} />
            <div aria-live="polite">
                { match &props.state.simulation {
                    None => html! {},
                    Some(Err(problem)) => html! { <p class="empty">{with_code(problem)}</p> },
                    Some(Ok(trace)) => decision(trace),
                } }
            </div>
            <Expectations state={props.state.clone()} dispatch={props.dispatch.clone()} />
            if let Some(Ok(trace)) = &props.state.simulation {
                {path(trace, &documents, &props.dispatch)}
                {derived(trace)}
                {rules(trace)}
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RequestFormProps {
    request: RequestDraft,
    engine: Engine,
    dispatch: Dispatch,
}

#[component]
fn RequestForm(props: &RequestFormProps) -> Html {
    let request = &props.request;
    let change = |change: fn(&mut RequestDraft, String)| {
        let request = request.clone();
        props.dispatch.filtered(move |event: InputEvent| {
            let mut request = request.clone();
            change(&mut request, typed(&event)?);
            Some(Action::RequestChanged(request))
        })
    };
    let unknown = request.missing_keys == MissingKeys::Unknown;
    let toggle = {
        let request = request.clone();
        props.dispatch.callback(move |_: Event| {
            Action::RequestChanged(RequestDraft {
                missing_keys: if unknown {
                    MissingKeys::Absent
                } else {
                    MissingKeys::Unknown
                },
                ..request.clone()
            })
        })
    };
    let add = {
        let request = request.clone();
        props.dispatch.callback(move |_: MouseEvent| {
            let mut request = request.clone();
            request.context.push(ContextRow::default());
            Action::RequestChanged(request)
        })
    };
    html! {
        <form class="card" aria-label="Request" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <div class="fields">
                <div class="field">
                    <label for="principal">{"Principal"}</label>
                    <input id="principal" autocomplete="off" spellcheck="false" value={request.principal.clone()}
                        placeholder="arn:aws:iam::123456789012:user/name" oninput={change(|request, text| request.principal = text)} />
                </div>
                <div class="field">
                    <label for="action">{"Action"}</label>
                    <input id="action" autocomplete="off" spellcheck="false" list="actions" value={request.action.clone()}
                        placeholder="s3:GetObject" oninput={change(|request, text| request.action = text)} />
                    <datalist id="actions">
                        { for props.engine.action_names(&request.action).into_iter().map(|name| html! { <option value={name} /> }) }
                    </datalist>
                </div>
                <div class="field">
                    <label for="resource">{"Resource"}</label>
                    <input id="resource" autocomplete="off" spellcheck="false" list="resources" value={request.resource.clone()}
                        placeholder="arn:aws:s3:::bucket/key" oninput={change(|request, text| request.resource = text)} />
                    <datalist id="resources">
                        { for props.engine.resource_templates(&request.action).into_iter().map(|arn| html! { <option value={arn} /> }) }
                    </datalist>
                    if let Some(hint) = props.engine.resource_hint(&request.action) {
                        <p class="hint">{with_code(&hint)}</p>
                    }
                </div>
                <div class="field" role="group" aria-label="Context keys">
                    if !request.context.is_empty() {
                        <div class="context-rows">
                            { for (0..request.context.len()).map(|position| context_row(position, props)) }
                        </div>
                    }
                    <datalist id="condition-keys">
                        { for props.engine.condition_keys(&request.action).into_iter().map(|key| html! { <option value={key} /> }) }
                    </datalist>
                    <div><button type="button" onclick={add}>{"+ Context key"}</button></div>
                </div>
                <label class="check">
                    <input type="checkbox" checked={!unknown} onchange={toggle} />
                    {" Keys that are not listed are not in the request"}
                </label>
            </div>
        </form>
    }
}

fn context_row(position: usize, props: &RequestFormProps) -> Html {
    let row = props
        .request
        .context
        .get(position)
        .cloned()
        .unwrap_or_default();
    let change = |change: fn(&mut ContextRow, String)| {
        let request = props.request.clone();
        props.dispatch.filtered(move |event: InputEvent| {
            let mut request = request.clone();
            change(request.context.get_mut(position)?, typed(&event)?);
            Some(Action::RequestChanged(request))
        })
    };
    let remove = {
        let request = props.request.clone();
        props.dispatch.callback(move |_: MouseEvent| {
            let mut request = request.clone();
            if position < request.context.len() {
                request.context.remove(position);
            }
            Action::RequestChanged(request)
        })
    };
    let number = position + 1;
    html! {
        <div class="context-row" key={position}>
            <input aria-label={format!("Context key {number}")} autocomplete="off" spellcheck="false" list="condition-keys"
                placeholder="aws:SourceIp" value={row.key} oninput={change(|row, text| row.key = text)} />
            <input aria-label={format!("Value of context key {number}")} autocomplete="off" spellcheck="false"
                placeholder="empty: not in the request" value={row.values} oninput={change(|row, text| row.values = text)} />
            <button type="button" class="quiet" aria-label={format!("Remove context key {number}")} onclick={remove}>{"×"}</button>
        </div>
    }
}

fn decision(trace: &Trace) -> Html {
    let (title, class) = decision_title(&trace.decision);
    html! {
        <div class={classes!("decision", class)}>
            <strong>{title}</strong>
            <p>{sentence(&trace.why)}</p>
            { for trace.refusals.iter().map(|refusal| html! { <p class="caution">{sentence(refusal)}</p> }) }
            if let Some(pattern) = &trace.pattern {
                <p>{pattern_reach(pattern.reach)}</p>
                <ul class="removes">
                    { for pattern.examples.iter().map(|example| html! {
                        <li><code>{example.resource.clone()}</code>{": "}{decision_title(&example.decision).0.to_lowercase()}</li>
                    }) }
                </ul>
            }
            if !trace.missing.is_empty() {
                <ul class="removes">
                    { for trace.missing.iter().flat_map(|missing| missing.ways.iter().map(move |way| {
                        let value = if way.values.is_empty() {
                            format!("without `{}`", missing.key)
                        } else {
                            format!("`{}` = `{}`", missing.key, way.values.join(", "))
                        };
                        let gives = way.decision.as_ref().map_or("depends on the other keys", |decision| decision_title(decision).0);
                        html! { <li>{with_code(&value)}{": "}{gives.to_lowercase()}</li> }
                    })) }
                </ul>
            }
        </div>
    }
}

/// For how many of the resources that a pattern matches.
fn pattern_reach(reach: PatternReach) -> &'static str {
    match reach {
        PatternReach::All => "Allowed for every resource that the pattern matches, such as:",
        PatternReach::Some => {
            "Allowed for some of the resources that the pattern matches. One of each:"
        }
        PatternReach::None => "Allowed for no resource that the pattern matches, such as:",
        PatternReach::Unknown => {
            "Not the same, or not known, for all resources that the pattern matches. Those tried:"
        }
    }
}

fn decision_title(decision: &Decision) -> (&'static str, &'static str) {
    let title = match decision {
        Decision::Allowed => "Allowed",
        Decision::ExplicitlyDenied => "Explicitly denied",
        Decision::ImplicitlyDenied => "Implicitly denied",
        Decision::Undetermined { .. } => "It depends",
    };
    (title, decision.as_str())
}

/// The layers as the request walks through them, each with its statements.
pub(super) fn path(trace: &Trace, documents: &[Rc<Document>], dispatch: &Dispatch) -> Html {
    html! {
        <ol class="path" role="list" aria-label="The request's path">
            { for trace.layers.iter().enumerate().map(|(position, layer)| {
                let statements: Vec<&StatementTrace> = trace
                    .statements
                    .iter()
                    .filter(|statement| statement.layer == layer.layer && statement.resource == layer.resource)
                    .collect();
                html! {
                    <li key={position}>
                        {layer_head(layer)}
                        if !statements.is_empty() {
                            <ul class="statement-list" role="list">
                                { for statements.into_iter().map(|each| statement(each, documents, dispatch)) }
                            </ul>
                        }
                    </li>
                }
            }) }
        </ol>
    }
}

fn layer_head(layer: &LayerTrace) -> Html {
    let title = match layer.layer {
        Layer::VpcEndpoint => "VPC endpoint policies",
        Layer::Scp => "Service control policies",
        Layer::Rcp => "Resource control policies",
        Layer::Resource => "Resource policies",
        Layer::Identity => "Identity policies",
        Layer::Boundary => "Permissions boundary",
        Layer::Session => "Session policies",
    };
    let (outcome, class) = match layer.outcome {
        LayerOutcome::Allowed => ("allow", "good"),
        LayerOutcome::ExplicitlyDenied => ("deny", "bad"),
        LayerOutcome::ImplicitlyDenied => ("say nothing", "bad"),
        LayerOutcome::Delegated => ("leave it to the account", "open"),
        LayerOutcome::Undetermined => ("depend on missing keys", "open"),
        LayerOutcome::NotApplicable => ("have no say", ""),
    };
    html! {
        <>
            <h2>{title}{" "}<span class={classes!("outcome", class)}>{outcome}</span></h2>
            <p class="judges">{sentence(&layer.why)}</p>
        </>
    }
}

fn statement(trace: &StatementTrace, documents: &[Rc<Document>], dispatch: &Dispatch) -> Html {
    let (class, word, why, span) = match &trace.outcome {
        StatementOutcome::Matched { why } => ("matched", "applies", why, trace.span),
        StatementOutcome::NotMatched { why, span, .. } => ("", "does not apply", why, *span),
        StatementOutcome::Undetermined { why, span, .. } => {
            ("undetermined", "may apply", why, *span)
        }
    };
    let effect = match trace.effect {
        Some(Effect::Allow) => "allow",
        Some(Effect::Deny) => "deny",
        None => "no effect",
    };
    let name = trace
        .sid
        .clone()
        .unwrap_or_else(|| format!("statement {}", trace.statement + 1));
    let document = RequestDraft::document_of(documents, trace.layer, trace.policy);
    let go = dispatch.filtered(move |_: MouseEvent| {
        document.map(|document| Action::PlaceChosen { document, span })
    });
    html! {
        <li class={classes!("statement", class, effect)}>
            <div class="head">
                <button class="link-button" onclick={go}>{name}</button>
                <span>{effect}{" · "}<strong>{word}</strong></span>
                <span class="judges">{trace.policy_name.to_string()}</span>
            </div>
            <p class="why">{sentence(why)}</p>
        </li>
    }
}

/// The numbered rules of `docs/evaluation.md` by which it was decided.
fn rules(trace: &Trace) -> Html {
    html! {
        <details>
            <summary>{"Rules that had a part"}</summary>
            <dl class="derived">
                { for trace.rules.iter().map(|rule| html! {
                    <>
                        <dt>{rule.to_string()}</dt>
                        <dd>
                            {rule.title()}
                            if rule.is_choice() {
                                {" · AWS's documentation does not settle it; the choice is ours"}
                            }
                        </dd>
                    </>
                }) }
            </dl>
        </details>
    }
}

fn derived(trace: &Trace) -> Html {
    if trace.derived.is_empty() {
        return html! {};
    }
    html! {
        <details>
            <summary>{"Context keys derived from the request"}</summary>
            <dl class="derived">
                { for trace.derived.iter().map(|key| html! {
                    <>
                        <dt>{key.key.clone()}</dt>
                        <dd>
                            { if key.values.is_empty() { "absent".to_owned() } else { key.values.join(", ") } }
                            {" · "}{with_code(&key.why)}
                        </dd>
                    </>
                }) }
            </dl>
        </details>
    }
}
