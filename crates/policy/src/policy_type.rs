/// What a policy is attached to, which decides what it may contain and how it takes part in a decision
/// ("Policies and permissions", IAM User Guide; "Authorization policies", Organizations User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyType {
    /// Attached to a user, a group or a role: grants.
    Identity,
    /// A permissions boundary of a user or role: limits.
    Boundary,
    /// Passed when a session is made: limits.
    Session,
    /// Attached to a resource: grants to the principals it names.
    Resource,
    /// The trust policy of a role: who may assume it.
    Trust,
    /// A service control policy of an organisation: limits its accounts' principals.
    Scp,
    /// A resource control policy of an organisation: limits access to its accounts' resources.
    Rcp,
    /// The policy of a VPC endpoint: limits what passes through it.
    VpcEndpoint,
}

impl PolicyType {
    /// Every type, in the order in which menus list them.
    pub const ALL: [PolicyType; 8] = [
        PolicyType::Identity,
        PolicyType::Boundary,
        PolicyType::Session,
        PolicyType::Resource,
        PolicyType::Trust,
        PolicyType::Scp,
        PolicyType::Rcp,
        PolicyType::VpcEndpoint,
    ];

    /// The name on the command line and in saved files: `vpc-endpoint`.
    pub fn as_str(self) -> &'static str {
        match self {
            PolicyType::Identity => "identity",
            PolicyType::Boundary => "boundary",
            PolicyType::Session => "session",
            PolicyType::Resource => "resource",
            PolicyType::Trust => "trust",
            PolicyType::Scp => "scp",
            PolicyType::Rcp => "rcp",
            PolicyType::VpcEndpoint => "vpc-endpoint",
        }
    }

    /// The name for people: `service control policy`.
    pub fn title(self) -> &'static str {
        match self {
            PolicyType::Identity => "identity policy",
            PolicyType::Boundary => "permissions boundary",
            PolicyType::Session => "session policy",
            PolicyType::Resource => "resource policy",
            PolicyType::Trust => "role trust policy",
            PolicyType::Scp => "service control policy",
            PolicyType::Rcp => "resource control policy",
            PolicyType::VpcEndpoint => "VPC endpoint policy",
        }
    }

    /// The type of this name, as written by [`PolicyType::as_str`].
    pub fn from_name(name: &str) -> Option<PolicyType> {
        PolicyType::ALL
            .into_iter()
            .find(|policy_type| policy_type.as_str() == name)
    }

    /// Whether its statements say who they are about, in Principal or NotPrincipal. In the others the
    /// principal is whoever the policy is attached to ("Principal", IAM User Guide).
    pub fn names_principals(self) -> bool {
        matches!(
            self,
            PolicyType::Resource | PolicyType::Trust | PolicyType::Rcp | PolicyType::VpcEndpoint
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_people_and_who_they_are_about() {
        let told = PolicyType::ALL.map(|policy_type| {
            let who = match policy_type.names_principals() {
                true => "names principals",
                false => "is attached to one",
            };
            format!("{}: {who}", policy_type.title())
        });
        assert_eq!(
            told,
            [
                "identity policy: is attached to one",
                "permissions boundary: is attached to one",
                "session policy: is attached to one",
                "resource policy: names principals",
                "role trust policy: names principals",
                "service control policy: is attached to one",
                "resource control policy: names principals",
                "VPC endpoint policy: names principals",
            ]
        );
    }

    #[test]
    fn names_lead_back_to_their_type() {
        for policy_type in PolicyType::ALL {
            assert_eq!(
                PolicyType::from_name(policy_type.as_str()),
                Some(policy_type)
            );
            assert!(!policy_type.title().is_empty());
        }
        assert_eq!(PolicyType::from_name("Identity"), None);
    }
}
