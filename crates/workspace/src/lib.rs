//! The saved and exchanged forms of everything: the one place that knows how things look as JSON.
//!
//! | module | what it holds |
//! |---|---|
//! | `saved` | [`Workspace`]: documents, the request that is tried, expectations, settings; what the page keeps |
//! | [`share`] | the workspace in the fragment of a link: `#v2/…` |
//! | `account_ids` | account ids of examples in the place of real ones |
//! | `scenario`, `principal`, `context`, `grant`, `document_form` | [`ScenarioForm`]: what `policy simulate` reads |
//! | `results` | [`SimulateResult`]: what it writes |
//! | `reports` | [`CheckReport`], [`SuggestReport`], [`TestReport`]: what `policy check`, `suggest` and `test` write |
//! | `comparison` | [`CompareReport`]: what `policy compare` writes; [`PairForm`]: a line that it reads |
//! | `lesson`, `progress` | [`LessonForm`]: a lesson's file; [`ProgressForm`]: how far somebody has come |
//! | `check_settings` | [`CheckSettings`]: whom a team trusts, severities and suppressions, what `policy.toml` holds |
//! | `place` | [`Places`]: spans with lines and columns, in the bytes of a file |
//! | [`file_text`] | text as files hold it: byte order mark, CRLF |
//! | `version`, `read_error` | what every reader begins with, and ends with |
//!
//! The JSON Schemas in `docs/schemas` are made from these types by a test.

mod account_ids;
mod check_settings;
mod comparison;
mod context;
mod document_form;
pub mod file_text;
mod grant;
mod lesson;
mod place;
mod principal;
mod progress;
mod read_error;
mod reports;
mod results;
mod saved;
mod scenario;
#[cfg(test)]
mod schemas;
pub mod share;
mod version;

pub use check_settings::{CheckSettings, Date, SeverityForm, SuppressionForm, TrustedForm};
pub use comparison::{ChangeForm, CompareReport, PairForm, RelationForm, SideForm};
pub use context::{ContextForm, ContextValueForm, ScalarForm};
pub use document_form::DocumentForm;
pub use grant::{GrantConstraintsForm, GrantForm, grants};
pub use lesson::{
    AnswerForm, ERRORS, LessonDocumentForm, LessonForm, LessonRequestForm, MistakeForm,
};
pub use place::{Place, Places};
pub use principal::{KnownPrincipal, OrganizationForm, PrincipalForm};
pub use progress::{CourseEntry, LessonProgressForm, ProgressForm};
pub use read_error::ReadError;
pub use reports::{
    CheckReport, EditForm, ErrorReport, FindingForm, FixForm, KindForm, ProofForm, ProofStatus,
    RelatedForm, SafetyForm, SkippedForm, SuggestReport, SuggestionForm, TestReport,
    TestResultForm,
};
pub use results::{
    DecisionForm, DerivedKeyForm, EffectForm, ElementForm, ExpectationForm, LayerForm, LayerName,
    LayerOutcomeForm, LayerTraceForm, MissingKeyForm, SimulateResult, StatementOutcomeForm,
    StatementTraceForm, TraceForm, WayForm,
};
pub use saved::{
    DocumentType, SavedDocument, SavedExpectation, SavedScenario, Settings, Theme, Workspace,
};
pub use scenario::{
    DependentActionForm, Expectation, MissingKeysForm, NamedPolicyForm, PoliciesForm, RequestForm,
    ScenarioForm, ScpLevelForm, SwitchesForm,
};
pub use version::VERSION;
