//! The saved and exchanged forms of everything: documents, scenarios, results, share links.
