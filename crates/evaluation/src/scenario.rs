use std::sync::Arc;

use policy::PolicyDocument;

use crate::context::Context;
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
    /// The account that owns the resources. Without it the account in the resource's ARN counts, and where
    /// there is none (`arn:aws:s3:::bucket`), the principal's own.
    pub resource_account: Option<String>,
    /// The context keys known, and those known to be absent.
    pub context: Context,
}

/// The policies that take part, by the way in which they are attached.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Attached to the user or role, or to the user's groups.
    pub identity: Vec<NamedPolicy>,
    /// Attached to the resource: a bucket policy, a key policy, the trust policy of a role.
    pub resource: Vec<NamedPolicy>,
}

/// A policy and the name by which the trace refers to it.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    /// Any text.
    pub name: String,
    /// The policy.
    pub document: Arc<PolicyDocument>,
}

impl NamedPolicy {
    /// Reads the policy's text, which never fails: what cannot be read does nothing.
    pub fn parse(name: &str, text: &str) -> NamedPolicy {
        NamedPolicy {
            name: name.to_owned(),
            document: Arc::new(policy::parse(text)),
        }
    }
}
