//! What the tools say about a text: findings, the fixes they offer, how grave they are.
//!
//! Plain data. How a finding looks is the business of the page and of the command; how it is found is
//! the business of `findings`.

mod finding;
mod fix;

pub use finding::{Finding, Kind, Related};
pub use fix::{Fix, Safety};
pub use json_text::{Edit, Span};
