//! What a benchmark needs of its surroundings: a clock, a place to print, and the AWS managed policies one by one, so that
//! they are not counted as memory. Natively, or in Node for WebAssembly.

/// The file of consecutive versions that `cargo xtask bench` writes: `[[name, new text, old text], …]`.
const REVISIONS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../target/bench/revisions.json"
);

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod node;

#[cfg(not(target_arch = "wasm32"))]
pub use native::{Clock, Corpus, Revisions, memory, print};
#[cfg(target_arch = "wasm32")]
pub use node::{Clock, Corpus, Revisions, memory, print};
