//! Sentences about the elements and operators of the policy language ("IAM JSON policy element reference", IAM User
//! Guide). Names in backticks.

use policy::{ConditionOperator, Operator, OperatorFamily, SetOperator};

/// The elements of a policy and of a statement, each with what it is for.
const ELEMENTS: [(&str, &[&str]); 12] = [
    (
        "Version",
        &[
            "The version of the policy language, not of this policy.",
            "Write `2012-10-17`: without it, variables such as `${aws:username}` are plain text.",
        ],
    ),
    (
        "Id",
        &["A name for the policy. A few services ask for one; it decides nothing."],
    ),
    (
        "Statement",
        &[
            "The rules of the policy, in a list.",
            "A request needs one statement that allows it and none that denies it.",
        ],
    ),
    (
        "Sid",
        &[
            "A name for the statement. It decides nothing.",
            "Letters and digits, and each name once in a policy.",
        ],
    ),
    (
        "Effect",
        &["Whether the requests that the statement matches are allowed or denied."],
    ),
    (
        "Principal",
        &[
            "Who the statement is about: accounts, roles, users, services, identity providers.",
            "Policies that are attached to a resource have it; those attached to a user or role do not.",
        ],
    ),
    (
        "NotPrincipal",
        &[
            "Everyone but the principals named here.",
            "It easily denies more than was meant: a condition on `aws:PrincipalArn` says it more clearly.",
        ],
    ),
    (
        "Action",
        &[
            "What the statement is about: `service:Action`.",
            "`*` stands for any characters, `?` for one.",
        ],
    ),
    (
        "NotAction",
        &[
            "Every action but those named here, also those that services will add.",
            "With `Allow` that grants more than it seems to.",
        ],
    ),
    (
        "Resource",
        &[
            "Which resources the statement is about, by ARN.",
            "`*` alone is every resource.",
        ],
    ),
    (
        "NotResource",
        &[
            "Every resource but those named here, also those that will be made.",
            "With `Allow` that grants more than it seems to.",
        ],
    ),
    (
        "Condition",
        &[
            "When the statement counts: every operator with every key must be met.",
            "Of several values of a key, one is enough; of a negated operator, none may match.",
        ],
    ),
];

/// What the element of this name is for.
pub(crate) fn element(name: &str) -> Option<&'static [&'static str]> {
    ELEMENTS
        .iter()
        .find(|(element, _)| *element == name)
        .map(|(_, lines)| *lines)
}

/// What a value of Version means.
pub(crate) fn version(written: &str) -> Option<&'static str> {
    match written {
        "2012-10-17" => {
            Some("The current policy language. Variables such as `${aws:username}` are replaced.")
        }
        "2008-10-17" => Some("The policy language before 2012. Variables are plain text."),
        _ => None,
    }
}

/// What a value of Effect means.
pub(crate) fn effect(written: &str) -> Option<&'static str> {
    match written {
        "Allow" => Some("Allows what the statement matches, unless another statement denies it."),
        "Deny" => Some("Denies what the statement matches, whatever allows it."),
        _ => None,
    }
}

/// What an operator compares.
pub(crate) fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::StringEquals => "The text is one of the values, in the same case.",
        Operator::StringNotEquals => "The text is none of the values.",
        Operator::StringEqualsIgnoreCase => "The text is one of the values, in any case.",
        Operator::StringNotEqualsIgnoreCase => "The text is none of the values, in any case.",
        Operator::StringLike => {
            "The text matches one of the values: `*` stands for any characters, `?` for one."
        }
        Operator::StringNotLike => {
            "The text matches none of the values: `*` stands for any characters, `?` for one."
        }
        Operator::NumericEquals => "The number is one of the values.",
        Operator::NumericNotEquals => "The number is none of the values.",
        Operator::NumericLessThan => "The number is less than the value.",
        Operator::NumericLessThanEquals => "The number is the value or less.",
        Operator::NumericGreaterThan => "The number is greater than the value.",
        Operator::NumericGreaterThanEquals => "The number is the value or greater.",
        Operator::DateEquals => "The time is one of the values.",
        Operator::DateNotEquals => "The time is none of the values.",
        Operator::DateLessThan => "The time is before the value.",
        Operator::DateLessThanEquals => "The time is the value or before it.",
        Operator::DateGreaterThan => "The time is after the value.",
        Operator::DateGreaterThanEquals => "The time is the value or after it.",
        Operator::Bool => "The key is `true` or `false`, as the value says.",
        Operator::BinaryEquals => "The bytes are those of one of the values, written in Base64.",
        Operator::IpAddress => "The address is in one of the ranges, written as CIDR blocks.",
        Operator::NotIpAddress => "The address is in none of the ranges, written as CIDR blocks.",
        Operator::ArnEquals | Operator::ArnLike => {
            "The ARN matches one of the values, field by field. `ArnEquals` and `ArnLike` do the same: both take `*` and `?`."
        }
        Operator::ArnNotEquals | Operator::ArnNotLike => {
            "The ARN matches none of the values, field by field. `ArnNotEquals` and `ArnNotLike` do the same: both take `*` and `?`."
        }
        Operator::Null => {
            "`true`: the request does not have the key. `false`: it has the key, with a value."
        }
    }
}

/// What `ForAllValues` and `ForAnyValue` add.
pub(crate) fn set_operator(set: SetOperator) -> &'static str {
    match set {
        SetOperator::ForAllValues => {
            "`ForAllValues`: for keys with a list of values, every one of which must match."
        }
        SetOperator::ForAnyValue => {
            "`ForAnyValue`: for keys with a list of values, one of which must match."
        }
    }
}

/// What a request without the key does ("Condition operators", IAM User Guide).
pub(crate) fn missing_key(operator: ConditionOperator) -> &'static str {
    if operator.operator.family() == OperatorFamily::Null {
        return match operator.set {
            None => "That is all it asks: the value of the key does not matter.",
            Some(SetOperator::ForAllValues) => "With `ForAllValues` it is always met.",
            Some(SetOperator::ForAnyValue) => "With `ForAnyValue` it is never met.",
        };
    }
    match (operator.set, operator.if_exists) {
        (Some(SetOperator::ForAllValues), _) => {
            "A request without the key, or with an empty list, meets it too: add `Null` where that is not meant."
        }
        (_, true) => "`IfExists`: a request without the key meets it too.",
        (Some(SetOperator::ForAnyValue), false) => "A request without the key does not meet it.",
        (None, false) if operator.operator.is_negated() => {
            "A request without the key meets it too."
        }
        (None, false) => "A request without the key does not meet it.",
    }
}
