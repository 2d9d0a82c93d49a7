use std::collections::HashMap;

use catalog::Catalog;
use diagnostics::Finding;
use imara_diff::{Algorithm, Diff, InternedInput};
use json_text::{FormatOptions, LineIndex};
use policy::PolicyType;

use crate::{Surroundings, analyze};

/// How many equal lines stand around a change.
const AROUND: usize = 3;

/// A proposed text beside the one in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The type by which both were judged.
    pub policy_type: PolicyType,
    /// Findings of the proposed text that the one in force has not, with their places in the proposed one.
    pub brought: Vec<Finding>,
    /// Findings of the text in force that the proposed one has not, with their places in the one in force.
    pub removed: Vec<Finding>,
    /// What changes, line by line. Both texts are laid out alike before, where they are JSON: layout is no change.
    pub lines: Vec<DiffLine>,
}

/// A line of what changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine {
    /// In both texts.
    Same(String),
    /// In the proposed text only.
    Added(String),
    /// In the text in force only.
    Removed(String),
    /// So many lines that are in both are left out.
    Gap(usize),
}

/// Compares a proposed text with the one in force: by what the checks say of each, and line by line. Without a type, the one
/// that the proposed text looks like is taken for both.
pub fn review(
    catalog: &Catalog,
    current: &str,
    proposed: &str,
    policy_type: Option<PolicyType>,
    surroundings: &Surroundings,
) -> Review {
    let after = analyze(catalog, 0, proposed, policy_type, surroundings);
    let before = analyze(catalog, 0, current, Some(after.policy_type), surroundings);
    Review {
        policy_type: after.policy_type,
        brought: without(&after.findings, &before.findings),
        removed: without(&before.findings, &after.findings),
        lines: diff(&laid_out(current), &laid_out(proposed)),
    }
}

/// The findings that have no equal among the others: what it is and what it says, wherever it stands.
fn without(findings: &[Finding], others: &[Finding]) -> Vec<Finding> {
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    for other in others {
        *known.entry((other.code, &other.message)).or_default() += 1;
    }
    let mut kept = Vec::new();
    for finding in findings {
        match known.get_mut(&(finding.code, finding.message.as_str())) {
            Some(count) if *count > 0 => *count = count.saturating_sub(1),
            _ => kept.push(finding.clone()),
        }
    }
    kept
}

fn laid_out(text: &str) -> String {
    json_text::format(text, &FormatOptions::default()).unwrap_or_else(|_| text.to_owned())
}

fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let input = InternedInput::new(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut lines = Vec::new();
    // Up to where the proposed text is told.
    let mut told = 0;
    let mut is_first = true;
    for hunk in diff.hunks() {
        let start = hunk.after.start as usize;
        same(&mut lines, &new, told, start, is_first, false);
        is_first = false;
        let range = |range: std::ops::Range<u32>| range.start as usize..range.end as usize;
        let removed = old.get(range(hunk.before)).unwrap_or_default();
        lines.extend(
            removed
                .iter()
                .map(|line| DiffLine::Removed((*line).to_owned())),
        );
        told = hunk.after.end as usize;
        let added = new.get(range(hunk.after)).unwrap_or_default();
        lines.extend(added.iter().map(|line| DiffLine::Added((*line).to_owned())));
    }
    if !is_first {
        same(&mut lines, &new, told, new.len(), false, true);
    }
    lines
}

/// The equal lines between two changes; those far from both are left out.
fn same(
    lines: &mut Vec<DiffLine>,
    new: &[&str],
    from: usize,
    to: usize,
    is_first: bool,
    is_last: bool,
) {
    let head_end = if is_first {
        from
    } else {
        from.saturating_add(AROUND)
    };
    let tail_start = if is_last {
        to
    } else {
        to.saturating_sub(AROUND)
    };
    for (position, line) in new.iter().enumerate().take(to).skip(from) {
        if position < head_end || position >= tail_start {
            lines.push(DiffLine::Same((*line).to_owned()));
        } else if position == head_end {
            lines.push(DiffLine::Gap(tail_start.saturating_sub(head_end)));
        }
    }
}

/// The most lines of a change that a summary shows.
const SUMMARY_LINES: usize = 400;

impl Review {
    /// How many lines the proposed text adds, and how many of the one in force it removes.
    pub fn changed_lines(&self) -> (usize, usize) {
        self.lines
            .iter()
            .fold((0, 0), |(added, removed), line| match line {
                DiffLine::Added(_) => (added.saturating_add(1), removed),
                DiffLine::Removed(_) => (added, removed.saturating_add(1)),
                DiffLine::Same(_) | DiffLine::Gap(_) => (added, removed),
            })
    }

    /// A summary in Markdown for a change request. What the user wrote stands in blocks of code, where it means nothing.
    pub fn summary(&self, name: &str, current: &str, proposed: &str) -> String {
        let (added, removed) = self.changed_lines();
        let mut summary = format!(
            "### Review of a policy\n\nJudged as: {}. Findings: +{} \u{2212}{}. Lines: +{added} \u{2212}{removed}.\n\n",
            self.policy_type.title(),
            self.brought.len(),
            self.removed.len(),
        );
        block(
            &mut summary,
            "text",
            &[format!("{name}: proposed against the text in force")],
        );
        for (title, findings, text) in [
            ("Findings that the change brings", &self.brought, proposed),
            ("Findings that the change removes", &self.removed, current),
        ] {
            if findings.is_empty() {
                continue;
            }
            summary.push_str(&format!("**{title}**\n\n"));
            let index = LineIndex::new(text);
            let told: Vec<String> = findings
                .iter()
                .map(|finding| {
                    let line = index.line_column(finding.span.start).line;
                    let kind = finding.kind.as_str().replace('-', " ");
                    format!(
                        "{kind}, line {line}: {} ({})",
                        finding.message, finding.code
                    )
                })
                .collect();
            block(&mut summary, "text", &told);
        }
        if !self.lines.is_empty() {
            summary.push_str("**Text**, both laid out alike\n\n");
            let mut told: Vec<String> = self.lines.iter().take(SUMMARY_LINES).map(marked).collect();
            if let left @ 1.. = self.lines.len().saturating_sub(SUMMARY_LINES) {
                told.push(format!("  … {left} more lines"));
            }
            block(&mut summary, "diff", &told);
        }
        summary.truncate(summary.trim_end().len());
        summary.push('\n');
        summary
    }
}

fn marked(line: &DiffLine) -> String {
    match line {
        DiffLine::Same(text) => format!("  {text}"),
        DiffLine::Added(text) => format!("+ {text}"),
        DiffLine::Removed(text) => format!("- {text}"),
        DiffLine::Gap(count) => format!("  … {count} equal lines"),
    }
}

/// A block of code whose fence no line of it can close.
fn block(summary: &mut String, language: &str, lines: &[String]) {
    let (mut longest, mut run) = (0_usize, 0_usize);
    for byte in lines.iter().flat_map(|line| line.bytes()) {
        run = if byte == b'`' {
            run.saturating_add(1)
        } else {
            0
        };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.saturating_add(1).max(3));
    summary.push_str(&format!(
        "{fence}{language}\n{}\n{fence}\n\n",
        lines.join("\n")
    ));
}
