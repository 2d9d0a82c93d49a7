use evaluation::{
    DependentAction, MissingKeys, NamedPolicy, PolicySet, Request, Scenario, ScpLevel, Switches,
};
use json_text::LineIndex;
use serde::{Deserialize, Serialize};

use crate::context::ContextForm;
use crate::document_form::DocumentForm;
use crate::grant::{GrantForm, grants};
use crate::principal::{PrincipalForm, is_false};
use crate::read_error::ReadError;
use crate::results::DecisionForm;
use crate::version::{self, VERSION};

/// A scenario: a request, what is known of it, the policies that decide it, and perhaps the decision that
/// is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScenarioForm {
    /// The version of this form: 1.
    #[serde(default = "current_version")]
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub version: u32,
    /// What to make of context keys that are not supplied.
    #[serde(default)]
    pub missing_keys: MissingKeysForm,
    /// The request.
    pub request: RequestForm,
    /// The policies that apply to it.
    #[serde(default)]
    pub policies: PoliciesForm,
    /// Settings beside the policies.
    #[serde(default, skip_serializing_if = "SwitchesForm::is_default")]
    pub switches: SwitchesForm,
    /// The decision that is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expectation>,
}

/// Settings that decide together with policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SwitchesForm {
    /// RestrictPublicBuckets, one of the settings of S3's block public access: only services and the owner's account
    /// have access to a bucket whose policy is public.
    pub restrict_public_buckets: bool,
    /// Whether the VPC endpoint is a gateway endpoint, in whose policy an account stands for its root user alone.
    #[serde(skip_serializing_if = "is_false")]
    pub gateway_endpoint: bool,
    /// Whether the KMS key is one that AWS manages, which resource control policies do not reach.
    #[serde(skip_serializing_if = "is_false")]
    pub aws_managed_key: bool,
    /// Whether attribute-based access control is enabled for the S3 bucket: without it, its tags are in no request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_abac: Option<bool>,
}

impl SwitchesForm {
    pub(crate) fn is_default(&self) -> bool {
        *self == SwitchesForm::default()
    }
}

impl From<SwitchesForm> for Switches {
    fn from(form: SwitchesForm) -> Switches {
        Switches {
            restrict_public_buckets: form.restrict_public_buckets,
            gateway_endpoint: form.gateway_endpoint,
            aws_managed_key: form.aws_managed_key,
            bucket_abac: form.bucket_abac,
        }
    }
}

fn current_version() -> u32 {
    VERSION
}

/// What a context key means that is not supplied and does not follow from the rest of the request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MissingKeysForm {
    /// The request may carry it or not: where that matters the decision is `undetermined`.
    #[default]
    Unknown,
    /// The request does not carry it.
    Absent,
}

impl From<MissingKeysForm> for MissingKeys {
    fn from(form: MissingKeysForm) -> MissingKeys {
        match form {
            MissingKeysForm::Unknown => MissingKeys::Unknown,
            MissingKeysForm::Absent => MissingKeys::Absent,
        }
    }
}

impl From<MissingKeys> for MissingKeysForm {
    fn from(choice: MissingKeys) -> MissingKeysForm {
        match choice {
            MissingKeys::Unknown => MissingKeysForm::Unknown,
            MissingKeys::Absent => MissingKeysForm::Absent,
        }
    }
}

/// Who wants to do what to which resources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestForm {
    /// Who asks.
    pub principal: PrincipalForm,
    /// `s3:GetObject`
    pub action: String,
    /// The one ARN that the request touches. Neither this nor `resources`: the action cannot be limited to
    /// resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The ARNs that the request touches, every one of which has to be allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<String>>,
    /// An ARN with `*` and `?` instead, for every resource that it matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_pattern: Option<String>,
    /// The account that owns the resources. Without it the account in the ARN counts, and where there is none,
    /// that of the principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = r"^[0-9]{12}$")))]
    pub resource_account: Option<String>,
    /// The context keys that are known.
    #[serde(default, skip_serializing_if = "ContextForm::is_empty")]
    pub context: ContextForm,
    /// What else the same API call has to be allowed to do, such as `iam:PassRole` on the role that it hands over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependent_actions: Vec<DependentActionForm>,
}

/// A further action that an API call needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DependentActionForm {
    /// `iam:PassRole`
    pub action: String,
    /// The one ARN that it touches, as in a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The ARNs that it touches, as in a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<String>>,
    /// The context keys of this action alone; they go before those of the request.
    #[serde(default, skip_serializing_if = "ContextForm::is_empty")]
    pub context: ContextForm,
}

