use policy::PolicyType;

/// What becomes of a request ("Policy evaluation logic", IAM User Guide).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is allowed.
    Allowed,
    /// A Deny statement applies.
    ExplicitlyDenied,
    /// No Deny statement applies, and not all is allowed that has to be.
    ImplicitlyDenied,
    /// It depends on context keys that the scenario does not give.
    Undetermined {
        /// Their names as the policies write them, in alphabetical order.
        missing: Vec<String>,
    },
}

impl Decision {
    /// The name in results: `explicitly-denied`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Decision::Allowed => "allowed",
            Decision::ExplicitlyDenied => "explicitly-denied",
            Decision::ImplicitlyDenied => "implicitly-denied",
            Decision::Undetermined { .. } => "undetermined",
        }
    }

    /// Whether the request goes through.
    pub fn is_allowed(&self) -> bool {
        *self == Decision::Allowed
    }
}

/// The ways in which policies are attached, in the order in which a request passes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The policy of the VPC endpoint through which the request comes.
    VpcEndpoint,
    /// Service control policies of the organization.
    Scp,
    /// Resource control policies of the organization.
    Rcp,
    /// Policies of the resource, and grants of a key.
    Resource,
    /// Policies of the user or role.
    Identity,
    /// The permissions boundary of the user or role.
    Boundary,
    /// Session policies.
    Session,
}

impl Layer {
    /// All layers, in order.
    pub const ALL: [Layer; 7] = [
        Layer::VpcEndpoint,
        Layer::Scp,
        Layer::Rcp,
        Layer::Resource,
        Layer::Identity,
        Layer::Boundary,
        Layer::Session,
    ];

    /// The layer in which policies of a type take part in a decision.
    pub fn of(policy_type: PolicyType) -> Layer {
        match policy_type {
            PolicyType::VpcEndpoint => Layer::VpcEndpoint,
            PolicyType::Scp => Layer::Scp,
            PolicyType::Rcp => Layer::Rcp,
            PolicyType::Resource | PolicyType::Trust => Layer::Resource,
            PolicyType::Identity => Layer::Identity,
            PolicyType::Boundary => Layer::Boundary,
            PolicyType::Session => Layer::Session,
        }
    }

    /// Whether its policies say whom they are about.
    pub(crate) fn names_principals(self) -> bool {
        matches!(self, Layer::VpcEndpoint | Layer::Rcp | Layer::Resource)
    }

    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Layer::VpcEndpoint => "vpc-endpoint",
            Layer::Scp => "scp",
            Layer::Rcp => "rcp",
            Layer::Resource => "resource",
            Layer::Identity => "identity",
            Layer::Boundary => "boundary",
            Layer::Session => "session",
        }
    }
}

/// What a layer by itself says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerOutcome {
    /// A statement allows.
    Allowed,
    /// A statement denies.
    ExplicitlyDenied,
    /// No statement applies.
    ImplicitlyDenied,
    /// The resource leaves it to the account of the caller: an identity policy has to allow.
    Delegated,
    /// It depends on context keys that the scenario does not give.
    Undetermined,
    /// The layer has no say in this request.
    NotApplicable,
}

impl LayerOutcome {
    /// All outcomes.
    pub const ALL: [LayerOutcome; 6] = [
        LayerOutcome::Allowed,
        LayerOutcome::ExplicitlyDenied,
        LayerOutcome::ImplicitlyDenied,
        LayerOutcome::Delegated,
        LayerOutcome::Undetermined,
        LayerOutcome::NotApplicable,
    ];

    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            LayerOutcome::Allowed => "allowed",
            LayerOutcome::ExplicitlyDenied => "explicitly-denied",
            LayerOutcome::ImplicitlyDenied => "implicitly-denied",
            LayerOutcome::Delegated => "delegated",
            LayerOutcome::Undetermined => "undetermined",
            LayerOutcome::NotApplicable => "not-applicable",
        }
    }
}
