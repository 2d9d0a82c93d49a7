//! A lesson that is made from the workspace: its documents are the start, its expectations the tasks and the ceiling.

use std::collections::BTreeMap;
use std::rc::Rc;

use lessons::Lesson;
use workspace::{
    AnswerForm, DocumentForm, DocumentType, Expectation, LessonDocumentForm, LessonForm,
    LessonRequestForm, MistakeForm, SavedExpectation,
};

use super::OpenLesson;
use super::reduce::change_open;
use crate::action::Effect;
use crate::reduce::tell;
use crate::saved::to_workspace;
use crate::state::State;

/// How the lesson that is being made changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// It has another title; its id follows.
    Title(String),
    /// It has another sentence on what it is about.
    About(String),
    /// It has another story; an empty line parts paragraphs.
    Story(String),
    /// A hint has other words.
    Hint(usize, String),
    /// Other findings have to be gone: codes, separated by commas or spaces.
    Gone(String),
    /// The documents as they are now are the start.
    StartTaken,
    /// The documents as they are now are a right answer.
    AnswerTaken {
        /// What is special about it.
        about: String,
    },
    /// The documents as they are now are a mistake.
    MistakeTaken {
        /// What to say about it.
        says: String,
    },
    /// A right answer goes.
    AnswerRemoved(usize),
    /// A mistake goes.
    MistakeRemoved(usize),
}

/// A lesson made of the documents and expectations of the workspace.
///
/// # Errors
/// What the workspace lacks, for people.
pub fn draft(state: &State) -> Result<Lesson, String> {
    let workspace = to_workspace(state);
    if workspace.expectations.is_empty() {
        return Err(
            "A lesson needs expectations: try requests in Simulate, and expect the decisions that the right answer has to come to."
                .to_owned(),
        );
    }
    let documents = workspace
        .documents
        .iter()
        .filter(|document| !document.text.trim().is_empty());
    let documents: Vec<LessonDocumentForm> = documents
        .map(|document| LessonDocumentForm {
            id: document.id.clone(),
            name: document.name.clone(),
            document_type: match document.document_type {
                DocumentType::Auto => {
                    Some(policy::guess(&policy::parse(&document.text)).policy_type).into()
                }
                chosen => chosen,
            },
            attached_to: document.attached_to.clone(),
            document: DocumentForm::of_text(&document.text),
            fixed: false,
        })
        .collect();
    if documents.is_empty() {
        return Err("A lesson needs a document to change: every open one is empty.".to_owned());
    }
    let mut names = BTreeMap::new();
    let mut requests = workspace.expectations.iter().map(|expectation| {
        let name = expectation
            .name
            .clone()
            .unwrap_or_else(|| expectation.describe());
        let times = names.entry(name.clone()).or_insert(0_u32);
        *times = times.saturating_add(1);
        request(
            expectation,
            if *times > 1 {
                format!("{name} ({times})")
            } else {
                name
            },
        )
    });
    let all: Vec<LessonRequestForm> = requests.by_ref().collect();
    let (ceiling, tasks) = all.into_iter().partition(|each| {
        each.expect == Expectation::Denied || each.expect == Expectation::ImplicitlyDenied
    });
    let (tasks, ceiling): (Vec<_>, Vec<_>) = (tasks, ceiling);
    // Without a task there is nothing to reach: then the ceiling is what the answer has to come to.
    let (tasks, ceiling) = if tasks.is_empty() {
        (ceiling, tasks)
    } else {
        (tasks, ceiling)
    };
    Lesson::new(LessonForm {
        version: workspace::VERSION,
        id: "our-lesson".to_owned(),
        title: "Our lesson".to_owned(),
        about: String::new(),
        story: vec![String::new()],
        documents,
        tasks,
        ceiling,
        gone: Vec::new(),
        hints: vec![String::new(); 3],
        answers: Vec::new(),
        mistakes: Vec::new(),
        takeaways: Vec::new(),
        pages: Vec::new(),
    })
    .map_err(|error| format!("An expectation cannot be asked: {error}."))
}

fn request(expectation: &SavedExpectation, name: String) -> LessonRequestForm {
    LessonRequestForm {
        name,
        documents: None,
        missing_keys: expectation.missing_keys,
        request: expectation.request.clone(),
        expect: expectation.expect,
    }
}

/// Changes the lesson that is being made.
pub(super) fn change(state: &mut State, effects: &mut Vec<Effect>, change: DraftChange) {
    let Some(open) = state.learn.open.clone() else {
        return;
    };
    let mut form = open.lesson.form().clone();
    let texts = documents_now(state, &form);
    match change {
        DraftChange::Title(title) => {
            let id = id_of(&title);
            form.id = if id.is_empty() {
                "our-lesson".to_owned()
            } else {
                id
            };
            form.title = title;
        }
        DraftChange::About(about) => form.about = about,
        DraftChange::Story(story) => {
            form.story = story.split("\n\n").map(str::to_owned).collect();
        }
        DraftChange::Hint(position, words) => {
            if let Some(hint) = form.hints.get_mut(position) {
                *hint = words;
            }
        }
        DraftChange::Gone(codes) => {
            let codes = codes.split([',', ' ']).filter(|code| !code.is_empty());
            form.gone = codes.map(str::to_owned).collect();
        }
        DraftChange::StartTaken => {
            for (document, text) in form.documents.iter_mut().zip(texts) {
                document.document = text;
            }
        }
        DraftChange::AnswerTaken { about } => form.answers.push(AnswerForm {
            about,
            documents: by_id(&form.documents, texts),
        }),
        DraftChange::MistakeTaken { says } => {
            let faults = open
                .graded
                .as_ref()
                .map(|graded| graded.grade.faults(&open.lesson));
            let fails: Vec<String> = faults
                .iter()
                .flatten()
                .map(|fault| fault.name().to_owned())
                .collect();
            if fails.is_empty() {
                return tell(
                    state,
                    "The documents are a right answer as they are: nothing fails.",
                );
            }
            form.mistakes.push(MistakeForm {
                name: says
                    .split(['.', ':', ';'])
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
                documents: by_id(&form.documents, texts),
                fails,
                signs: Vec::new(),
                says,
            });
        }
        DraftChange::AnswerRemoved(position) => {
            if position < form.answers.len() {
                form.answers.remove(position);
            }
        }
        DraftChange::MistakeRemoved(position) => {
            if position < form.mistakes.len() {
                form.mistakes.remove(position);
            }
        }
    }
    if let Ok(lesson) = Lesson::new(form) {
        change_open(state, |open: &mut OpenLesson| open.lesson = Rc::new(lesson));
        effects.push(Effect::Grade);
    }
}

/// The texts of the lesson's documents, in its order.
fn documents_now(state: &State, form: &LessonForm) -> Vec<DocumentForm> {
    let answer = OpenLesson::answer(state);
    let texts = form.documents.iter().map(|document| {
        let text = answer.get(&document.id).map_or("", String::as_str);
        DocumentForm::of_text(text)
    });
    texts.collect()
}

fn by_id(
    documents: &[LessonDocumentForm],
    texts: Vec<DocumentForm>,
) -> BTreeMap<String, DocumentForm> {
    let documents = documents.iter().map(|document| document.id.clone());
    documents.zip(texts).collect()
}

/// A title as it can stand in a link.
fn id_of(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-").chars().take(64).collect()
}
