use diagnostics::{Edit, Finding, Fix, Kind, Related, Safety, Span};
use policy::PolicyType;
use serde::Serialize;

use crate::place::{Place, Places};
use crate::results::DecisionForm;
use crate::saved::DocumentType;
use crate::scenario::Expectation;

/// What `policy check --format json` writes for one input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// The input as it was named; `-` for standard input.
    pub file: String,
    /// The type by which it was judged; never `auto`.
    #[serde(rename = "type")]
    pub document_type: DocumentType,
    /// What was found, by place.
    pub findings: Vec<FindingForm>,
}

impl CheckReport {
    /// The report on one input.
    pub fn new(
        file: &str,
        policy_type: PolicyType,
        findings: &[Finding],
        places: &Places<'_>,
    ) -> CheckReport {
        CheckReport {
            file: file.to_owned(),
            document_type: Some(policy_type).into(),
            findings: findings
                .iter()
                .map(|finding| FindingForm::new(finding, places))
                .collect(),
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FindingForm {
    /// The check's id: `policy explain` tells more.
    pub code: &'static str,
    /// Its code in AWS's own validator, where it has one.
    pub aws_code: Option<&'static str>,
    /// How grave it is.
    pub kind: KindForm,
    /// What is wrong.
    pub message: String,
    /// The consequence; may be empty.
    pub because: String,
    /// Where.
    pub span: Place,
    /// The other places that are involved.
    pub related: Vec<RelatedForm>,
    /// What can be done about it, the best first.
    pub fixes: Vec<FixForm>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KindForm {
    /// AWS refuses the policy, or a part of it never takes effect.
    Error,
    /// It grants access that is overly broad.
    SecurityWarning,
    /// It does not do what it seems to say.
    Warning,
    /// It could be shorter or clearer.
    Suggestion,
}

/// Another place that a finding involves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RelatedForm {
    /// What is there.
    pub message: String,
    /// Where.
    pub span: Place,
}

/// A change of the text. All its edits apply at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FixForm {
    /// What it does, as an order.
    pub title: String,
    /// What it may change beyond the text.
    pub safety: SafetyForm,
    /// The edits, sorted by place; they do not overlap.
    pub edits: Vec<EditForm>,
}

/// What a fix may change beyond the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SafetyForm {
    /// The policy allows what it allowed before.
    Safe,
    /// The policy allows less.
    Narrows,
    /// A person has to look.
    NeedsReview,
}

/// A replacement of bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EditForm {
    /// The first byte that goes, from 0.
    pub start: usize,
    /// The byte behind the last one that goes.
    pub end: usize,
    /// What comes in its place.
    pub insert: String,
}

/// What `policy suggest --format json` writes for one input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SuggestReport {
    /// The input as it was named; `-` for standard input.
    pub file: String,
    /// The type by which it was judged; never `auto`.
    #[serde(rename = "type")]
    pub document_type: DocumentType,
    /// How it can be narrowed, by place.
    pub suggestions: Vec<SuggestionForm>,
    /// What was left alone although it is wide, by place.
    pub skipped: Vec<SkippedForm>,
}

/// A change that narrows what a policy allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SuggestionForm {
    /// The kind of suggestion.
    pub code: &'static str,
    /// What is wider than it need be.
    pub message: String,
    /// Why that matters.
    pub because: String,
    /// Where.
    pub span: Place,
    /// What would no longer be allowed, for people.
    pub removes: Vec<String>,
    /// The change.
    pub fix: FixForm,
    /// How far it is proven.
    pub proof: ProofForm,
}

/// How far a suggestion is proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProofForm {
    /// The result.
    pub status: ProofStatus,
    /// What the suggestion takes for granted, or why it is not proven.
    pub why: String,
}

/// Whether a suggestion is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProofStatus {
    /// Over all requests: the policy allows the same afterwards.
    Same,
    /// Over all requests: the policy allows nothing afterwards that it does not allow now.
    NothingNew,
    /// Neither.
    NotProven,
}

/// Something wide for which there is no suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SkippedForm {
    /// Why nothing is suggested.
    pub why: String,
    /// Where.
    pub span: Place,
}

/// What `policy test` writes for one input as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TestReport {
    /// The input as it was named.
    pub file: String,
    /// What each expectation came to, in order.
    pub results: Vec<TestResultForm>,
}

/// What an expectation came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TestResultForm {
    /// Its name, or its request in one line.
    pub name: String,
    /// The decision that was expected.
    pub expected: Expectation,
    /// Whether it is the decision.
    pub met: bool,
    /// The decision; none where the request cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionForm>,
    /// The context keys on which an undetermined decision depends.
    pub missing: Vec<String>,
    /// Why it is another decision than expected, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What is wrong with the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What stands in the place of a result that cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorReport {
    /// What is wrong with the input.
    pub error: String,
    /// The line of the input, from 1, where the input is one line each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The input as it was named, where there may be several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl FindingForm {
    /// The form of a finding.
    pub fn new(finding: &Finding, places: &Places<'_>) -> FindingForm {
        FindingForm {
            code: finding.code,
            aws_code: finding.aws_code,
            kind: finding.kind.into(),
            message: finding.message.clone(),
            because: finding.because.clone(),
            span: places.place(finding.span),
            related: finding
                .related
                .iter()
                .map(|related| RelatedForm::new(related, places))
                .collect(),
            fixes: finding
                .fixes
                .iter()
                .map(|fix| FixForm::new(fix, places))
                .collect(),
        }
    }
}

impl RelatedForm {
    fn new(related: &Related, places: &Places<'_>) -> RelatedForm {
        RelatedForm {
            message: related.message.clone(),
            span: places.place(related.span),
        }
    }
}

impl FixForm {
    /// The form of a fix.
    pub fn new(fix: &Fix, places: &Places<'_>) -> FixForm {
        FixForm {
            title: fix.title.clone(),
            safety: fix.safety.into(),
            edits: fix
                .edits
                .iter()
                .map(|edit| EditForm::new(edit, places))
                .collect(),
        }
    }
}

impl EditForm {
    fn new(edit: &Edit, places: &Places<'_>) -> EditForm {
        EditForm {
            start: places.byte(edit.span.start),
            end: places.byte(edit.span.end),
            insert: places.inserted(&edit.insert),
        }
    }
}

impl SkippedForm {
    /// The form of something that was left alone.
    pub fn new(span: Span, why: &str, places: &Places<'_>) -> SkippedForm {
        SkippedForm {
            why: why.to_owned(),
            span: places.place(span),
        }
    }
}

impl From<Kind> for KindForm {
    fn from(kind: Kind) -> KindForm {
        match kind {
            Kind::Error => KindForm::Error,
            Kind::SecurityWarning => KindForm::SecurityWarning,
            Kind::Warning => KindForm::Warning,
            Kind::Suggestion => KindForm::Suggestion,
        }
    }
}

impl From<Safety> for SafetyForm {
    fn from(safety: Safety) -> SafetyForm {
        match safety {
            Safety::Safe => SafetyForm::Safe,
            Safety::Narrows => SafetyForm::Narrows,
            Safety::NeedsReview => SafetyForm::NeedsReview,
        }
    }
}
