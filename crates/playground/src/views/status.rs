//! The line at the foot of the page.

use yew::{AttrValue, Html, Properties, function_component, html};

/// How far the page is on its way to sending nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Not yet usable.
    Open,
    /// Usable; the fixed list of lazy files is being loaded.
    Loading,
    /// Nothing can be sent or fetched any more.
    Sealed {
        /// Lazy files that could not be loaded.
        missing: Vec<String>,
    },
}

/// Properties of [`Status`].
#[derive(Clone, PartialEq, Properties)]
pub struct StatusProps {
    /// The date of the catalogue, once it is loaded.
    pub date: Option<AttrValue>,
    /// The state of the seal.
    pub seal: Seal,
}

/// The engine's version, the catalogue's date and the seal.
#[function_component]
pub fn Status(props: &StatusProps) -> Html {
    let catalogue = match &props.date {
        Some(date) => format!("catalogue of {date}"),
        None => "no catalogue".to_owned(),
    };
    let seal = match &props.seal {
        Seal::Open => "starting".to_owned(),
        Seal::Loading => "loading samples and descriptions".to_owned(),
        Seal::Sealed { missing } if missing.is_empty() => {
            "sealed: this page can send nothing".to_owned()
        }
        Seal::Sealed { missing } => {
            format!(
                "sealed: this page can send nothing (could not be loaded: {})",
                missing.join(", ")
            )
        }
    };
    html! {
        <footer>
            <span>{ format!("version {}", env!("CARGO_PKG_VERSION")) }</span>
            { " · " }
            <span>{ catalogue }</span>
            { " · " }
            <span class="seal" role="status">{ seal }</span>
        </footer>
    }
}
