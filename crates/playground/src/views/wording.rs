//! Text with code in it: messages put what the user wrote in backticks.

use yew::prelude::*;

/// Shows a message, with the parts between backticks as code. All of it is text, never markup.
pub(crate) fn with_code(message: &str) -> Html {
    let mut parts = message.split('`');
    let first = parts.next().unwrap_or_default().to_owned();
    let mut shown: Vec<Html> = vec![html! { {first} }];
    let mut inside = true;
    let rest: Vec<&str> = parts.collect();
    let closed = rest.len().is_multiple_of(2);
    for (position, part) in rest.iter().enumerate() {
        let last_is_open = !closed && position + 1 == rest.len();
        if inside && !last_is_open {
            shown.push(html! { <code>{(*part).to_owned()}</code> });
        } else if last_is_open {
            shown.push(html! { {format!("`{part}")} });
        } else {
            shown.push(html! { {(*part).to_owned()} });
        }
        inside = !inside;
    }
    shown.into_iter().collect()
}

/// As [`with_code`], beginning with a capital: messages are made to stand after a place and a colon as well. Code stays
/// as it is.
pub(crate) fn sentence(message: &str) -> Html {
    let mut rest = message.chars();
    match rest.next() {
        Some(first) => with_code(&first.to_uppercase().chain(rest).collect::<String>()),
        None => Html::default(),
    }
}

/// `1 finding`, `3 findings`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}
