//! The AWS managed policies, from the file that is loaded in idle time.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::value::RawValue;

/// Every policy with its document as it stands in the file.
pub(crate) struct ManagedPolicies(BTreeMap<String, Box<RawValue>>);

impl PartialEq for ManagedPolicies {
    fn eq(&self, other: &ManagedPolicies) -> bool {
        // There is one file, read once.
        std::ptr::eq(self, other)
    }
}

impl ManagedPolicies {
    /// Reads `{name: document, …}`.
    pub(crate) fn read(bytes: &[u8]) -> Option<ManagedPolicies> {
        serde_json::from_slice(bytes).ok().map(ManagedPolicies)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The names that contain what is searched for, without regard to case; those that begin with it first.
    pub(crate) fn find(&self, search: &str) -> Vec<Rc<str>> {
        let search = search.trim().to_ascii_lowercase();
        let mut found: Vec<(bool, &String)> = self
            .0
            .keys()
            .filter_map(|name| {
                let at = name.to_ascii_lowercase().find(&search)?;
                Some((at > 0, name))
            })
            .collect();
        found.sort();
        found
            .into_iter()
            .map(|(_, name)| name.as_str().into())
            .collect()
    }

    /// The document of a policy, laid out.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let raw = self.0.get(name)?.get();
        json_text::format(raw, &json_text::FormatOptions::default()).ok()
    }
}
