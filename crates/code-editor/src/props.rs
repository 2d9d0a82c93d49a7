//! What an editor is given and what it reports.

use std::rc::Rc;

use json_text::{Edit, Span};
use yew::{AttrValue, Callback, Properties};

/// Properties of [`CodeEditor`](crate::CodeEditor) and [`PlainEditor`](crate::PlainEditor).
///
/// All positions are 0-based byte offsets into the text, which holds LF line ends (CRLF given is turned into LF).
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CodeEditorProps {
    /// Which document is shown. Another id swaps the text with its undo history; coming back restores both.
    pub document_id: AttrValue,
    /// The text as its owner knows it. It is applied, as a minimal undoable transaction, only when this property
    /// changes to something that the editor does not hold and `revision` is not behind the editor.
    pub text: AttrValue,
    /// The newest [`TextChange::revision`] that `text` includes. Text given with an older one is stale and ignored;
    /// `None` always applies.
    #[prop_or_default]
    pub revision: Option<u64>,
    /// Squiggles, gutter marks and quick fixes, placed in `text`.
    #[prop_or_default]
    pub diagnostics: Rc<Vec<EditorDiagnostic>>,
    /// Called after every change that a person or an [`EditRequest`] made.
    #[prop_or_default]
    pub on_change: Callback<TextChange>,
    /// Called when a quick fix is chosen: index in `diagnostics`, index in its `actions`.
    #[prop_or_default]
    pub on_action: Callback<(usize, usize)>,
    /// Called with the cursor's offset whenever it moves.
    #[prop_or_default]
    pub on_cursor: Callback<usize>,
    /// A place to select, scroll to and focus; done once for each new nonce.
    #[prop_or_default]
    pub selection: Option<SelectionRequest>,
    /// Edits to apply as one undo step; done once for each new nonce.
    #[prop_or_default]
    pub edits: Option<EditRequest>,
    /// Whether the text is for reading only.
    #[prop_or_default]
    pub read_only: bool,
    /// The accessible name.
    pub label: AttrValue,
    /// What to say about a place.
    #[prop_or_default]
    pub hover: Option<Callback<Place, Option<HoverText>>>,
    /// What could be written at a place.
    #[prop_or_default]
    pub completion: Option<Callback<Place, Option<CompletionList>>>,
    /// Something to insert, as if it had been chosen from a list; done once for each new nonce.
    #[prop_or_default]
    pub insertion: Option<InsertionRequest>,
}

/// The whole text after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// The document that changed.
    pub document_id: AttrValue,
    /// The text, lines joined by LF.
    pub text: AttrValue,
    /// Counts the changes of this editor, over all documents; never falls.
    pub revision: u64,
}

/// How much a diagnostic matters; decides its colour and mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// A red squiggle.
    Error,
    /// An amber squiggle.
    Warning,
    /// A blue squiggle.
    Info,
    /// A grey squiggle.
    Hint,
}

impl Severity {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }
}

/// Something to say about a span of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorDiagnostic {
    /// First byte.
    pub from: usize,
    /// First byte behind it.
    pub to: usize,
    /// How much it matters.
    pub severity: Severity,
    /// The message, plain text.
    pub message: String,
    /// Where it comes from: the code of the check.
    pub source: String,
    /// Quick fixes, best first.
    pub actions: Vec<EditorAction>,
}

/// A quick fix as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorAction {
    /// What it would do, plain text.
    pub title: String,
    /// The owner's name for it; the editor only carries it.
    pub id: String,
}

/// A place to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectionRequest {
    /// What to select.
    pub span: Span,
    /// Differs from the one before: the same place can be asked for twice.
    pub nonce: u64,
}

/// Edits to apply in one undoable transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct EditRequest {
    /// Differs from the one before.
    pub nonce: u64,
    /// The revision of the text that the edits were made for: on any other text they are dropped. `None` skips that.
    pub revision: Option<u64>,
    /// The edits, all in offsets of the text before.
    pub edits: Vec<Edit>,
}

/// What a hover shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoverText {
    /// The text that it is about.
    pub span: Span,
    /// First line, set off.
    pub title: String,
    /// Further lines.
    pub lines: Vec<String>,
}

/// A place that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The whole text.
    pub text: AttrValue,
    /// The pointer or the cursor.
    pub offset: usize,
}

/// What could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionList {
    /// What is written so far, and what of the word stands behind the cursor.
    pub word: Span,
    /// What a choice replaces.
    pub replaced: Span,
    /// Where a choice inserts a comma besides, before `replaced`.
    pub comma_at: Option<usize>,
    /// The choices, best first.
    pub options: Vec<CompletionOption>,
}

/// One choice of a completion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompletionOption {
    /// What is listed.
    pub label: String,
    /// A short note behind the label, or empty.
    pub detail: String,
    /// A longer note beside the list, or empty.
    pub info: String,
    /// What is inserted: `${…}` is a place where the cursor stops, other braces have a backslash before them, tabs at
    /// the beginning of a line are levels of indentation.
    pub template: String,
    /// Whether there is more to choose from once it is inserted.
    pub goes_on: bool,
}

/// Something to insert in one undoable transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct InsertionRequest {
    /// Differs from the one before.
    pub nonce: u64,
    /// A list whose first choice is inserted; it is dropped where it does not fit the text.
    pub list: CompletionList,
}
