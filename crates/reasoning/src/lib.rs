//! Sets of requests: what some policies allow and others do not, with a witness.
//!
//! [`compare`] answers for all requests at once. The requests are divided into kinds that no statement of either side can
//! tell apart: kinds of actions (those that the same statements are about), of callers, of resources, of values of each context
//! key. A request of each kind stands for all of them. Whether a statement applies to it is asked of `evaluation`, and
//! a difference is told only if `evaluation`, given the request of the witness, decides both sides as the difference says.
//!
//! | item | what it is |
//! |---|---|
//! | [`compare`], [`CompareTask`] | the access that one side gives and the other does not, both ways |
//! | [`Comparison`], [`Access`], [`Change`] | the answer |
//! | [`scenario_policies`] | the scenario in which a witness can be tried |
//! | [`Unknown`] | why something could not be decided; never a guess |

mod callers;
mod comparison;
mod group;
mod replay;
mod resources;
mod search;
mod sides;
mod statement_text;
mod summary;
mod task;

pub use comparison::{Access, Cause, Change, Comparison, Relation, Unknown};
pub use replay::scenario_policies;
pub use task::{CompareTask, compare};
