//! What the checks of conditions share.

use diagnostics::Fix;
use json_text::{Edit, Member, edits, quote};
use policy::{
    Condition, ConditionOperator, Operator, PolicyDocument, Statement, Template, TemplatePiece,
    Version,
};

/// Every condition of every statement whose operator exists, in order.
pub(crate) fn conditions(
    document: &PolicyDocument,
) -> impl Iterator<Item = (&Statement, &Condition, ConditionOperator)> {
    document.statements.iter().flat_map(|statement| {
        let conditions = statement.conditions.iter();
        conditions.filter_map(move |condition| Some((statement, condition, condition.operator?)))
    })
}

/// Whether the condition holds for a request that does not carry the key ("Condition operators", IAM User Guide). `None`
/// for `Null`, which asks just that.
pub(crate) fn holds_without_key(operator: ConditionOperator) -> Option<bool> {
    use policy::SetOperator::{ForAllValues, ForAnyValue};
    if operator.operator == Operator::Null {
        return None;
    }
    Some(match operator.set {
        Some(ForAllValues) => true,
        Some(ForAnyValue) => operator.if_exists,
        None => operator.if_exists || operator.operator.is_negated(),
    })
}

/// Whether another condition of the statement keeps requests without the key out.
pub(crate) fn asks_that_it_is_there(statement: &Statement, condition: &Condition) -> bool {
    statement.conditions.iter().any(|other| {
        let is_null = other
            .operator
            .is_some_and(|operator| operator.operator == Operator::Null && operator.set.is_none());
        let is_false = |text: &str| text.eq_ignore_ascii_case("false");
        is_null
            && other.key.eq_ignore_ascii_case(&condition.key)
            && other.values.iter().all(|value| is_false(&value.text))
            && !other.values.is_empty()
    })
}

/// Whether a value has a wildcard, escapes and variables aside.
pub(crate) fn has_wildcard(text: &str, language: Version) -> bool {
    let is_wild = |text: &str| text.contains(['*', '?']);
    is_wild(text) && {
        let template = Template::new(text, language);
        let mut pieces = template.pieces().iter();
        pieces.any(|piece| matches!(piece, TemplatePiece::Text(text) if is_wild(text)))
    }
}

/// The fix that compares with another operator. It narrows where the condition then holds for fewer requests (in Allow)
/// or for more (in Deny).
pub(crate) fn compare_with(
    document: &PolicyDocument,
    condition: &Condition,
    operator: &str,
    is_narrower: bool,
) -> Option<Fix> {
    let edits = with_operator(document, condition, operator)?;
    let title = format!("compare with `{operator}`");
    Some(if is_narrower {
        Fix::narrows(title, edits)
    } else {
        Fix::needs_review(title, edits)
    })
}

/// The edits after which the key is compared by another operator: the other keys of the old one keep it. `None` where the
/// other operator has the key already.
fn with_operator(
    document: &PolicyDocument,
    condition: &Condition,
    operator: &str,
) -> Option<Vec<Edit>> {
    let value = document.json().value(condition.node)?;
    // A value stands in a list, a list under its key.
    let key = value.member()?;
    let keys = key.object();
    let old = keys.member()?;
    let block = old.object();
    let is_alone = keys.members().nth(1).is_none();
    let mut others = block.members();
    let existing = others.find(|member| member.name().eq_ignore_ascii_case(operator));
    let Some(existing) = existing else {
        if is_alone {
            return Some(edits::rename(old, operator));
        }
        let json = format!("{{{}: {}}}", quote(key.name()), value.text());
        let position = block
            .members()
            .position(|member| member.name_span() == old.name_span())?;
        let mut edits = edits::remove_member(key);
        edits.extend(edits::insert_member(
            block,
            position.saturating_add(1),
            operator,
            &json,
        ));
        return Some(edits);
    };
    let into = existing.value()?;
    let has = |member: Member<'_>| member.name().eq_ignore_ascii_case(key.name());
    if into.kind() != json_text::Kind::Object || into.members().any(has) {
        return None;
    }
    let count = into.members().count();
    let mut edits = edits::remove_member(if is_alone { old } else { key });
    edits.extend(edits::insert_member(into, count, key.name(), value.text()));
    Some(edits)
}
