use std::sync::Arc;

use policy::{Effect, Span};

use crate::decision::{Decision, Layer, LayerOutcome};
use crate::derived::DerivedKey;
use crate::rules::RuleId;

/// A decision with everything that led to it. Requests that touch several resources have the layers and
/// statements of each, one resource after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What becomes of the request.
    pub decision: Decision,
    /// One sentence: why.
    pub why: String,
    /// Why AWS would refuse the request before it looks at any policy, each in one sentence, as far as the catalogue knows.
    pub refusals: Vec<String>,
    /// For a request whose resource is a pattern: what becomes of it for the resources that the pattern matches. The rest of
    /// the trace is about one of them.
    pub pattern: Option<PatternTrace>,
    /// The resources as they were evaluated: `*` where the action cannot be limited to resources.
    pub resources: Vec<String>,
    /// The action that was asked for each of the resources: that of the request, or one that depends on it.
    pub actions: Vec<String>,
    /// What every layer says.
    pub layers: Vec<LayerTrace>,
    /// Every statement of every policy that takes part, in order.
    pub statements: Vec<StatementTrace>,
    /// The context keys on which the decision depends, and what each way would give.
    pub missing: Vec<MissingKey>,
    /// Whether all ways were tried. When not, the budget was spent first, and the decision is undetermined
    /// unless the ways tried already differ.
    pub exhaustive: bool,
    /// The context keys that policies ask for and that were derived from the rest of the request.
    pub derived: Vec<DerivedKey>,
    /// The rules of docs/evaluation.md that had a part in the decision, in order.
    pub rules: Vec<RuleId>,
}

/// What becomes of a request for the resources that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternTrace {
    /// The pattern as the request has it.
    pub pattern: String,
    /// For how many of the resources it is allowed.
    pub reach: PatternReach,
    /// Of every decision that there is one resource.
    pub examples: Vec<PatternExample>,
    /// Whether there is an example of every kind of resource that the policies tell apart.
    pub exhaustive: bool,
}

/// For how many of the resources that a pattern matches a request is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PatternReach {
    /// For all.
    All,
    /// For some, not for others.
    Some,
    /// For none.
    None,
    /// It is not known: it depends on missing keys, or not all kinds of resources could be tried.
    Unknown,
}

impl PatternReach {
    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            PatternReach::All => "all",
            PatternReach::Some => "some",
            PatternReach::None => "none",
            PatternReach::Unknown => "unknown",
        }
    }
}

/// One of the resources that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternExample {
    /// Its ARN.
    pub resource: String,
    /// What becomes of the request for it.
    pub decision: Decision,
}

/// What one layer says about one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerTrace {
    /// The position of the resource in [`Trace::resources`].
    pub resource: usize,
    /// Which layer.
    pub layer: Layer,
    /// What it says.
    pub outcome: LayerOutcome,
    /// One sentence: why.
    pub why: String,
    /// The statements that make it say so, as positions in [`Trace::statements`].
    pub statements: Vec<usize>,
}

/// What one statement says about one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementTrace {
    /// The position of the resource in [`Trace::resources`].
    pub resource: usize,
    /// The layer of its policy.
    pub layer: Layer,
    /// The position of its policy in the layer.
    pub policy: usize,
    /// The name of its policy.
    pub policy_name: Arc<str>,
    /// The group through which an identity policy is attached, or the level of the organization of a service control policy.
    pub attached_to: Option<Arc<str>>,
    /// Its position in the policy, from 0.
    pub statement: usize,
    /// Its Sid, where it has one.
    pub sid: Option<String>,
    /// The place of the statement in its document: 0-based half-open bytes.
    pub span: Span,
    /// What it does when it applies; `None` when it does not say so.
    pub effect: Option<Effect>,
    /// Whether it applies.
    pub outcome: StatementOutcome,
    /// The rules that had a part in the outcome.
    pub rules: Vec<RuleId>,
}

/// Whether a statement applies to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementOutcome {
    /// It does.
    Matched {
        /// One sentence: why.
        why: String,
    },
    /// It does not.
    NotMatched {
        /// The first element that does not fit.
        element: Element,
        /// The place of that element, or of the statement when the element is missing.
        span: Span,
        /// One sentence: why.
        why: String,
    },
    /// It depends on context keys that the scenario does not give.
    Undetermined {
        /// Their names as the policy writes them.
        missing: Vec<String>,
        /// The place of the first element that depends on them.
        span: Span,
        /// One sentence: why.
        why: String,
    },
}

/// The elements of a statement in the order in which they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// Effect is missing or is not one of the two words.
    Effect,
    /// Principal or NotPrincipal.
    Principal,
    /// Action or NotAction.
    Action,
    /// Resource or NotResource.
    Resource,
    /// One of the conditions.
    Condition {
        /// Its position among the statement's conditions, from 0.
        index: usize,
    },
}

impl Element {
    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Element::Effect => "effect",
            Element::Principal => "principal",
            Element::Action => "action",
            Element::Resource => "resource",
            Element::Condition { .. } => "condition",
        }
    }
}

/// A context key on which an undetermined decision depends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingKey {
    /// Its name as the policies write it.
    pub key: String,
    /// Values that make a difference, each with what it gives.
    pub ways: Vec<Way>,
}

/// What a value of a missing key would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The values; empty when the request does not carry the key.
    pub values: Vec<String>,
    /// The decision; `None` when it depends on the other missing keys.
    pub decision: Option<Decision>,
}
