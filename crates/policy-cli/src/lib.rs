//! The binary policy: the same core in a terminal and in CI.
