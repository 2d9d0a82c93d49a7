use std::rc::Rc;

use diagnostics::{Edit, Span};
use evaluation::{Request, Trace};
use policy::PolicyType;
use workspace::SavedExpectation;

use crate::comparison::{Baseline, Compared};
use crate::documents::DocumentId;
use crate::fragment::Theme;
use crate::learn::LearnAction;
use crate::request::RequestDraft;
use crate::state::{ExpectationOutcome, Panel, Seal, State};

/// What can happen to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The user changed a document's text. Lines end in LF.
    TextChanged {
        /// Which one.
        document: DocumentId,
        /// The whole new text.
        text: Rc<str>,
        /// The editor's own count of changes, which it wants back with edits.
        editor_revision: u64,
    },
    /// An analysis is done.
    AnalysisReady {
        /// Of which document; its revision stands in the analysis.
        document: DocumentId,
        /// What it says.
        analysis: Rc<analysis::Analysis>,
    },
    /// What another text is to be compared with was chosen for the document in the editor.
    BaselineChosen(Baseline),
    /// The text in the editor is what it is compared with from now on.
    BaselineMarked,
    /// What a comparison came to.
    ComparisonReady {
        /// Which document.
        document: DocumentId,
        /// Of which texts, and what.
        compared: Box<Compared>,
    },
    /// The request that shows a difference is to be tried.
    WitnessTried(Box<Request>),
    /// The advice for a revision is there.
    AdviceReady {
        /// For which document.
        document: DocumentId,
        /// For which of its revisions.
        revision: u64,
        /// What can be narrowed, and what was left alone.
        advice: Rc<analysis::Advice>,
    },
    /// A request has been decided, or cannot be.
    SimulationReady {
        /// The number of the effect that asked.
        number: u64,
        /// The decision and how it came about; or what is missing to ask, for people.
        result: Result<Rc<Trace>, Rc<str>>,
    },
    /// The expectations have been held against the open documents.
    ExpectationsChecked {
        /// The number of the effect that asked.
        number: u64,
        /// What each came to, in order.
        outcomes: Rc<[ExpectationOutcome]>,
    },
    /// The user expects a decision from now on.
    ExpectationAdded(Rc<SavedExpectation>),
    /// The user no longer expects the decision at this position.
    ExpectationRemoved(usize),
    /// The user changed the request.
    RequestChanged(RequestDraft),
    /// The user chose a type, or `None` to have it guessed.
    TypeChosen {
        /// For which document.
        document: DocumentId,
        /// The type.
        policy_type: Option<PolicyType>,
    },
    /// The user opened a panel.
    PanelOpened(Panel),
    /// The user pointed at a place of a document: the editor goes there.
    PlaceChosen {
        /// Which document.
        document: DocumentId,
        /// Where.
        span: Span,
    },
    /// The user took the fix of a finding.
    FixTaken {
        /// The finding's position in the analysis of the active document.
        finding: usize,
        /// The fix's position in the finding.
        fix: usize,
    },
    /// The user took all safe fixes of the active document at once.
    SafeFixesTaken,
    /// The user filled in placeholders of the active document.
    PlaceholdersFilled {
        /// Each placeholder as it stands in the text, and what takes its place.
        values: Vec<(String, String)>,
    },
    /// The user took a snippet for the active document.
    SnippetTaken {
        /// Its position among the snippets.
        snippet: usize,
    },
    /// The policy has no place for a snippet.
    SnippetUnplaced,
    /// The user chose the plain text field as editor, or the other one.
    PlainEditorChosen(bool),
    /// The user took a suggestion of the active document.
    SuggestionTaken {
        /// Its position.
        suggestion: usize,
        /// The actions that the user does not want to keep, where the suggestion offers a choice.
        dropped: Vec<String>,
    },
    /// The user asked for the text to be laid out.
    FormatAsked,
    /// The user opened a policy from elsewhere: a sample, a file, a managed policy.
    DocumentOpened {
        /// Its name.
        name: Rc<str>,
        /// Its text as it was found; line ends of any kind.
        text: Rc<str>,
        /// Its type where it is known.
        policy_type: Option<PolicyType>,
    },
    /// The user dropped or chose a file.
    FileRead {
        /// Its name.
        name: Rc<str>,
        /// Its bytes.
        bytes: Rc<[u8]>,
    },
    /// The user dropped or chose a file that is too large to be read.
    FileTooLarge {
        /// Its name.
        name: Rc<str>,
        /// Its size in bytes.
        bytes: u64,
    },
    /// The user dropped or chose something that cannot be read: a folder, a file that was removed meanwhile.
    FileUnreadable {
        /// Its name.
        name: Rc<str>,
    },
    /// The user went to another document.
    DocumentChosen(DocumentId),
    /// The user gave a document a name.
    DocumentRenamed {
        /// Which one.
        document: DocumentId,
        /// The name.
        name: Rc<str>,
    },
    /// The user closed a document.
    DocumentClosed(DocumentId),
    /// The user wants the last closed document back.
    CloseUndone,
    /// The user asked for an empty document.
    NewDocumentAsked,
    /// The user opened the file of a workspace.
    WorkspaceOpened {
        /// The file's name.
        name: Rc<str>,
        /// The state with what it holds in the place of what was there.
        state: Rc<State>,
    },
    /// The file of a workspace cannot be read.
    WorkspaceUnreadable {
        /// The file's name.
        name: Rc<str>,
        /// Why, for people.
        why: Rc<str>,
    },
    /// The user chose a theme.
    ThemeChosen(Theme),
    /// The page sealed itself, or could not.
    SealChanged(Seal),
    /// The user wants nothing kept in this browser, and what is kept removed; or keeping again.
    KeepingChosen(bool),
    /// Another window of this browser keeps its workspace in the same place, and has just done so.
    KeptElsewhere,
    /// The browser did not keep the workspace: storage is off or full.
    KeepingFailed,
    /// The code that reads and writes workspaces could not be loaded.
    SavingMissing,
    /// The user wanted to share, and the code for it could not be loaded.
    SharingMissing,
    /// Something happened to lessons: a step of [`crate::learn::reduce`], which is code of its own.
    Learn(LearnAction),
    /// The user put the notice away.
    NoticeDismissed,
}

