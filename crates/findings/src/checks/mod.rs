//! The checks, one a file. A new one is listed four times: as a module, in [`registry`], in `pages.rs`, and
//! with its cases under `tests/cases`; the tests miss whichever is forgotten.

mod action_resource_mismatch;
mod action_star;
mod admin_star_star;
mod bad_mfa_condition;
mod credentials_exposure;
mod data_type_mismatch;
mod deny_positive_operator_on_optional_key;
mod document_charset;
mod document_hard_limit;
mod forallvalues_with_single_valued_key;
mod invalid_action;
mod invalid_arn_resource;
mod invalid_condition_operator;
mod invalid_effect;
mod invalid_policy_element;
mod invalid_principal_format;
mod invalid_principal_key;
mod invalid_service_condition_key;
mod invalid_service_in_action;
mod invalid_version;
mod json_duplicate_key;
mod json_syntax_error;
mod mismatched_action_for_principal;
mod missing_arn_field;
mod missing_github_repo_condition_key;
mod missing_principal;
mod missing_qualifier;
mod missing_statement;
mod missing_version;
mod notaction_allow;
mod pass_role_star_in_resource;
mod policy_size_exceeds_identity_policy_quota;
mod principal_cross_account;
mod principal_star_allow_unconditioned;
mod private_ip_address;
mod privilege_escalation;
mod rcp_syntax_error_action;
mod resource_star_unneeded;
mod restrict_access_to_service_principal;
mod role_trust_policy_syntax_error_resource;
mod scp_syntax_error_principal;
mod trust_any_principal;
mod type_mismatch;
mod unfilled_placeholder;
mod unsupported_action_for_condition_key;
mod unsupported_action_in_policy;
mod unsupported_element_combination;
mod unsupported_principal;
mod unsupported_resource_arn_in_policy;
mod variable_unsupported_in_version;
mod version_rejected_by_iam;
mod wildcard_usage_too_permissive;
mod wildcard_without_like_operator;

use crate::check::Check;
pub use document_hard_limit::unread;
pub(crate) use unsupported_action_for_condition_key::asks_in_vain;

const REGISTRY: &[Check] = &[
    document_hard_limit::CHECK,
    json_syntax_error::CHECK,
    document_charset::CHECK,
    json_duplicate_key::CHECK,
    data_type_mismatch::CHECK,
    invalid_policy_element::CHECK,
    unsupported_element_combination::CHECK,
    missing_statement::CHECK,
    missing_version::CHECK,
    invalid_version::CHECK,
    version_rejected_by_iam::CHECK,
    variable_unsupported_in_version::CHECK,
    invalid_effect::CHECK,
    missing_principal::CHECK,
    unsupported_principal::CHECK,
    scp_syntax_error_principal::CHECK,
    role_trust_policy_syntax_error_resource::CHECK,
    invalid_principal_format::CHECK,
    invalid_principal_key::CHECK,
    mismatched_action_for_principal::CHECK,
    invalid_action::CHECK,
    invalid_service_in_action::CHECK,
    rcp_syntax_error_action::CHECK,
    unsupported_action_in_policy::CHECK,
    unsupported_resource_arn_in_policy::CHECK,
    missing_arn_field::CHECK,
    invalid_arn_resource::CHECK,
    action_resource_mismatch::CHECK,
    invalid_condition_operator::CHECK,
    invalid_service_condition_key::CHECK,
    unsupported_action_for_condition_key::CHECK,
    type_mismatch::CHECK,
    wildcard_without_like_operator::CHECK,
    missing_qualifier::CHECK,
    forallvalues_with_single_valued_key::CHECK,
    deny_positive_operator_on_optional_key::CHECK,
    bad_mfa_condition::CHECK,
    private_ip_address::CHECK,
    wildcard_usage_too_permissive::CHECK,
    unfilled_placeholder::CHECK,
    admin_star_star::CHECK,
    action_star::CHECK,
    notaction_allow::CHECK,
    resource_star_unneeded::CHECK,
    pass_role_star_in_resource::CHECK,
    privilege_escalation::CHECK,
    principal_star_allow_unconditioned::CHECK,
    restrict_access_to_service_principal::CHECK,
    trust_any_principal::CHECK,
    principal_cross_account::CHECK,
    missing_github_repo_condition_key::CHECK,
    policy_size_exceeds_identity_policy_quota::CHECK,
    credentials_exposure::CHECK,
];

/// Every check, the grammar's first.
pub fn registry() -> &'static [Check] {
    REGISTRY
}

/// The check of this id.
pub fn check_by_id(id: &str) -> Option<&'static Check> {
    REGISTRY.iter().find(|check| check.id == id)
}
