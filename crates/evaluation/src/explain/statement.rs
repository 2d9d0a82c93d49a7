use policy::{ResourceElement, Span, Statement};

use crate::bind::BoundRequest;
use crate::decision::Layer;
use crate::derived::derived_key;
use crate::explain::condition::{explain_condition, variable_rules};
use crate::explain::words::{around_list, list};
use crate::matching::{
    BoundResource, Environment, Known, Truth, action_fits, entry_matches, resource_fits,
};
use crate::path::Path;
use crate::prepare::{KeyNumber, PreparedPolicy, PreparedResource, PreparedStatement};
use crate::rules::{self, RuleId, each_once};
use crate::trace::{Element, StatementOutcome};

/// What a statement does to one resource, and why.
pub(super) struct StatementReason {
    pub(super) outcome: StatementOutcome,
    pub(super) rules: Vec<RuleId>,
}

/// Goes through the elements in the order in which people read them and stops at the first that does not fit.
pub(super) struct Explainer<'e> {
    pub(super) bound: &'e BoundRequest<'e>,
    pub(super) environment: &'e Environment<'e>,
    pub(super) resource: &'e BoundResource<'e>,
    pub(super) path: &'e Path,
    pub(super) policy: &'e PreparedPolicy,
    pub(super) written: &'e Statement,
    pub(super) prepared: &'e PreparedStatement,
}

/// An element that does not fit.
pub(super) struct Miss {
    pub(super) element: Element,
    pub(super) span: Span,
    pub(super) why: String,
}

/// The first place that depends on missing keys.
struct Open {
    span: Span,
    why: String,
}

