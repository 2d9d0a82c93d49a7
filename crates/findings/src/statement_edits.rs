//! Edits that take statements apart.

use diagnostics::Fix;
use json_text::{Edit, FormatOptions, Member, NodeId, Value, edits, quote};
use policy::{ActionEntry, Condition, PolicyDocument, Statement};

/// Moves some of the actions into a statement of their own behind this one. `value_of` gives what its other elements
/// hold there, as JSON; those for which it gives nothing are left out. The values `gone` are deleted along with the actions.
pub(crate) fn split_off(
    document: &PolicyDocument,
    statement: &Statement,
    entries: &[&ActionEntry],
    gone: &[NodeId],
    value_of: impl Fn(Member<'_>) -> Option<String>,
) -> Option<Vec<Edit>> {
    split(document, statement, entries, gone, &value_of, None)
}

fn split(
    document: &PolicyDocument,
    statement: &Statement,
    entries: &[&ActionEntry],
    gone: &[NodeId],
    value_of: &dyn Fn(Member<'_>) -> Option<String>,
    condition: Option<String>,
) -> Option<Vec<Edit>> {
    let json = document.json();
    let object = json.value(statement.node)?;
    let mut members: Vec<String> = object
        .members()
        .filter(|member| member.name() != "Sid")
        .filter_map(|member| {
            let value = match member.name() {
                "Action" => {
                    let texts: Vec<String> =
                        entries.iter().map(|entry| quote(&entry.text)).collect();
                    format!("[{}]", texts.join(", "))
                }
                _ => value_of(member)?,
            };
            Some(format!("{}: {value}", quote(member.name())))
        })
        .collect();
    members.extend(condition.map(|json| format!("\"Condition\": {json}")));
    let mut own = format!("{{{}}}", members.join(", "));
    if object.text().contains('\n') {
        own = json_text::format(&own, &FormatOptions::default()).ok()?;
    }
    let moved = entries.iter().map(|entry| entry.node);
    let gone = moved.chain(gone.iter().copied());
    let gone: Vec<Value<'_>> = gone.filter_map(|node| json.value(node)).collect();
    let mut changes = edits::remove_elements(&gone);
    let list = object.parent()?;
    if list.kind() == json_text::Kind::Array {
        let position = list
            .elements()
            .position(|element| element.id() == object.id())?;
        changes.extend(edits::insert_element(
            list,
            position.saturating_add(1),
            &own,
        ));
    } else {
        // The only statement, without a list around it.
        let start = object.span().start;
        let line = document.text().get(..start)?.lines().next_back()?;
        let indentation: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        let own = own.replace('\n', &format!("\n{indentation}"));
        changes.push(Edit::insert(start, "["));
        changes.push(Edit::insert(object.span().end, format!(", {own}]")));
    }
    Some(changes)
}

/// The fix after which the condition no longer holds for the actions: it is deleted where the statement has no others, else
/// they get a statement of their own. `None` in a statement that allows, unless what is then allowed is one resource.
pub(crate) fn without_condition(
    document: &PolicyDocument,
    statement: &Statement,
    entries: &[&ActionEntry],
    condition: &Condition,
) -> Option<Fix> {
    if statement.is_allow() {
        let [resource] = statement.resource.as_ref()?.value.as_slice() else {
            return None;
        };
        if resource.text.contains(['*', '?']) {
            return None;
        }
    }
    let json = document.json();
    let key = json.value(condition.node)?.member()?;
    let operator = key.object().member()?;
    let block = operator.object().member()?;
    let is_alone = |member: Member<'_>| member.object().members().nth(1).is_none();
    if statement.action.as_ref()?.value.len() == entries.len() {
        let whole = match (is_alone(key), is_alone(operator)) {
            (false, _) => key,
            (true, false) => operator,
            (true, true) => block,
        };
        return Some(Fix::needs_review(
            format!("delete the condition on `{}`", condition.key),
            edits::remove_member(whole),
        ));
    }
    let edits = split_off(document, statement, entries, &[], |member| {
        let value = member.value()?;
        if member.name() != "Condition" {
            return Some(value.text().to_owned());
        }
        let rest: Vec<String> = value
            .members()
            .filter_map(|operator| {
                let keys: Vec<&str> = operator
                    .value()?
                    .members()
                    .filter(|other| other.name_span() != key.name_span())
                    .map(|other| other.span().slice(document.text()))
                    .collect();
                let name = quote(operator.name());
                (!keys.is_empty()).then(|| format!("{name}: {{{}}}", keys.join(", ")))
            })
            .collect();
        (!rest.is_empty()).then(|| format!("{{{}}}", rest.join(", ")))
    })?;
    Some(Fix::needs_review(
        format!(
            "move these actions into a statement that does not ask for `{}`",
            condition.key
        ),
        edits,
    ))
}

/// The edits that give a statement one more condition: operator, key and JSON value.
pub(crate) fn add_condition(
    document: &PolicyDocument,
    statement: &Statement,
    (operator, key, value): (&str, &str, &str),
) -> Option<Vec<Edit>> {
    let object = document.json().value(statement.node)?;
    let pair = format!("{}: {value}", quote(key));
    let mut members = object.members();
    let Some(block) = members.find(|member| member.name() == "Condition") else {
        let count = object.members().count();
        let json = format!("{{{}: {{{pair}}}}}", quote(operator));
        return Some(edits::insert_member(object, count, "Condition", &json));
    };
    let block = block.value()?;
    let mut members = block.members();
    Some(match members.find(|member| member.name() == operator) {
        None => {
            let count = block.members().count();
            edits::insert_member(block, count, operator, &format!("{{{pair}}}"))
        }
        Some(existing) => {
            let keys = existing.value()?;
            edits::insert_member(keys, keys.members().count(), key, value)
        }
    })
}

/// As [`add_condition`], for one action: the other ones get rid of it in a statement of their own. `None` where they would
/// then stand beside resources that none of them applies to, or where the operator has a block already.
pub(crate) fn add_condition_for(
    document: &PolicyDocument,
    statement: &Statement,
    entry: &ActionEntry,
    (operator, key, value): (&str, &str, &str),
) -> Option<Vec<Edit>> {
    if statement.action.as_ref()?.value.len() == 1 {
        return add_condition(document, statement, (operator, key, value));
    }
    let object = document.json().value(statement.node)?;
    let mut members = object.members();
    let block = members.find(|member| member.name() == "Condition");
    let resources = &statement.resource.as_ref()?.value;
    if resources.len() > 1 && !resources.iter().any(|entry| entry.text == "*") {
        return None;
    }
    let members = match block {
        None => String::new(),
        Some(block) => {
            let block = block.value()?;
            let is_taken = |member: Member<'_>| member.name().eq_ignore_ascii_case(operator);
            if block.members().any(is_taken) {
                return None;
            }
            let members = block.members().map(|member| member.span());
            let members: Vec<&str> = members.map(|span| span.slice(document.text())).collect();
            format!("{}, ", members.join(", "))
        }
    };
    let condition = format!(
        "{{{members}{}: {{{}: {value}}}}}",
        quote(operator),
        quote(key)
    );
    let value_of = |member: Member<'_>| match member.name() {
        "Condition" => None,
        _ => Some(member.value()?.text().to_owned()),
    };
    split(
        document,
        statement,
        &[entry],
        &[],
        &value_of,
        Some(condition),
    )
}
