//! One entry point for page and command.
