use evaluation::{
    Decision, Element, Layer, LayerOutcome, MissingKey, PatternReach, PatternTrace, Scenario,
    StatementOutcome, StatementTrace, Trace,
};
use policy::Effect;
use serde::Serialize;

use crate::place::{Place, Places};
use crate::scenario::Expectation;

/// What `policy simulate` writes for one scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SimulateResult {
    /// What becomes of the request.
    pub decision: DecisionForm,
    /// What every layer says, in the order in which the request passes them; for requests that touch
    /// several resources, one resource after the other.
    pub layers: Vec<LayerForm>,
    /// The context keys on which an undetermined decision depends.
    pub missing: Vec<String>,
    /// Whether the scenario's `expect` is met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expectation: Option<ExpectationForm>,
    /// Everything that led to the decision.
    pub trace: TraceForm,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DecisionForm {
    /// It is allowed.
    Allowed,
    /// A Deny statement applies.
    ExplicitlyDenied,
    /// Nothing denies it, and not all is allowed that has to be.
    ImplicitlyDenied,
    /// It depends on context keys that are not supplied.
    Undetermined,
}

/// The ways in which policies are attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LayerName {
    /// The policy of the VPC endpoint through which the request comes.
    VpcEndpoint,
    /// Service control policies of the organization.
    Scp,
    /// Resource control policies of the organization.
    Rcp,
    /// Policies of the resource, and grants of a key.
    Resource,
    /// Policies of the user or role.
    Identity,
    /// The permissions boundary of the user or role.
    Boundary,
    /// Session policies.
    Session,
}

/// What a layer by itself says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LayerOutcomeForm {
    /// A statement allows.
    Allowed,
    /// A statement denies.
    ExplicitlyDenied,
    /// No statement applies.
    ImplicitlyDenied,
    /// The resource leaves it to the account of the caller.
    Delegated,
    /// It depends on context keys that are not supplied.
    Undetermined,
    /// The layer has no say in this request.
    NotApplicable,
}

/// What one layer says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LayerForm {
    /// Which layer.
    pub layer: LayerName,
    /// What it says.
    pub outcome: LayerOutcomeForm,
    /// About which resource, where the request touches several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// What is asked of the resource, where that is an action on which the request's own depends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dependent_action: Option<String>,
}

/// An expectation and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExpectationForm {
    /// The decision that was expected.
    pub expected: Expectation,
    /// Whether it is the decision.
    pub met: bool,
}

/// Everything that led to a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TraceForm {
    /// One sentence: why.
    pub why: String,
    /// Why AWS would refuse the request before it looks at any policy, each in one sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<String>,
    /// For a request whose resource is a pattern: what becomes of it for the resources that the pattern matches. The rest of
    /// the trace is about one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<PatternForm>,
    /// The resources as they were evaluated; `*` where the action cannot be limited to resources.
    pub resources: Vec<String>,
    /// The action that was asked for each of them: that of the request, or one on which it depends.
    pub actions: Vec<String>,
    /// What every layer says about every resource.
    pub layers: Vec<LayerTraceForm>,
    /// Every statement of every policy that takes part.
    pub statements: Vec<StatementTraceForm>,
    /// The context keys on which the decision depends, with what each way would give.
    pub missing: Vec<MissingKeyForm>,
    /// Whether all ways of the missing keys were tried.
    pub exhaustive: bool,
    /// The context keys that were derived from the rest of the request.
    pub derived: Vec<DerivedKeyForm>,
    /// The rules of docs/evaluation.md that had a part in the decision.
    pub rules: Vec<String>,
}

/// What becomes of a request for the resources that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PatternForm {
    /// The pattern.
    pub pattern: String,
    /// For how many of the resources it is allowed.
    pub allowed: PatternReachForm,
    /// Of every decision that there is one resource.
    pub examples: Vec<PatternExampleForm>,
    /// Whether every kind of resource that the policies tell apart was tried.
    pub exhaustive: bool,
}

