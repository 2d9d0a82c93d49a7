//! The state that a page opens with: what a link holds, else what the browser kept, else nothing.

use std::rc::Rc;

use workbench::{Fragment, State};
use workspace::{Workspace, share};

use crate::browser::page;
use crate::browser::storage::{self, Place};
use crate::lazy::Saved;

/// What there is to open.
pub(crate) struct Opening {
    fragment: Fragment,
    place: Place,
    kept: Option<String>,
}

impl Opening {
    /// Looks at the page's address and into the browser's storage.
    pub(crate) fn find() -> Opening {
        let text = page::fragment();
        let fragment = Fragment::parse(&text);
        let place = match fragment.workspace {
            Some(_) => Place::Window { fragment: text },
            None => Place::Browser,
        };
        // An embed keeps nothing, and so finds nothing kept.
        let kept = fragment.embed.is_none().then(|| place.read()).flatten();
        Opening {
            fragment,
            place,
            kept,
        }
    }

    /// Whether there is a workspace to read.
    pub(crate) fn holds_workspace(&self) -> bool {
        self.kept.is_some() || self.fragment.workspace.is_some()
    }

    /// The first state, and where it will be kept. `saved` reads a workspace, if there is one.
    pub(crate) fn open(self, saved: Option<&Saved>) -> (State, Place) {
        let mut state = State::new();
        state.keeps = self.fragment.embed.is_none();
        state.plain_editor = state.keeps && storage::reads_plain_editor();
        if let Some(saved) = saved {
            let shared = self.fragment.workspace.as_deref();
            (saved.read)(&mut state, self.kept.as_deref(), shared);
        } else if self.holds_workspace() {
            (state, _) = workbench::reduce(state, workbench::Action::SavingMissing);
        }
        if let Some(theme) = self.fragment.theme {
            state.theme = theme;
        }
        if let Some(panel) = self.fragment.panel {
            state.panel = panel;
        }
        if let Some(lesson) = &self.fragment.lesson {
            Rc::make_mut(&mut state.learn).wanted = Some(lesson.as_str().into());
        }
        if let Some(embed) = &self.fragment.embed
            && let Some(&first) = embed.panels.first()
            && !embed.panels.contains(&state.panel)
        {
            state.panel = first;
        }
        state.embed = self.fragment.embed;
        (state, self.place)
    }
}

/// Puts into a fresh state what was kept or, where nothing was, shared.
pub(crate) fn read(state: &mut State, kept: Option<&str>, shared: Option<&str>) {
    match (kept.map(Workspace::from_json), shared) {
        (Some(Ok(workspace)), _) => workbench::from_workspace(state, &workspace),
        (Some(Err(error)), None) => workbench::tell(
            state,
            &format!(
                "What this browser kept could not be read, and is left as it is until you change something: {error}."
            ),
        ),
        (_, Some(shared)) => match share::decode(shared) {
            Ok(workspace) => workbench::from_workspace(state, &workspace),
            Err(error) => workbench::tell(state, &format!("Nothing was opened: {error}.")),
        },
        (None, None) => {}
    }
}

/// The state with what a file holds in the place of what is there.
pub(crate) fn open_file(state: &State, text: &str) -> Result<State, String> {
    let workspace = Workspace::from_json(text).map_err(|error| error.to_string())?;
    let mut opened = state.clone();
    opened.closed = None;
    opened.simulation = None;
    workbench::from_workspace(&mut opened, &workspace);
    Ok(opened)
}
