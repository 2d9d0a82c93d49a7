//! Policies compiled once: patterns compiled, operators resolved, values read, templates taken apart, context keys
//! numbered. Only entries with variables are resolved anew for every request.

mod condition;
mod keys;
mod principal;
mod statement;
mod template;

use std::sync::Arc;

use catalog::Catalog;
use policy::PolicyDocument;

use crate::decision::Layer;
use crate::scenario::{NamedPolicy, PolicySet};

pub(crate) use condition::{PreparedCondition, Test, TextMode};
pub(crate) use keys::{Key, KeyNumber, Keys};
pub(crate) use principal::PreparedPrincipal;
pub(crate) use statement::{PreparedAction, PreparedResource, PreparedStatement, service_hash};
pub(crate) use template::{NotKnown, PreparedPiece, PreparedTemplate, Resolved};

/// The policies of a scenario compiled once, for any number of requests.
#[derive(Clone, Debug)]
pub struct PreparedSet {
    pub(crate) keys: Vec<Key>,
    pub(crate) policies: Vec<PreparedPolicy>,
}

/// One policy compiled once.
#[derive(Clone, Debug)]
pub(crate) struct PreparedPolicy {
    pub(crate) layer: Layer,
    /// Its position in the layer.
    pub(crate) position: usize,
    pub(crate) name: String,
    pub(crate) document: Arc<PolicyDocument>,
    /// The statements in order; as many as the document has.
    pub(crate) statements: Vec<PreparedStatement>,
}

/// Compiles policies. The catalogue tells which context keys have several values.
pub fn prepare(policies: &PolicySet, catalog: &Catalog) -> PreparedSet {
    let mut keys = Keys::default();
    let layers = [
        (Layer::Resource, &policies.resource),
        (Layer::Identity, &policies.identity),
    ];
    let mut prepared = Vec::new();
    for (layer, policies) in layers {
        for (position, policy) in policies.iter().enumerate() {
            prepared.push(prepare_policy(layer, position, policy, &mut keys, catalog));
        }
    }
    PreparedSet {
        keys: keys.keys,
        policies: prepared,
    }
}

fn prepare_policy(
    layer: Layer,
    position: usize,
    policy: &NamedPolicy,
    keys: &mut Keys,
    catalog: &Catalog,
) -> PreparedPolicy {
    let document = &policy.document;
    PreparedPolicy {
        layer,
        position,
        name: policy.name.clone(),
        document: Arc::clone(document),
        statements: document
            .statements
            .iter()
            .map(|statement| {
                statement::prepare_statement(layer, document, statement, keys, catalog)
            })
            .collect(),
    }
}
