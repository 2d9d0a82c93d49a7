//! A textarea with the properties of the editor.

use web_sys::{Event, HtmlTextAreaElement};
use yew::{
    AttrValue, Callback, Html, TargetCast, function_component, html, use_effect_with, use_mut_ref,
    use_node_ref,
};

use crate::held::{Held, with_lf};
use crate::props::{CodeEditorProps, TextChange};

/// The editor without CodeMirror: for those who prefer the browser's own text field, and where CodeMirror cannot start.
/// Diagnostics, hovers and completions are not shown; quick fixes are reached from the list of findings.
#[function_component]
pub fn PlainEditor(props: &CodeEditorProps) -> Html {
    let area = use_node_ref();
    let held = use_mut_ref(|| Held::new(AttrValue::from("")));

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
        move |(_, text)| {
            let text = with_lf(text);
            let stale = revision.is_some_and(|revision| revision < held.borrow().revision());
            if let Some(area) = area.cast::<HtmlTextAreaElement>()
                && !stale
                && *held.borrow().text() != text
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
        let on_cursor = props.on_cursor.clone();
        Callback::from(move |event: Event| {
            let position = event
                .target_dyn_into::<HtmlTextAreaElement>()
                .and_then(|area| area.selection_end().ok().flatten())
                .unwrap_or(0);
            let offset = held.borrow().to_bytes(position);
            on_cursor.emit(offset);
        })
    };

    html! {
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
        />
    }
}