/// What the page has to do after a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Analyse a text and send [`Action::AnalysisReady`].
    Analyze {
        /// Which document.
        document: DocumentId,
        /// Which revision of it.
        revision: u64,
        /// Its text.
        text: Rc<str>,
        /// The chosen type; `None` to guess.
        policy_type: Option<PolicyType>,
    },
    /// Look for what can be narrowed and send [`Action::AdviceReady`].
    Advise {
        /// Which document.
        document: DocumentId,
        /// Which revision of it.
        revision: u64,
        /// Its text.
        text: Rc<str>,
        /// The chosen type; `None` to guess.
        policy_type: Option<PolicyType>,
    },
    /// Compare two texts over all requests and send [`Action::ComparisonReady`].
    Compare {
        /// Which document.
        document: DocumentId,
        /// Which revision of it.
        revision: u64,
        /// Its text.
        text: Rc<str>,
        /// The text it is compared with.
        baseline: Rc<str>,
        /// What both are attached to.
        policy_type: PolicyType,
    },
    /// Decide the request over the open documents and send [`Action::SimulationReady`]. Only the newest
    /// number counts.
    Simulate {
        /// Sent back with the result.
        number: u64,
    },
    /// Hold the open documents against the expectations and send [`Action::ExpectationsChecked`]. Only the newest number
    /// counts.
    CheckExpectations {
        /// Sent back with the outcomes.
        number: u64,
    },
    /// Grade the documents of the open lesson and send [`LearnAction::Graded`].
    Grade,
    /// Send [`LearnAction::FileRead`] once lessons can be read.
    ReadLesson {
        /// The file's name.
        name: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// Apply edits in the editor as one step that undo takes back.
    ApplyEdits {
        /// Which document.
        document: DocumentId,
        /// The editor's revision that the edits belong to; an editor that is further on ignores them. `None`
        /// while the text has never been changed in it.
        editor_revision: Option<u64>,
        /// The edits, byte offsets.
        edits: Vec<Edit>,
    },
    /// Put a snippet into the policy, or send [`Action::SnippetUnplaced`].
    InsertSnippet {
        /// Which document.
        document: DocumentId,
        /// The snippet's position among the snippets.
        snippet: usize,
    },
    /// Keep in the browser which editor is used.
    KeepEditor {
        /// Whether it is the plain text field.
        plain: bool,
    },
    /// Select a place in the editor and bring it into view.
    Select {
        /// Which document.
        document: DocumentId,
        /// Where, byte offsets.
        span: Span,
    },
    /// Keep the workspace in the browser, soon.
    Keep,
    /// Remove what the browser keeps.
    Forget,
    /// Read a workspace from a file, set aside what is there, so that the browser's Back button returns to it, and send
    /// [`Action::WorkspaceOpened`] or [`Action::WorkspaceUnreadable`].
    OpenWorkspace {
        /// The file's name.
        name: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// Show the page in this theme.
    ShowTheme(Theme),
}
