//! Grading: answers in, decisions and known mistakes out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::LazyLock;

use catalog::Catalog;
use evaluation::Decision;
use lessons::{Answer, Grade, Lesson, judge};
use serde_json::{Value, json};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap());

const EXAMPLE: &str = include_str!("../../workspace/tests/fixtures/lesson_v1.json");

fn example() -> Value {
    serde_json::from_str(EXAMPLE).unwrap()
}

/// The example with a change.
fn changed(change: impl FnOnce(&mut Value)) -> Lesson {
    let mut value = example();
    change(&mut value);
    Lesson::read(&value.to_string()).unwrap()
}

/// Puts one more into a list.
fn push(list: &mut Value, item: Value) {
    list.as_array_mut().unwrap().push(item);
}

fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut value = example();
    change(&mut value);
    Lesson::read(&value.to_string()).unwrap_err().to_string()
}

/// The grade of the example with this text as its policy.
fn grade(text: &str) -> Grade {
    let lesson = Lesson::read(EXAMPLE).unwrap();
    lesson.grade(
        &CATALOG,
        &Answer::from([("app".to_owned(), text.to_owned())]),
    )
}

fn allow(action: &str, resource: &str) -> String {
    json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": resource}}).to_string()
}

/// The names of what is wrong with an answer to the example.
fn faults(text: &str) -> Vec<String> {
    let lesson = Lesson::read(EXAMPLE).unwrap();
    let faults = grade(text).faults(&lesson);
    faults.iter().map(|fault| fault.name().to_owned()).collect()
}

fn problems(lesson: &Lesson) -> Vec<(String, Vec<String>)> {
    let judgements = judge(lesson, &CATALOG).into_iter();
    let wrong = judgements.filter(|judgement| !judgement.problems.is_empty());
    wrong
        .map(|judgement| (judgement.part, judgement.problems))
        .collect()
}

#[test]
fn answers_are_graded_by_what_they_decide() {
    const OBJECTS: &str = "arn:aws:s3:::amzn-s3-demo-bucket/*";
    for (text, expected) in [
        (allow("s3:GetObject", OBJECTS), vec![]),
        (
            allow("s3:Get*", "arn:aws:s3:::amzn-s3-demo-bucket/????.csv"),
            vec![],
        ),
        (
            allow("s3:GetObject", "*"),
            vec!["The app reads another bucket"],
        ),
        (
            allow("s3:PutObject", OBJECTS),
            vec!["The app reads a report"],
        ),
        (allow("*", OBJECTS), vec!["action-star"]),
        (
            allow("s3:GetObjekt", OBJECTS),
            vec!["The app reads a report", "errors"],
        ),
        (String::new(), vec!["The app reads a report", "errors"]),
        (
            "{".repeat(100_000),
            vec!["The app reads a report", "errors"],
        ),
        (
            " ".repeat(2 << 20),
            vec!["The app reads a report", "errors"],
        ),
    ] {
        let start: String = text.chars().take(200).collect();
        assert_eq!(faults(&text), expected, "{start}");
        assert_eq!(grade(&text).passed(), expected.is_empty(), "{start}");
    }
}

#[test]
fn a_mistake_is_known_by_its_faults_and_its_signs() {
    assert_eq!(
        grade(&allow("s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket")).mistake,
        Some(0)
    );
    // The task fails as well, but the sign does not hold.
    assert_eq!(
        grade(&allow("s3:PutObject", "arn:aws:s3:::amzn-s3-demo-bucket")).mistake,
        None
    );
    // The sign holds, and the task is met.
    assert_eq!(
        grade(&allow("s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket*")).mistake,
        None
    );
    assert_eq!(grade(&allow("s3:*", "*")).mistake, None);
}

#[test]
fn the_path_is_that_of_the_decision() {
    let lesson = Lesson::read(EXAMPLE).unwrap();
    let answer = Answer::from([("app".to_owned(), allow("s3:GetObject", "*"))]);
    let trace = |position| lesson.trace(&CATALOG, &answer, position);
    assert_eq!(trace(0).unwrap().decision, Decision::Allowed);
    assert_eq!(trace(1).unwrap().statements.len(), 1);
    assert_eq!(trace(2), None);
    assert_eq!(
        lesson.trace(&CATALOG, &Answer::new(), 1).unwrap().decision,
        Decision::Allowed
    );
}

#[test]
fn fixed_documents_stay_and_only_named_ones_apply() {
    let lesson = changed(|lesson| {
        push(
            &mut lesson["documents"],
            json!({
                "id": "deny", "name": "deny", "type": "scp", "attachedTo": "root", "fixed": true,
                "document": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}]}
            }),
        );
        lesson["tasks"][0]["expect"] = json!("explicitly-denied");
    });
    let answer = Answer::from([("deny".to_owned(), String::new())]);
    let grade = lesson.grade(&CATALOG, &answer);
    assert!(grade.tasks[0].met, "the fixed document was changed");
    // The request of the ceiling names the other document alone.
    assert_eq!(grade.ceiling[0].decision, Some(Decision::Allowed));
    assert!(grade.errors.is_empty());
}

