//! Any scenario is refused or read; what was read is written and read again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workspace::ScenarioForm;

fuzz_target!(|text: &str| {
    if let Ok(form) = ScenarioForm::from_json(text) {
        assert_eq!(ScenarioForm::from_json(&form.to_json()), Ok(form.clone()));
        let _ = form.to_scenario();
    }
});
