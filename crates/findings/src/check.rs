use diagnostics::{Finding, Kind, Span};
use policy::PolicyType;

use crate::checks::registry;
use crate::facts::Facts;
use crate::pages;
use crate::report::Report;
use crate::subject::Subject;

/// One check: what it is called, what it is about, and the function that looks for it.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its id: the code of its findings, and the name of its page. Never changes.
    pub id: &'static str,
    /// Its title for people: the heading of its page.
    pub title: &'static str,
    /// The code that AWS's own validator gives to the same thing, where it does.
    pub aws_code: Option<&'static str>,
    /// The kind of its findings.
    pub kind: Kind,
    /// The policy types that it looks at.
    pub applies_to: &'static [PolicyType],
    /// The checks that have nothing to add where this one has a finding: at a place that overlaps its own, or one that it
    /// names as related.
    pub supersedes: &'static [&'static str],
    /// Looks for it.
    pub(crate) run: fn(&Facts<'_>, &mut Report),
}

impl Check {
    /// A finding of this check, with its kind and codes.
    pub(crate) fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        let finding = match self.kind {
            Kind::Error => Finding::error(self.id, span, message),
            Kind::SecurityWarning => Finding::security_warning(self.id, span, message),
            Kind::Warning => Finding::warning(self.id, span, message),
            Kind::Suggestion => Finding::suggestion(self.id, span, message),
        };
        match self.aws_code {
            Some(aws_code) => finding.aws_code(aws_code),
            None => finding,
        }
    }

    /// Its page in markdown: what it finds, why that matters, an example, what to write instead.
    pub fn page(&self) -> String {
        pages::page(self.id)
    }
}

/// Every finding of every check that applies to the policy's type, sorted by place, then gravest first.
/// Where a check supersedes another, only the first one's finding stays. Of each check at most
/// [`MOST_OF_A_KIND`](crate::MOST_OF_A_KIND) are told, and one more that counts the others.
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let facts = Facts::new(*subject);
    let mut report = Report::default();
    for check in registry() {
        if check.applies_to.contains(&subject.policy_type) {
            (check.run)(&facts, &mut report);
        }
    }
    report.finish(registry())
}

/// The place of the first character, for what is wrong with a whole object: marking all of it would hide the
/// rest.
pub(crate) fn first_character(text: &str, span: Span) -> Span {
    let first = span.slice(text).chars().next();
    Span::new(
        span.start,
        span.start.saturating_add(first.map_or(0, char::len_utf8)),
    )
}
