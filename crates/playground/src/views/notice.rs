use workbench::{Action, Notice, NoticeKind};
use yew::prelude::*;

use crate::dispatch::Dispatch;

#[derive(Properties, PartialEq)]
pub(crate) struct NoticeBarProps {
    pub(crate) notice: Option<Notice>,
    pub(crate) dispatch: Dispatch,
}

/// What just happened. The live region is always there, so that a screen reader hears what comes into it.
#[component]
pub(crate) fn NoticeBar(props: &NoticeBarProps) -> Html {
    let dismiss = props
        .dispatch
        .callback(|_: MouseEvent| Action::NoticeDismissed);
    let reopen = props.dispatch.callback(|_: MouseEvent| Action::CloseUndone);
    html! {
        <div role="status" aria-live="polite">
            if let Some(notice) = &props.notice {
                <div class={classes!("notice", (notice.kind == NoticeKind::Problem).then_some("problem"))}>
                    <p>{notice.text.to_string()}</p>
                    if notice.reopens {
                        <button onclick={reopen}>{"Reopen"}</button>
                    }
                    <button class="quiet" onclick={dismiss}>{"Dismiss"}</button>
                </div>
            }
        </div>
    }
}
