//! What the patterns match, against tables, naive definitions and small models.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod actions;
mod arns;
mod classes;
mod globs;
mod model;
mod naive;
mod nearest;
mod resources;
mod small_globs;
mod small_resources;
