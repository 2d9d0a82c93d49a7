//! The course, and the lesson that is open.
//!
//! The documents of a lesson stand beside those of the reader and never mix with them: they are not kept with the workspace, not shared, and
//! decide by themselves. [`reduce`] is a reducer of its own, so that the page can load it when it is needed.

mod draft;
mod reduce;

use std::rc::Rc;

use evaluation::Trace;
use lessons::{Answer, Grade, Judgement, Lesson};
use workspace::{CourseEntry, LessonProgressForm, ProgressForm};

pub use draft::{DraftChange, draft};
pub use reduce::reduce;

use crate::state::State;

/// What the page knows of lessons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learn {
    /// The lessons of the course, in order.
    pub course: Course,
    /// How far the reader has come.
    pub progress: ProgressForm,
    /// The lesson that is open.
    pub open: Option<OpenLesson>,
    /// The lesson that a link asks for, by its id or as [`workspace::share::encode_text`] writes it, until the course is there.
    pub wanted: Option<Rc<str>>,
}

/// The file of the course.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Course {
    /// It is on its way.
    #[default]
    Loading,
    /// It could not be loaded.
    Missing,
    /// It is there.
    Ready(Rc<[CourseEntry]>),
}

/// A lesson that is open, and what its reader has done so far.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLesson {
    /// The lesson.
    pub lesson: Rc<Lesson>,
    /// Where it is from.
    pub origin: Origin,
    /// How many hints are shown.
    pub hints: usize,
    /// Whether the solution is shown.
    pub solution: bool,
    /// The request whose path the reader wants to see, of the tasks and behind them the ceiling.
    pub looked_at: Option<usize>,
    /// What the documents came to.
    pub graded: Option<Rc<Graded>>,
}

/// Where a lesson is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is one of the course.
    Course,
    /// A team's own.
    File,
    /// It is being made here.
    Draft,
}

/// What the documents of a lesson came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// The path of the request that is looked at, or of the first that fails, with its position.
    pub path: Option<(usize, Trace)>,
    /// What there is to say about a lesson that is being made.
    pub judgements: Vec<Judgement>,
}

/// What makes a document part of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonPart {
    /// The document's id in the lesson.
    pub id: Rc<str>,
    /// Whether it is given, and may not be changed.
    pub fixed: bool,
}

/// What can happen to lessons.
#[derive(Clone, Debug, PartialEq)]
pub enum LearnAction {
    /// The file of the course came, or could not be loaded; and what an earlier visit kept.
    CourseRead {
        /// The file.
        course: Option<Rc<str>>,
        /// What was kept.
        progress: Option<Rc<str>>,
    },
    /// The reader opened a lesson of the course.
    LessonChosen(Rc<str>),
    /// The reader opened a file that is a lesson, or the progress of another browser.
    FileRead {
        /// Its name.
        name: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// The reader went back to the map of the course.
    LessonLeft,
    /// The reader wants the documents as they were at the start.
    StartedOver,
    /// The reader wants the next hint.
    HintAsked,
    /// The reader wants to see the solution, or no longer.
    SolutionShown(bool),
    /// The reader wants to see the path of the request at this position.
    RequestChosen(usize),
    /// The documents were graded.
    Graded(Rc<Graded>),
    /// The reader makes a lesson from the workspace.
    DraftStarted,
    /// The lesson that is being made was changed.
    DraftChanged(DraftChange),
}

impl OpenLesson {
    /// The documents as they are now.
    pub fn answer(state: &State) -> Answer {
        let parts = state.documents.iter().filter_map(|document| {
            let part = document.lesson.as_ref()?;
            Some((part.id.to_string(), document.text.to_string()))
        });
        parts.collect()
    }

    /// The request whose path is shown where the reader has not chosen one: the first that fails.
    pub fn first_failing(grade: &Grade) -> Option<usize> {
        let mut all = grade.tasks.iter().chain(&grade.ceiling);
        all.position(|checked| !checked.met)
    }
}

impl Learn {
    /// How far the reader has come in a lesson of the course; `None` where it was not begun.
    pub fn progress_of(&self, id: &str) -> Option<&LessonProgressForm> {
        self.progress.lesson_progress.get(id)
    }

    /// The lessons of the course, as far as they are there.
    pub fn entries(&self) -> &[CourseEntry] {
        match &self.course {
            Course::Ready(entries) => entries,
            Course::Loading | Course::Missing => &[],
        }
    }

    /// The position in the course of the lesson that is open.
    pub fn position(&self) -> Option<usize> {
        let open = self.open.as_ref()?;
        if open.origin != Origin::Course {
            return None;
        }
        let id = &open.lesson.form().id;
        self.entries().iter().position(|entry| entry.id == *id)
    }
}
