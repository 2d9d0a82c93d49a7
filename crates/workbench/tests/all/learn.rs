//! Lessons, step by step: documents of their own, progress, lessons from files, lessons that are made here.
use std::rc::Rc;
use std::sync::LazyLock;

use catalog::Catalog;
use lessons::{Lesson, judge};
use workbench::learn::{
    Course, DraftChange, Graded, LearnAction, OpenLesson, Origin, reduce as learn,
};
use workbench::{Action, Effect, Panel, State, reduce, to_workspace};
use workspace::{ProgressForm, Workspace, share};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../../catalog/data/catalog.bin")).unwrap());

const EXAMPLE: &str = include_str!("../../../workspace/tests/fixtures/lesson_v1.json");
const RIGHT: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}}"#;

fn course() -> Rc<str> {
    let second = EXAMPLE.replace(r#""id": "reports""#, r#""id": "second""#);
    format!("[{EXAMPLE}, {second}]").into()
}

/// Takes steps, those of lessons and those of the page, and grades where that is asked for.
fn run(mut state: State, actions: impl IntoIterator<Item = Action>) -> State {
    for action in actions {
        let effects;
        (state, effects) = match action {
            Action::Learn(action) => learn(state, action),
            action => reduce(state, action),
        };
        if effects.contains(&Effect::Grade) {
            let open = state.learn.open.clone().unwrap();
            let answer = OpenLesson::answer(&state);
            let judgements = if open.origin == Origin::Draft {
                judge(&open.lesson, &CATALOG)
            } else {
                vec![]
            };
            let graded = Rc::new(Graded {
                grade: open.lesson.grade(&CATALOG, &answer),
                path: None,
                judgements,
            });
            (state, _) = learn(state, LearnAction::Graded(graded));
        }
    }
    state
}

fn read_course(progress: Option<&str>) -> Action {
    Action::Learn(LearnAction::CourseRead {
        course: Some(course()),
        progress: progress.map(Into::into),
    })
}

fn choose(id: &str) -> Action {
    Action::Learn(LearnAction::LessonChosen(id.into()))
}

/// The user types a text into the active document.
fn write(state: &State, text: &str) -> Action {
    Action::TextChanged {
        document: state.active,
        text: text.into(),
        editor_revision: 1,
    }
}

fn file(name: &str, text: &str) -> Action {
    Action::Learn(LearnAction::FileRead {
        name: name.into(),
        text: text.into(),
    })
}

fn names(state: &State) -> Vec<&str> {
    let documents = state.documents.iter();
    documents.map(|document| &*document.name).collect()
}

#[test]
fn a_lesson_opens_beside_the_readers_work_and_is_solved() {
    let state = State::new();
    let own = write(&state, "{}");
    let state = run(state, [own, read_course(None), choose("reports")]);
    assert_eq!(names(&state), ["policy", "app"]);
    assert_eq!(state.panel, Panel::Learn);
    let open = state.learn.open.as_ref().unwrap();
    assert!(!open.graded.as_ref().unwrap().grade.passed());
    // What is kept and shared, and what decides, are not mixed.
    let saved = to_workspace(&state);
    assert_eq!(saved.documents.len(), 1);
    assert_eq!(saved.active.as_deref(), Some("0"));
    assert!(Workspace::from_json(&saved.to_json()).is_ok());
    assert_eq!(state.deciding().len(), 1);
    assert_eq!(&*state.deciding()[0].name, "app");
    let change = write(&state, RIGHT);
    let state = run(state, [change]);
    let graded = state.learn.open.as_ref().unwrap().graded.clone().unwrap();
    assert!(graded.grade.passed());
    let progress = state.learn.progress_of("reports").unwrap();
    assert!(progress.solved);
    assert_eq!(progress.documents["app"], RIGHT);
    // Back on the map the reader's own work is as it was, and the lesson can be resumed.
    let state = run(state, [Action::Learn(LearnAction::LessonLeft)]);
    assert_eq!(names(&state), ["policy"]);
    assert_eq!(&*state.active_document().unwrap().text, "{}");
    let state = run(state, [choose("reports")]);
    assert_eq!(&*state.active_document().unwrap().text, RIGHT);
    let state = run(state, [Action::Learn(LearnAction::StartedOver)]);
    assert_ne!(&*state.active_document().unwrap().text, RIGHT);
    assert!(
        state.learn.progress_of("reports").unwrap().solved,
        "solved once is solved"
    );
}

#[test]
fn progress_is_kept_and_resumed() {
    let state = run(
        State::new(),
        [
            read_course(None),
            choose("second"),
            Action::Learn(LearnAction::HintAsked),
            Action::Learn(LearnAction::HintAsked),
        ],
    );
    let typed = write(&state, RIGHT);
    let state = run(state, [typed]);
    let kept = state.learn.progress.to_json();
    let read = ProgressForm::from_json(&kept).unwrap();
    assert_eq!(read.open.as_deref(), Some("second"));
    assert_eq!(read.lesson_progress["second"].hints, 2);
    // Another visit goes on where this one ended.
    let state = run(State::new(), [read_course(Some(&kept))]);
    let open = state.learn.open.as_ref().unwrap();
    assert_eq!((open.lesson.form().id.as_str(), open.hints), ("second", 2));
    assert_eq!(&*state.active_document().unwrap().text, RIGHT);
    // So does another browser, with the file; what it has of other lessons stays.
    let state = run(
        State::new(),
        [
            read_course(None),
            choose("reports"),
            file("progress.json", &kept),
        ],
    );
    assert!(state.learn.progress_of("second").unwrap().solved);
    assert!(state.learn.progress_of("reports").is_some());
    // What cannot be read is told.
    let state = run(State::new(), [read_course(Some("{"))]);
    assert!(state.notice.unwrap().text.contains("could not be read"));
}

#[test]
fn a_link_opens_its_lesson_once_the_course_is_there() {
    let mut state = State::new();
    Rc::make_mut(&mut state.learn).wanted = Some("second".into());
    let state = run(state, [read_course(None)]);
    assert_eq!(state.learn.position(), Some(1));
    // It may hold the lesson itself.
    let mut state = State::new();
    Rc::make_mut(&mut state.learn).wanted = Some(share::encode_text(EXAMPLE).into());
    let state = run(state, [read_course(None)]);
    assert_eq!(state.learn.open.as_ref().unwrap().origin, Origin::File);
    for cut in ["v1/abc", "v1/", "v9/abc", "v1%2Fabc"] {
        let mut state = State::new();
        Rc::make_mut(&mut state.learn).wanted = Some(cut.into());
        let state = run(state, [read_course(None)]);
        let told = state.notice.unwrap().text;
        assert!(
            told.starts_with("The lesson of the link was not opened: "),
            "{told}"
        );
    }
    let mut state = State::new();
    Rc::make_mut(&mut state.learn).wanted = Some("nothing".into());
    let state = run(state, [read_course(None)]);
    assert!(state.notice.unwrap().text.contains("no lesson `nothing`"));
    let state = run(
        State::new(),
        [Action::Learn(LearnAction::CourseRead {
            course: None,
            progress: None,
        })],
    );
    assert_eq!(state.learn.course, Course::Missing);
}

#[test]
fn a_teams_own_lesson_is_a_file() {
    let bytes = EXAMPLE.as_bytes().into();
    let (state, effects) = reduce(
        State::new(),
        Action::FileRead {
            name: "own.json".into(),
            bytes,
        },
    );
    let Some(Effect::ReadLesson { name, text }) = effects.first() else {
        panic!("it is a lesson: {effects:?}");
    };
    let state = run(state, [file(name, text)]);
    assert_eq!(state.learn.open.as_ref().unwrap().origin, Origin::File);
    assert!(
        state.learn.progress.lesson_progress.is_empty(),
        "only the course is kept"
    );
    let broken = EXAMPLE.replace(r#""expect": "allowed""#, r#""expect": "perhaps""#);
    let state = run(State::new(), [file("own.json", &broken)]);
    assert!(state.learn.open.is_none());
    assert!(
        state
            .notice
            .unwrap()
            .text
            .starts_with("`own.json` was not opened as a lesson: line ")
    );
    // A policy is not mistaken for one.
    let (_, effects) = reduce(
        State::new(),
        Action::FileRead {
            name: "policy.json".into(),
            bytes: RIGHT.as_bytes().into(),
        },
    );
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::ReadLesson { .. }))
    );
}