#[test]
fn lessons_are_judged() {
    assert_eq!(problems(&Lesson::read(EXAMPLE).unwrap()), []);
    let answer = example()["answers"][0]["documents"]["app"].clone();
    let solved = changed(|lesson| lesson["documents"][0]["document"] = answer.clone());
    assert_eq!(
        problems(&solved),
        [(
            "the start".to_owned(),
            vec!["it passes: there is nothing to do".to_owned()]
        )]
    );
    let twice = changed(|lesson| {
        push(
            &mut lesson["answers"],
            json!({"about": "again", "documents": {"app": answer}}),
        )
    });
    assert_eq!(
        problems(&twice),
        [(
            "answer 2: again".to_owned(),
            vec!["it is the same as one before it".to_owned()]
        )]
    );
    let none = changed(|lesson| lesson["answers"] = json!([]));
    assert_eq!(problems(&none)[0].0, "the answers");
    let wrong = changed(|lesson| {
        lesson["answers"][0]["documents"]["app"]["Statement"][0]["Effect"] = json!("Deny")
    });
    let [(_, told)] = &problems(&wrong)[..] else {
        panic!("one answer is wrong");
    };
    assert!(
        told[0].starts_with(
            "it fails `The app reads a report`: expected allowed, it is explicitly denied: "
        ),
        "{told:?}"
    );
    let right = changed(|lesson| {
        lesson["mistakes"][0]["documents"]["app"]["Statement"][0]["Resource"] =
            json!("arn:aws:s3:::amzn-s3-demo-bucket*")
    });
    assert_eq!(
        problems(&right),
        [(
            "mistake: The bucket, not its objects".to_owned(),
            vec!["it does not fail `The app reads a report`".to_owned()]
        )]
    );
    let also = changed(|lesson| {
        push(
            &mut lesson["mistakes"][0]["documents"]["app"]["Statement"],
            json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::payroll/*"}),
        )
    });
    assert_eq!(
        problems(&also)[0].1,
        ["it also fails `The app reads another bucket`"]
    );
    let unsigned = changed(|lesson| lesson["mistakes"][0]["signs"][0]["expect"] = json!("denied"));
    assert_eq!(problems(&unsigned)[0].1, ["its signs do not hold"]);
    let early = changed(|lesson| {
        lesson["mistakes"][0]["fails"] = json!(["The app reads another bucket"]);
        lesson["mistakes"][0]["signs"] = json!([]);
    });
    assert_eq!(
        problems(&early)[0].1,
        ["it is taken for the mistake `The bucket, not its objects` before anybody has made one"]
    );
}

#[test]
fn what_a_lesson_cannot_be_is_told() {
    for (told, expected) in [
        (
            refused(|lesson| lesson["version"] = json!(2)),
            "version 2 is not known",
        ),
        (
            refused(|lesson| lesson["extra"] = json!(1)),
            "unknown field `extra`",
        ),
        (
            refused(|lesson| lesson["id"] = json!("A lesson")),
            "`id`: `A lesson` cannot stand in a link",
        ),
        (
            refused(|lesson| lesson["story"] = json!([])),
            "`story`: it is empty",
        ),
        (
            refused(|lesson| lesson["hints"] = json!(["", "", "", ""])),
            "`hints`: there are 4: a lesson has at most 3",
        ),
        (
            refused(|lesson| lesson["documents"][0]["fixed"] = json!(true)),
            "`documents`: all of them are fixed",
        ),
        (
            refused(|lesson| {
                let first = lesson["documents"][0].clone();
                push(&mut lesson["documents"], first)
            }),
            "`documents`: two of them are called `app`",
        ),
        (
            refused(|lesson| {
                let first = lesson["ceiling"][0].clone();
                push(&mut lesson["tasks"], first)
            }),
            "`tasks`: two of them are called `The app reads another bucket`",
        ),
        (
            refused(|lesson| lesson["tasks"][0]["documents"] = json!(["x"])),
            "`tasks[0].documents`: no document has the id `x`",
        ),
        (
            refused(|lesson| lesson["tasks"][0]["request"]["action"] = json!("")),
            "`tasks[0].request.action`: there is no action",
        ),
        (
            refused(|lesson| lesson["tasks"][0]["request"]["principal"] = json!("ann")),
            "`tasks[0].request.principal`",
        ),
        (
            refused(|lesson| lesson["answers"][0]["documents"]["x"] = json!({})),
            "`answers[0].documents`: no document has the id `x`",
        ),
        (
            refused(|lesson| lesson["mistakes"][0]["fails"] = json!([])),
            "`mistakes[0].fails`: it is empty",
        ),
        (
            refused(|lesson| lesson["mistakes"][0]["fails"] = json!(["x"])),
            "`mistakes[0].fails`: no task, request of the ceiling or finding is called `x`",
        ),
        (
            refused(|lesson| lesson["tasks"] = json!([1])),
            "invalid type: integer `1`, expected a request with the decision that is expected",
        ),
        (Lesson::read("").unwrap_err().to_string(), "line 1"),
        (
            Lesson::read("[]").unwrap_err().to_string(),
            "expected an object",
        ),
    ] {
        assert!(told.contains(expected), "{told}\nexpected: {expected}");
    }
    let many = |lesson: &mut Value| {
        let task = lesson["tasks"][0].clone();
        let tasks = (0..61).map(|number| {
            let mut task = task.clone();
            task["name"] = json!(number.to_string());
            task
        });
        lesson["tasks"] = tasks.collect();
    };
    let told = refused(many);
    assert_eq!(told, "`tasks`: there are 61: a lesson has at most 60");
}
