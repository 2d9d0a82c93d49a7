use std::rc::Rc;

use lessons::Lesson;
use workspace::{CourseEntry, LessonForm, ProgressForm, share};

use super::draft::{self, draft};
use super::{Course, Graded, LearnAction, LessonPart, OpenLesson, Origin};
use crate::action::Effect;
use crate::reduce::{analyze, keep, show_active, tell};
use crate::state::{Notice, NoticeKind, Panel, State};

/// One step of the lessons: the next state, and what the page has to do.
pub fn reduce(mut state: State, action: LearnAction) -> (State, Vec<Effect>) {
    let mut effects = Vec::new();
    match action {
        LearnAction::CourseRead { course, progress } => {
            read_course(
                &mut state,
                &mut effects,
                course.as_deref(),
                progress.as_deref(),
            );
        }
        LearnAction::LessonChosen(id) => choose(&mut state, &mut effects, &id),
        LearnAction::FileRead { name, text } => read_file(&mut state, &mut effects, &name, &text),
        LearnAction::LessonLeft => {
            leave(&mut state);
            show_active(&mut state, &mut effects);
            keep(&state, &mut effects);
        }
        LearnAction::StartedOver => {
            let open = state.learn.open.clone();
            if let Some(open) = open {
                let id = open.lesson.form().id.clone();
                let learn = Rc::make_mut(&mut state.learn);
                if let Some(progress) = learn.progress.lesson_progress.get_mut(&id) {
                    progress.documents.clear();
                    progress.hints = 0;
                }
                show(&mut state, &mut effects, open.lesson, open.origin);
            }
        }
        LearnAction::HintAsked => change_open(&mut state, |open| {
            let all = open.lesson.form().hints.len();
            open.hints = open.hints.saturating_add(1).min(all);
        }),
        LearnAction::SolutionShown(shown) => change_open(&mut state, |open| open.solution = shown),
        LearnAction::RequestChosen(position) => {
            change_open(&mut state, |open| open.looked_at = Some(position));
            effects.push(Effect::Grade);
        }
        LearnAction::Graded(graded) => take_grade(&mut state, graded),
        LearnAction::DraftStarted => match draft(&state) {
            Ok(lesson) => show(&mut state, &mut effects, Rc::new(lesson), Origin::Draft),
            Err(why) => tell(&mut state, &why),
        },
        LearnAction::DraftChanged(change) => draft::change(&mut state, &mut effects, change),
    }
    remember(&mut state, &mut effects);
    (state, effects)
}

pub(super) fn change_open(state: &mut State, change: impl FnOnce(&mut OpenLesson)) {
    if let Some(open) = &mut Rc::make_mut(&mut state.learn).open {
        change(open);
    }
}

fn read_course(
    state: &mut State,
    effects: &mut Vec<Effect>,
    course: Option<&str>,
    progress: Option<&str>,
) {
    let learn = Rc::make_mut(&mut state.learn);
    learn.course = match course.map(CourseEntry::read_all) {
        Some(Ok(entries)) => Course::Ready(entries.into()),
        Some(Err(_)) | None => Course::Missing,
    };
    let mut wanted = learn.wanted.take();
    match progress.map(ProgressForm::from_json) {
        Some(Ok(progress)) => {
            wanted = wanted.or_else(|| progress.open.as_deref().map(Into::into));
            learn.progress = progress;
        }
        Some(Err(error)) => tell(
            state,
            &format!("What this browser kept of the lessons could not be read: {error}."),
        ),
        None => {}
    }
    if let Some(wanted) = wanted {
        want(state, effects, &wanted);
    }
}

/// Opens what a link asks for: a lesson of the course by its id, or one that the link holds itself.
fn want(state: &mut State, effects: &mut Vec<Effect>, wanted: &str) {
    if !wanted.contains('/') && !wanted.contains("%2") {
        return choose(state, effects, wanted);
    }
    let lesson = share::decode_text(wanted).map_err(|error| error.to_string());
    match lesson.and_then(|text| Lesson::read(&text).map_err(|error| error.to_string())) {
        Ok(lesson) => show(state, effects, Rc::new(lesson), Origin::File),
        Err(error) => tell(
            state,
            &format!("The lesson of the link was not opened: {error}."),
        ),
    }
}

fn choose(state: &mut State, effects: &mut Vec<Effect>, id: &str) {
    let entries = state.learn.entries().iter();
    let lesson = entries.clone().find(|entry| entry.id == id);
    match lesson.map(|entry| Lesson::read(&entry.text)) {
        Some(Ok(lesson)) => show(state, effects, Rc::new(lesson), Origin::Course),
        Some(Err(error)) => tell(state, &format!("The lesson could not be read: {error}.")),
        None => tell(state, &format!("There is no lesson `{id}` in the course.")),
    }
}

