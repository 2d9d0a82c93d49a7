use policy::{Condition, Operator, OperatorFamily, SetOperator};

use crate::explain::words::list;
use crate::matching::{Environment, Known, Truth, condition_truth};
use crate::prepare::{KeyNumber, PreparedCondition, PreparedTemplate, Resolved, Test};
use crate::rules::{self, RuleId};

/// Why a condition holds or does not.
pub(super) struct ConditionReason {
    pub(super) truth: Truth,
    pub(super) why: String,
    /// The missing keys on which it depends.
    pub(super) missing: Vec<KeyNumber>,
    pub(super) rules: Vec<RuleId>,
}

/// Holds the condition against the request and says how it comes out.
pub(super) fn explain_condition(
    condition: &Condition,
    prepared: &PreparedCondition,
    environment: &Environment<'_>,
) -> ConditionReason {
    let truth = condition_truth(prepared, environment);
    let mut rules = Vec::new();
    if let Some(operator) = condition.operator {
        if condition.operator_text != operator.to_string() {
            rules.push(rules::OPERATOR_NAME);
        }
    } else {
        rules.push(rules::OPERATOR_NAME);
    }
    let known = environment.known(prepared.key);
    let why = reason(condition, prepared, known, truth, &mut rules);
    let mut missing = Vec::new();
    if truth == Truth::Unknown {
        if matches!(known, Known::Unknown) || is_empty_strings(prepared, known) {
            missing.push(prepared.key);
        }
        for key in templates(&prepared.test).flat_map(PreparedTemplate::keys) {
            if matches!(environment.known(key), Known::Unknown) {
                missing.push(key);
            }
        }
    }
    add_variable_rules(prepared, environment, &mut rules);
    ConditionReason {
        truth,
        why,
        missing,
        rules,
    }
}

fn templates(test: &Test) -> impl Iterator<Item = &PreparedTemplate> {
    match test {
        Test::Text { templates, .. } | Test::Arn { templates, .. } => templates.as_slice(),
        _ => &[],
    }
    .iter()
}

fn is_empty_strings(prepared: &PreparedCondition, known: &Known<'_>) -> bool {
    let Known::Present { values, .. } = known else {
        return false;
    };
    prepared.set.is_some() && values.iter().all(str::is_empty)
}

fn add_variable_rules(
    prepared: &PreparedCondition,
    environment: &Environment<'_>,
    rules: &mut Vec<RuleId>,
) {
    if matches!(environment.known(prepared.key), Known::Absent) {
        return;
    }
    for template in templates(&prepared.test) {
        rules.extend(variable_rules(template, environment));
    }
}

/// The rules by which a text with variables gets its values.
pub(super) fn variable_rules(
    template: &PreparedTemplate,
    environment: &Environment<'_>,
) -> Vec<RuleId> {
    let mut rules = vec![rules::VARIABLE, rules::VARIABLE_LITERAL];
    for key in template.keys() {
        match environment.known(key) {
            Known::Present {
                multivalued: true, ..
            } => rules.push(rules::VARIABLE_MULTIVALUED),
            Known::Absent => rules.push(rules::VARIABLE_DEFAULT),
            _ => {}
        }
    }
    if matches!(template.resolve(environment), Resolved::NoValue) {
        rules.retain(|rule| *rule != rules::VARIABLE_DEFAULT);
        rules.push(rules::VARIABLE_NO_VALUE);
    }
    rules
}

