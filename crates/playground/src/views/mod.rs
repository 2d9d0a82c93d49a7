//! What is shown.

mod app;
mod status;

pub use app::App;
pub use status::{Seal, Status};
