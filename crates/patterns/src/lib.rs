//! Globs and ARN patterns: matching, intersection, inclusion, witnesses.
