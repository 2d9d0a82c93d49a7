//! The checks: what is wrong with a policy, why it matters and what to do about it.
//!
//! One file a check under `checks/`, whose `//!` comment is the check's published page; [`registry`] lists
//! them, [`check`] runs them. A check reads one document and the catalogue; it never compares sets of
//! requests, which is the business of `reasoning`.
//!
//! Wording follows `docs/messages.md`.

mod action_entries;
mod check;
mod checks;
mod circumstances;
mod conditions;
mod effort;
mod elements;
mod escalation;
mod facts;
mod grants;
mod overlap;
mod pages;
mod passed_roles;
mod placeholders;
mod principals;
mod report;
mod resource_entries;
mod resource_fit;
mod resource_fixes;
mod resource_kind;
mod sensitive_keys;
mod statement_edits;
mod subject;
mod surroundings;
mod version;
mod watched;

pub use check::{Check, check};
pub use checks::{check_by_id, registry, unread};
pub use overlap::overlaps;
pub use report::MOST_OF_A_KIND;
pub use resource_kind::ResourceKind;
pub use subject::Subject;
pub use surroundings::Surroundings;