/// For how many of the resources a request is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PatternReachForm {
    /// For all.
    All,
    /// For some, not for others.
    Some,
    /// For none.
    None,
    /// It depends on missing keys, or not all kinds of resources could be tried.
    Unknown,
}

/// One of the resources that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PatternExampleForm {
    /// Its ARN.
    pub resource: String,
    /// What becomes of the request for it.
    pub decision: DecisionForm,
}

impl From<&PatternTrace> for PatternForm {
    fn from(trace: &PatternTrace) -> PatternForm {
        let examples = trace.examples.iter();
        PatternForm {
            pattern: trace.pattern.clone(),
            allowed: match trace.reach {
                PatternReach::All => PatternReachForm::All,
                PatternReach::Some => PatternReachForm::Some,
                PatternReach::None => PatternReachForm::None,
                PatternReach::Unknown => PatternReachForm::Unknown,
            },
            examples: examples
                .map(|example| PatternExampleForm {
                    resource: example.resource.clone(),
                    decision: DecisionForm::from(&example.decision),
                })
                .collect(),
            exhaustive: trace.exhaustive,
        }
    }
}

/// What one layer says about one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LayerTraceForm {
    /// The position of the resource in `resources`.
    pub resource: usize,
    /// Which layer.
    pub layer: LayerName,
    /// What it says.
    pub outcome: LayerOutcomeForm,
    /// One sentence: why.
    pub why: String,
    /// The statements that make it say so, as positions in `statements`.
    pub statements: Vec<usize>,
}

/// What one statement says about one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatementTraceForm {
    /// The position of the resource in `resources`.
    pub resource: usize,
    /// The layer of its policy.
    pub layer: LayerName,
    /// The position of its policy in the layer.
    pub policy: usize,
    /// The name of its policy.
    pub policy_name: String,
    /// The group through which an identity policy is attached, or the level of the organization of a service control policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attached_to: Option<String>,
    /// Its position in the policy, from 0.
    pub statement: usize,
    /// Its Sid.
    pub sid: Option<String>,
    /// What it does when it applies; null when it does not say so.
    pub effect: Option<EffectForm>,
    /// Whether it applies.
    pub outcome: StatementOutcomeForm,
    /// One sentence: why.
    pub why: String,
    /// The first element that does not fit, of a statement that does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<ElementForm>,
    /// The position of that condition among the statement's conditions, where the element is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<usize>,
    /// The context keys on which it depends.
    pub missing: Vec<String>,
    /// The place of the statement in its document's text.
    pub span: Place,
    /// The place of what decided, in its document's text.
    pub decided_at: Place,
    /// The rules of docs/evaluation.md that had a part in it.
    pub rules: Vec<String>,
}

/// What a statement does when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EffectForm {
    /// It allows.
    Allow,
    /// It denies.
    Deny,
}

/// Whether a statement applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StatementOutcomeForm {
    /// It does.
    Matched,
    /// It does not.
    NotMatched,
    /// It depends on context keys that are not supplied.
    Undetermined,
}

/// The elements of a statement, in the order in which they are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ElementForm {
    /// Effect.
    Effect,
    /// Principal or NotPrincipal.
    Principal,
    /// Action or NotAction.
    Action,
    /// Resource or NotResource.
    Resource,
    /// One of the conditions.
    Condition,
}

/// A context key on which a decision depends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MissingKeyForm {
    /// Its name as the policies write it.
    pub key: String,
    /// Values that make a difference, with what each gives.
    pub ways: Vec<WayForm>,
}

/// What a value of a missing key would give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WayForm {
    /// The values; empty: the request does not carry the key.
    pub values: Vec<String>,
    /// The decision; `undetermined` when it depends on the other missing keys.
    pub decision: DecisionForm,
}

