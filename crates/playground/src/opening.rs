//! The state that a page opens with: what a link holds, else what the browser kept, else nothing.

use workbench::{Fragment, State};
use workspace::{Workspace, share};

use crate::browser::page;
use crate::browser::storage::Place;

/// The first state, and where it will be kept.
pub(crate) fn open() -> (State, Place) {
    let text = page::fragment();
    let fragment = Fragment::parse(&text);
    let place = match fragment.workspace {
        Some(_) => Place::Window {
            fragment: text.clone(),
        },
        None => Place::Browser,
    };
    let mut state = State::new();
    // An embed keeps nothing, and so finds nothing kept.
    let kept = fragment
        .embed
        .is_none()
        .then(|| place.read())
        .flatten()
        .map(|text| Workspace::from_json(&text));
    match (kept, &fragment.workspace) {
        (Some(Ok(workspace)), _) => workbench::from_workspace(&mut state, &workspace),
        (Some(Err(error)), None) => workbench::tell(
            &mut state,
            &format!(
                "What this browser kept could not be read, and is left as it is until you change something: {error}."
            ),
        ),
        (_, Some(shared)) => match share::decode(shared) {
            Ok(workspace) => workbench::from_workspace(&mut state, &workspace),
            Err(error) => workbench::tell(&mut state, &format!("Nothing was opened: {error}.")),
        },
        (None, None) => {}
    }
    if let Some(theme) = fragment.theme {
        state.theme = theme;
    }
    if let Some(panel) = fragment.panel {
        state.panel = panel;
    }
    if let Some(embed) = &fragment.embed
        && let Some(&first) = embed.panels.first()
        && !embed.panels.contains(&state.panel)
    {
        state.panel = first;
    }
    state.keeps = fragment.embed.is_none();
    state.embed = fragment.embed;
    (state, place)
}
