//! The trace: the same decision, with every statement and layer and why they say what they say. The decision comes
//! from the one place that decides; whether an element fits, from the one place that matches.

mod condition;
mod decision;
mod layer;
mod principal;
mod refusal;
mod statement;
mod words;

use std::sync::Arc;

use catalog::Catalog;

use crate::authorization::Authorization;
use crate::bind::BoundRequest;
use crate::decision::{Decision, LayerOutcome};
use crate::derived::{DerivedKey, derived_key};
use crate::matching::BoundResource;
use crate::missing::{Settlement, settle};
use crate::pattern::Sweep;
use crate::prepare::{PreparedSet, prepare};
use crate::rules::{self, RuleId, each_once};
use crate::scenario::{MissingKeys, Request, Scenario};
use crate::trace::{LayerTrace, PatternReach, StatementOutcome, StatementTrace, Trace};

use layer::Told;
use statement::Explainer;

/// What becomes of a request, and why.
pub fn explain(
    policies: &PreparedSet,
    request: &Request,
    missing_keys: MissingKeys,
    catalog: &Catalog,
) -> Trace {
    policies.bind(request, missing_keys, catalog).explain()
}

/// What becomes of a scenario's request, and why.
pub fn simulate(scenario: &Scenario, catalog: &Catalog) -> Trace {
    explain(
        &prepare(&scenario.policies, catalog),
        &scenario.request,
        scenario.missing_keys,
        catalog,
    )
}

