//! What becomes of a file that is dropped on the page or chosen.

use std::rc::Rc;

use workspace::file_text::FileText;

use crate::action::Effect;
use crate::reduce::{open, tell};
use crate::state::State;

/// The largest file that is opened, in bytes. The largest policy that AWS stores anywhere has 131,072
/// characters; a file eight times as large is a mistake, and would only make the editor slow.
pub const LARGEST_FILE: usize = 1024 * 1024;

pub(crate) fn read_file(state: &mut State, effects: &mut Vec<Effect>, name: Rc<str>, bytes: &[u8]) {
    if bytes.len() > LARGEST_FILE {
        too_large(state, &name, bytes.len() as u64);
        return;
    }
    let file = match FileText::from_bytes(bytes) {
        Ok(file) => file,
        Err(error) => return tell(state, &format!("`{name}` was not opened: {error}.")),
    };
    match Purpose::of(file.text()) {
        Purpose::Policy => open(state, effects, name, &file, None),
        Purpose::Workspace => open_workspace(state, effects, name, &file),
        Purpose::Lessons => effects.push(Effect::ReadLesson {
            name,
            text: file.text().into(),
        }),
    }
}

/// A workspace takes the place of what is there, so that has to be kept somewhere, or to be nothing.
fn open_workspace(state: &mut State, effects: &mut Vec<Effect>, name: Rc<str>, file: &FileText) {
    if state.keeps || state.documents.iter().all(|document| document.is_blank()) {
        effects.push(Effect::OpenWorkspace {
            name,
            text: file.text().into(),
        });
        return;
    }
    tell(
        state,
        &format!(
            "`{name}` was not opened: it would take the place of what is here, which is kept nowhere. Open it in another window."
        ),
    );
}

/// What a file is for.
enum Purpose {
    Policy,
    /// Of a version perhaps that nobody knows yet.
    Workspace,
    /// A lesson, or progress in lessons.
    Lessons,
}

impl Purpose {
    /// Told by elements that no policy has.
    fn of(text: &str) -> Purpose {
        let document = json_text::parse(text);
        let has = |name| document.root().is_some_and(|root| root.get(name).is_some());
        if has("lessonProgress") || (has("tasks") && has("hints")) {
            Purpose::Lessons
        } else if has("documents") && has("version") {
            Purpose::Workspace
        } else {
            Purpose::Policy
        }
    }
}

pub(crate) fn too_large(state: &mut State, name: &str, bytes: u64) {
    let megabytes = bytes.div_ceil(1024 * 1024);
    tell(
        state,
        &format!(
            "`{name}` was not opened: it has {megabytes} MB, and the largest policy that AWS stores has 131,072 characters."
        ),
    );
}
