use std::rc::Rc;

use diagnostics::{Edit, Safety, Span};
use policy::PolicyType;

use crate::comparison::{Baseline, Compared};
use crate::learn::LessonPart;

/// Names a document for as long as the page is open; never used again after it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// One open policy. Two are equal if they are the very same one, as for [`State`](crate::State).
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name for the page.
    pub id: DocumentId,
    /// Its name for people.
    pub name: Rc<str>,
    /// What the user chose; `None` where the type is guessed from the text.
    pub chosen_type: Option<PolicyType>,
    /// The group through which an identity policy is attached, or the level of the organization of a service control policy.
    pub attached_to: Option<Rc<str>>,
    /// The text, lines ended by LF.
    pub text: Rc<str>,
    /// Whether it came from a file that starts with a byte order mark.
    pub byte_order_mark: bool,
    /// Whether it came from a file whose lines end in CRLF.
    pub crlf: bool,
    /// Counts the changes of the text. A result for an older revision is dropped.
    pub revision: u64,
    /// The editor's count of changes at this text; `None` while it was never changed there.
    pub editor_revision: Option<u64>,
    /// What makes it part of a lesson; `None` for a document of the reader's own.
    pub lesson: Option<LessonPart>,
    /// What the last analysis of this document said; it may belong to an older revision.
    pub analysis: Option<Rc<analysis::Analysis>>,
    /// How to narrow it, for the revision that is named.
    pub advice: Option<(u64, Rc<analysis::Advice>)>,
    /// The text when it was opened.
    pub opened: Rc<str>,
    /// The text when it was marked to be compared with.
    pub marked: Option<Rc<str>>,
    /// What it is compared with.
    pub baseline: Baseline,
    /// What the last comparison came to; it may be of other texts.
    pub comparison: Option<Compared>,
}

impl PartialEq for Document {
    fn eq(&self, other: &Document) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Document {
    /// Whether nothing is written yet.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The analysis, if it is about the present text.
    pub fn current_analysis(&self) -> Option<&Rc<analysis::Analysis>> {
        self.analysis
            .as_ref()
            .filter(|analysis| analysis.revision == self.revision)
    }

    /// The advice, if it is about the present text.
    pub fn current_advice(&self) -> Option<&Rc<analysis::Advice>> {
        self.advice
            .as_ref()
            .filter(|(revision, _)| *revision == self.revision)
            .map(|(_, advice)| advice)
    }

    /// The edits of all safe fixes that can be applied together, and of how many fixes they are. Of fixes that change the
    /// same place, the first one is taken; the others are found again afterwards, if they are still due.
    pub fn safe_edits(&self) -> (usize, Vec<Edit>) {
        let mut edits: Vec<Edit> = Vec::new();
        let mut count = 0;
        let findings = self.current_analysis().into_iter();
        for finding in findings.flat_map(|analysis| &analysis.findings) {
            let safe = finding.fixes.iter().find(|fix| fix.safety == Safety::Safe);
            let Some(fix) = safe else {
                continue;
            };
            let meets = |edit: &Edit| {
                edits.iter().any(|other| {
                    edit.span.start <= other.span.end && other.span.start <= edit.span.end
                })
            };
            if !fix.edits.iter().any(meets) {
                edits.extend(fix.edits.iter().cloned());
                count += 1;
            }
        }
        (count, edits)
    }

    /// The places that have yet to be filled in, as the check of placeholders tells them for the present text.
    pub fn placeholders(&self) -> impl Iterator<Item = Span> {
        let findings = self.current_analysis().into_iter();
        findings
            .flat_map(|analysis| &analysis.findings)
            .filter(|finding| finding.code == "unfilled-placeholder")
            .flat_map(|finding| {
                let related = finding.related.iter().map(|related| related.span);
                [finding.span].into_iter().chain(related)
            })
    }

    /// The edits that put values in the places of all placeholders that stand in the text as given with them.
    pub fn filled(&self, values: &[(String, String)]) -> Vec<Edit> {
        self.placeholders()
            .filter_map(|span| {
                let text = span.slice(&self.text);
                let (_, value) = values.iter().find(|(placeholder, _)| placeholder == text)?;
                let quoted = json_text::quote(value);
                let inside = quoted.strip_prefix('"')?.strip_suffix('"')?;
                Some(Edit::new(span, inside))
            })
            .collect()
    }

    /// The type it is judged by: the chosen one, else the guessed one.
    pub fn policy_type(&self) -> PolicyType {
        self.chosen_type
            .or_else(|| self.analysis.as_ref().map(|analysis| analysis.policy_type))
            .unwrap_or(PolicyType::Identity)
    }
}