/// A context key that was derived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DerivedKeyForm {
    /// The key.
    pub key: String,
    /// Its values; empty: the request cannot carry it.
    pub values: Vec<String>,
    /// One sentence: from what it follows.
    pub why: String,
}

impl SimulateResult {
    /// The result of a scenario that came to this trace.
    pub fn new(scenario: &Scenario, trace: &Trace, expect: Option<Expectation>) -> SimulateResult {
        let decision = DecisionForm::from(&trace.decision);
        let several = trace.resources.len() > 1;
        let own_action = &scenario.request.action;
        SimulateResult {
            decision,
            layers: trace
                .layers
                .iter()
                .map(|layer| LayerForm {
                    layer: layer.layer.into(),
                    outcome: layer.outcome.into(),
                    resource: trace
                        .resources
                        .get(layer.resource)
                        .filter(|_| several)
                        .cloned(),
                    dependent_action: trace
                        .actions
                        .get(layer.resource)
                        .filter(|action| *action != own_action)
                        .cloned(),
                })
                .collect(),
            missing: match &trace.decision {
                Decision::Undetermined { missing } => missing.clone(),
                _ => Vec::new(),
            },
            expectation: expect.map(|expected| ExpectationForm {
                expected,
                met: expected.is_met_by(decision),
            }),
            trace: TraceForm::new(scenario, trace),
        }
    }

    /// Whether the decision is another one than expected.
    pub fn fails_expectation(&self) -> bool {
        self.expectation.is_some_and(|expectation| !expectation.met)
    }
}

impl TraceForm {
    fn new(scenario: &Scenario, trace: &Trace) -> TraceForm {
        let policies = &scenario.policies;
        let places: Vec<(Layer, Vec<Places<'static>>)> = Layer::ALL
            .into_iter()
            .map(|layer| {
                let places = policies
                    .of_layer(layer)
                    .map(|policy| Places::of_text(policy.document.text()));
                (layer, places.collect())
            })
            .collect();
        // A trace of another scenario would name policies that are not there.
        let elsewhere = Places::of_text("");
        TraceForm {
            why: trace.why.clone(),
            refusals: trace.refusals.clone(),
            pattern: trace.pattern.as_ref().map(PatternForm::from),
            resources: trace.resources.clone(),
            actions: trace.actions.clone(),
            layers: trace
                .layers
                .iter()
                .map(|layer| LayerTraceForm {
                    resource: layer.resource,
                    layer: layer.layer.into(),
                    outcome: layer.outcome.into(),
                    why: layer.why.clone(),
                    statements: layer.statements.clone(),
                })
                .collect(),
            statements: trace
                .statements
                .iter()
                .map(|statement| {
                    let of_layer = places.iter().find(|(layer, _)| *layer == statement.layer);
                    let places = of_layer.and_then(|(_, places)| places.get(statement.policy));
                    StatementTraceForm::new(statement, places.unwrap_or(&elsewhere))
                })
                .collect(),
            missing: trace.missing.iter().map(MissingKeyForm::from).collect(),
            exhaustive: trace.exhaustive,
            derived: trace
                .derived
                .iter()
                .map(|derived| DerivedKeyForm {
                    key: derived.key.clone(),
                    values: derived.values.clone(),
                    why: derived.why.clone(),
                })
                .collect(),
            rules: trace.rules.iter().map(ToString::to_string).collect(),
        }
    }
}

impl StatementTraceForm {
    fn new(statement: &StatementTrace, places: &Places<'_>) -> StatementTraceForm {
        let (outcome, why, element, missing, decided_at) = match &statement.outcome {
            StatementOutcome::Matched { why } => (
                StatementOutcomeForm::Matched,
                why,
                None,
                Vec::new(),
                statement.span,
            ),
            StatementOutcome::NotMatched { element, span, why } => (
                StatementOutcomeForm::NotMatched,
                why,
                Some(*element),
                Vec::new(),
                *span,
            ),
            StatementOutcome::Undetermined { missing, span, why } => (
                StatementOutcomeForm::Undetermined,
                why,
                None,
                missing.clone(),
                *span,
            ),
        };
        StatementTraceForm {
            resource: statement.resource,
            layer: statement.layer.into(),
            policy: statement.policy,
            policy_name: statement.policy_name.to_string(),
            attached_to: statement.attached_to.as_deref().map(str::to_owned),
            statement: statement.statement,
            sid: statement.sid.clone(),
            effect: statement.effect.map(EffectForm::from),
            outcome,
            why: why.clone(),
            element: element.map(ElementForm::from),
            condition: match element {
                Some(Element::Condition { index }) => Some(index),
                _ => None,
            },
            missing,
            span: places.place(statement.span),
            decided_at: places.place(decided_at),
            rules: statement.rules.iter().map(ToString::to_string).collect(),
        }
    }
}

impl DecisionForm {
    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            DecisionForm::Allowed => "allowed",
            DecisionForm::ExplicitlyDenied => "explicitly-denied",
            DecisionForm::ImplicitlyDenied => "implicitly-denied",
            DecisionForm::Undetermined => "undetermined",
        }
    }
}

