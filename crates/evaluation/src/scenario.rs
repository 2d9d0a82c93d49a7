use std::sync::Arc;

use policy::{PolicyDocument, PolicyType};

use crate::context::Context;
use crate::decision::Layer;
use crate::principal::Principal;

/// A request, what is known of it, and the policies that apply to it: everything a decision depends on.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What to make of context keys that are not supplied.
    pub missing_keys: MissingKeys,
    /// Who wants to do what.
    pub request: Request,
    /// What applies to it.
    pub policies: PolicySet,
}

/// What a context key means that the scenario says nothing about and that cannot be derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum MissingKeys {
    /// The request may carry it or not, with any value. Where that matters the decision is undetermined.
    #[default]
    Unknown,
    /// The request does not carry it.
    Absent,
}

impl MissingKeys {
    /// The name in saved files.
    pub fn as_str(self) -> &'static str {
        match self {
            MissingKeys::Unknown => "unknown",
            MissingKeys::Absent => "absent",
        }
    }

    /// The choice of this name, as written by [`MissingKeys::as_str`].
    pub fn from_name(name: &str) -> Option<MissingKeys> {
        [MissingKeys::Unknown, MissingKeys::Absent]
            .into_iter()
            .find(|choice| choice.as_str() == name)
    }
}

/// Who wants to do what to which resources ("The request context", IAM User Guide).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub principal: Principal,
    /// `s3:GetObject`; compares without case.
    pub action: String,
    /// The ARNs it touches; every one has to be allowed. An empty list, or `*`, is what a request has whose
    /// action cannot be limited to resources.
    pub resources: Vec<String>,
    /// Whether the one resource is a pattern, with `*` and `?`, that stands for every resource that it matches.
    pub resource_is_pattern: bool,
    /// The account that owns the resources. Without it the account in the resource's ARN counts, and where
    /// there is none (`arn:aws:s3:::bucket`), the principal's own.
    pub resource_account: Option<String>,
    /// The context keys known, and those known to be absent.
    pub context: Context,
    /// What else the same API call has to be allowed to do.
    pub dependent_actions: Vec<DependentAction>,
}

/// A further action that an API call needs, such as `iam:PassRole` on the role that it hands to a service ("Actions,
/// resources, and condition keys for AWS services", Service Authorization Reference).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DependentAction {
    /// `iam:PassRole`; compares without case.
    pub action: String,
    /// As for [`Request::resources`]. They belong to the account in their ARN or else to the principal's.
    pub resources: Vec<String>,
    /// Context keys of this action alone; they go before those of the request.
    pub context: Context,
}

/// The policies that take part, by the way in which they are attached.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Attached to the user or role, or to the user's groups.
    pub identity: Vec<NamedPolicy>,
    /// The permissions boundary of the user or role. AWS takes one; of several, each has to allow.
    pub boundary: Vec<NamedPolicy>,
    /// Passed when the session was made; one of them has to allow.
    pub session: Vec<NamedPolicy>,
    /// Attached to the resource: a bucket policy, a key policy, the trust policy of a role.
    pub resource: Vec<NamedPolicy>,
    /// The service control policies of the principal's account: one entry for each level from the organization's root
    /// down to the account. Empty where the account is in no organization that uses them.
    pub scp: Vec<ScpLevel>,
    /// The resource control policies of the resource's account, of all levels: beside the one that allows everything and
    /// that AWS attaches everywhere, they only deny.
    pub rcp: Vec<NamedPolicy>,
    /// The policy of the VPC endpoint through which the request comes. Empty where it comes through none, or through one
    /// that lets everything pass.
    pub vpc_endpoint: Vec<NamedPolicy>,
    /// Grants of KMS keys, each as the policy that says the same: the grantee as Principal, the operations as Action, the key
    /// as Resource and the encryption context as Condition.
    pub grants: Vec<NamedPolicy>,
    /// Settings beside the policies.
    pub switches: Switches,
}

impl ScpLevel {
    /// The level of service control policies of which nobody says where they are attached.
    pub const UNNAMED: &str = "organization";
}

impl PolicySet {
    /// Puts a policy in the layer of its type. `attached_to` is the group of an identity policy, or the level
    /// of a service control policy; without one it is [`ScpLevel::UNNAMED`].
    pub fn attach(
        &mut self,
        policy_type: PolicyType,
        attached_to: Option<&str>,
        policy: NamedPolicy,
    ) {
        match Layer::of(policy_type) {
            Layer::VpcEndpoint => self.vpc_endpoint.push(policy),
            Layer::Scp => self.attach_scp(attached_to.unwrap_or(ScpLevel::UNNAMED), policy),
            Layer::Rcp => self.rcp.push(policy),
            Layer::Resource => self.resource.push(policy),
            Layer::Identity => self.identity.push(NamedPolicy {
                group: attached_to.map(str::to_owned),
                ..policy
            }),
            Layer::Boundary => self.boundary.push(policy),
            Layer::Session => self.session.push(policy),
        }
    }

    fn attach_scp(&mut self, level: &str, policy: NamedPolicy) {
        match self.scp.iter_mut().find(|known| known.name == level) {
            Some(known) => known.policies.push(policy),
            None => self.scp.push(ScpLevel {
                name: level.to_owned(),
                policies: vec![policy],
            }),
        }
    }

    /// The policies of a layer in the order of their positions in a trace.
    pub fn of_layer(&self, layer: Layer) -> impl Iterator<Item = &NamedPolicy> {
        let (policies, grants): (&[NamedPolicy], &[NamedPolicy]) = match layer {
            Layer::VpcEndpoint => (&self.vpc_endpoint, &[]),
            Layer::Scp => (&[], &[]),
            Layer::Rcp => (&self.rcp, &[]),
            Layer::Resource => (&self.resource, &self.grants),
            Layer::Identity => (&self.identity, &[]),
            Layer::Boundary => (&self.boundary, &[]),
            Layer::Session => (&self.session, &[]),
        };
        let levels = self.scp.iter().filter(move |_| layer == Layer::Scp);
        let of_levels = levels.flat_map(|level| &level.policies);
        of_levels.chain(policies).chain(grants)
    }
}

/// One level of an organization, and the service control policies that are attached there.
#[derive(Clone, Debug)]
pub struct ScpLevel {
    /// What people call it: the root, an organizational unit, the account.
    pub name: String,
    /// The policies; one of them has to allow.
    pub policies: Vec<NamedPolicy>,
}

/// Settings that decide together with policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Switches {
    /// RestrictPublicBuckets, one of the settings of S3's block public access: only services and the owner's account have
    /// access to a bucket whose policy is public.
    pub restrict_public_buckets: bool,
    /// Whether the VPC endpoint is a gateway endpoint, of which policies name accounts in another sense.
    pub gateway_endpoint: bool,
    /// Whether the KMS key is one that AWS manages, which resource control policies do not reach.
    pub aws_managed_key: bool,
    /// Whether attribute-based access control is enabled for the S3 bucket: without it, its tags are in no request. `None`: not
    /// known.
    pub bucket_abac: Option<bool>,
}

/// A policy and the name by which the trace refers to it.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    /// Any text.
    pub name: String,
    /// The user group through which an identity policy is attached; `None` where it is attached to the user or role itself.
    pub group: Option<String>,
    /// The policy.
    pub document: Arc<PolicyDocument>,
}

impl NamedPolicy {
    /// Reads the policy's text, which never fails: what cannot be read does nothing.
    pub fn parse(name: &str, text: &str) -> NamedPolicy {
        NamedPolicy {
            name: name.to_owned(),
            group: None,
            document: Arc::new(policy::parse(text)),
        }
    }
}
