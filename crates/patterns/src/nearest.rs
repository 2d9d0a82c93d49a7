//! "Did you mean": the names that are closest to what was written.

use crate::fold::fold_case;

/// The `candidates` that `written` may have been meant for: at most `limit` of them, the closest first, and those equally
/// close in the order given.
///
/// Candidates that differ in case alone come first. The others may be as many typing errors away (a character left out,
/// added, changed, or two neighbours swapped; case does not count) as a third of the characters written, but always one.
/// What was written is itself never among them.
#[must_use]
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    closest(written, &mut candidates.into_iter(), limit)
}

/// The same, compiled once for all kinds of iterators: the page downloads every copy.
fn closest<'a>(
    written: &str,
    candidates: &mut dyn Iterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let folded = fold_case(written);
    let length = folded.chars().count();
    let threshold = (length / 3).max(1);
    let mut close: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        if candidate == written || candidate.chars().count().abs_diff(length) > threshold {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &fold_case(candidate));
        if distance <= threshold {
            let place = close.partition_point(|(before, _)| *before <= distance);
            close.insert(place, (distance, candidate));
            close.truncate(limit);
        }
    }
    close.into_iter().map(|(_, candidate)| candidate).collect()
}
