//! How AWS decides a request: scenarios, prepared policies, decisions, traces.
//!
//! The rules are those of docs/evaluation.md, by number. The catalogue tells which context keys a request can carry and
//! which have several values; nothing else here depends on what services exist.
//!
//! - [`Scenario`]: a [`Request`] of a [`Principal`] with its [`Context`], and the [`PolicySet`] that applies
//! - [`derive_context`]: context keys that follow from the rest of the request
//! - [`prepare`]: policies compiled once, for any number of requests
//! - [`decide`]: the [`Decision`] alone, fast
//! - [`Clauses`], [`Given`]: statements taken apart, to reason about all requests at once
//! - [`explain`], [`simulate`]: the same decision with its [`Trace`]

mod account;
mod authorization;
mod bind;
mod clauses;
mod context;
mod decide;
mod decision;
mod derived;
mod explain;
mod matching;
mod missing;
mod path;
mod pattern;
mod prepare;
mod principal;
mod rcp_services;
mod rules;
mod scenario;
mod trace;

pub use bind::BoundRequest;
pub use clauses::{
    Clauses, ConditionClause, Given, KeyState, KeyValues, KeyWays, ResourceClause, ResourceEntry,
};
pub use context::{Context, ContextValue};
pub use decide::decide;
pub use decision::{Decision, Layer, LayerOutcome};
pub use derived::{DerivedKey, derive_context};
pub use explain::{explain, simulate};
pub use prepare::{PreparedSet, prepare};
pub use principal::{Caller, Credentials, Organization, Principal, UnknownPrincipal};
pub use rcp_services::supports_rcps;
pub use rules::RuleId;
pub use scenario::{
    DependentAction, MissingKeys, NamedPolicy, PolicySet, Request, Scenario, ScpLevel, Switches,
};
pub use trace::{
    Element, LayerTrace, MissingKey, PatternExample, PatternReach, PatternTrace, StatementOutcome,
    StatementTrace, Trace, Way,
};
