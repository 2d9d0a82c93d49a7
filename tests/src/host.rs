//! What a benchmark needs of its surroundings: a clock, a place to print, and the AWS managed policies one by one, so that
//! they are not counted as memory. Natively, or in Node for WebAssembly.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod node;

#[cfg(not(target_arch = "wasm32"))]
pub use native::{Clock, Corpus, memory, print};
#[cfg(target_arch = "wasm32")]
pub use node::{Clock, Corpus, memory, print};
