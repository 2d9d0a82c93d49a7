//! What the page shows. Views only render: they get pieces of the state and send actions.

pub(crate) mod compare;
pub(crate) mod dialog;
mod documents;
mod editor;
mod embedding;
mod expectations;
mod findings;
mod keys;
pub(crate) mod learn;
mod masthead;
mod notice;
mod opener;
pub(crate) mod palette;
mod panels;
pub(crate) mod placeholders;
pub(crate) mod review;
pub(crate) mod samples;
pub(crate) mod sharing;
pub(crate) mod simulate;
mod status_bar;
pub(crate) mod suggest;
mod wording;

pub(crate) use documents::Documents;
pub(crate) use editor::Editor;
pub(crate) use masthead::Masthead;
pub(crate) use notice::NoticeBar;
pub(crate) use opener::Opener;
pub(crate) use panels::Panels;
pub(crate) use status_bar::StatusBar;