fn read_file(state: &mut State, effects: &mut Vec<Effect>, name: &str, text: &str) {
    if LessonForm::is_meant_by(text) {
        return match Lesson::read(text) {
            Ok(lesson) => show(state, effects, Rc::new(lesson), Origin::File),
            Err(error) => tell(
                state,
                &format!("`{name}` was not opened as a lesson: {error}."),
            ),
        };
    }
    match ProgressForm::from_json(text) {
        Ok(read) => {
            let learn = Rc::make_mut(&mut state.learn);
            let number = read.lesson_progress.len();
            learn.progress.lesson_progress.extend(read.lesson_progress);
            state.notice = Some(Notice {
                kind: NoticeKind::Done,
                text: format!("Took over the progress in {number} lessons from {name}.").into(),
                reopens: false,
            });
            keep(state, effects);
        }
        Err(error) => tell(state, &format!("`{name}` was not opened: {error}.")),
    }
}

/// Opens the documents of a lesson, in the place of those of another one.
pub(super) fn show(
    state: &mut State,
    effects: &mut Vec<Effect>,
    lesson: Rc<Lesson>,
    origin: Origin,
) {
    leave(state);
    let form = lesson.form().clone();
    let begun = state
        .learn
        .progress_of(&form.id)
        .filter(|_| origin == Origin::Course)
        .cloned();
    let begun = begun.unwrap_or_default();
    // An untouched empty document makes room, as for any other that is opened.
    state.documents.retain(|document| !document.is_blank());
    let mut first = None;
    for document in &form.documents {
        let kept = begun
            .documents
            .get(&document.id)
            .filter(|_| !document.fixed);
        let text = kept.cloned().unwrap_or_else(|| lesson.start(&document.id));
        let id = state.add_document(
            document.name.as_str().into(),
            text.into(),
            Some(lesson.policy_type(document)),
        );
        if let Some(opened) = state.document_mut(id) {
            opened.attached_to = document.attached_to.as_deref().map(Into::into);
            opened.lesson = Some(LessonPart {
                id: document.id.as_str().into(),
                fixed: document.fixed,
            });
        }
        if !document.fixed && first.is_none() {
            first = Some(id);
        }
        analyze(state, effects, id);
    }
    state.active = first.unwrap_or(state.active);
    state.panel = Panel::Learn;
    state.notice = None;
    Rc::make_mut(&mut state.learn).open = Some(OpenLesson {
        lesson,
        origin,
        hints: begun.hints.min(form.hints.len()),
        solution: false,
        looked_at: None,
        graded: None,
    });
    effects.push(Effect::Grade);
    keep(state, effects);
}

/// Closes the documents of the lesson that is open.
fn leave(state: &mut State) {
    Rc::make_mut(&mut state.learn).open = None;
    state.documents.retain(|document| document.lesson.is_none());
    if state.documents.is_empty() {
        state.add_document("policy".into(), "".into(), None);
    }
    if state.active_document().is_none()
        && let Some(first) = state.documents.first()
    {
        state.active = first.id;
    }
}

fn take_grade(state: &mut State, graded: Rc<Graded>) {
    let passed = graded.grade.passed();
    change_open(state, |open| open.graded = Some(graded));
    let learn = Rc::make_mut(&mut state.learn);
    if let Some(open) = learn
        .open
        .as_ref()
        .filter(|open| open.origin == Origin::Course && passed)
    {
        let id = open.lesson.form().id.clone();
        learn.progress.lesson_progress.entry(id).or_default().solved = true;
    }
}

/// What is kept of the lesson that is open: the texts that were changed, and the hints that were read.
fn remember(state: &mut State, effects: &mut Vec<Effect>) {
    let mut progress = state.learn.progress.clone();
    let open = state.learn.open.as_ref();
    let open = open.filter(|open| open.origin == Origin::Course);
    progress.open = open.map(|open| open.lesson.form().id.clone());
    if let Some(open) = open {
        let documents = state.documents.iter().filter_map(|document| {
            let part = document.lesson.as_ref().filter(|part| !part.fixed)?;
            let changed = *document.text != *open.lesson.start(&part.id);
            changed.then(|| (part.id.to_string(), document.text.to_string()))
        });
        let entry = progress
            .lesson_progress
            .entry(open.lesson.form().id.clone());
        let entry = entry.or_default();
        entry.documents = documents.collect();
        entry.hints = entry.hints.max(open.hints);
    }
    if progress != state.learn.progress {
        Rc::make_mut(&mut state.learn).progress = progress;
        if !effects.contains(&Effect::Keep) {
            keep(state, effects);
        }
    }
}
