//! JSON text as a lossless tree: byte spans, error recovery, edits, formatting.
