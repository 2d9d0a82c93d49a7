use std::collections::HashSet;

use evaluation::{NamedPolicy, PolicySet};
use policy::PolicyType;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::account_ids;
use crate::grant::{GrantForm, grants};
use crate::read_error::ReadError;
use crate::scenario::{Expectation, MissingKeysForm, RequestForm, SwitchesForm};
use crate::version::{self, VERSION};

/// The saved form of everything: what the page keeps over a reload, what a file holds and what a link
/// carries. Every field but `version` and `documents` may be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workspace {
    /// The version of this form: 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub version: u32,
    /// The documents, in the order of their tabs.
    pub documents: Vec<SavedDocument>,
    /// The id of the document that is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<String>,
    /// The request that is tried on the documents, each in the layer of its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<SavedScenario>,
    /// The requests whose decisions the documents have to come to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<SavedExpectation>,
    /// Settings that decide together with the documents.
    #[serde(default, skip_serializing_if = "SwitchesForm::is_default")]
    pub switches: SwitchesForm,
    /// Grants of KMS keys, which decide together with the documents. They may be half written, as a scenario may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<GrantForm>,
    /// How the page looks and writes.
    #[serde(default, skip_serializing_if = "Settings::is_default")]
    pub settings: Settings,
    /// The text of a `policy.toml`: what the team has agreed about findings. It may be half written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub policy_toml: String,
}

/// A scenario whose policies are the documents of its workspace. It may be half written: it is read as it
/// stands, and judged when it is tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedScenario {
    /// What to make of context keys that are not supplied.
    #[serde(default)]
    pub missing_keys: MissingKeysForm,
    /// The request.
    pub request: RequestForm,
}

/// A request with the decision that is expected of the documents of its workspace. It may be half written, as a scenario may.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedExpectation {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What to make of context keys that are not supplied.
    #[serde(default)]
    pub missing_keys: MissingKeysForm,
    /// The request.
    pub request: RequestForm,
    /// The decision that is expected.
    pub expect: Expectation,
}

impl SavedExpectation {
    /// The request in one line, which stands for the name where there is none: `s3:GetObject on arn:aws:s3:::a/b by …`.
    pub fn describe(&self) -> String {
        let request = &self.request;
        let mut text = request.action.clone();
        let several = request.resources.iter().flatten();
        for resource in request.resource.iter().chain(several) {
            text.push_str(" on ");
            text.push_str(resource);
        }
        text.push_str(" by ");
        text.push_str(request.principal.name());
        text
    }
}

/// One document of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedDocument {
    /// What tells it from the others; never shown.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is attached to.
    #[serde(rename = "type", default)]
    pub document_type: DocumentType,
    /// The group through which an identity policy is attached, or the level of the organization of a service control policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_to: Option<String>,
    /// Its text, as it is: it need not be valid JSON. Lines end in LF.
    pub text: String,
    /// The text in force, which the document is proposed to replace: the two are reviewed side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// Whether it came from a file that starts with a byte order mark, which an export restores.
    #[serde(default, skip_serializing_if = "is_false")]
    pub byte_order_mark: bool,
    /// Whether it came from a file whose lines end in CRLF, which an export restores.
    #[serde(default, skip_serializing_if = "is_false")]
    pub crlf: bool,
}

/// A policy type, or none chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DocumentType {
    /// Guessed from the text.
    #[default]
    Auto,
    /// An identity policy.
    Identity,
    /// A permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// A resource policy.
    Resource,
    /// A role trust policy.
    Trust,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// A VPC endpoint policy.
    VpcEndpoint,
}

impl DocumentType {
    /// The chosen type; `None` for [`DocumentType::Auto`].
    pub fn policy_type(self) -> Option<PolicyType> {
        Some(match self {
            DocumentType::Auto => return None,
            DocumentType::Identity => PolicyType::Identity,
            DocumentType::Boundary => PolicyType::Boundary,
            DocumentType::Session => PolicyType::Session,
            DocumentType::Resource => PolicyType::Resource,
            DocumentType::Trust => PolicyType::Trust,
            DocumentType::Scp => PolicyType::Scp,
            DocumentType::Rcp => PolicyType::Rcp,
            DocumentType::VpcEndpoint => PolicyType::VpcEndpoint,
        })
    }
}

