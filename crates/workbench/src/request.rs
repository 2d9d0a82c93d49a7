use std::rc::Rc;

use evaluation::{
    Context, ContextValue, Layer, MissingKeys, NamedPolicy, PolicySet, Principal, Request,
    Scenario, ScpLevel,
};

use crate::documents::{Document, DocumentId};

/// One context key as the user writes it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ContextRow {
    /// The key: `aws:SourceIp`.
    pub key: String,
    /// Its value; several are separated by commas. Empty says that the request does not carry the key.
    pub values: String,
}

impl ContextRow {
    /// Its values, one by one.
    pub fn values(&self) -> Vec<&str> {
        self.values
            .split(',')
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }
}

/// A request as it stands in the form: text that may not be complete yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDraft {
    /// An ARN, a service or `anonymous`.
    pub principal: String,
    /// `s3:GetObject`
    pub action: String,
    /// The ARN that the request touches.
    pub resource: String,
    /// What is known of the request beyond that.
    pub context: Vec<ContextRow>,
    /// What to make of context keys that are not supplied.
    pub missing_keys: MissingKeys,
}

impl Default for RequestDraft {
    fn default() -> RequestDraft {
        RequestDraft {
            principal: "arn:aws:iam::123456789012:role/example".to_owned(),
            action: String::new(),
            resource: String::new(),
            context: Vec::new(),
            missing_keys: MissingKeys::Unknown,
        }
    }
}

impl RequestDraft {
    /// A request as it would be written into the form.
    pub(crate) fn of(request: &Request) -> RequestDraft {
        RequestDraft {
            principal: request.principal.to_string(),
            action: request.action.clone(),
            resource: request.resources.first().cloned().unwrap_or_default(),
            context: request
                .context
                .iter()
                .map(|(key, value)| ContextRow {
                    key: key.to_owned(),
                    values: value.values.join(", "),
                })
                .collect(),
            missing_keys: MissingKeys::Unknown,
        }
    }

    /// The request with the open documents as the policies that apply to it, each in the layer of its type.
    ///
    /// # Errors
    /// What is missing or cannot be read, as one sentence for the user.
    pub fn scenario(&self, documents: &[Rc<Document>]) -> Result<Scenario, String> {
        if self.action.trim().is_empty() {
            return Err(
                "Write an action, such as s3:GetObject, to see what becomes of it.".to_owned(),
            );
        }
        let principal =
            Principal::parse(self.principal.trim()).map_err(|error| error.to_string())?;
        let mut policies = PolicySet::default();
        for document in documents {
            let policy = NamedPolicy::parse(&document.name, &document.text);
            let attached_to = document.attached_to.as_deref();
            policies.attach(document.policy_type(), attached_to, policy);
        }
        let resource = self.resource.trim();
        Ok(Scenario {
            missing_keys: self.missing_keys,
            request: Request {
                principal,
                action: self.action.trim().to_owned(),
                resources: (!resource.is_empty())
                    .then(|| resource.to_owned())
                    .into_iter()
                    .collect(),
                resource_is_pattern: self.is_pattern(),
                resource_account: None,
                context: self.context(),
                dependent_actions: Vec::new(),
            },
            policies,
        })
    }

    /// Whether the resource stands for every resource that it matches.
    pub(crate) fn is_pattern(&self) -> bool {
        self.resource.contains(['*', '?']) && self.resource.trim() != "*"
    }

    fn context(&self) -> Context {
        self.context
            .iter()
            .filter(|row| !row.key.trim().is_empty())
            .map(|row| {
                let value = match row.values().as_slice() {
                    [] => ContextValue::absent(),
                    [one] => ContextValue::single(*one),
                    several => ContextValue::multiple(several.iter().copied()),
                };
                (row.key.trim().to_owned(), value)
            })
            .collect()
    }

    /// The names of documents that take part although AWS would refuse them: what could be read of them decides.
    pub fn refused(documents: &[Rc<Document>]) -> Vec<&str> {
        documents
            .iter()
            .filter(|document| !document.is_blank())
            .filter(|document| {
                document.analysis.iter().any(|analysis| {
                    analysis
                        .findings
                        .iter()
                        .any(|finding| finding.kind == diagnostics::Kind::Error)
                })
            })
            .map(|document| &*document.name)
            .collect()
    }

    /// The document that is the policy at `position` of a layer of [`RequestDraft::scenario`]. Names do not tell:
    /// two documents may have the same.
    pub fn document_of(
        documents: &[Rc<Document>],
        layer: Layer,
        position: usize,
    ) -> Option<DocumentId> {
        let of_layer = || {
            let documents = documents.iter();
            documents.filter(|document| Layer::of(document.policy_type()) == layer)
        };
        if layer != Layer::Scp {
            return of_layer().nth(position).map(|document| document.id);
        }
        // Level by level, in the order in which the levels are first named.
        let level_of = |document: &Document| {
            let level = document.attached_to.as_deref();
            level.unwrap_or(ScpLevel::UNNAMED).to_owned()
        };
        let mut levels: Vec<String> = Vec::new();
        for level in of_layer().map(|document| level_of(document)) {
            if !levels.contains(&level) {
                levels.push(level);
            }
        }
        levels
            .iter()
            .flat_map(|level| of_layer().filter(move |document| level_of(document) == *level))
            .nth(position)
            .map(|document| document.id)
    }
}
