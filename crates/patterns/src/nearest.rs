//! "Did you mean": the names that are closest to what was written.

use std::mem::swap;

use crate::fold::fold_char;

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
    let mut search = Search::new(written);
    // Close enough, as long as the list is not full; then only what is closer than its last.
    let mut most = (search.written.len() / 3).max(1);
    let mut close: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        if candidate == written {
            continue;
        }
        let Some(distance) = search.distance(candidate, most) else {
            continue;
        };
        let place = close.partition_point(|(before, _)| *before <= distance);
        close.insert(place, (distance, candidate));
        close.truncate(limit);
        if let Some((last, _)) = close.last().filter(|_| close.len() == limit) {
            match last.checked_sub(1) {
                Some(closer) => most = closer,
                None => break,
            }
        }
    }
    close.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How many kinds of characters are counted apart.
const KINDS: usize = 32;

/// The numbers of characters of each kind.
type Counts = [i32; KINDS];

fn count(counts: &mut Counts, c: char, by: i32) {
    // Letters of either case are kinds of their own.
    if let Some(number) = counts.get_mut(c as usize % KINDS) {
        *number = number.saturating_add(by);
    }
}

/// What was written, ready to be held against many candidates.
struct Search {
    /// Folded.
    written: Vec<char>,
    counts: Counts,
    candidate: Vec<char>,
    /// Rows of the table of distances: that of the character before the last, of the last, of this one.
    rows: [Vec<usize>; 3],
}

impl Search {
    fn new(written: &str) -> Search {
        let written: Vec<char> = written.chars().map(fold_char).collect();
        let mut counts = [0; KINDS];
        for &c in &written {
            count(&mut counts, c, 1);
        }
        Search {
            written,
            counts,
            candidate: Vec::new(),
            rows: Default::default(),
        }
    }

    /// The number of typing errors between what was written and the candidate, if there are not more than `most`: the
    /// optimal string alignment distance, case aside.
    fn distance(&mut self, candidate: &str, most: usize) -> Option<usize> {
        if candidate.chars().count().abs_diff(self.written.len()) > most {
            return None;
        }
        self.candidate.clear();
        self.candidate.extend(candidate.chars().map(fold_char));
        if self.differ_in_more_than(most) {
            return None;
        }
        let [before, last, row] = &mut self.rows;
        last.clear();
        last.extend(0..=self.candidate.len());
        before.clear();
        before.resize(last.len(), usize::MAX);
        let mut before_written = None;
        let mut least_above = 0_usize;
        for (done, &written) in self.written.iter().enumerate() {
            row.clear();
            let mut left = done.saturating_add(1);
            row.push(left);
            let mut least = left;
            let mut before_there = None;
            let above = last.iter().zip(last.iter().skip(1));
            // Where the two before were swapped, the way leads two rows up and two columns left.
            let swapped = std::iter::once(&usize::MAX).chain(before.iter());
            for ((&there, (&diagonal, &up)), &swapped) in
                self.candidate.iter().zip(above).zip(swapped)
            {
                let mut here = diagonal.saturating_add(usize::from(written != there));
                here = here.min(up.saturating_add(1)).min(left.saturating_add(1));
                if before_written == Some(there) && before_there == Some(written) {
                    here = here.min(swapped.saturating_add(1));
                }
                row.push(here);
                least = least.min(here);
                left = here;
                before_there = Some(there);
            }
            // A swap may still lead from the row above to the next one.
            if least.min(least_above.saturating_add(1)) > most {
                return None;
            }
            least_above = least;
            before_written = Some(written);
            swap(before, last);
            swap(last, row);
        }
        last.last().copied().filter(|distance| *distance <= most)
    }

    /// Whether the characters alone, in any order, tell that more than `most` were left out, added or changed.
    fn differ_in_more_than(&self, most: usize) -> bool {
        let mut counts = self.counts;
        for &c in &self.candidate {
            count(&mut counts, c, -1);
        }
        let (mut missing, mut extra) = (0_usize, 0_usize);
        for difference in counts {
            let number = difference.unsigned_abs() as usize;
            if difference > 0 {
                missing = missing.saturating_add(number);
            } else {
                extra = extra.saturating_add(number);
            }
        }
        missing.max(extra) > most
    }
}
