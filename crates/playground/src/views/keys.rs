use yew::prelude::*;

/// What the keyboard does, by place.
const KEYS: [(&str, &[(&str, &str)]); 3] = [
    (
        "On the page",
        &[
            ("Ctrl K, F1", "all commands"),
            ("Tab", "the next control; it leaves the editor too"),
        ],
    ),
    (
        "Writing",
        &[
            ("Ctrl Space", "what can be written here"),
            ("Enter", "take what is marked in the list"),
            ("Tab", "while a statement is filled in: its next place"),
            ("Escape", "close the list; end filling in"),
            ("Ctrl .", "quick fixes here"),
            ("F8, Shift F8", "next and previous finding"),
            ("Ctrl Z, Ctrl Y", "undo, redo"),
        ],
    ),
    (
        "In the text",
        &[
            ("Ctrl F", "find and replace"),
            ("Ctrl D", "mark the next same text too"),
            ("Ctrl Alt ↑, Ctrl Alt ↓", "one more cursor above, below"),
            ("Alt ↑, Alt ↓", "move the line"),
            ("Ctrl Shift [, Ctrl Shift ]", "fold, unfold"),
            ("Ctrl Alt [, Ctrl Alt ]", "fold all, unfold all"),
        ],
    ),
];

/// The keys, for a dialog.
pub(super) fn keys() -> Html {
    html! {
        <>
            { for KEYS.into_iter().map(|(place, keys)| html! {
                <section key={place}>
                    <h3>{place}</h3>
                    <dl class="keys">
                        { for keys.iter().map(|(key, what)| html! {
                            <>
                                <dt>{ for key.split(", ").map(|key| html! { <kbd>{key}</kbd> }) }</dt>
                                <dd>{what}</dd>
                            </>
                        }) }
                    </dl>
                </section>
            }) }
            <p class="judges">{"On a Mac it is Command where this says Ctrl, but for Ctrl Space."}</p>
        </>
    }
}
