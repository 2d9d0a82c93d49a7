//! The doors to the browser, each of which may be shut: in a sandboxed frame storage throws, without TLS there
//! is no clipboard.

pub(crate) mod clipboard;
pub(crate) mod files;
pub(crate) mod page;
pub(crate) mod storage;
