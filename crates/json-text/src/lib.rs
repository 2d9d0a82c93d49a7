//! JSON text as a lossless tree: byte spans, error recovery, edits, formatting.
//!
//! Knows nothing of IAM. Parsing never fails: it returns a [`Document`] with whatever could be read and a list of
//! [`SyntaxError`]s, so that a policy with a missing bracket still gets its other findings.
//!
//! | module | what it holds |
//! |---|---|
//! | `span` | [`Span`], a range of bytes |
//! | `tree` | [`Document`], [`Value`], [`Member`] |
//! | `errors` | [`SyntaxError`], [`SyntaxErrorKind`] |
//! | `lexer` | text to tokens; everything that is wrong within one token |
//! | `parser` | tokens to tree; missing and surplus brackets, commas and colons |
//! | `foreign` | text that is no JSON at all: YAML, XML, binary |
//! | `strings` | escapes: decoding, and [`quote`] |
//! | `index` | [`LineIndex`]: bytes to lines, columns and UTF-16 |
//! | `edit` | [`Edit`], [`apply`], [`minimal_edit`] |
//! | [`edits`] | builders of edits that keep the formatting of the rest |
//! | `format` | [`format()`]: pretty-printing |
//! | `order` | [`sort_by`], [`sort_by_place`] |

mod edit;
pub mod edits;
mod errors;
mod foreign;
mod format;
mod index;
mod lexer;
mod order;
mod parser;
mod span;
mod strings;
mod tree;

pub use edit::{Edit, EditError, apply, minimal_edit};
pub use errors::{MAX_ERRORS, SyntaxError, SyntaxErrorKind};
pub use format::{FormatOptions, format};
pub use index::{LineColumn, LineIndex};
pub use order::{sort_by, sort_by_place};
pub use parser::parse;
pub use span::Span;
pub use strings::quote;
pub use tree::{Document, DuplicateMember, Kind, Member, NodeId, Value};
