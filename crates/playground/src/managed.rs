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
        let (mut begin, mut contain) = (Vec::new(), Vec::new());
        for name in self.0.keys() {
            match name.to_ascii_lowercase().find(&search) {
                Some(0) => begin.push(name.as_str().into()),
                Some(_) => contain.push(name.as_str().into()),
                None => {}
            }
        }
        begin.append(&mut contain);
        begin
    }

    /// The document of a policy, laid out.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let raw = self.0.get(name)?.get();
        json_text::format(raw, &json_text::FormatOptions::default()).ok()
    }
}
