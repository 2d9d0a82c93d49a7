//! Suggestions that narrow what a policy allows.
