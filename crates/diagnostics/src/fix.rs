use json_text::sort_by_place;

use crate::Edit;

/// What a fix may change beyond the text. The name of the constructor states it, so that whoever reads
/// a check sees at the call what may be applied at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// What the policy allows stays the same, or it was refused before.
    Safe,
    /// What the policy allows becomes less.
    Narrows,
    /// It may widen or change what is allowed: a person has to look.
    NeedsReview,
}

impl Safety {
    /// The name used in reports: `safe`, `narrows`, `needs-review`.
    pub fn as_str(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Narrows => "narrows",
            Safety::NeedsReview => "needs-review",
        }
    }
}

/// A change of the text that answers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "replace `s3:GetObjct` by `s3:GetObject`".
    pub title: String,
    /// What it may change beyond the text.
    pub safety: Safety,
    /// The edits, sorted by place; they do not overlap and apply all at once.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix after which the policy allows what it allowed before.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix::new(title.into(), Safety::Safe, edits)
    }

    /// A fix after which the policy allows less.
    pub fn narrows(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix::new(title.into(), Safety::Narrows, edits)
    }

    /// A fix that a person has to look at.
    pub fn needs_review(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix::new(title.into(), Safety::NeedsReview, edits)
    }

    fn new(title: String, safety: Safety, mut edits: Vec<Edit>) -> Fix {
        sort_by_place(&mut edits, |edit| edit.span);
        Fix {
            title,
            safety,
            edits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    #[test]
    fn edits_are_sorted_by_place() {
        let fix = Fix::safe(
            "mend both",
            vec![
                Edit::new(Span::new(7, 8), "b"),
                Edit::new(Span::new(1, 2), "a"),
            ],
        );
        let starts: Vec<usize> = fix.edits.iter().map(|edit| edit.span.start).collect();
        assert_eq!(starts, [1, 7]);
        assert_eq!(fix.safety.as_str(), "safe");
        assert_eq!(Fix::narrows("n", vec![]).safety.as_str(), "narrows");
        assert_eq!(
            Fix::needs_review("r", vec![]).safety.as_str(),
            "needs-review"
        );
    }
}
