use evaluation::{NamedPolicy, PolicySet};
use policy::PolicyType;
use reasoning::{Access, Cause, Change, Comparison, Relation, scenario_policies};
use serde::{Deserialize, Serialize};

use crate::document_form::DocumentForm;
use crate::principal::PrincipalForm;
use crate::read_error::ReadError;
use crate::saved::DocumentType;
use crate::scenario::{
    Expectation, NamedPolicyForm, PoliciesForm, RequestForm, ScenarioForm, ScpLevelForm,
};

/// What `policy compare` writes: how a new policy stands to an old one, over all requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CompareReport {
    /// How the new policy stands to the old one.
    pub relation: RelationForm,
    /// Whether the new policy allows something that the old one does not; null where that could not be decided.
    pub new_access: Option<bool>,
    /// What only the new policy allows.
    pub added: Vec<ChangeForm>,
    /// What only the old policy allows.
    pub removed: Vec<ChangeForm>,
    /// Why something could not be decided.
    pub unknown: Vec<String>,
}

/// How a new policy stands to an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RelationForm {
    /// Both allow the same requests.
    Equivalent,
    /// It allows less.
    Narrower,
    /// It allows more.
    Broader,
    /// Each allows requests that the other does not.
    Incomparable,
    /// It could not be decided.
    Unknown,
}

/// Access that one statement brings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeForm {
    /// One sentence.
    pub summary: String,
    /// The policy in which the statement stands that makes the difference.
    pub side: SideForm,
    /// The position of that statement: 0 for the first.
    pub statement: usize,
    /// The actions.
    pub actions: Vec<String>,
    /// A request that shows it, with the new policy: `policy simulate` comes to the decision that it expects.
    pub witness: ScenarioForm,
}

/// One of the two policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SideForm {
    /// The new one.
    New,
    /// The old one.
    Old,
}

/// A line that `policy compare --ndjson` reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PairForm {
    /// The new policy.
    pub new: DocumentForm,
    /// The old policy.
    pub old: DocumentForm,
    /// What both are attached to.
    #[serde(default, rename = "type")]
    pub document_type: DocumentType,
}

impl PairForm {
    /// Reads a line.
    ///
    /// # Errors
    /// Text that is not such an object.
    pub fn from_json(text: &str) -> Result<PairForm, ReadError> {
        serde_json::from_str(text).map_err(|error| ReadError::form(text, &error))
    }
}

impl CompareReport {
    /// The report of a comparison; `new` are the new policies.
    pub fn new(
        comparison: &Comparison,
        policy_type: PolicyType,
        new: &[NamedPolicy],
    ) -> CompareReport {
        let policies = PoliciesForm::from(&scenario_policies(policy_type, new));
        let changes = |access: &Access, is_added: bool| {
            let changes = access.changes.iter();
            changes
                .map(|change| ChangeForm::new(change, is_added, &policies))
                .collect()
        };
        let mut unknown: Vec<String> = Vec::new();
        for reason in comparison
            .added
            .unknown
            .iter()
            .chain(&comparison.removed.unknown)
            .map(ToString::to_string)
        {
            if !unknown.contains(&reason) {
                unknown.push(reason);
            }
        }
        CompareReport {
            relation: comparison.relation().into(),
            new_access: comparison.added.exists(),
            added: changes(&comparison.added, true),
            removed: changes(&comparison.removed, false),
            unknown,
        }
    }
}

impl ChangeForm {
    fn new(change: &Change, is_added: bool, policies: &PoliciesForm) -> ChangeForm {
        let request = &change.witness;
        let form = RequestForm {
            principal: PrincipalForm::Name(request.principal.to_string()),
            action: request.action.clone(),
            resource: request.resources.first().cloned(),
            resources: None,
            resource_account: request.resource_account.clone(),
            context: (&request.context).into(),
            resource_pattern: None,
            dependent_actions: Vec::new(),
        };
        let mut witness = ScenarioForm::new(form, policies.clone());
        witness.expect = Some(if is_added {
            Expectation::Allowed
        } else {
            Expectation::Denied
        });
        let (is_of_gaining, statement) = match change.cause {
            Cause::Allowed { statement, .. } => (true, statement),
            Cause::NotDenied { statement, .. } => (false, statement),
        };
        ChangeForm {
            summary: change.summary(is_added),
            side: if is_of_gaining == is_added {
                SideForm::New
            } else {
                SideForm::Old
            },
            statement,
            actions: change.actions.clone(),
            witness,
        }
    }
}

impl From<Relation> for RelationForm {
    fn from(relation: Relation) -> RelationForm {
        match relation {
            Relation::Equivalent => RelationForm::Equivalent,
            Relation::Narrower => RelationForm::Narrower,
            Relation::Broader => RelationForm::Broader,
            Relation::Incomparable => RelationForm::Incomparable,
            Relation::Unknown => RelationForm::Unknown,
        }
    }
}

/// Grants have no form here: comparisons know none.
impl From<&PolicySet> for PoliciesForm {
    fn from(set: &PolicySet) -> PoliciesForm {
        let named = |policies: &[NamedPolicy]| policies.iter().map(NamedPolicyForm::from).collect();
        PoliciesForm {
            identity: named(&set.identity),
            boundary: named(&set.boundary),
            session: named(&set.session),
            resource: named(&set.resource),
            rcp: named(&set.rcp),
            vpc_endpoint: named(&set.vpc_endpoint),
            scp: set
                .scp
                .iter()
                .map(|level| ScpLevelForm {
                    level: level.name.clone(),
                    policies: named(&level.policies),
                })
                .collect(),
            grants: Vec::new(),
        }
    }
}

impl From<&NamedPolicy> for NamedPolicyForm {
    fn from(policy: &NamedPolicy) -> NamedPolicyForm {
        NamedPolicyForm {
            name: policy.name.clone(),
            group: policy.group.clone(),
            document: DocumentForm::new(policy.document.text()),
        }
    }
}
