//! Values of condition keys, where the operator or the key says what they can be.

use catalog::{ConditionKey, KeyType};
use policy::{ConditionOperator, OperatorFamily};

use super::list::{Draft, List};
use super::memory::Memory;
use super::principals;
use super::resources;
use crate::role::operator;
use crate::subject::Subject;
use crate::vocabulary::{NETWORKS, PRIVATE_NETWORKS, REGIONS, words_of};

pub(super) fn entries(
    subject: &Subject<'_>,
    operator_name: &str,
    key_name: &str,
    list: &mut List<'_>,
) {
    let operator = operator(operator_name);
    let key = subject.catalog.condition_key(key_name);
    let lower = key_name.to_ascii_lowercase();
    if is_true_or_false(operator, key) {
        truths(operator, list);
        return;
    }
    for word in words_of(&lower) {
        list.add(Draft::text(*word, ""));
    }
    let memory = Memory::of(subject.document);
    match kind(&lower) {
        Some(Known::Region) => {
            for (name, place) in REGIONS {
                list.add(Draft::text(name, place));
            }
        }
        Some(Known::Service) => principals::services(list),
        Some(Known::Account) => {
            for account in &memory.accounts {
                list.add(Draft::text(*account, "account"));
            }
            list.add_in_group(1, Draft::text("${Account}", "12 digits"));
        }
        Some(Known::Organisation) => {
            list.add(Draft::text("o-${OrganizationId}", "organization"));
        }
        Some(Known::OrganisationPath) => {
            list.add(Draft::text(
                "o-${OrganizationId}/r-${RootId}/ou-${UnitId}/*",
                "all accounts below a unit",
            ));
        }
        Some(Known::Principal) => principals::aws(&memory, list),
        None => of_type(subject, key, &lower, &memory, list),
    }
}

fn is_true_or_false(operator: Option<ConditionOperator>, key: Option<ConditionKey<'_>>) -> bool {
    match operator.map(|operator| operator.operator.family()) {
        Some(OperatorFamily::Bool | OperatorFamily::Null) => true,
        _ => key.is_some_and(|key| key.takes(KeyType::Bool)),
    }
}

fn truths(operator: Option<ConditionOperator>, list: &mut List<'_>) {
    let is_null =
        operator.is_some_and(|operator| operator.operator.family() == OperatorFamily::Null);
    let details = if is_null {
        ["the request lacks the key", "the request has the key"]
    } else {
        ["", ""]
    };
    for (word, detail) in ["true", "false"].into_iter().zip(details) {
        list.add(Draft::text(word, detail));
    }
}

/// Keys whose values the document or a list knows.
enum Known {
    Region,
    Service,
    Account,
    Organisation,
    OrganisationPath,
    Principal,
}

fn kind(lower: &str) -> Option<Known> {
    let name = lower.split_once(':')?.1;
    match lower {
        "aws:requestedregion" | "ec2:region" => Some(Known::Region),
        "iam:passedtoservice"
        | "aws:principalservicename"
        | "aws:principalservicenameslist"
        | "aws:calledvia"
        | "aws:calledviafirst"
        | "aws:calledvialast"
        | "iam:awsservicename" => Some(Known::Service),
        "aws:principalarn" => Some(Known::Principal),
        _ if name.ends_with("orgpaths") => Some(Known::OrganisationPath),
        _ if name.ends_with("orgid") => Some(Known::Organisation),
        _ if name.ends_with("account") || name.ends_with("accountid") => Some(Known::Account),
        _ => None,
    }
}

fn of_type(
    subject: &Subject<'_>,
    key: Option<ConditionKey<'_>>,
    lower: &str,
    memory: &Memory<'_>,
    list: &mut List<'_>,
) {
    let Some(key) = key else {
        return;
    };
    if key.takes(KeyType::IpAddress) {
        let private = lower == "aws:vpcsourceip" || lower.contains("private");
        let ranges: &[(&str, &str)] = if private {
            &PRIVATE_NETWORKS
        } else {
            &NETWORKS
        };
        for (range, detail) in ranges {
            list.add(Draft::text(*range, *detail));
        }
    }
    if key.takes(KeyType::Date) {
        list.add(Draft::text("${Year}-01-01T00:00:00Z", "a time in UTC"));
    }
    if key.takes(KeyType::Arn) {
        resources::of_any_type(subject, memory, list);
    }
}
