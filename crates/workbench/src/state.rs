use std::rc::Rc;

use evaluation::Trace;
use workspace::{GrantForm, SavedExpectation, SwitchesForm};

use crate::comparison::Baseline;
use crate::documents::{Document, DocumentId};
use crate::fragment::{EmbedOptions, Theme};
use crate::learn::Learn;
use crate::request::RequestDraft;

/// The panels beside the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Panel {
    /// What is wrong with the text.
    Findings,
    /// A request and its decision.
    Simulate,
    /// How to narrow it.
    Suggest,
    /// What an edit really changes.
    Compare,
    /// Lessons.
    Learn,
}

impl Panel {
    /// All panels, in the order of their tabs.
    pub const ALL: [Panel; 5] = [
        Panel::Findings,
        Panel::Simulate,
        Panel::Suggest,
        Panel::Compare,
        Panel::Learn,
    ];

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Panel::Findings => "Findings",
            Panel::Simulate => "Simulate",
            Panel::Suggest => "Suggest",
            Panel::Compare => "Compare",
            Panel::Learn => "Learn",
        }
    }

    /// Its name in a link.
    pub fn as_str(self) -> &'static str {
        match self {
            Panel::Findings => "findings",
            Panel::Simulate => "simulate",
            Panel::Suggest => "suggest",
            Panel::Compare => "compare",
            Panel::Learn => "learn",
        }
    }

    /// The panel of this name, as written by [`Panel::as_str`].
    pub fn from_name(name: &str) -> Option<Panel> {
        Panel::ALL.into_iter().find(|panel| panel.as_str() == name)
    }
}

/// Whether the page can still reach the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The page still loads its own files.
    Open,
    /// The browser refuses every further request.
    Sealed {
        /// Files that were not there when the page sealed itself; what they hold is missing.
        missing: Vec<Rc<str>>,
    },
}

/// How a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something went as asked.
    Done,
    /// Something could not be done; nothing was lost.
    Problem,
}

/// A short message about what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is shown.
    pub kind: NoticeKind,
    /// What it says.
    pub text: Rc<str>,
    /// Whether it offers to reopen the closed document.
    pub reopens: bool,
}

/// What an expectation came to; or what its request lacks, for people.
pub type ExpectationOutcome = Result<analysis::Checked, Rc<str>>;

/// All that the page knows. Two are equal if they are the very same one: views are drawn again when it was replaced, and to look
/// into it would cost more than that.
#[derive(Clone, Debug)]
pub struct State {
    /// The open documents, in the order of their tabs; never empty.
    pub documents: Vec<Rc<Document>>,
    /// The one in the editor; always one of them.
    pub active: DocumentId,
    /// The document that was closed last, and where its tab stood.
    pub closed: Option<(usize, Rc<Document>)>,
    /// The panel beside the editor.
    pub panel: Panel,
    /// The request of the simulator.
    pub request: RequestDraft,
    /// The newest number given to a simulation.
    pub simulation_number: u64,
    /// The requests whose decisions the documents have to come to.
    pub expectations: Vec<SavedExpectation>,
    /// Settings beside the policies, by which expectations are decided.
    pub switches: SwitchesForm,
    /// Grants of KMS keys, by which expectations are decided.
    pub grants: Vec<GrantForm>,
    /// What the workspace has of a `policy.toml`.
    pub policy_toml: Rc<str>,
    /// The newest number given to a check of them.
    pub expectations_number: u64,
    /// What each came to, in order; or what its request lacks. Empty until they are checked.
    pub outcomes: Rc<[ExpectationOutcome]>,
    /// The last decision, or what is missing to ask.
    pub simulation: Option<Result<Rc<Trace>, Rc<str>>>,
    /// Lessons, and the one that is open.
    pub learn: Rc<Learn>,
    /// What just happened.
    pub notice: Option<Notice>,
    /// Whether the page is sealed.
    pub seal: Seal,
    /// Whether the workspace is kept in this browser.
    pub keeps: bool,
    /// Whether the user was told that another window keeps its own in the same place.
    pub kept_elsewhere: bool,
    /// Colours.
    pub theme: Theme,
    /// Whether the editor is the browser's plain text field.
    pub plain_editor: bool,
    /// How the page is embedded; `None` on a page of its own.
    pub embed: Option<EmbedOptions>,
    pub(crate) next_document: u32,
}

impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        std::ptr::eq(self, other)
    }
}

impl State {
    /// An empty workspace with one empty document.
    pub fn new() -> State {
        let mut state = State {
            documents: Vec::new(),
            active: DocumentId(0),
            closed: None,
            panel: Panel::Findings,
            request: RequestDraft::default(),
            simulation_number: 0,
            expectations: Vec::new(),
            switches: SwitchesForm::default(),
            grants: Vec::new(),
            policy_toml: "".into(),
            expectations_number: 0,
            outcomes: Rc::new([]),
            simulation: None,
            learn: Rc::default(),
            notice: None,
            seal: Seal::Open,
            keeps: true,
            kept_elsewhere: false,
            theme: Theme::Auto,
            plain_editor: false,
            embed: None,
            next_document: 0,
        };
        state.add_document("policy".into(), "".into(), None);
        state
    }

    /// The document in the editor.
    pub fn active_document(&self) -> Option<&Rc<Document>> {
        self.document(self.active)
    }

    /// The document of this id, while it is open.
    pub fn document(&self, id: DocumentId) -> Option<&Rc<Document>> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// How many expectations the open documents do not meet, or cannot be tried.
    pub fn failed_expectations(&self) -> usize {
        let outcomes = self.outcomes.iter();
        outcomes
            .filter(|outcome| !outcome.as_ref().is_ok_and(|checked| checked.met))
            .count()
    }

    /// Whether the text may be changed: an embed can forbid it. Of a lesson's documents it is those that are not given.
    pub fn can_edit(&self) -> bool {
        match self
            .active_document()
            .and_then(|document| document.lesson.as_ref())
        {
            Some(part) => !part.fixed,
            None => self.embed.as_ref().is_none_or(|embed| embed.editable),
        }
    }

    /// The documents that decide together with the one in the editor: those of the lesson, or those of the reader.
    pub fn deciding(&self) -> Vec<Rc<Document>> {
        let of_lesson = |document: &Document| document.lesson.is_some();
        let learns = self
            .active_document()
            .is_some_and(|document| of_lesson(document));
        let documents = self.documents.iter();
        documents
            .filter(|document| of_lesson(document) == learns)
            .cloned()
            .collect()
    }

    pub(crate) fn document_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.documents
            .iter_mut()
            .find(|document| document.id == id)
            .map(Rc::make_mut)
    }

    pub(crate) fn add_document(
        &mut self,
        name: Rc<str>,
        text: Rc<str>,
        chosen_type: Option<policy::PolicyType>,
    ) -> DocumentId {
        let id = DocumentId(self.next_document);
        self.next_document += 1;
        self.documents.push(Rc::new(Document {
            id,
            name,
            chosen_type,
            attached_to: None,
            opened: Rc::clone(&text),
            marked: None,
            baseline: Baseline::Opened,
            comparison: None,
            text,
            byte_order_mark: false,
            crlf: false,
            revision: 0,
            editor_revision: None,
            lesson: None,
            analysis: None,
            advice: None,
        }));
        self.active = id;
        id
    }
}

impl Default for State {
    fn default() -> State {
        State::new()
    }
}
