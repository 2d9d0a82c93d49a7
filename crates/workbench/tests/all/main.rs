//! The page without a page: actions in, state and effects out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod acting;
mod compare;
mod files;
mod learn;
mod samples;
mod steps;
