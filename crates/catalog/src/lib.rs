//! The service authorization reference: services, actions, resource types, condition keys.
//!
//! AWS publishes, page by page, which actions a service has, which resource types and condition keys each takes and
//! how far it reaches (<https://docs.aws.amazon.com/service-authorization/latest/reference/>). This crate reads those
//! facts from the compact bytes that `cargo xtask catalog` writes (`data/catalog.bin`) and answers lookups on them.
//! It holds no bytes itself: whoever uses it brings them, so that a host can replace the file.
//!
//! - [`Catalog`]: decoding, lookups by name, wildcard expansion, nearest names
//! - [`Service`], [`Action`], [`ResourceType`], [`ConditionKey`]: views into it
//! - [`ActionSet`]: sets of actions
//! - [`arn`]: what an ARN template of the reference can name
//! - [`encoding`]: the file format, shared with the encoder
//! - [`descriptions`]: the second, lazily loaded file of sentences and links

pub mod arn;
pub mod descriptions;
pub mod encoding;

mod action;
mod action_set;
mod catalog;
mod condition_key;
mod decode;
mod resource_type;
mod service;
mod tables;

pub use action::{AccessLevels, Action, ActionResource, BaseLevel};
pub use action_set::{ActionId, ActionSet};
pub use catalog::Catalog;
pub use condition_key::{Cardinality, ConditionKey, KeyType};
pub use encoding::DecodeError;
pub use resource_type::ResourceType;
pub use service::Service;
