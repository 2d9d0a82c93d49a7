//! Any bytes as a catalogue: refused, or decoded to something that can be asked.

#![no_main]

use catalog::Catalog;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(catalog) = Catalog::decode(bytes) else {
        return;
    };
    let _ = catalog.expand("*:*Describe*");
    for action in catalog.actions().take(200) {
        assert_eq!(
            catalog.action(&action.full_name()).is_some(),
            !action.name().is_empty() && !action.prefix().is_empty()
        );
        for each in action.resource_types().take(20) {
            let _ = each.resource_type().arn_globs();
        }
        let _ = action.supports_condition_key("aws:RequestTag/x");
    }
});