impl From<Option<PolicyType>> for DocumentType {
    fn from(policy_type: Option<PolicyType>) -> DocumentType {
        match policy_type {
            None => DocumentType::Auto,
            Some(PolicyType::Identity) => DocumentType::Identity,
            Some(PolicyType::Boundary) => DocumentType::Boundary,
            Some(PolicyType::Session) => DocumentType::Session,
            Some(PolicyType::Resource) => DocumentType::Resource,
            Some(PolicyType::Trust) => DocumentType::Trust,
            Some(PolicyType::Scp) => DocumentType::Scp,
            Some(PolicyType::Rcp) => DocumentType::Rcp,
            Some(PolicyType::VpcEndpoint) => DocumentType::VpcEndpoint,
        }
    }
}

/// How the page looks and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// How many spaces the formatter puts before each level.
    #[cfg_attr(test, schemars(range(min = 0, max = 8)))]
    pub indent: u8,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: Theme::Auto,
            indent: 2,
        }
    }
}

impl Settings {
    fn is_default(&self) -> bool {
        *self == Settings::default()
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace {
            version: VERSION,
            documents: Vec::new(),
            active: None,
            scenario: None,
            expectations: Vec::new(),
            switches: SwitchesForm::default(),
            grants: Vec::new(),
            settings: Settings::default(),
            policy_toml: String::new(),
        }
    }
}

impl Workspace {
    /// Reads the saved form of any version that this build knows.
    ///
    /// # Errors
    /// Text that is not JSON, another version, a field that the form does not have, two documents of one
    /// id, an active document that does not exist.
    pub fn from_json(text: &str) -> Result<Workspace, ReadError> {
        version::require(text)?;
        let workspace: Workspace =
            serde_json::from_str(text).map_err(|error| ReadError::form(text, &error))?;
        workspace.validate()?;
        Ok(workspace)
    }

    /// Whether a text is meant to be a workspace, as a scenario is not: it has documents.
    pub fn is_meant_by(text: &str) -> bool {
        #[derive(Deserialize)]
        struct Probe {
            documents: Option<IgnoredAny>,
        }
        serde_json::from_str::<Probe>(text).is_ok_and(|probe| probe.documents.is_some())
    }

    /// The saved form, without line breaks.
    pub fn to_json(&self) -> String {
        // Writing cannot fail: no map has keys other than strings and no number is NaN.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The same with every account id replaced, equal ones by equal ones, by those that AWS uses in examples: the policies
    /// decide as before, and tell nobody whose they are. Ids are found wherever twelve digits stand together, in names too.
    ///
    /// # Errors
    /// As [`Workspace::from_json`]; a workspace that can be read stays one.
    pub fn with_example_accounts(&self) -> Result<Workspace, ReadError> {
        Workspace::from_json(&account_ids::replace(&self.to_json()))
    }

    /// The documents as policies, each in the layer of its type, guessed where none is chosen. Whatever of a text can be read
    /// decides, together with the switches and grants.
    ///
    /// # Errors
    /// A grant whose key is no ARN, or whose grantee is no principal.
    pub fn policies(&self) -> Result<PolicySet, ReadError> {
        let mut policies = PolicySet {
            grants: grants("grants", &self.grants)?,
            switches: self.switches.into(),
            ..PolicySet::default()
        };
        for document in &self.documents {
            let policy = NamedPolicy::parse(&document.name, &document.text);
            let chosen = document.document_type.policy_type();
            let policy_type = chosen.unwrap_or_else(|| policy::guess(&policy.document).policy_type);
            policies.attach(policy_type, document.attached_to.as_deref(), policy);
        }
        Ok(policies)
    }

    /// The document of this id.
    pub fn document(&self, id: &str) -> Option<&SavedDocument> {
        self.documents.iter().find(|document| document.id == id)
    }

    fn validate(&self) -> Result<(), ReadError> {
        let mut ids = HashSet::new();
        let mut all = self.documents.iter().map(|document| document.id.as_str());
        if let Some(twice) = all.find(|id| !ids.insert(*id)) {
            return Err(ReadError::value(
                "documents",
                format!("two documents have the id `{twice}`"),
            ));
        }
        match &self.active {
            Some(active) if self.document(active).is_none() => Err(ReadError::value(
                "active",
                format!("no document has the id `{active}`"),
            )),
            _ => Ok(()),
        }
    }
}
