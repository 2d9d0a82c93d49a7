//! The scenarios that are timed come to the decisions that they are named for.
#![allow(clippy::unwrap_used, missing_docs)]

use evaluation::{decide, prepare, simulate};
use suite::scenarios::scenarios;

#[test]
fn every_timed_scenario_comes_to_its_decision() {
    let catalog = suite::catalogue().unwrap();
    for timed in scenarios().unwrap() {
        let scenario = &timed.scenario;
        let set = prepare(&scenario.policies, &catalog);
        let decision = decide(&set, &scenario.request, scenario.missing_keys, &catalog);
        let name = format!("{}, {}", timed.set, timed.kind);
        assert_eq!(simulate(scenario, &catalog).decision, decision, "{name}");
        assert!(
            timed.expect.unwrap().is_met_by((&decision).into()),
            "{name}: {decision:?}"
        );
    }
}