/// The policies that take part, by the way in which they are attached.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PoliciesForm {
    /// Attached to the user or role, or to the user's groups.
    pub identity: Vec<NamedPolicyForm>,
    /// The permissions boundary of the user or role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boundary: Vec<NamedPolicyForm>,
    /// Passed when the session was made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub session: Vec<NamedPolicyForm>,
    /// Attached to the resource: a bucket policy, a key policy, the trust policy of a role.
    pub resource: Vec<NamedPolicyForm>,
    /// The service control policies, level by level, from the organization's root down to the principal's account.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scp: Vec<ScpLevelForm>,
    /// Grants of KMS keys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<GrantForm>,
    /// The resource control policies of the resource's account, of all levels. AWS's own, which allows everything, need not
    /// be among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rcp: Vec<NamedPolicyForm>,
    /// The policy of the VPC endpoint through which the request comes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vpc_endpoint: Vec<NamedPolicyForm>,
}

/// One level of an organization, and the service control policies that are attached there. Without policies it allows
/// nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScpLevelForm {
    /// What people call it: the root, an organizational unit, the account.
    pub level: String,
    /// The policies; one of them has to allow.
    pub policies: Vec<NamedPolicyForm>,
}

/// A policy and its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedPolicyForm {
    /// What results call it.
    #[serde(default)]
    pub name: String,
    /// The group through which an identity policy is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The policy.
    pub document: DocumentForm,
}

/// A decision that is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// Allowed.
    Allowed,
    /// Denied in either way.
    Denied,
    /// Denied by a Deny statement.
    ExplicitlyDenied,
    /// Denied because nothing allows it.
    ImplicitlyDenied,
    /// Dependent on context keys that are not supplied.
    Undetermined,
}

impl Expectation {
    /// The name in saved files.
    pub fn as_str(self) -> &'static str {
        match self {
            Expectation::Allowed => "allowed",
            Expectation::Denied => "denied",
            Expectation::ExplicitlyDenied => "explicitly-denied",
            Expectation::ImplicitlyDenied => "implicitly-denied",
            Expectation::Undetermined => "undetermined",
        }
    }

    /// Whether the decision is the expected one.
    pub fn is_met_by(self, decision: DecisionForm) -> bool {
        match self {
            Expectation::Allowed => decision == DecisionForm::Allowed,
            Expectation::Denied => matches!(
                decision,
                DecisionForm::ExplicitlyDenied | DecisionForm::ImplicitlyDenied
            ),
            Expectation::ExplicitlyDenied => decision == DecisionForm::ExplicitlyDenied,
            Expectation::ImplicitlyDenied => decision == DecisionForm::ImplicitlyDenied,
            Expectation::Undetermined => decision == DecisionForm::Undetermined,
        }
    }
}

impl ScenarioForm {
    /// A scenario of this version.
    pub fn new(request: RequestForm, policies: PoliciesForm) -> ScenarioForm {
        ScenarioForm {
            version: VERSION,
            missing_keys: MissingKeysForm::default(),
            request,
            policies,
            switches: SwitchesForm::default(),
            expect: None,
        }
    }

    /// Reads a scenario. A missing `version` is 1.
    ///
    /// # Errors
    /// Text that is not JSON, another version, and a field that the form does not have.
    pub fn from_json(text: &str) -> Result<ScenarioForm, ReadError> {
        version::accept(text)?;
        serde_json::from_str(text).map_err(|error| ReadError::form(text, &error))
    }

