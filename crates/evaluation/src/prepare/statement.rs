use catalog::Catalog;
use patterns::{ActionPattern, ResourcePattern};
use policy::{
    ActionElement, Effect, PolicyDocument, ProblemKind, ResourceElement, Statement, Template,
    Version,
};

use crate::decision::Layer;
use crate::prepare::condition::{PreparedCondition, pieces, prepare_condition};
use crate::prepare::keys::Keys;
use crate::prepare::principal::{PreparedPrincipal, prepare_principals};
use crate::prepare::template::PreparedTemplate;
use crate::trace::Element;

/// A statement compiled once.
#[derive(Clone, Debug)]
pub(crate) struct PreparedStatement {
    pub(crate) layer: Layer,
    pub(crate) effect: Option<Effect>,
    /// An element that does not have the JSON type it must have. IAM refuses such a policy, so the statement
    /// does nothing.
    pub(crate) unreadable: Option<Unreadable>,
    pub(crate) principals: Option<Vec<PreparedPrincipal>>,
    pub(crate) not_principals: Option<Vec<PreparedPrincipal>>,
    pub(crate) actions: Option<Vec<PreparedAction>>,
    pub(crate) not_actions: Option<Vec<PreparedAction>>,
    pub(crate) resources: Option<Vec<PreparedResource>>,
    pub(crate) not_resources: Option<Vec<PreparedResource>>,
    pub(crate) conditions: Vec<PreparedCondition>,
}

#[derive(Clone, Debug)]
pub(crate) struct Unreadable {
    pub(crate) element: Element,
    pub(crate) span: policy::Span,
    pub(crate) expected: &'static str,
    pub(crate) found: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct PreparedAction {
    /// [`service_hash`] of the prefix; `None` for `*`.
    pub(crate) service: Option<u64>,
    pub(crate) pattern: ActionPattern,
}

#[derive(Clone, Debug)]
pub(crate) enum PreparedResource {
    Fixed(ResourcePattern),
    /// With variables in the last field of the ARN; the pattern is of the fields before.
    Template(ResourcePattern, PreparedTemplate),
    /// Its variable stands where none can: it matches nothing.
    Misplaced,
}

pub(crate) fn prepare_statement(
    layer: Layer,
    document: &PolicyDocument,
    statement: &Statement,
    keys: &mut Keys,
    catalog: &Catalog,
) -> PreparedStatement {
    let language = document.language();
    let mut resources = |element: &Option<ResourceElement>| {
        element
            .as_ref()
            .map(|element| prepare_resources(element, language, keys, catalog))
    };
    let prepared_resources = resources(&statement.resource);
    let prepared_not_resources = resources(&statement.not_resource);
    PreparedStatement {
        layer,
        effect: statement.effect.as_ref().map(|effect| effect.value),
        unreadable: find_unreadable(document, statement),
        principals: statement.principal.as_ref().map(prepare_principals),
        not_principals: statement.not_principal.as_ref().map(prepare_principals),
        actions: statement.action.as_ref().map(prepare_actions),
        not_actions: statement.not_action.as_ref().map(prepare_actions),
        resources: prepared_resources,
        not_resources: prepared_not_resources,
        conditions: statement
            .conditions
            .iter()
            .map(|condition| prepare_condition(condition, language, keys, catalog))
            .collect(),
    }
}

fn prepare_actions(element: &ActionElement) -> Vec<PreparedAction> {
    element
        .value
        .iter()
        .map(|entry| PreparedAction {
            service: entry.pattern.service().map(service_hash),
            pattern: entry.pattern.clone(),
        })
        .collect()
}

/// Tells services apart at a glance (FNV-1a). Those that are equal without regard to case have equal hashes, since
/// only ASCII counts.
pub(crate) fn service_hash(service: &str) -> u64 {
    service
        .bytes()
        .filter(u8::is_ascii)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
        })
}

fn prepare_resources(
    element: &ResourceElement,
    language: Version,
    keys: &mut Keys,
    catalog: &Catalog,
) -> Vec<PreparedResource> {
    element
        .value
        .iter()
        .map(|entry| prepare_resource(&entry.text, language, keys, catalog))
        .collect()
}

fn prepare_resource(
    text: &str,
    language: Version,
    keys: &mut Keys,
    catalog: &Catalog,
) -> PreparedResource {
    match PreparedTemplate::new(text, language, keys, catalog) {
        Some(template) => match template.split_arn() {
            Some((fields, last)) => PreparedResource::Template(fields, last),
            None => PreparedResource::Misplaced,
        },
        None => {
            let template = Template::new(text, language);
            PreparedResource::Fixed(ResourcePattern::from_pieces(pieces(&template, true)))
        }
    }
}

/// The first element of the statement that has the wrong JSON type.
fn find_unreadable(document: &PolicyDocument, statement: &Statement) -> Option<Unreadable> {
    document.problems.iter().find_map(|problem| {
        let ProblemKind::WrongType {
            element,
            expected,
            found,
        } = &problem.kind
        else {
            return None;
        };
        if !statement.span.covers(problem.span) {
            return None;
        }
        let in_conditions = statement
            .condition_span
            .is_some_and(|(_, value)| value.covers(problem.span));
        let element = if in_conditions {
            let index = statement
                .conditions
                .iter()
                .filter(|condition| condition.values_span.end <= problem.span.start)
                .count();
            Element::Condition { index }
        } else {
            match element.as_str() {
                "Effect" => Element::Effect,
                "Action" | "NotAction" => Element::Action,
                "Resource" | "NotResource" => Element::Resource,
                "Sid" => return None,
                _ => Element::Principal,
            }
        };
        Some(Unreadable {
            element,
            span: problem.span,
            expected,
            found,
        })
    })
}
