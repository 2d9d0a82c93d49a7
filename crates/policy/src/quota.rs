use crate::policy_type::PolicyType;

/// The most that AWS takes of one policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The number of characters.
    pub limit: usize,
    /// What the limit is of, for people: `a managed policy`.
    pub name: &'static str,
    /// Whether white space outside strings counts.
    pub counts_whitespace: bool,
    /// The page of AWS's documentation that says so.
    pub page: &'static str,
}

const IAM_QUOTAS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const ORGANIZATIONS_QUOTAS: &str =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";
const ENDPOINT_QUOTAS: &str =
    "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html";

/// The quota that holds for a policy of this type. `None` for resource policies: every service has one of
/// its own. An identity policy is measured as a managed policy; inline ones share a quota with the others of
/// their user (2,048), group (5,120) or role (10,240).
pub fn quota(policy_type: PolicyType) -> Option<Quota> {
    let (limit, name, counts_whitespace, page) = match policy_type {
        PolicyType::Identity => (6_144, "a managed policy", false, IAM_QUOTAS),
        PolicyType::Boundary => (6_144, "a permissions boundary", false, IAM_QUOTAS),
        PolicyType::Session => (2_048, "a session policy", true, IAM_QUOTAS),
        // An account can have it raised to 4,096 or 8,192.
        PolicyType::Trust => (2_048, "a role trust policy", false, IAM_QUOTAS),
        PolicyType::Scp => (
            10_240,
            "a service control policy",
            true,
            ORGANIZATIONS_QUOTAS,
        ),
        PolicyType::Rcp => (
            5_120,
            "a resource control policy",
            true,
            ORGANIZATIONS_QUOTAS,
        ),
        PolicyType::VpcEndpoint => (20_480, "a VPC endpoint policy", true, ENDPOINT_QUOTAS),
        PolicyType::Resource => return None,
    };
    Some(Quota {
        limit,
        name,
        counts_whitespace,
        page,
    })
}
