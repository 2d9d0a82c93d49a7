//! How AWS decides a request: scenarios, prepared policies, decisions, traces.
//!
//! The rules are those of docs/evaluation.md, by number. Nothing here looks a service up on its own: the catalogue
//! tells which context keys a request can carry and which have several values.
//!
//! - [`Scenario`]: a [`Request`] of a [`Principal`] with its [`Context`], and the [`PolicySet`] that applies
//! - [`DerivedKey`]: context keys that follow from the rest of the request
//! - [`Decision`], [`Layer`], [`LayerOutcome`]: what comes out
//! - [`Trace`]: the same, with why

mod context;
mod decision;
mod derived;
mod principal;
mod rules;
mod scenario;
mod trace;

pub use context::{Context, ContextValue};
pub use decision::{Decision, Layer, LayerOutcome};
pub use derived::DerivedKey;
pub use principal::{Caller, Organization, Principal, UnknownPrincipal};
pub use rules::RuleId;
pub use scenario::{MissingKeys, NamedPolicy, PolicySet, Request, Scenario};
pub use trace::{
    Element, LayerTrace, MissingKey, StatementOutcome, StatementTrace, Trace, Way,
};
