//! The scenarios of `tests/scenarios`, by which decisions are timed: two sets of policies, four requests to each.

use std::error::Error;

use evaluation::Scenario;
use serde_json::{Map, Value};
use workspace::{Expectation, ScenarioForm};

/// The sets of policies: three statements of one person; and sixty statements on twenty services, with conditions on
/// tags and Regions, within a boundary and three levels of service control policies, before a bucket policy.
const SETS: [(&str, &str); 2] = [
    ("small", include_str!("../scenarios/small.json")),
    ("realistic", include_str!("../scenarios/realistic.json")),
];
const REQUESTS: &str = include_str!("../scenarios/requests.json");

/// A scenario with the decision that it comes to.
#[derive(Clone, Debug)]
pub struct TimedScenario {
    /// `small` or `realistic`.
    pub set: &'static str,
    /// `hit`, `miss`, `deny` or `undetermined`.
    pub kind: String,
    /// The request and the policies.
    pub scenario: Scenario,
    /// The decision.
    pub expect: Option<Expectation>,
}

/// Every scenario, the small ones first.
///
/// # Errors
/// A file that is not of the form of scenarios.
pub fn scenarios() -> Result<Vec<TimedScenario>, Box<dyn Error>> {
    let requests: Map<String, Value> = serde_json::from_str(REQUESTS)?;
    let mut scenarios = Vec::new();
    for (set, text) in SETS {
        let policies: Map<String, Value> = serde_json::from_str(text)?;
        for (kind, request) in &requests {
            let mut fields = policies.clone();
            fields.extend(request.as_object().cloned().unwrap_or_default());
            let form = ScenarioForm::from_json(&Value::Object(fields).to_string())?;
            scenarios.push(TimedScenario {
                set,
                kind: kind.clone(),
                scenario: form.to_scenario()?,
                expect: form.expect,
            });
        }
    }
    Ok(scenarios)
}