impl Explainer<'_> {
    pub(super) fn explain(&self) -> StatementReason {
        let mut rules = Vec::new();
        let mut open = None;
        let mut missing = Vec::new();
        let outcome = match self.walk(&mut rules, &mut open, &mut missing) {
            Err(miss) => StatementOutcome::NotMatched {
                element: miss.element,
                span: miss.span,
                why: miss.why,
            },
            Ok(why) => match open {
                None => StatementOutcome::Matched { why },
                Some(open) => StatementOutcome::Undetermined {
                    missing: self.names(missing),
                    span: open.span,
                    why: open.why,
                },
            },
        };
        StatementReason {
            outcome,
            rules: each_once(rules),
        }
    }

    fn names(&self, keys: Vec<KeyNumber>) -> Vec<String> {
        let mut names: Vec<String> = keys
            .into_iter()
            .filter_map(|key| self.bound.set.keys.get(key))
            .map(|key| key.written.clone())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Why the statement applies, if nothing speaks against it.
    fn walk(
        &self,
        rules: &mut Vec<RuleId>,
        open: &mut Option<Open>,
        missing: &mut Vec<KeyNumber>,
    ) -> Result<String, Miss> {
        self.check_effect(rules)?;
        let mut fits = Vec::new();
        if let (Layer::Identity, Some(group)) = (self.policy.layer, &self.policy.attached_to) {
            rules.push(rules::GROUP);
            fits.push(self.check_group(group)?);
        }
        if self.prepared.layer.names_principals() || self.names_principals() {
            fits.push(self.check_principal(rules)?);
        }
        fits.push(self.check_action(rules)?);
        fits.push(self.check_resource(rules, open, missing)?);
        let conditions = self
            .written
            .conditions
            .iter()
            .zip(&self.prepared.conditions);
        for (index, (written, prepared)) in conditions.enumerate() {
            let mut reason = explain_condition(written, prepared, self.environment);
            if let Some((why, rule)) = self.why_absent(prepared.key) {
                reason.why.push_str(&format!(" ({why})"));
                reason.rules.push(rule);
            }
            match reason.truth {
                Truth::False => {
                    // What came before fits; the rules that made this one fail are what counts.
                    rules.extend(reason.rules);
                    return Err(Miss {
                        element: Element::Condition { index },
                        span: Span::new(written.key_span.start, written.values_span.end),
                        why: reason.why,
                    });
                }
                Truth::Unknown => {
                    missing.extend(reason.missing);
                    open.get_or_insert(Open {
                        span: Span::new(written.key_span.start, written.values_span.end),
                        why: reason.why,
                    });
                }
                Truth::True => fits.push(reason.why),
            }
            rules.extend(reason.rules);
        }
        Ok(fits.join("; "))
    }

    /// Why a key is not in the request, where the scenario does not say so itself.
    fn why_absent(&self, number: KeyNumber) -> Option<(String, RuleId)> {
        if !matches!(self.environment.known(number), Known::Absent) {
            return None;
        }
        let action = self.resource.action.text;
        if self.resource.of_others.contains(&number) {
            let why = format!("for `{action}` it belongs to another resource of the request");
            return Some((why, rules::KEY_OF_OTHER_RESOURCE));
        }
        if self.bound.is_never_sent(self.resource, number) {
            return Some((format!("`{action}` never carries it"), rules::NEVER_SENT));
        }
        let authorization = &self.resource.authorization;
        let key = self.bound.set.keys.get(number)?;
        let derivable = key.derivable.as_ref()?;
        if authorization.supplied(&key.lower).is_some() {
            return None;
        }
        let derived = derived_key(&key.written, derivable, authorization)?;
        Some((derived.why, derivable.rule(authorization)))
    }

    fn names_principals(&self) -> bool {
        self.written.principal.is_some() || self.written.not_principal.is_some()
    }

    fn check_effect(&self, rules: &mut Vec<RuleId>) -> Result<(), Miss> {
        if let Some(unreadable) = &self.prepared.unreadable {
            rules.push(rules::UNREADABLE_STATEMENT);
            return Err(Miss {
                element: unreadable.element,
                span: unreadable.span,
                why: format!(
                    "{} stands where {} has to be; IAM refuses such a policy, so the statement does nothing",
                    unreadable.found, unreadable.expected
                ),
            });
        }
        if self.prepared.effect.is_none() {
            rules.push(rules::EFFECT);
            return Err(Miss {
                element: Element::Effect,
                span: self.written.span,
                why: "Effect is not `Allow` or `Deny`, so the statement does nothing".to_owned(),
            });
        }
        Ok(())
    }

    fn check_action(&self, rules: &mut Vec<RuleId>) -> Result<String, Miss> {
        let action = self.resource.action.text;
        let element = self.written.action.as_ref();
        let not_element = self.written.not_action.as_ref();
        let tell = |before, element: &policy::ActionElement, after: &[&str]| {
            let mut entries = element.value.iter().map(|entry| entry.text.as_str());
            around_list(before, &mut entries, "or", after)
        };
        let fits = action_fits(self.prepared, &self.resource.action);
        if let (Some(_), Some(_)) = (element, not_element) {
            rules.push(rules::BOTH_FORMS);
        }
        let miss = |span, why| {
            Err(Miss {
                element: Element::Action,
                span,
                why,
            })
        };
        let listed = self.prepared.actions.as_ref().is_none_or(|entries| {
            entries
                .iter()
                .any(|entry| self.resource.action.matches(entry))
        });
        match (element, not_element) {
            (None, None) => {
                rules.push(rules::ACTION);
                miss(
                    self.written.span,
                    "the statement has neither Action nor NotAction, so it is about no action"
                        .to_owned(),
                )
            }
            (Some(element), _) if !listed => {
                rules.push(rules::ACTION);
                if element
                    .value
                    .iter()
                    .any(|entry| entry.pattern.is_match_none())
                {
                    rules.push(rules::ACTION_MATCHES_NOTHING);
                }
                miss(
                    element.span,
                    tell(
                        "Action is ",
                        element,
                        &[", and the request is for `", action, "`"],
                    ),
                )
            }
            (_, Some(not_element)) if !fits => {
                rules.push(rules::NOT_ACTION);
                miss(
                    not_element.span,
                    tell(
                        "NotAction is ",
                        not_element,
                        &[", which leaves out `", action, "`"],
                    ),
                )
            }
            (Some(element), _) => {
                rules.push(rules::ACTION);
                let fitting = element
                    .value
                    .iter()
                    .zip(self.prepared.actions.iter().flatten());
                let fitting = fitting
                    .filter(|(_, entry)| self.resource.action.matches(entry))
                    .map(|(written, _)| written.text.as_str());
                Ok(["`", action, "` fits Action ", &list(fitting, "and")].concat())
            }
            (None, Some(not_element)) => {
                rules.push(rules::NOT_ACTION);
                let before = ["`", action, "` is not among "].concat();
                Ok(tell(&before, not_element, &[" of NotAction"]))
            }
        }
    }

    fn check_resource(
        &self,
        rules: &mut Vec<RuleId>,
        open: &mut Option<Open>,
        missing: &mut Vec<KeyNumber>,
    ) -> Result<String, Miss> {
        let resource = self.resource.text;
        let element = self.written.resource.as_ref();
        let not_element = self.written.not_resource.as_ref();
        let truth = resource_fits(self.prepared, self.resource, self.environment);
        if let (Some(_), Some(_)) = (element, not_element) {
            rules.push(rules::BOTH_FORMS);
        }
        let Some(any_element) = element.or(not_element) else {
            rules.push(rules::NO_RESOURCE);
            return if truth == Truth::True {
                Ok("without Resource the statement is about the resource that the policy belongs to".to_owned())
            } else {
                Err(Miss {
                    element: Element::Resource,
                    span: self.written.span,
                    why: "the statement has neither Resource nor NotResource, so it is about no resource".to_owned(),
                })
            };
        };
        self.add_resource_rules(rules);
        let listed = self.listed(&self.prepared.resources);
        let tell = |before, element: &ResourceElement, after: &[&str]| {
            let mut entries = element.value.iter().map(|entry| entry.text.as_str());
            around_list(before, &mut entries, "or", after)
        };
        match truth {
            Truth::Unknown => {
                missing.extend(self.missing_variables());
                let before = ["whether `", resource, "` fits "].concat();
                let after = [" depends on variables of which the scenario does not give the value"];
                open.get_or_insert(Open {
                    span: any_element.span,
                    why: tell(&before, any_element, &after),
                });
                Ok(String::new())
            }
            Truth::False => {
                let (element, why) = match not_element {
                    Some(not_element) if listed != Truth::False => {
                        let after = [", which leaves out `", resource, "`"];
                        (not_element, tell("NotResource is ", not_element, &after))
                    }
                    _ if self.resource.arn.is_none() && resource == "*" => {
                        let after = [
                            ", and the request is not for a particular resource, which only `*` matches",
                        ];
                        (any_element, tell("Resource is ", any_element, &after))
                    }
                    _ => {
                        let after = [", and the request is for `", resource, "`"];
                        (any_element, tell("Resource is ", any_element, &after))
                    }
                };
                Err(Miss {
                    element: Element::Resource,
                    span: element.span,
                    why,
                })
            }
            Truth::True => Ok(match (element, not_element) {
                (Some(element), _) => {
                    let fitting = element
                        .value
                        .iter()
                        .zip(self.prepared.resources.iter().flatten());
                    let fitting = fitting
                        .filter(|(_, entry)| {
                            entry_matches(entry, self.resource, self.environment) == Truth::True
                        })
                        .map(|(written, _)| written.text.as_str());
                    format!("`{resource}` fits Resource {}", list(fitting, "and"))
                }
                _ => {
                    let before = ["`", resource, "` is not among "].concat();
                    tell(&before, any_element, &[" of NotResource"])
                }
            }),
        }
    }

    fn listed(&self, entries: &Option<Vec<PreparedResource>>) -> Truth {
        entries.as_ref().map_or(Truth::True, |entries| {
            crate::matching::any(
                entries
                    .iter()
                    .map(|entry| entry_matches(entry, self.resource, self.environment)),
            )
        })
    }

    fn missing_variables(&self) -> Vec<KeyNumber> {
        let lists = [&self.prepared.resources, &self.prepared.not_resources];
        lists
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| match entry {
                PreparedResource::Template(_, template) => Some(template),
                _ => None,
            })
            .flat_map(|template| template.keys())
            .filter(|key| matches!(self.environment.known(*key), Known::Unknown))
            .collect()
    }

    fn add_resource_rules(&self, rules: &mut Vec<RuleId>) {
        if self.written.resource.is_some() {
            rules.push(rules::RESOURCE);
        }
        if self.written.not_resource.is_some() {
            rules.push(rules::NOT_RESOURCE);
        }
        if self.resource.arn.is_none() {
            rules.push(rules::STAR_ONLY_ACTION);
            return;
        }
        let lists = [
            (&self.written.resource, &self.prepared.resources),
            (&self.written.not_resource, &self.prepared.not_resources),
        ];
        for (written, prepared) in lists {
            let written = written.iter().flat_map(|element| &element.value);
            for (written, entry) in written.zip(prepared.iter().flatten()) {
                match entry {
                    PreparedResource::Misplaced => rules.push(rules::VARIABLE_PLACE),
                    PreparedResource::Template(_, template) => {
                        rules.extend(variable_rules(template, self.environment));
                    }
                    PreparedResource::Fixed(pattern) if pattern.is_completed() => {
                        rules.push(rules::RESOURCE_COMPLETED);
                    }
                    PreparedResource::Fixed(pattern) => {
                        if !pattern.is_match_all() && written.text.matches(':').count() < 5 {
                            rules.push(rules::RESOURCE_FEWER_FIELDS);
                        }
                        if differs_by_case_alone(&written.text, self.resource.text) {
                            rules.push(rules::RESOURCE_CASE);
                        }
                    }
                }
            }
        }
    }
}

fn differs_by_case_alone(written: &str, resource: &str) -> bool {
    written != resource && written.eq_ignore_ascii_case(resource)
}
