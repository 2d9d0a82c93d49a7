//! The page without a page: what it knows ([`State`]), what can happen to it ([`Action`]), and
//! [`reduce`], a pure function from one state to the next and the [`Effect`]s that the page has to run.
//!
//! It runs no analysis and touches no browser: the page runs the effects and sends their results back as
//! actions. A result that belongs to an older text is dropped. All of it is tested natively.

mod action;
mod comparison;
mod documents;
mod embedding;
mod files;
mod fragment;
pub mod learn;
mod reduce;
mod request;
mod samples;
mod saved;
mod state;

pub use action::{Action, Effect};
pub use comparison::{Baseline, Compared};
pub use documents::{Document, DocumentId};
pub use embedding::{Embedding, SnippetKind};
pub use files::LARGEST_FILE;
pub use fragment::{EmbedOptions, Fragment, Theme};
pub use reduce::{reduce, start, tell};
pub use request::{ContextRow, RequestDraft};
pub use samples::{SAMPLES, Sample};
pub use saved::{from_workspace, to_workspace};
pub use state::{ExpectationOutcome, Notice, NoticeKind, Panel, Seal, State};