/// One sentence, and the rules that it rests on.
fn reason(
    condition: &Condition,
    prepared: &PreparedCondition,
    known: &Known<'_>,
    truth: Truth,
    rules: &mut Vec<RuleId>,
) -> String {
    let operator = &condition.operator_text;
    let key = &condition.key;
    let Some(meaning) = condition.operator else {
        return format!("`{operator}` is no condition operator, so the condition never holds");
    };
    let is_null = matches!(prepared.test, Test::Null { .. });
    if is_null && let Some(set) = prepared.set {
        rules.push(rules::SET_NULL);
        let outcome = if truth == Truth::True {
            "always true"
        } else {
            "always false"
        };
        return format!("`Null` behind `{}` is {outcome}", set.as_str());
    }
    if is_null {
        rules.push(rules::NULL);
        let wanted = list(
            condition.values.iter().map(|value| value.text.as_str()),
            "or",
        );
        let state = match known {
            Known::Unknown => "the scenario does not say whether the request has it",
            Known::Absent => "the request does not have it",
            Known::Present { .. } => "the request has it",
        };
        return format!("`Null` asks with {wanted} whether `{key}` is missing, and {state}");
    }
    let wanted = list(
        condition.values.iter().map(|value| value.text.as_str()),
        "or",
    );
    match known {
        Known::Unknown => format!(
            "`{operator}` compares `{key}` with {wanted}, and the scenario does not say what the request has"
        ),
        Known::Absent => {
            let (rule, because) = match (prepared.set, prepared.if_exists, prepared.is_negated) {
                (Some(SetOperator::ForAllValues), ..) => (
                    rules::FOR_ALL_VALUES,
                    "`ForAllValues` is true when there is no value",
                ),
                (Some(SetOperator::ForAnyValue), true, _) => (
                    rules::FOR_ANY_VALUE_IF_EXISTS,
                    "`IfExists` makes the condition true then",
                ),
                (Some(SetOperator::ForAnyValue), false, _) => (
                    rules::FOR_ANY_VALUE,
                    "`ForAnyValue` is false when there is no value",
                ),
                (None, true, _) => (
                    rules::MISSING_KEY,
                    "`IfExists` makes the condition true then",
                ),
                (None, false, true) => (
                    rules::MISSING_KEY,
                    "a negated operator is true when the key is missing",
                ),
                (None, false, false) => (
                    rules::MISSING_KEY,
                    "the operator is false when the key is missing",
                ),
            };
            rules.push(rule);
            format!("the request does not have `{key}`, and {because}")
        }
        Known::Present {
            values,
            multivalued,
        } => {
            let has = list(values.iter(), "and");
            if prepared.set.is_none() && *multivalued {
                rules.push(rules::LIST_WITHOUT_SET_OPERATOR);
                return format!(
                    "`{key}` can have several values, and `{operator}` without `ForAllValues:` or `ForAnyValue:` does not \
                     compare lists"
                );
            }
            if prepared.is_empty {
                rules.push(rules::EMPTY_LIST);
                return format!("`{operator}` lists no values for `{key}`");
            }
            if truth == Truth::Unknown && is_empty_strings(prepared, known) {
                rules.push(rules::EMPTY_STRING);
                return format!(
                    "`{key}` is an empty string, and AWS does not say whether `{operator}` takes that for no value"
                );
            }
            add_comparison_rules(condition, prepared, meaning.operator, values.iter(), rules);
            let outcome = match truth {
                Truth::True => "fits",
                Truth::False => "does not fit",
                Truth::Unknown => "fits or not, depending on what the scenario does not say",
            };
            format!(
                "`{operator}` compares `{key}` with {wanted}, and the request's {has} {outcome}"
            )
        }
    }
}

fn add_comparison_rules<'t>(
    condition: &'t Condition,
    prepared: &PreparedCondition,
    operator: Operator,
    values: impl Iterator<Item = &'t str>,
    rules: &mut Vec<RuleId>,
) {
    match prepared.set {
        Some(SetOperator::ForAllValues) => rules.push(rules::FOR_ALL_VALUES),
        Some(SetOperator::ForAnyValue) => rules.push(rules::FOR_ANY_VALUE),
        None => rules.push(rules::VALUES_OR),
    }
    let (rule, read): (RuleId, fn(&str) -> bool) = match operator.family() {
        OperatorFamily::String => (rules::STRINGS, |_| true),
        OperatorFamily::Arn => (rules::ARNS, |_| true),
        OperatorFamily::Numeric => (rules::NUMBERS, |text| {
            policy::values::Number::parse(text).is_some()
        }),
        OperatorFamily::Date => (rules::DATES, |text| {
            policy::values::Instant::parse(text).is_some()
        }),
        OperatorFamily::Bool => (rules::BOOLEANS, |text| {
            policy::values::read_bool(text).is_some()
        }),
        OperatorFamily::Binary => (rules::BYTES, |text| {
            policy::values::read_binary(text).is_some()
        }),
        OperatorFamily::IpAddress => (rules::ADDRESSES, |text| {
            policy::values::IpNetwork::parse(text).is_some()
        }),
        OperatorFamily::Null => (rules::NULL, |_| true),
    };
    rules.push(rule);
    let mut texts = condition
        .values
        .iter()
        .map(|value| value.text.as_str())
        .chain(values);
    if !texts.all(read) {
        rules.push(rules::UNREADABLE_VALUE);
    }
    if operator.family() == OperatorFamily::IpAddress
        && condition
            .values
            .iter()
            .any(|value| value.text.contains(':') && !value.text.contains('/'))
    {
        rules.push(rules::ADDRESS_ALONE);
    }
}
