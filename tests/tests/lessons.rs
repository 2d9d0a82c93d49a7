//! The course: every lesson starts wrong, can be solved in more than one way, and knows the mistakes that people make.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use lessons::{Lesson, judge};

/// Name of file and lesson, in the order of the course.
fn course() -> Vec<(String, Lesson)> {
    let folder = suite::root().join("crates/lessons/lessons");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            match Lesson::read(&text) {
                Ok(lesson) => (name, lesson),
                Err(error) => panic!("{name}: {error}"),
            }
        })
        .collect()
}

#[test]
fn every_start_fails_every_answer_passes_every_mistake_fails_as_told() {
    let catalog = suite::catalogue().unwrap();
    for (name, lesson) in course() {
        for judgement in judge(&lesson, &catalog) {
            assert!(
                judgement.problems.is_empty(),
                "{name}, {}: {:#?}",
                judgement.part,
                judgement.problems
            );
        }
    }
}

#[test]
fn every_lesson_has_what_a_lesson_of_the_course_has() {
    let course = course();
    assert_eq!(course.len(), 18);
    for (position, (name, lesson)) in course.iter().enumerate() {
        let form = lesson.form();
        let number = name.split('-').next().unwrap();
        assert_eq!(number.parse(), Ok(position + 1), "{name}");
        assert_eq!(*name, format!("{number}-{}.json", form.id));
        assert!(form.answers.len() >= 2, "{name}: two different answers");
        assert!(form.mistakes.len() >= 3, "{name}: three mistakes");
        assert_eq!(form.hints.len(), 3, "{name}: three hints");
        assert!(!form.ceiling.is_empty(), "{name}: a ceiling");
        assert!(
            !form.takeaways.is_empty() && !form.pages.is_empty(),
            "{name}"
        );
        for code in &form.gone {
            assert!(
                findings::check_by_id(code).is_some(),
                "{name}: no check is called `{code}`"
            );
        }
    }
}

/// What the page shows: code in backticks, no markup, nothing longer than is read.
#[test]
fn prose_is_plain_and_short() {
    for (name, lesson) in course() {
        let form = lesson.form();
        let sentences = (form.story.iter().chain(&form.hints).chain(&form.takeaways))
            .chain(form.mistakes.iter().map(|mistake| &mistake.says))
            .chain(form.answers.iter().map(|answer| &answer.about))
            .chain([&form.title, &form.about]);
        for sentence in sentences {
            assert!(
                sentence.matches('`').count().is_multiple_of(2),
                "{name}: {sentence}"
            );
            assert!(!sentence.contains(['<', '\n']), "{name}: {sentence}");
            let mut prose = sentence.split('`').step_by(2);
            let is_title = sentence == &form.title;
            assert!(
                is_title || !prose.any(|part| part.contains('*')),
                "{name}: {sentence}"
            );
            assert!(
                sentence.len() <= 900,
                "{name}: {} bytes: {sentence}",
                sentence.len()
            );
        }
    }
}
