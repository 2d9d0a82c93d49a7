//! What the tools say about a text: findings, fixes, severities.
