//! How many actions there are of each access level, in words.

use catalog::{ActionSet, Catalog};

/// The access levels in the order in which AWS's policy summary has them.
const LEVELS: [&str; 5] = ["List", "Read", "Write", "Permissions management", "Tagging"];

/// The position of an access level in the order of AWS's policy summary.
pub(crate) fn level_order(level: &str) -> usize {
    LEVELS
        .iter()
        .position(|each| *each == level)
        .unwrap_or(LEVELS.len())
}

/// `3 List, 10 Read`
pub(crate) fn by_access_level(catalog: &Catalog, set: &ActionSet) -> String {
    let mut counts = [0_usize; LEVELS.len()];
    for action in set.iter().filter_map(|id| catalog.action_by_id(id)) {
        if let Some(count) = counts.get_mut(level_order(action.access_levels().name())) {
            *count = count.saturating_add(1);
        }
    }
    let told: Vec<String> = LEVELS
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| format!("{count} {level}"))
        .collect();
    told.join(", ")
}
