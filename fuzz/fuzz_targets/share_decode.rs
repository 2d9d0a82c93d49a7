//! Any fragment is refused or read; what was read is written and read again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workspace::share;

fuzz_target!(|fragment: &str| {
    if let Ok(workspace) = share::decode(fragment) {
        assert_eq!(share::decode(&share::encode(&workspace)), Ok(workspace));
    }
    // As it would be after the base64 and the deflate, which random text does not get through.
    if let Ok(workspace) = workspace::Workspace::from_json(fragment) {
        assert_eq!(share::decode(&share::encode(&workspace)), Ok(workspace));
    }
});
