//! What stands at a place and what can be written there, in the editor's words.

use analysis::SNIPPETS;
use code_editor::{CompletionList, CompletionOption, HoverText, Place};
use policy::PolicyType;

use crate::engine::Engine;

/// What to say about a place.
pub(crate) fn hover(
    engine: &Engine,
    chosen: Option<PolicyType>,
    place: &Place,
) -> Option<HoverText> {
    let reading = engine.read(&place.text, chosen)?;
    let found = reading.hover(engine.catalog(), engine.descriptions(), place.offset)?;
    Some(HoverText {
        span: found.span,
        title: found.title,
        lines: found.lines,
    })
}

/// What can be written at a place.
pub(crate) fn complete(
    engine: &Engine,
    chosen: Option<PolicyType>,
    place: &Place,
) -> Option<CompletionList> {
    let reading = engine.read(&place.text, chosen)?;
    reading
        .complete(engine.catalog(), engine.descriptions(), place.offset)
        .map(list)
}

/// How a snippet is put into a policy.
pub(crate) fn snippet(
    engine: &Engine,
    text: &str,
    chosen: Option<PolicyType>,
    snippet: usize,
) -> Option<CompletionList> {
    let reading = engine.read(text, chosen)?;
    reading
        .insert(engine.catalog(), SNIPPETS.get(snippet)?)
        .map(list)
}

fn list(found: analysis::Completions) -> CompletionList {
    CompletionList {
        word: found.word,
        replaced: found.replaced,
        comma_at: found.comma_at,
        options: found
            .options
            .into_iter()
            .map(|option| CompletionOption {
                label: option.label,
                detail: option.detail,
                info: option.info,
                template: option.template,
                goes_on: option.goes_on,
            })
            .collect(),
    }
}
