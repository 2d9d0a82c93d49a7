//! How AWS decides a request: scenarios, prepared policies, decisions, traces.
