//! Whether one element of a statement fits a request. Every rule of matching has its one implementation here: the
//! decision and its trace both ask it.

mod action;
mod condition;
mod environment;
mod principal;
mod resource;
mod truth;

pub(crate) use action::{BoundAction, action_fits};
pub(crate) use condition::{condition_truth, value_matches};
pub(crate) use environment::{Environment, Known, Values};
pub(crate) use principal::{PrincipalMatch, Standing, principal_fits};
pub(crate) use resource::{BoundResource, entry_matches, resource_fits};
pub(crate) use truth::{Truth, any};
