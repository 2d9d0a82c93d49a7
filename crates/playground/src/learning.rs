//! Lessons: their documents graded, and what is kept of the progress.

use std::rc::Rc;

use catalog::Catalog;
use lessons::judge;
use workbench::State;
use workbench::learn::{Course, Graded, OpenLesson, Origin};

/// What the documents of the open lesson come to.
pub(crate) fn grade(catalog: &Catalog, state: &State) -> Option<Rc<Graded>> {
    let open = state.learn.open.as_ref()?;
    let answer = OpenLesson::answer(state);
    let grade = open.lesson.grade(catalog, &answer);
    let position = open.looked_at.or_else(|| OpenLesson::first_failing(&grade));
    let path = position
        .and_then(|position| Some((position, open.lesson.trace(catalog, &answer, position)?)));
    let judgements = match open.origin {
        Origin::Draft => judge(&open.lesson, catalog),
        Origin::Course | Origin::File => Vec::new(),
    };
    Some(Rc::new(Graded {
        grade,
        path,
        judgements,
    }))
}

/// What is kept of the progress; nothing before what was kept has been read.
pub(crate) fn write(state: &State) -> Option<String> {
    (state.learn.course != Course::Loading).then(|| state.learn.progress.to_json())
}
