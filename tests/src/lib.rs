//! Data-driven cases, cross-crate tests and browser tests.
