//! The pages of the checks: the text of each file's `//!` comment.
//!
//! They stand apart from the registry so that a program that shows no pages does not carry them: the
//! browser loads pages as files of their own.

macro_rules! sources {
    ($($module:ident,)*) => {
        const SOURCES: &[(&str, &str)] = &[
            $((stringify!($module), include_str!(concat!("checks/", stringify!($module), ".rs"))),)*
        ];
    };
}

sources! {
    action_resource_mismatch,
    action_star,
    admin_star_star,
    bad_mfa_condition,
    credentials_exposure,
    data_type_mismatch,
    deny_positive_operator_on_optional_key,
    document_charset,
    document_hard_limit,
    forallvalues_with_single_valued_key,
    invalid_action,
    invalid_arn_resource,
    invalid_condition_operator,
    invalid_effect,
    invalid_policy_element,
    invalid_principal_format,
    invalid_principal_key,
    invalid_service_condition_key,
    invalid_service_in_action,
    invalid_version,
    json_duplicate_key,
    json_syntax_error,
    mismatched_action_for_principal,
    missing_arn_field,
    missing_github_repo_condition_key,
    missing_principal,
    missing_qualifier,
    missing_statement,
    missing_version,
    notaction_allow,
    pass_role_star_in_resource,
    policy_size_exceeds_identity_policy_quota,
    principal_cross_account,
    principal_star_allow_unconditioned,
    private_ip_address,
    privilege_escalation,
    rcp_syntax_error_action,
    resource_star_unneeded,
    restrict_access_to_service_principal,
    role_trust_policy_syntax_error_resource,
    scp_syntax_error_principal,
    trust_any_principal,
    type_mismatch,
    unfilled_placeholder,
    unsupported_action_for_condition_key,
    unsupported_action_in_policy,
    unsupported_element_combination,
    unsupported_principal,
    unsupported_resource_arn_in_policy,
    variable_unsupported_in_version,
    version_rejected_by_iam,
    wildcard_usage_too_permissive,
    wildcard_without_like_operator,
}

/// The page of the check of this id; empty for an unknown one.
pub(crate) fn page(id: &str) -> String {
    let module = id.replace('-', "_");
    SOURCES
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, source)| text_of(source))
        .unwrap_or_default()
}

fn text_of(source: &str) -> String {
    let mut page = String::new();
    for line in source.lines() {
        let Some(text) = line.strip_prefix("//!") else {
            break;
        };
        page.push_str(text.strip_prefix(' ').unwrap_or(text));
        page.push('\n');
    }
    page
}
