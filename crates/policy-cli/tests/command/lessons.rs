//! `policy lesson check`.

use std::path::PathBuf;

use crate::harness::{output, policy};

const EXAMPLE: &str = include_str!("../../../workspace/tests/fixtures/lesson_v1.json");

#[test]
fn a_lesson_that_keeps_what_it_promises() {
    assert_eq!(
        output(&["lesson", "check", "-"], EXAMPLE, 0),
        "ok     the start\n\
         ok     answer 1: One action on the objects of one bucket.\n\
         ok     mistake: The bucket, not its objects\n\
         -: 1 task with 1 answer and 1 mistake: it keeps what it promises\n"
    );
}

#[test]
fn what_is_wrong_is_told_for_each_part() {
    // The answer writes to the bucket instead of reading, the mistake is none.
    let wrong = EXAMPLE
        .replace(
            r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*""#,
            r#""Action": "s3:PutObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*""#,
        )
        .replace(
            r#""Resource": "arn:aws:s3:::amzn-s3-demo-bucket"}"#,
            r#""Resource": "arn:aws:s3:::amzn-s3-demo-bucket*"}"#,
        );
    assert_eq!(
        output(&["lesson", "check", "-"], &wrong, 1),
        "ok     the start\n\
         wrong  answer 1: One action on the objects of one bucket.\n       \
         it fails `The app reads a report`: expected allowed, it is implicitly denied: no policy allows it: what is not \
         allowed is denied\n\
         wrong  mistake: The bucket, not its objects\n       \
         it does not fail `The app reads a report`\n\
         -: 1 task with 1 answer and 1 mistake: 2 parts are wrong\n"
    );
}

#[test]
fn what_is_no_lesson_is_refused() {
    for (text, told) in [
        ("{", "line 1, column 1"),
        (r#"{"version": 2}"#, "version 2 is not known"),
        (r#"{"version": 1, "documents": []}"#, "missing field `id`"),
    ] {
        let ran = policy(&["lesson", "check", "-"], text.as_bytes());
        assert_eq!((ran.status, &*ran.out), (2, ""));
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    for arguments in [&["lesson"][..], &["lesson", "show", "-"]] {
        let ran = policy(arguments, b"");
        assert_eq!(ran.status, 2);
        assert!(
            ran.err.contains("`policy lesson check FILE`"),
            "{}",
            ran.err
        );
    }
    let ran = policy(
        &["lesson", "check", "nowhere.json", "-"],
        EXAMPLE.as_bytes(),
    );
    assert_eq!(ran.status, 2);
    assert!(
        ran.out.ends_with("it keeps what it promises\n"),
        "{}",
        ran.out
    );
}

#[test]
fn the_lessons_of_the_course_pass() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../lessons/lessons");
    let lessons = std::fs::read_dir(folder).unwrap();
    let paths: Vec<String> = lessons
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .into_os_string()
                .into_string()
                .unwrap()
        })
        .collect();
    let mut arguments = vec!["lesson", "check"];
    arguments.extend(paths.iter().map(String::as_str));
    let told = output(&arguments, "", 0);
    assert_eq!(
        told.matches(": it keeps what it promises\n").count(),
        paths.len()
    );
}
