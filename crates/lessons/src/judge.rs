use catalog::Catalog;
use workspace::DecisionForm;

use crate::grade::{Fault, Grade};
use crate::lesson::{Answer, Lesson};

/// What there is to say about one part of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The part: the start, an answer, a mistake.
    pub part: String,
    /// What is wrong with it; nothing where it is as it should be.
    pub problems: Vec<String>,
}

/// Whether a lesson keeps what it promises: the start fails and is no known mistake, every right answer passes and differs from the others, and
/// every mistake fails for its stated reason and is known by it.
pub fn judge(lesson: &Lesson, catalog: &Catalog) -> Vec<Judgement> {
    let form = lesson.form();
    let mut judgements = vec![Judgement {
        part: "the start".to_owned(),
        problems: judge_start(lesson, catalog),
    }];
    let mut seen: Vec<Answer> = Vec::new();
    for (position, answer) in form.answers.iter().enumerate() {
        let texts = Lesson::answer(&answer.documents);
        let grade = lesson.grade(catalog, &texts);
        let mut problems = told(lesson, catalog, &texts, &grade);
        if seen.contains(&texts) {
            problems.push("it is the same as one before it".to_owned());
        }
        seen.push(texts);
        let number = position.saturating_add(1);
        judgements.push(Judgement {
            part: format!("answer {number}: {}", answer.about),
            problems,
        });
    }
    if form.answers.is_empty() {
        judgements.push(Judgement {
            part: "the answers".to_owned(),
            problems: vec![
                "there is none, so nobody knows whether the lesson can be solved".to_owned(),
            ],
        });
    }
    for (position, mistake) in form.mistakes.iter().enumerate() {
        judgements.push(Judgement {
            part: format!("mistake: {}", mistake.name),
            problems: judge_mistake(lesson, catalog, position),
        });
    }
    judgements
}

fn judge_start(lesson: &Lesson, catalog: &Catalog) -> Vec<String> {
    let grade = lesson.grade(catalog, &Answer::new());
    let mut problems = Vec::new();
    if grade.passed() {
        problems.push("it passes: there is nothing to do".to_owned());
    }
    let mistakes = &lesson.form().mistakes;
    if let Some(mistake) = grade.mistake.and_then(|known| mistakes.get(known)) {
        problems.push(format!(
            "it is taken for the mistake `{}` before anybody has made one",
            mistake.name
        ));
    }
    problems
}

fn judge_mistake(lesson: &Lesson, catalog: &Catalog, position: usize) -> Vec<String> {
    let mistakes = &lesson.form().mistakes;
    let Some(mistake) = mistakes.get(position) else {
        return Vec::new();
    };
    let texts = Lesson::answer(&mistake.documents);
    let grade = lesson.grade(catalog, &texts);
    let faults = grade.faults(lesson);
    let mut problems = Vec::new();
    for name in &mistake.fails {
        if !faults.iter().any(|fault| fault.name() == name) {
            problems.push(format!("it does not fail `{name}`"));
        }
    }
    for fault in &faults {
        if !mistake.fails.iter().any(|name| name == fault.name()) {
            problems.push(format!("it also fails `{}`", fault.name()));
        }
    }
    match grade.mistake.and_then(|known| mistakes.get(known)) {
        _ if grade.mistake == Some(position) => {}
        Some(other) => problems.push(format!("it is taken for the mistake `{}`", other.name)),
        None if problems.is_empty() => problems.push("its signs do not hold".to_owned()),
        None => {}
    }
    problems
}

/// What is wrong with an answer that should be right, for people.
fn told(lesson: &Lesson, catalog: &Catalog, answer: &Answer, grade: &Grade) -> Vec<String> {
    let mut problems = Vec::new();
    for fault in grade.faults(lesson) {
        match fault {
            Fault::Request(request) => {
                let position = lesson
                    .form()
                    .requests()
                    .position(|each| each.name == request.name);
                let trace = position.and_then(|position| lesson.trace(catalog, answer, position));
                let (decision, why) = trace.map_or(("not tried", String::new()), |trace| {
                    (DecisionForm::from(&trace.decision).as_str(), trace.why)
                });
                let expected = request.expect.as_str();
                problems.push(format!(
                    "it fails `{}`: expected {}, it is {}: {why}",
                    request.name,
                    expected.replace('-', " "),
                    decision.replace('-', " ")
                ));
            }
            Fault::Finding(code) => problems.push(format!("it still has the finding `{code}`")),
            Fault::Errors => {
                for unwanted in &grade.errors {
                    let message = &unwanted.finding.message;
                    problems.push(format!("AWS would refuse it: {message}"));
                }
            }
        }
    }
    problems
}
