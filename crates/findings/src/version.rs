//! What the checks of Version share.

use diagnostics::{Fix, Span};
use json_text::edits;
use policy::PolicyDocument;

use crate::check::first_character;
use crate::elements::has_or_means;

/// Where a policy says which version of the language it is in.
#[derive(Clone, Copy)]
pub(crate) enum VersionPlace {
    /// In its Version element.
    Written {
        /// The place of the value.
        span: Span,
    },
    /// Nowhere: that of 2008-10-17 holds.
    Missing {
        /// The place of the policy's first character.
        span: Span,
    },
}

impl VersionPlace {
    /// `None` where the version is told as wrong in itself, or cannot be read.
    pub(crate) fn of(document: &PolicyDocument) -> Option<VersionPlace> {
        let root = document.json().root()?;
        if let Some(version) = &document.version {
            return Some(VersionPlace::Written { span: version.span });
        }
        let is_object = root.kind() == json_text::Kind::Object;
        let span = first_character(document.text(), root.span());
        (is_object && !has_or_means(root, &["Version"], false))
            .then_some(VersionPlace::Missing { span })
    }

    pub(crate) fn span(self) -> Span {
        match self {
            VersionPlace::Written { span } | VersionPlace::Missing { span } => span,
        }
    }
}

/// The fix that sets the version, safe where nothing changes with it.
pub(crate) fn set_version(
    document: &PolicyDocument,
    place: VersionPlace,
    is_safe: bool,
) -> Option<Fix> {
    let root = document.json().root()?;
    let (title, edits) = match place {
        VersionPlace::Written { .. } => (
            "set `Version` to `2012-10-17`",
            edits::replace(root.get("Version")?, "\"2012-10-17\""),
        ),
        VersionPlace::Missing { .. } => (
            "add `\"Version\": \"2012-10-17\"`",
            edits::insert_member(root, 0, "Version", "\"2012-10-17\""),
        ),
    };
    Some(if is_safe {
        Fix::safe(title, edits)
    } else {
        Fix::needs_review(title, edits)
    })
}