impl BoundRequest<'_> {
    /// What becomes of the request, and why. Where its resource is a pattern, one of the resources that it matches is
    /// explained.
    pub fn explain(&self) -> Trace {
        let Some(pattern) = self.pattern() else {
            return self.explain_one();
        };
        let Sweep {
            decision,
            told,
            explained,
            effort: _,
        } = self.sweep(pattern);
        let request = self.request_for(&explained);
        let bound = self.set.bind(&request, self.missing_keys, self.catalog);
        let mut trace = bound.explain_one();
        if decision != trace.decision {
            trace.why = match told.reach {
                PatternReach::Some => "it depends on the resource: the pattern matches some that are allowed and some that are not",
                _ => "it is not known to be the same for all resources that the pattern matches",
            }
            .to_owned();
        }
        trace.rules.push(rules::RESOURCE_PATTERN);
        trace.rules = each_once(trace.rules);
        Trace {
            decision,
            pattern: Some(told),
            refusals: self.refusals(),
            ..trace
        }
    }

    fn explain_one(&self) -> Trace {
        let Settlement {
            decision,
            missing,
            exhaustive,
            effort: _,
        } = settle(self, true);
        let policies = self.set.policies.iter();
        let count: usize = policies.map(|policy| policy.statements.len()).sum();
        let mut statements = Vec::with_capacity(count.saturating_mul(self.resources.len()));
        let mut layers = Vec::new();
        let mut told = Vec::new();
        for (number, resource) in self.resources.iter().enumerate() {
            let one = self.tell(number, resource, &mut statements);
            layers.extend(one.layers(number));
            told.push(one);
        }
        let mut rules = self.rules(&decision, &told, &layers, &statements);
        let refusals = self.refusals();
        if !refusals.is_empty() {
            rules.push(rules::REFUSED_REQUEST);
            rules = each_once(rules);
        }
        let resources = self.resources.iter();
        Trace {
            why: self.why(&decision, &told, exhaustive),
            decision,
            refusals,
            pattern: None,
            resources: resources.clone().map(|of| of.text.to_owned()).collect(),
            actions: resources.map(|of| of.action.text.to_owned()).collect(),
            layers,
            statements,
            missing,
            exhaustive,
            derived: self.derived(),
            rules,
        }
    }

    /// Explains every statement on a resource and notes those that have a part in the decision.
    fn tell<'t>(
        &'t self,
        number: usize,
        resource: &'t BoundResource<'t>,
        statements: &mut Vec<StatementTrace>,
    ) -> Told<'t> {
        let mut told = Told::new(self, resource);
        let environment = self.environment(resource);
        for policy in &self.set.policies {
            let takes_part = self.takes_part(policy, &told.path);
            let written = policy.document.statements.iter().zip(&policy.statements);
            for (written, prepared) in written {
                let explainer = Explainer {
                    bound: self,
                    environment: &environment,
                    resource,
                    path: &told.path,
                    policy,
                    written,
                    prepared,
                };
                let reason = explainer.explain();
                if takes_part {
                    told.note(statements.len(), policy, prepared, &reason.outcome);
                }
                statements.push(StatementTrace {
                    resource: number,
                    layer: policy.layer,
                    policy: policy.position,
                    policy_name: Arc::clone(&policy.name),
                    attached_to: policy.attached_to.clone(),
                    statement: written.index,
                    sid: written.sid.as_ref().map(|sid| sid.value.clone()),
                    span: written.span,
                    effect: prepared.effect,
                    outcome: reason.outcome,
                    rules: reason.rules,
                });
            }
        }
        told
    }

    /// The keys that the policies ask for and that follow from the rest of the request. Those of dependent actions are told
    /// where they do not follow from the request's own.
    fn derived(&self) -> Vec<DerivedKey> {
        let keys = self.set.keys.iter();
        keys.filter_map(|key| {
            let derivable = key.derivable.as_ref()?;
            self.authorizations()
                .filter(|authorization| authorization.supplied(&key.lower).is_none())
                .find_map(|authorization| derived_key(&key.written, derivable, &authorization))
        })
        .collect()
    }

    fn why(&self, decision: &Decision, told: &[Told<'_>], exhaustive: bool) -> String {
        let action = &self.request.action;
        let mut exempt = told.iter().filter_map(|told| told.exempt(decision));
        if let Some(why) = exempt.next() {
            return why;
        }
        match decision {
            Decision::Allowed => {
                format!("everything that has to allow `{action}` allows it, and nothing denies it")
            }
            Decision::ExplicitlyDenied => "a Deny statement applies, and that is final".to_owned(),
            Decision::ImplicitlyDenied => {
                let Some(first) = told.iter().find(|told| told.is_not_allowed()) else {
                    return String::new();
                };
                let why = first.missing_allow();
                match told {
                    [_] => why,
                    _ => format!(
                        "`{}` on `{}`: {why}",
                        first.resource.action.text, first.resource.text
                    ),
                }
            }
            Decision::Undetermined { missing } => {
                let keys = words::list(missing.iter().map(String::as_str), "and");
                if exhaustive {
                    format!("it depends on {keys}, which the scenario does not give")
                } else {
                    format!(
                        "it depends on {keys}, which the scenario does not give; there are too many combinations to try \
                         all of them"
                    )
                }
            }
        }
    }

    /// The rules that had a part in the decision: those of the decision itself, of the statements that apply or
    /// might, and the choices by which others do not.
    fn rules(
        &self,
        decision: &Decision,
        told: &[Told<'_>],
        layers: &[LayerTrace],
        statements: &[StatementTrace],
    ) -> Vec<RuleId> {
        let mut rules = Vec::new();
        if layers
            .iter()
            .any(|layer| layer.outcome == LayerOutcome::Delegated)
        {
            rules.push(rules::DELEGATION);
        }
        if !self.request.dependent_actions.is_empty() {
            rules.push(rules::DEPENDENT_ACTIONS);
        }
        if self.resources.len() > self.authorizations().count() {
            rules.push(rules::SEVERAL_RESOURCES);
        }
        match decision {
            Decision::ExplicitlyDenied => rules.push(rules::EXPLICIT_DENY),
            Decision::Undetermined { .. } => rules.push(rules::UNDETERMINED),
            _ => {}
        }
        rules.extend(told.iter().flat_map(Told::rules));
        for statement in statements {
            let applies = !matches!(statement.outcome, StatementOutcome::NotMatched { .. });
            rules.extend(
                statement
                    .rules
                    .iter()
                    .filter(|rule| applies || rule.is_choice()),
            );
        }
        for authorization in self.authorizations() {
            rules.extend(self.derivation_rules(&authorization));
        }
        each_once(rules)
    }

    fn derivation_rules(&self, authorization: &Authorization<'_>) -> impl Iterator<Item = RuleId> {
        self.set.keys.iter().filter_map(|key| {
            let derivable = key.derivable.as_ref()?;
            if authorization.supplied(&key.lower).is_some() {
                return None;
            }
            let rule = derivable.rule(authorization);
            // That nothing is known of multi-factor authentication is a choice, too.
            let has_part =
                rule == rules::MFA || derived_key(&key.written, derivable, authorization).is_some();
            has_part.then_some(rule)
        })
    }
}
