//! A textarea with the properties of the editor.

use json_text::Span;
use web_sys::{Event, HtmlTextAreaElement, KeyboardEvent};
use yew::{
    AttrValue, Callback, Html, TargetCast, function_component, html, use_effect_with, use_mut_ref,
    use_node_ref, use_state,
};

use crate::held::{Held, with_lf};
use crate::props::{CodeEditorProps, EditorDiagnostic, Severity, TextChange};
use crate::template;

/// The editor without CodeMirror: for those who prefer the browser's own text field, and where CodeMirror cannot start.
/// How many diagnostics there are is told in a live region as it changes; F8 and Shift-F8 go to the next and the previous
/// one, which is told too. Hovers and completions are not shown; quick fixes are reached from the list of findings.
#[function_component]
pub fn PlainEditor(props: &CodeEditorProps) -> Html {
    let area = use_node_ref();
    let held = use_mut_ref(|| Held::new(AttrValue::from(""), None));
    let shown = use_mut_ref(|| None::<AttrValue>);

    let report = {
        let held = held.clone();
        let document_id = props.document_id.clone();
        let on_change = props.on_change.clone();
        Callback::from(move |text: AttrValue| {
            let revision = held.borrow_mut().changed(text.clone());
            on_change.emit(TextChange {
                document_id: document_id.clone(),
                text,
                revision,
            });
        })
    };

    use_effect_with((props.document_id.clone(), props.text.clone()), {
        let (area, held, revision) = (area.clone(), held.clone(), props.revision);
        move |(document_id, text)| {
            let text = with_lf(text);
            let swapped = shown.replace(Some(document_id.clone())).as_ref() != Some(document_id);
            if swapped {
                held.borrow_mut().open(AttrValue::from(""), revision);
            }
            let stale = revision.is_some_and(|revision| revision < held.borrow().revision());
            if let Some(area) = area.cast::<HtmlTextAreaElement>()
                && (swapped || !stale && *held.borrow().text() != text)
            {
                area.set_value(&text);
                held.borrow_mut().replace(text);
            }
        }
    });
    use_effect_with(props.edits.clone(), {
        let (area, held, report, read_only) =
            (area.clone(), held.clone(), report.clone(), props.read_only);
        move |request| {
            let Some(request) = request else { return };
            let text = {
                let held = held.borrow();
                let fits = request
                    .revision
                    .is_none_or(|revision| revision == held.revision());
                if !fits || read_only {
                    return;
                }
                json_text::apply(held.text(), &request.edits)
            };
            if let (Ok(text), Some(area)) = (text, area.cast::<HtmlTextAreaElement>()) {
                area.set_value(&text);
                report.emit(text.into());
            }
        }
    });
    use_effect_with(props.insertion.clone(), {
        let (area, held, report, read_only) =
            (area.clone(), held.clone(), report.clone(), props.read_only);
        move |request| {
            let Some(request) = request.as_ref().filter(|_| !read_only) else {
                return;
            };
            let inserted = {
                let held = held.borrow();
                template::edits(held.text(), &request.list).and_then(|(edits, stop)| {
                    let text = json_text::apply(held.text(), &edits).ok()?;
                    Some((text, stop))
                })
            };
            if let (Some((text, stop)), Some(area)) = (inserted, area.cast::<HtmlTextAreaElement>())
            {
                area.set_value(&text);
                report.emit(text.into());
                let position = held.borrow().to_position(stop);
                // A detached textarea refuses; then there is nothing to select in.
                let _ = area.set_selection_range(position, position);
                let _ = area.focus();
            }
        }
    });
    use_effect_with(props.selection, {
        let (area, held) = (area.clone(), held.clone());
        move |request| {
            let (Some(request), Some(area)) = (request, area.cast::<HtmlTextAreaElement>()) else {
                return;
            };
            let (from, to) = held.borrow().to_range(request.span);
            // A detached textarea refuses; then there is nothing to select in.
            let _ = area.set_selection_range(from, to);
            let _ = area.focus();
        }
    });

    let oninput = Callback::from(move |event: yew::InputEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            report.emit(area.value().into());
        }
    });
    let onselect = {
        let (held, on_cursor) = (held.clone(), props.on_cursor.clone());
        Callback::from(move |event: Event| {
            let position = event
                .target_dyn_into::<HtmlTextAreaElement>()
                .and_then(|area| area.selection_end().ok().flatten())
                .unwrap_or(0);
            let offset = held.borrow().to_bytes(position);
            on_cursor.emit(offset);
        })
    };

    let said = use_state(String::new);
    use_effect_with(summary(&props.diagnostics), {
        let said = said.clone();
        move |summary| said.set(summary.clone())
    });
    let onkeydown = {
        let (area, held, said) = (area.clone(), held.clone(), said.clone());
        let diagnostics = props.diagnostics.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(area) = area
                .cast::<HtmlTextAreaElement>()
                .filter(|_| event.key() == "F8")
            else {
                return;
            };
            event.prevent_default();
            let position = area.selection_start().ok().flatten().unwrap_or(0);
            let offset = held.borrow().to_bytes(position);
            let Some(found) = beside(&diagnostics, offset, event.shift_key()) else {
                return;
            };
            let span = Span::new(found.from, found.to);
            let (from, to) = held.borrow().to_range(span);
            // A detached textarea refuses; then there is nothing to select in.
            let _ = area.set_selection_range(from, to);
            said.set(format!("{}: {}", found.severity.as_str(), found.message));
        })
    };

    html! {
        <>
            <textarea
                class="plain-editor"
                ref={area}
                aria-label={props.label.clone()}
                readonly={props.read_only}
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                {oninput}
                {onselect}
                {onkeydown}
            />
            <p class="visually-hidden" role="status">{said.as_str()}</p>
        </>
    }
}

/// How many diagnostics there are of each kind: `2 errors, 1 warning`.
fn summary(diagnostics: &[EditorDiagnostic]) -> String {
    let told: Vec<String> = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Info, "suggestion", "suggestions"),
    ]
    .into_iter()
    .filter_map(|(severity, one, more)| {
        let count = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count();
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { more }))
    })
    .collect();
    match told.is_empty() {
        true => "No findings".to_owned(),
        false => told.join(", "),
    }
}

/// The diagnostic after an offset, or before it; at the end, the first one again.
fn beside(
    diagnostics: &[EditorDiagnostic],
    offset: usize,
    before: bool,
) -> Option<&EditorDiagnostic> {
    let place = |diagnostic: &&EditorDiagnostic| diagnostic.from;
    if before {
        let earlier = diagnostics.iter().filter(|each| each.from < offset);
        earlier
            .max_by_key(place)
            .or_else(|| diagnostics.iter().max_by_key(place))
    } else {
        let later = diagnostics.iter().filter(|each| each.from > offset);
        later
            .min_by_key(place)
            .or_else(|| diagnostics.iter().min_by_key(place))
    }
}
