//! The trace: the same decision, with every statement and layer and why they say what they say. The decision comes
//! from the one place that decides; whether an element fits, from the one place that matches.

mod condition;
mod layer;
mod statement;
mod words;

use catalog::Catalog;

use crate::bind::BoundRequest;
use crate::decide::{Exemption, Tally, statement_truth};
use crate::decision::{Decision, LayerOutcome};
use crate::derived::{Derivable, derived_key};
use crate::matching::Truth;
use crate::missing::{Settlement, settle};
use crate::prepare::{PreparedSet, prepare};
use crate::principal::Caller;
use crate::rules::{self, RuleId, each_once};
use crate::scenario::{MissingKeys, Request, Scenario};
use crate::trace::{LayerTrace, StatementOutcome, StatementTrace, Trace};

use layer::{Deciders, explain_layers};
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
    /// What becomes of the request, and why.
    pub fn explain(&self) -> Trace {
        let Settlement {
            decision,
            missing,
            exhaustive,
        } = settle(self);
        let mut statements = Vec::new();
        let mut layers = Vec::new();
        let environment = self.environment();
        for (number, resource) in self.resources.iter().enumerate() {
            let mut tally = Tally::default();
            let mut deciders = Deciders::default();
            for policy in &self.set.policies {
                let written = policy.document.statements.iter().zip(&policy.statements);
                for (written, prepared) in written {
                    let (truth, named) = statement_truth(prepared, self, resource, &environment);
                    tally.count(prepared, named, truth);
                    if truth != Truth::False {
                        deciders.note(statements.len(), prepared, named, truth);
                    }
                    let reason = Explainer {
                        bound: self,
                        environment: &environment,
                        resource,
                        written,
                        prepared,
                    }
                    .explain();
                    statements.push(StatementTrace {
                        resource: number,
                        layer: policy.layer,
                        policy: policy.position,
                        policy_name: policy.name.clone(),
                        statement: written.index,
                        sid: written.sid.as_ref().map(|sid| sid.value.clone()),
                        span: written.span,
                        effect: prepared.effect,
                        outcome: reason.outcome,
                        rules: reason.rules,
                    });
                }
            }
            layers.extend(explain_layers(self, number, resource, &tally, &deciders));
        }
        let rules = self.rules(&decision, &layers, &statements);
        Trace {
            why: self.why(&decision, exhaustive),
            decision,
            resources: self
                .resources
                .iter()
                .map(|resource| resource.text.to_owned())
                .collect(),
            layers,
            statements,
            missing,
            exhaustive,
            derived: self.derived(),
            rules,
        }
    }

    /// The keys that the policies ask for and that follow from the rest of the request.
    fn derived(&self) -> Vec<crate::derived::DerivedKey> {
        self.set
            .keys
            .iter()
            .filter(|key| self.request.context.get_lower(&key.lower).is_none())
            .filter_map(|key| derived_key(&key.written, key.derivable.as_ref()?, self.request))
            .collect()
    }

    fn why(&self, decision: &Decision, exhaustive: bool) -> String {
        let action = self.action.text;
        let path = self.resources.first().map(|resource| self.path(resource));
        match path.and_then(|path| path.exemption) {
            Some(Exemption::NeedsNoPermission) => {
                return format!("`{action}` needs no permission and cannot be denied");
            }
            Some(Exemption::RootAssumesRole) if *decision == Decision::ImplicitlyDenied => {
                return "the root user cannot assume a role".to_owned();
            }
            Some(Exemption::OwnBucketPolicy) if *decision == Decision::Allowed => {
                return "the root user of the bucket's account can always repair the bucket's policy".to_owned();
            }
            _ => {}
        }
        match decision {
            Decision::Allowed => format!("everything that has to allow `{action}` allows it, and nothing denies it"),
            Decision::ExplicitlyDenied => "a Deny statement applies, and that is final".to_owned(),
            Decision::ImplicitlyDenied => {
                "no Deny applies, but not everything allows it that has to: what is not allowed is denied".to_owned()
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
        if self.resources.len() > 1 {
            rules.push(rules::SEVERAL_RESOURCES);
        }
        match decision {
            Decision::ExplicitlyDenied => rules.push(rules::EXPLICIT_DENY),
            Decision::Undetermined { .. } => rules.push(rules::UNDETERMINED),
            _ => {}
        }
        for resource in &self.resources {
            rules.extend(layer::path_rules(self, resource));
        }
        for statement in statements {
            let applies = !matches!(statement.outcome, StatementOutcome::NotMatched { .. });
            rules.extend(
                statement
                    .rules
                    .iter()
                    .filter(|rule| applies || rule.is_choice()),
            );
        }
        for key in &self.set.keys {
            if self.request.context.get_lower(&key.lower).is_some() {
                continue;
            }
            match &key.derivable {
                Some(Derivable::MultiFactorAuth) => rules.push(rules::MFA),
                Some(derivable) if derived_key(&key.written, derivable, self.request).is_some() => {
                    rules.push(rules::DERIVED_KEYS);
                    if *derivable == Derivable::UserId
                        && self.request.principal.caller == Caller::Anonymous
                    {
                        rules.push(rules::ANONYMOUS_ID);
                    }
                }
                _ => {}
            }
        }
        each_once(rules)
    }
}