    /// The scenario as JSON, without line breaks.
    pub fn to_json(&self) -> String {
        // Writing cannot fail: no map has keys other than strings and no number is NaN.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The scenario, ready to be decided.
    ///
    /// # Errors
    /// A principal that is none, an empty action, both `resource` and `resources`, a context key that is
    /// given twice, an account that is not twelve digits, a document that is not JSON.
    pub fn to_scenario(&self) -> Result<Scenario, ReadError> {
        Ok(Scenario {
            missing_keys: self.missing_keys.into(),
            request: self.request.to_request()?,
            policies: self.policies.to_policy_set(self.switches)?,
        })
    }
}

impl PoliciesForm {
    fn to_policy_set(&self, switches: SwitchesForm) -> Result<PolicySet, ReadError> {
        let mut scp: Vec<ScpLevel> = Vec::new();
        for (position, form) in self.scp.iter().enumerate() {
            let path = format!("policies.scp[{position}]");
            if scp.iter().any(|level| level.name == form.level) {
                let message = format!("two levels are called `{}`", form.level);
                return Err(ReadError::value(format!("{path}.level"), message));
            }
            scp.push(ScpLevel {
                name: form.level.clone(),
                policies: named(&format!("{path}.policies"), &form.policies)?,
            });
        }
        Ok(PolicySet {
            identity: named("policies.identity", &self.identity)?,
            boundary: named("policies.boundary", &self.boundary)?,
            session: named("policies.session", &self.session)?,
            resource: named("policies.resource", &self.resource)?,
            scp,
            rcp: named("policies.rcp", &self.rcp)?,
            vpc_endpoint: named("policies.vpcEndpoint", &self.vpc_endpoint)?,
            grants: grants("policies.grants", &self.grants)?,
            switches: switches.into(),
        })
    }
}

/// More than any call of AWS needs: what is evaluated for one request is bounded.
const MOST_DEPENDENT_ACTIONS: usize = 32;
const MOST_RESOURCES: usize = 256;

impl RequestForm {
    /// The request, ready to be decided.
    ///
    /// # Errors
    /// As for [`ScenarioForm::to_scenario`].
    pub fn to_request(&self) -> Result<Request, ReadError> {
        let path = "request";
        if let Some(account) = &self.resource_account
            && !is_account(account)
        {
            return Err(ReadError::value(
                "request.resourceAccount",
                format!("`{account}` is no account id: it has twelve digits"),
            ));
        }
        let own = self.resource.iter().len() + self.resources.iter().flatten().count();
        let of_dependents = self.dependent_actions.iter();
        let touched = of_dependents.fold(own, |sum, form| {
            sum + form.resource.iter().len() + form.resources.iter().flatten().count()
        });
        for (count, most, path, what) in [
            (
                self.dependent_actions.len(),
                MOST_DEPENDENT_ACTIONS,
                "request.dependentActions",
                "actions",
            ),
            (touched, MOST_RESOURCES, "request.resources", "resources"),
        ] {
            if count > most {
                let message =
                    format!("one call does not need {count} {what}: {most} are evaluated");
                return Err(ReadError::value(path, message));
            }
        }
        let mut dependent_actions = Vec::new();
        for (position, form) in self.dependent_actions.iter().enumerate() {
            let path = format!("request.dependentActions[{position}]");
            dependent_actions.push(DependentAction {
                action: action(&path, &form.action)?,
                resources: resources(&path, form.resource.as_ref(), form.resources.as_ref())?,
                context: form.context.to_context(&path)?,
            });
        }
        Ok(Request {
            principal: self.principal.to_principal()?,
            action: action(path, &self.action)?,
            resources: self.own_resources()?,
            resource_is_pattern: self.resource_pattern.is_some(),
            resource_account: self.resource_account.clone(),
            context: self.context.to_context(path)?,
            dependent_actions,
        })
    }
}

impl RequestForm {
    fn own_resources(&self) -> Result<Vec<String>, ReadError> {
        let path = "request";
        let Some(pattern) = &self.resource_pattern else {
            return resources(path, self.resource.as_ref(), self.resources.as_ref());
        };
        if self.resource.is_some() || self.resources.is_some() {
            let message = "give either `resourcePattern` or `resource`";
            return Err(ReadError::value("request.resourcePattern", message));
        }
        if !pattern.starts_with("arn:") || pattern.matches(':').count() < 5 {
            let message = format!("`{pattern}` is not an ARN with six fields");
            return Err(ReadError::value("request.resourcePattern", message));
        }
        Ok(vec![pattern.clone()])
    }
}

fn action(path: &str, written: &str) -> Result<String, ReadError> {
    if written.trim().is_empty() {
        return Err(ReadError::value(
            format!("{path}.action"),
            "there is no action: write one such as `s3:GetObject`",
        ));
    }
    Ok(written.to_owned())
}

fn resources(
    path: &str,
    one: Option<&String>,
    several: Option<&Vec<String>>,
) -> Result<Vec<String>, ReadError> {
    match (one, several) {
        (Some(_), Some(_)) => Err(ReadError::value(
            format!("{path}.resources"),
            "give either `resource` or `resources`",
        )),
        (Some(one), None) => Ok(vec![one.clone()]),
        (None, several) => Ok(several.cloned().unwrap_or_default()),
    }
}

pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A document that is not JSON would do nothing, or half of what it says: a decision by it would mislead.
fn named(path: &str, policies: &[NamedPolicyForm]) -> Result<Vec<NamedPolicy>, ReadError> {
    policies
        .iter()
        .enumerate()
        .map(|(position, policy)| {
            let mut named = NamedPolicy::parse(&policy.name, policy.document.text());
            named.group.clone_from(&policy.group);
            match named.document.json().errors().first() {
                None => Ok(named),
                Some(error) => {
                    let at = LineIndex::new(policy.document.text()).line_column(error.span.start);
                    Err(ReadError::value(
                        format!("{path}[{position}].document"),
                        format!(
                            "it is not valid JSON: line {}, column {}: {}",
                            at.line, at.column, error.message
                        ),
                    ))
                }
            }
        })
        .collect()
}
