use std::collections::BTreeMap;

use evaluation::{Caller, NamedPolicy, Principal};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::read_error::ReadError;

/// A grant of a KMS key, in the words of CreateGrant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantForm {
    /// What results call it.
    #[serde(default)]
    pub name: String,
    /// The ARN of the key.
    pub key_id: String,
    /// Who may use the key: the ARN of a user, a role or a session, or a service.
    pub grantee_principal: String,
    /// What they may do: `Decrypt`, `GenerateDataKey`.
    pub operations: Vec<String>,
    /// When they may.
    #[serde(default, skip_serializing_if = "GrantConstraintsForm::is_default")]
    pub constraints: GrantConstraintsForm,
}

/// What the encryption context of a request has to be for a grant to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct GrantConstraintsForm {
    /// Exactly this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_context_equals: Option<BTreeMap<String, String>>,
    /// This and perhaps more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_context_subset: Option<BTreeMap<String, String>>,
}

impl GrantConstraintsForm {
    fn is_default(&self) -> bool {
        *self == GrantConstraintsForm::default()
    }
}

/// The policies that say the same as grants, in order. `path` is where they stand in the file.
///
/// # Errors
/// A key that is no ARN, a grantee that is no principal.
pub fn grants(path: &str, forms: &[GrantForm]) -> Result<Vec<NamedPolicy>, ReadError> {
    let forms = forms.iter().enumerate();
    forms
        .map(|(position, grant)| grant.to_policy(&format!("{path}[{position}]")))
        .collect()
}

impl GrantForm {
    fn to_policy(&self, path: &str) -> Result<NamedPolicy, ReadError> {
        if !self.key_id.starts_with("arn:") || self.key_id.contains(['*', '?']) {
            return Err(ReadError::value(
                format!("{path}.keyId"),
                format!("`{}` is not the ARN of a key", self.key_id),
            ));
        }
        let kind = match Principal::parse(&self.grantee_principal) {
            Ok(grantee) => match grantee.caller {
                Caller::Service { .. } => "Service",
                _ => "AWS",
            },
            Err(error) => {
                let path = format!("{path}.granteePrincipal");
                return Err(ReadError::value(path, error.to_string()));
            }
        };
        let operations = self.operations.iter();
        let actions: Vec<String> = operations.map(|name| format!("kms:{name}")).collect();
        // Without Version, what looks like a variable is text.
        let policy = json!({"Statement": {
            "Effect": "Allow",
            "Principal": {kind: self.grantee_principal},
            "Action": actions,
            "Resource": self.key_id,
            "Condition": self.constraints.to_condition(),
        }});
        Ok(NamedPolicy::parse(&self.name, &policy.to_string()))
    }
}

impl GrantConstraintsForm {
    fn to_condition(&self) -> Value {
        let pairs = [
            &self.encryption_context_equals,
            &self.encryption_context_subset,
        ];
        let equals: Map<String, Value> = pairs
            .into_iter()
            .flatten()
            .flatten()
            .map(|(key, value)| (format!("kms:EncryptionContext:{key}"), json!(value)))
            .collect();
        let mut condition = json!({"StringEquals": equals});
        if let Some(pairs) = &self.encryption_context_equals
            && let Some(condition) = condition.as_object_mut()
        {
            let keys: Vec<&String> = pairs.keys().collect();
            condition.insert(
                "ForAllValues:StringEquals".to_owned(),
                json!({"kms:EncryptionContextKeys": keys}),
            );
        }
        condition
    }
}
