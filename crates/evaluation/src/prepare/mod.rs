//! Policies compiled once: patterns compiled, operators resolved, values read, templates taken apart, context keys
//! numbered. Only entries with variables are resolved anew for every request.

mod condition;
mod keys;
mod principal;
mod public;
mod statement;
mod template;

use std::sync::Arc;

use catalog::Catalog;
use policy::PolicyDocument;

use crate::authorization::Surroundings;
use crate::decision::Layer;
use crate::scenario::{NamedPolicy, PolicySet, Switches};

pub(crate) use condition::{PreparedCondition, Test, TextMode};
pub(crate) use keys::{Key, KeyNumber, Keys};
pub(crate) use principal::PreparedPrincipal;
pub(crate) use statement::{PreparedAction, PreparedResource, PreparedStatement, service_hash};
pub(crate) use template::{NotKnown, PreparedPiece, PreparedTemplate, Resolved};

/// The policies of a scenario compiled once, for any number of requests.
#[derive(Clone, Debug)]
pub struct PreparedSet {
    pub(crate) keys: Vec<Key>,
    /// In the order of the layers.
    pub(crate) policies: Vec<PreparedPolicy>,
    pub(crate) gates: Vec<Gate>,
    /// Which gates are of service control policies, of the boundary, of session policies.
    pub(crate) scp_gates: u64,
    pub(crate) boundary_gates: u64,
    pub(crate) session_gates: u64,
    /// The same of the policy of the VPC endpoint.
    pub(crate) endpoint_gates: u64,
    pub(crate) switches: Switches,
    /// Whether there are resource control policies.
    pub(crate) has_rcps: bool,
    /// Whether S3 leaves the bucket to its owner and to services alone, since its policy is public.
    pub(crate) is_public_access_blocked: bool,
}

/// A place that a request passes only if some policy there allows it: a level of the organization, a boundary, the
/// session policies together.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// Where in [`PreparedSet::scp_gates`] and its like it stands: one bit.
    pub(crate) bit: u64,
    pub(crate) name: String,
}

/// One policy compiled once.
#[derive(Clone, Debug)]
pub(crate) struct PreparedPolicy {
    pub(crate) layer: Layer,
    /// Its position in the layer.
    pub(crate) position: usize,
    /// The gate that its Allow statements open; 0 in the layers that have none.
    pub(crate) gate: u64,
    /// Whether it is a grant of a key.
    pub(crate) is_grant: bool,
    /// The group through which it is attached, or the level of a service control policy.
    pub(crate) attached_to: Option<Arc<str>>,
    pub(crate) name: Arc<str>,
    pub(crate) document: Arc<PolicyDocument>,
    /// The statements in order; as many as the document has.
    pub(crate) statements: Vec<PreparedStatement>,
}

impl PreparedSet {
    pub(crate) fn surroundings(&self) -> Surroundings {
        Surroundings {
            has_endpoint_policy: self.endpoint_gates != 0,
            without_bucket_tags: self.switches.bucket_abac == Some(false),
        }
    }
}

/// Compiles policies. The catalogue tells which context keys have several values.
pub fn prepare(policies: &PolicySet, catalog: &Catalog) -> PreparedSet {
    let mut preparation = Preparation {
        catalog,
        keys: Keys::default(),
        policies: Vec::new(),
        gates: Vec::new(),
    };
    let mut endpoint_gates = 0;
    if !policies.vpc_endpoint.is_empty() {
        endpoint_gates = preparation.add_gate("");
        preparation.add(Layer::VpcEndpoint, endpoint_gates, &policies.vpc_endpoint);
    }
    let mut scp_gates = 0;
    for level in &policies.scp {
        let gate = preparation.add_gate(&level.name);
        preparation.add(Layer::Scp, gate, &level.policies);
        scp_gates |= gate;
    }
    preparation.add(Layer::Rcp, 0, &policies.rcp);
    preparation.add(Layer::Resource, 0, &policies.resource);
    preparation.add_grants(&policies.grants);
    preparation.add(Layer::Identity, 0, &policies.identity);
    let mut boundary_gates = 0;
    for boundary in &policies.boundary {
        let gate = preparation.add_gate(&boundary.name);
        preparation.add(Layer::Boundary, gate, std::slice::from_ref(boundary));
        boundary_gates |= gate;
    }
    let mut session_gates = 0;
    if !policies.session.is_empty() {
        session_gates = preparation.add_gate("");
        preparation.add(Layer::Session, session_gates, &policies.session);
    }
    let is_public = || {
        let mut documents = policies.resource.iter();
        documents.any(|policy| public::is_public(&policy.document))
    };
    PreparedSet {
        keys: preparation.keys.keys,
        policies: preparation.policies,
        gates: preparation.gates,
        scp_gates,
        boundary_gates,
        session_gates,
        endpoint_gates,
        switches: policies.switches,
        has_rcps: !policies.rcp.is_empty(),
        is_public_access_blocked: policies.switches.restrict_public_buckets && is_public(),
    }
}

struct Preparation<'c> {
    catalog: &'c Catalog,
    keys: Keys,
    policies: Vec<PreparedPolicy>,
    gates: Vec<Gate>,
}

impl Preparation<'_> {
    /// There are no more than a dozen: an organization has seven levels. Gates beyond the 63rd share one that nothing opens.
    fn add_gate(&mut self, name: &str) -> u64 {
        let bit = 1 << self.gates.len().min(NEVER_OPEN);
        self.gates.push(Gate {
            bit,
            name: name.to_owned(),
        });
        bit
    }

    fn add(&mut self, layer: Layer, gate: u64, policies: &[NamedPolicy]) {
        for policy in policies {
            self.add_policy(layer, gate, false, policy);
        }
    }

    fn add_grants(&mut self, grants: &[NamedPolicy]) {
        for grant in grants {
            self.add_policy(Layer::Resource, 0, true, grant);
        }
    }

    fn add_policy(&mut self, layer: Layer, gate: u64, is_grant: bool, policy: &NamedPolicy) {
        let document = &policy.document;
        let attached_to = if layer == Layer::Scp {
            self.gates.last().map(|level| level.name.as_str().into())
        } else {
            policy.group.as_deref().map(Arc::from)
        };
        let before = self.policies.last().filter(|before| before.layer == layer);
        let position = before.map_or(0, |before| before.position + 1);
        let statements = document
            .statements
            .iter()
            .map(|statement| {
                statement::prepare_statement(
                    layer,
                    document,
                    statement,
                    &mut self.keys,
                    self.catalog,
                )
            })
            .collect();
        self.policies.push(PreparedPolicy {
            layer,
            position,
            gate: if gate == 1 << NEVER_OPEN { 0 } else { gate },
            is_grant,
            attached_to,
            name: policy.name.as_str().into(),
            document: Arc::clone(document),
            statements,
        });
    }
}

/// The number of the gate that stands for all that are too many.
const NEVER_OPEN: usize = 63;
