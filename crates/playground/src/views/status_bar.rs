use std::rc::Rc;

use policy::PolicyType;
use workbench::{Action, Document};
use yew::prelude::*;

use crate::dispatch::{Dispatch, chosen};

#[derive(Properties, PartialEq)]
pub(crate) struct StatusBarProps {
    pub(crate) document: Rc<Document>,
    pub(crate) can_edit: bool,
    /// Whether the editor is the plain text field.
    pub(crate) plain: bool,
    pub(crate) on_commands: Callback<()>,
    pub(crate) dispatch: Dispatch,
}

/// What the document is judged as, and how much room its type leaves.
#[component]
pub(crate) fn StatusBar(props: &StatusBarProps) -> Html {
    let document = &props.document;
    let id = document.id;
    let choose = props.dispatch.filtered(move |event: Event| {
        Some(Action::TypeChosen {
            document: id,
            policy_type: PolicyType::from_name(&chosen(&event)?),
        })
    });
    let guessed = document
        .analysis
        .as_ref()
        .and_then(|analysis| analysis.guess.as_ref());
    let auto = match guessed {
        Some(guess) => format!("{} (guessed)", guess.policy_type.title()),
        None => "guess from the text".to_owned(),
    };
    let format = props.dispatch.callback(|_: MouseEvent| Action::FormatAsked);
    let fix = props
        .dispatch
        .callback(|_: MouseEvent| Action::SafeFixesTaken);
    let (safe, _) = document.safe_edits();
    let plain = props.plain;
    let choose_editor = props
        .dispatch
        .callback(move |_: MouseEvent| Action::PlainEditorChosen(!plain));
    html! {
        <div class="status">
            <label title={guessed.map(|guess| guess.because)}>
                {"Judged as"}
                <select onchange={choose}>
                    <option value="auto" selected={document.chosen_type.is_none()}>{auto}</option>
                    { for PolicyType::ALL.into_iter().map(|policy_type| html! {
                        <option value={policy_type.as_str()} selected={document.chosen_type == Some(policy_type)}>
                            {policy_type.title()}
                        </option>
                    }) }
                </select>
            </label>
            <span class="spacer"></span>
            {size(document)}
            <div class="tools">
            if props.can_edit && safe > 0 {
                <button class="quiet" onclick={fix} title="Fixes that change nothing that is allowed, in one step that can be undone">
                    {format!("Fix all safe ({safe})")}
                </button>
            }
            if props.can_edit {
                <button class="quiet" onclick={format}>{"Format"}</button>
            }
            <button class="quiet" aria-pressed={props.plain.to_string()} onclick={choose_editor}
                title="The browser's own text field, for screen readers and other aids. The choice is kept in this browser.">
                {"Plain text editor"}
            </button>
            <button class="quiet" onclick={props.on_commands.reform(|_: MouseEvent| ())} aria-keyshortcuts="Control+K F1">
                {"Commands"}
            </button>
            </div>
        </div>
    }
}

fn size(document: &Document) -> Html {
    let Some(analysis) = &document.analysis else {
        return html! {};
    };
    let size = &analysis.size;
    let Some(quota) = &size.quota else {
        return html! { <span class="size">{format!("{} characters", size.characters)}</span> };
    };
    let used = if quota.counts_whitespace {
        size.characters
    } else {
        size.without_whitespace
    };
    let over = used > quota.limit;
    let title = format!(
        "{}, {} white space",
        quota.name,
        if quota.counts_whitespace {
            "counting"
        } else {
            "not counting"
        }
    );
    html! {
        <span class={classes!("size", over.then_some("over"))} title={title}>
            <meter min="0" max={quota.limit.to_string()} high={(quota.limit * 9 / 10).to_string()} value={used.to_string()} aria-hidden="true"></meter>
            {format!("{used} of {} characters", quota.limit)}
        </span>
    }
}
