//! Files that are opened: policies, workspaces, and what is neither.
use std::rc::Rc;

use workbench::{Action, State, reduce};

use crate::acting::{names, opened, steps, tabs, typed};

#[test]
fn files_that_are_no_policies_lose_nothing() {
    let read = |bytes: &[u8]| Action::FileRead {
        name: "f.bin".into(),
        bytes: bytes.into(),
    };
    for (action, said) in [
        (read(&[0x89, b'P', b'N', b'G', 0, 0xff]), "binary"),
        (read(&[0xff, 0xfe, b'{', 0]), "UTF-16"),
        (read(&[b'a', 0xc3, 0x28]), "not UTF-8"),
        (read(&vec![b' '; workbench::LARGEST_FILE + 1]), "2 MB"),
        (
            Action::FileTooLarge {
                name: "f.bin".into(),
                bytes: 10 * 1024 * 1024,
            },
            "10 MB",
        ),
        (
            Action::FileUnreadable {
                name: "f.bin".into(),
            },
            "folder",
        ),
    ] {
        let (state, _) = reduce(State::new(), opened("mine", "{}"));
        let (state, effects) = reduce(state, action);
        assert_eq!(tabs(&state), "[mine]");
        assert_eq!(names(&effects), [""; 0]);
        let notice = state.notice.unwrap();
        assert!(
            notice.text.contains("f.bin") && notice.text.contains(said),
            "{}",
            notice.text
        );
    }
}

#[test]
fn a_file_that_opens_hides_no_word_about_one_that_did_not() {
    let read = |name: &str, bytes: &[u8]| Action::FileRead {
        name: name.into(),
        bytes: bytes.into(),
    };
    let (state, _) = steps(State::new(), [read("a.png", &[0xff, 0]), read("b", b"{}")]);
    assert_eq!(tabs(&state), "[b]");
    assert!(state.notice.unwrap().text.contains("a.png"));
}

#[test]
fn a_file_s_marks_are_remembered() {
    let (state, _) = reduce(
        State::new(),
        Action::FileRead {
            name: "w.json".into(),
            bytes: b"\xef\xbb\xbf{\r\n}\r\n"[..].into(),
        },
    );
    let document = state.active_document().unwrap();
    assert_eq!(&*document.text, "{\n}\n");
    assert!(document.byte_order_mark && document.crlf);
}

fn file(name: &str, text: &str) -> Action {
    Action::FileRead {
        name: name.into(),
        bytes: text.as_bytes().into(),
    }
}

const WORKSPACE_FILE: &str =
    r#"{"version": 1, "documents": [{"id": "1", "name": "theirs", "text": "{}"}]}"#;

#[test]
fn the_file_of_a_workspace_is_opened_as_one() {
    for (text, expected) in [
        (WORKSPACE_FILE, "open workspace"),
        (r#"{"version": 99, "documents": 0}"#, "open workspace"),
        (r#"{"documents": []}"#, "analyze"),
        (r#"{"Version": "2012-10-17", "Statement": []}"#, "analyze"),
        ("[]", "analyze"),
    ] {
        let (_, effects) = reduce(State::new(), file("team.json", text));
        assert_eq!(names(&effects).first(), Some(&expected), "{text}");
    }
}

#[test]
fn a_workspace_never_takes_the_place_of_what_is_kept_nowhere() {
    let mut state = State::new();
    state.keeps = false;
    let (state, effects) = reduce(state, file("team.json", WORKSPACE_FILE));
    assert_eq!(names(&effects), ["open workspace"]);
    let active = state.active;
    let (state, _) = reduce(state, typed(active, "{}", 1));
    let (state, effects) = reduce(state, file("team.json", WORKSPACE_FILE));
    assert_eq!(names(&effects), Vec::<&str>::new());
    let notice = state.notice.unwrap().text;
    assert!(notice.contains("`team.json` was not opened"), "{notice}");
}

#[test]
fn an_opened_workspace_takes_the_place_and_says_so() {
    let (state, _) = reduce(State::new(), typed(State::new().active, "{}", 1));
    let mine = state.active;
    let mut opened = state.clone();
    let workspace = workspace::Workspace::from_json(WORKSPACE_FILE).unwrap();
    workbench::from_workspace(&mut opened, &workspace);
    let (state, effects) = reduce(
        state,
        Action::WorkspaceOpened {
            name: "team.json".into(),
            state: Rc::new(opened),
        },
    );
    assert_eq!(tabs(&state), "[theirs]");
    assert_ne!(
        state.active, mine,
        "the editor tells documents apart by their ids"
    );
    assert!(names(&effects).contains(&"analyze"), "{effects:?}");
    assert!(names(&effects).contains(&"keep"), "{effects:?}");
    assert!(state.notice.unwrap().text.contains("Back"));
}
