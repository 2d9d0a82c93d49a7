//! Globs and ARN patterns: matching, intersection, inclusion, witnesses.
//!
//! The one implementation of all string matching. Nothing here knows a policy.
//!
//! | item | what it is |
//! |---|---|
//! | [`Glob`] | text with `*` and `?`, over whole strings |
//! | [`ActionPattern`] | an entry of `Action` or `NotAction` |
//! | [`ResourcePattern`] | an entry of `Resource` or `NotResource` |
//! | [`ArnPattern`] | a value of `ArnEquals`, `ArnLike` and their negations |
//! | [`Arn`], [`ArnGlobs`] | an ARN in its fields, and one glob for each of them |
//! | [`classes`] | which of many globs can match a text together |
//! | [`nearest`] | "did you mean" |
//!
//! Every pattern answers the same four questions: does it match this text, does it include that pattern, do the two
//! intersect, and if so what is a shortest text that both match. The answers agree with each other, and all of them take
//! at most time proportional to the product of the two lengths.

mod action;
mod arn;
mod fold;
mod glob;
mod nearest;
mod resource;

pub use action::ActionPattern;
pub use arn::{Arn, ArnGlobs, ArnPattern};
pub use fold::{fold_case, fold_char};
pub use glob::{Class, Glob, Piece, Token, classes, pieces_match};
pub use nearest::nearest;
pub use resource::ResourcePattern;
