//! Conditions that say when and from where something is allowed, not of what.

use policy::{Condition, Statement};

/// Keys of the circumstances of a request: what is allowed is as wide with them as without, for whoever fulfils them.
const CIRCUMSTANCES: [&str; 19] = [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:VpcSourceIp",
    "aws:referer",
];

/// Whether a condition of the statement says what it is about: a tag, a role, a service on whose behalf.
pub(crate) fn is_limited(statement: &Statement) -> bool {
    let is_circumstance = |condition: &Condition| {
        condition.operator.is_some()
            && CIRCUMSTANCES
                .iter()
                .any(|key| key.eq_ignore_ascii_case(&condition.key))
    };
    !statement.conditions.iter().all(is_circumstance)
}
