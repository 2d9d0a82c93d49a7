//! The findings as the checks make them: no more, and none longer, than people read.

use diagnostics::{Finding, Span};

use crate::check::Check;

/// How many findings of one check are told. The others are counted, and told in one more.
pub const MOST_OF_A_KIND: usize = 100;

/// How many other places a finding names.
const MOST_RELATED: usize = 50;

/// Sentences longer than this many bytes, which quote what was written, lose their middle.
const LONGEST: usize = 600;

/// Collects the findings of the checks.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
    /// The check that runs, and how many findings it has told.
    told: (&'static str, usize),
    /// The places of the findings that are not told.
    further: Vec<(&'static Check, Span)>,
}

impl Report {
    /// Whether one more finding of the check is told; if not, it is counted. Asked before the finding is made, since
    /// names to propose and fixes are the work.
    pub(crate) fn has_room(&mut self, check: &'static Check, span: Span) -> bool {
        let (id, told) = &mut self.told;
        if *id != check.id {
            (*id, *told) = (check.id, 0);
        }
        if *told >= MOST_OF_A_KIND {
            self.further.push((check, span));
            return false;
        }
        *told = told.saturating_add(1);
        true
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(crate) fn extend(&mut self, findings: Option<Finding>) {
        self.findings.extend(findings);
    }

    /// All of them, sorted by place, then gravest first. Where a check supersedes another, only the first one's finding
    /// stays.
    pub(crate) fn finish(self, registry: &[Check]) -> Vec<Finding> {
        let Report {
            mut findings,
            mut further,
            ..
        } = self;
        let superseding: Vec<(&Check, Places)> = registry
            .iter()
            .filter(|check| !check.supersedes.is_empty())
            .map(|check| (check, Places::of(check, &findings, &further)))
            .collect();
        let is_told = |code: &str, span: Span| {
            superseding
                .iter()
                .any(|(check, places)| check.supersedes.contains(&code) && places.overlap(span))
        };
        findings.retain(|finding| !is_told(finding.code, finding.span));
        further.retain(|(check, span)| !is_told(check.id, *span));
        findings.extend(
            further
                .chunk_by(|(a, _), (b, _)| a.id == b.id)
                .filter_map(summary),
        );
        findings.iter_mut().for_each(shorten);
        json_text::sort_by(&mut findings, |a, b| {
            (a.span.start, a.span.end, a.kind, a.code).cmp(&(
                b.span.start,
                b.span.end,
                b.kind,
                b.code,
            ))
        });
        findings
    }
}

/// The places of the findings of one check, and those that they name as related.
struct Places {
    /// Where each starts, in order, and where the last one ends that starts no later.
    ends: Vec<(usize, usize)>,
}

impl Places {
    fn of(check: &Check, findings: &[Finding], further: &[(&'static Check, Span)]) -> Places {
        let told = findings.iter().filter(|finding| finding.code == check.id);
        let told = told.flat_map(|finding| {
            let related = finding.related.iter().map(|related| related.span);
            related.chain([finding.span])
        });
        let counted = further.iter().filter(|(counted, _)| counted.id == check.id);
        let mut ends: Vec<(usize, usize)> = told
            .chain(counted.map(|(_, span)| *span))
            .map(|span| (span.start, span.end))
            .collect();
        json_text::sort_by(&mut ends, Ord::cmp);
        let mut last = 0;
        for (_, end) in &mut ends {
            last = last.max(*end);
            *end = last;
        }
        Places { ends }
    }

    fn overlap(&self, span: Span) -> bool {
        let before = self.ends.partition_point(|(start, _)| *start < span.end);
        let last = before.checked_sub(1).and_then(|at| self.ends.get(at));
        last.is_some_and(|(_, end)| *end > span.start)
    }
}

/// One finding for those that are not told, at the first of them.
fn summary(further: &[(&'static Check, Span)]) -> Option<Finding> {
    let (check, first) = further.first()?;
    let message = format!("and {} more of this kind from here on", further.len());
    let because = format!("the first {MOST_OF_A_KIND} of a kind are told: mend those first");
    Some(check.finding(*first, message).because(because))
}

fn shorten(finding: &mut Finding) {
    let rest = finding.related.len().saturating_sub(MOST_RELATED);
    finding.related.truncate(MOST_RELATED);
    if let Some(last) = finding.related.last_mut().filter(|_| rest > 0) {
        last.message = format!("and {} more places from here on", rest.saturating_add(1));
    }
    let related = finding
        .related
        .iter_mut()
        .map(|related| &mut related.message);
    let titles = finding.fixes.iter_mut().map(|fix| &mut fix.title);
    let own = [&mut finding.message, &mut finding.because];
    own.into_iter().chain(related).chain(titles).for_each(cut);
}

fn cut(sentence: &mut String) {
    if sentence.len() <= LONGEST {
        return;
    }
    let start = sentence.floor_char_boundary(LONGEST.saturating_div(2));
    let end = sentence.ceil_char_boundary(sentence.len().saturating_sub(LONGEST.saturating_div(4)));
    sentence.replace_range(start..end, "…");
}
