//! IAM policy documents with spans: statements, principals, condition operators and values.
