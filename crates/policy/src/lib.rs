//! IAM policy documents with the place of every part: statements, principals, actions, resources,
//! conditions, the operators and the values they compare.
//!
//! Reading never fails: whatever is well formed is in the [`PolicyDocument`], whatever is not is listed in
//! [`PolicyDocument::problems`] with its place, and the rest of the document is still there. This crate
//! knows the grammar ("Grammar of the IAM JSON policy language", IAM User Guide); it does not know which
//! services exist, decide requests, or word findings.

mod condition;
mod document;
mod guess;
mod operator;
mod policy_type;
mod principal;
mod quota;
mod reading;
mod size;
mod statement;
mod template;
pub mod values;

pub use json_text::Span;

pub use condition::{Condition, ConditionValue, ValueKind};
pub use document::{ELEMENT_NAMES, PolicyDocument, Problem, ProblemKind, Version, parse};
pub use guess::{Guess, guess};
pub use operator::{ConditionOperator, Operator, OperatorFamily, SetOperator};
pub use policy_type::PolicyType;
pub use principal::{PrincipalElement, PrincipalEntry, PrincipalGroup, PrincipalKind};
pub use quota::{Quota, quota};
pub use size::Size;
pub use statement::{
    ActionElement, ActionEntry, Effect, Element, ResourceElement, ResourceEntry,
    STATEMENT_ELEMENT_NAMES, Statement,
};
pub use template::{ResolvedPiece, Template, TemplatePiece};