#[test]
fn documents_of_a_lesson_stay_while_it_is_open() {
    let state = run(State::new(), [read_course(None), choose("reports")]);
    let id = state.active;
    let state = run(
        state,
        [
            Action::DocumentClosed(id),
            Action::TypeChosen {
                document: id,
                policy_type: Some(policy::PolicyType::Scp),
            },
        ],
    );
    assert_eq!(
        state.document(id).unwrap().policy_type(),
        policy::PolicyType::Identity
    );
    // Not even an emptied one makes room for a file.
    let emptied = write(&state, "");
    let state = run(
        state,
        [
            emptied,
            Action::FileRead {
                name: "policy.json".into(),
                bytes: RIGHT.as_bytes().into(),
            },
        ],
    );
    assert!(state.document(id).is_some());
    assert_eq!(state.deciding().len(), 1, "the file is the reader's own");
}

#[test]
fn a_lesson_is_made_from_the_workspace() {
    let workspace = r#"{"version": 1, "documents": [{"id": "7", "name": "app", "type": "identity", "text": "{\"Version\": \"2012-10-17\", \"Statement\": []}"}, {"id": "8", "name": "empty", "text": ""}],
        "expectations": [
          {"request": {"principal": "arn:aws:iam::111122223333:role/app", "action": "s3:GetObject", "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a"}, "expect": "allowed"},
          {"name": "No deletion", "request": {"principal": "arn:aws:iam::111122223333:role/app", "action": "s3:DeleteObject", "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a"}, "expect": "implicitly-denied"}
        ]}"#;
    let mut state = State::new();
    workbench::from_workspace(&mut state, &Workspace::from_json(workspace).unwrap());
    let state = run(state, [Action::Learn(LearnAction::DraftStarted)]);
    let change = |change| Action::Learn(LearnAction::DraftChanged(change));
    let state = run(
        state,
        [
            change(DraftChange::Title("Read, do not delete!".to_owned())),
            change(DraftChange::Story("One.\n\nTwo.".to_owned())),
            change(DraftChange::Hint(0, "Think".to_owned())),
        ],
    );
    let right = write(&state, RIGHT);
    let state = run(
        state,
        [
            right,
            change(DraftChange::AnswerTaken {
                about: "Just so.".to_owned(),
            }),
        ],
    );
    let wrong = write(&state, &RIGHT.replace("s3:GetObject", "s3:*"));
    let state = run(
        state,
        [
            wrong,
            change(DraftChange::MistakeTaken {
                says: "Too much: name the action.".to_owned(),
            }),
        ],
    );
    let open = state.learn.open.as_ref().unwrap();
    let form = open.lesson.form();
    assert_eq!(form.id, "read-do-not-delete");
    assert_eq!(
        (form.documents.len(), form.tasks.len(), form.ceiling.len()),
        (1, 1, 1)
    );
    assert_eq!(form.story, ["One.", "Two."]);
    assert_eq!(form.mistakes[0].name, "Too much");
    assert_eq!(form.mistakes[0].fails, ["No deletion"]);
    // Everything is as it should be, and the file that is downloaded is a lesson.
    let judgements = &open.graded.as_ref().unwrap().judgements;
    assert_eq!(judgements.len(), 3);
    assert!(
        judgements
            .iter()
            .all(|judgement| judgement.problems.is_empty()),
        "{judgements:?}"
    );
    let read = Lesson::read(&form.to_json()).unwrap();
    assert!(
        judge(&read, &CATALOG)
            .iter()
            .all(|judgement| judgement.problems.is_empty())
    );
    // A right answer is no mistake.
    let right = write(&state, RIGHT);
    let state = run(
        state,
        [
            right,
            change(DraftChange::MistakeTaken {
                says: "x".to_owned(),
            }),
        ],
    );
    assert!(state.notice.as_ref().unwrap().text.contains("right answer"));
    let state = run(
        state,
        [
            change(DraftChange::MistakeRemoved(0)),
            change(DraftChange::AnswerRemoved(0)),
            change(DraftChange::StartTaken),
            change(DraftChange::Gone("action-star, admin-star-star".to_owned())),
        ],
    );
    let open = state.learn.open.as_ref().unwrap();
    assert_eq!(open.lesson.form().gone, ["action-star", "admin-star-star"]);
    assert_eq!(
        open.graded.as_ref().unwrap().judgements[0].problems.len(),
        1,
        "the start passes"
    );
}

#[test]
fn without_expectations_there_is_no_lesson() {
    let state = run(State::new(), [Action::Learn(LearnAction::DraftStarted)]);
    assert!(
        state
            .notice
            .unwrap()
            .text
            .starts_with("A lesson needs expectations")
    );
    assert!(state.learn.open.is_none());
}
