use crate::{Fix, Span};

/// How grave a finding is. The order is the order of display: errors first.
///
/// The four kinds are those of AWS's policy validation ("IAM Access Analyzer policy check reference").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// AWS refuses the policy, or a part of it never takes effect.
    Error,
    /// The policy grants access that is overly broad.
    SecurityWarning,
    /// The policy is accepted, but does not do what it seems to say.
    Warning,
    /// The policy could be shorter or clearer.
    Suggestion,
}

impl Kind {
    /// All kinds, gravest first.
    pub const ALL: [Kind; 4] = [
        Kind::Error,
        Kind::SecurityWarning,
        Kind::Warning,
        Kind::Suggestion,
    ];

    /// The kind's name in reports and on the command line: `security-warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Error => "error",
            Kind::SecurityWarning => "security-warning",
            Kind::Warning => "warning",
            Kind::Suggestion => "suggestion",
        }
    }

    /// The kind of this name, as written by [`Kind::as_str`].
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Another place that a finding involves, with what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where: 0-based half-open byte offsets.
    pub span: Span,
    /// What is there, in the style of [`Finding::message`].
    pub message: String,
}

/// One thing to know about a text. `message` says what, `because` why it matters, the title of a fix
/// what to do: three fields, three jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check's id, such as `invalid-action`; stable, used in suppressions and links.
    pub code: &'static str,
    /// The finding's code in AWS's own validator, where it has one: `INVALID_ACTION`.
    pub aws_code: Option<&'static str>,
    /// How grave it is.
    pub kind: Kind,
    /// The smallest place that shows it: 0-based half-open byte offsets.
    pub span: Span,
    /// What is wrong: lower case, no full stop, what the user wrote in backticks.
    pub message: String,
    /// The consequence, one or two sentences; empty when the message says all.
    pub because: String,
    /// Every other place that is involved.
    pub related: Vec<Related>,
    /// What can be done about it, the best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// AWS refuses the policy, or a part of it never takes effect.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, Kind::Error, span, message.into())
    }

    /// The policy grants access that is overly broad.
    pub fn security_warning(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, Kind::SecurityWarning, span, message.into())
    }

    /// The policy does not do what it seems to say.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, Kind::Warning, span, message.into())
    }

    /// The policy could be shorter or clearer.
    pub fn suggestion(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, Kind::Suggestion, span, message.into())
    }

    fn new(code: &'static str, kind: Kind, span: Span, message: String) -> Finding {
        Finding {
            code,
            aws_code: None,
            kind,
            span,
            message,
            because: String::new(),
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds the consequence.
    #[must_use]
    pub fn because(mut self, because: impl Into<String>) -> Finding {
        self.because = because.into();
        self
    }

    /// Adds the code of AWS's own validator.
    #[must_use]
    pub fn aws_code(mut self, code: &'static str) -> Finding {
        self.aws_code = Some(code);
        self
    }

    /// Adds another place that is involved.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Finding {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Finding {
        self.fixes.push(fix);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::from_name("Error"), None);
    }

    #[test]
    fn errors_come_first() {
        assert!(Kind::ALL.is_sorted());
        assert_eq!(Kind::ALL.iter().min(), Some(&Kind::Error));
    }
}
