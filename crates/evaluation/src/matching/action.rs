use crate::prepare::{PreparedAction, PreparedStatement, service_hash};

/// A request's action.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BoundAction<'r> {
    pub(crate) text: &'r str,
    /// What stands before the colon.
    pub(crate) prefix: &'r str,
    service: u64,
}

impl<'r> BoundAction<'r> {
    pub(crate) fn new(text: &'r str) -> BoundAction<'r> {
        let prefix = text.split_once(':').map_or("", |(prefix, _)| prefix);
        BoundAction {
            text,
            prefix,
            service: service_hash(prefix),
        }
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.text.eq_ignore_ascii_case(name)
    }

    pub(crate) fn service_is(&self, service: &str) -> bool {
        self.prefix.eq_ignore_ascii_case(service)
    }

    pub(crate) fn matches(&self, entry: &PreparedAction) -> bool {
        entry.service.is_none_or(|service| service == self.service)
            && entry.pattern.matches(self.text)
    }
}

/// Action and NotAction ("IAM JSON policy elements: Action" and "NotAction", IAM User Guide). A statement with
/// neither is about no action.
pub(crate) fn action_fits(statement: &PreparedStatement, action: &BoundAction<'_>) -> bool {
    let listed = |entries: &Vec<PreparedAction>| entries.iter().any(|entry| action.matches(entry));
    match (&statement.actions, &statement.not_actions) {
        (None, None) => false,
        (actions, not_actions) => {
            actions.as_ref().is_none_or(listed) && !not_actions.as_ref().is_some_and(listed)
        }
    }
}