impl From<&Decision> for DecisionForm {
    fn from(decision: &Decision) -> DecisionForm {
        match decision {
            Decision::Allowed => DecisionForm::Allowed,
            Decision::ExplicitlyDenied => DecisionForm::ExplicitlyDenied,
            Decision::ImplicitlyDenied => DecisionForm::ImplicitlyDenied,
            Decision::Undetermined { .. } => DecisionForm::Undetermined,
        }
    }
}

impl From<Layer> for LayerName {
    fn from(layer: Layer) -> LayerName {
        match layer {
            Layer::VpcEndpoint => LayerName::VpcEndpoint,
            Layer::Scp => LayerName::Scp,
            Layer::Rcp => LayerName::Rcp,
            Layer::Resource => LayerName::Resource,
            Layer::Identity => LayerName::Identity,
            Layer::Boundary => LayerName::Boundary,
            Layer::Session => LayerName::Session,
        }
    }
}

impl From<LayerOutcome> for LayerOutcomeForm {
    fn from(outcome: LayerOutcome) -> LayerOutcomeForm {
        match outcome {
            LayerOutcome::Allowed => LayerOutcomeForm::Allowed,
            LayerOutcome::ExplicitlyDenied => LayerOutcomeForm::ExplicitlyDenied,
            LayerOutcome::ImplicitlyDenied => LayerOutcomeForm::ImplicitlyDenied,
            LayerOutcome::Delegated => LayerOutcomeForm::Delegated,
            LayerOutcome::Undetermined => LayerOutcomeForm::Undetermined,
            LayerOutcome::NotApplicable => LayerOutcomeForm::NotApplicable,
        }
    }
}

impl From<Effect> for EffectForm {
    fn from(effect: Effect) -> EffectForm {
        match effect {
            Effect::Allow => EffectForm::Allow,
            Effect::Deny => EffectForm::Deny,
        }
    }
}

impl From<Element> for ElementForm {
    fn from(element: Element) -> ElementForm {
        match element {
            Element::Effect => ElementForm::Effect,
            Element::Principal => ElementForm::Principal,
            Element::Action => ElementForm::Action,
            Element::Resource => ElementForm::Resource,
            Element::Condition { .. } => ElementForm::Condition,
        }
    }
}

impl From<&MissingKey> for MissingKeyForm {
    fn from(missing: &MissingKey) -> MissingKeyForm {
        MissingKeyForm {
            key: missing.key.clone(),
            ways: missing
                .ways
                .iter()
                .map(|way| WayForm {
                    values: way.values.clone(),
                    decision: way
                        .decision
                        .as_ref()
                        .map_or(DecisionForm::Undetermined, DecisionForm::from),
                })
                .collect(),
        }
    }
}
