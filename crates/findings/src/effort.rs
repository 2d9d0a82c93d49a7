//! How much a check looks up in the catalogue before it stops. Documents of the size that AWS takes stay far below.

use std::cell::Cell;

use diagnostics::Span;

use crate::check::Check;
use crate::report::Report;

/// The steps that one check takes in one document.
const STEPS: usize = 500_000;

/// How many bytes of a pattern are a step more.
const BYTES_A_STEP: usize = 32;

/// The steps that are left: each is an action or a resource type held against one pattern.
#[derive(Debug)]
pub(crate) struct Effort {
    left: Cell<usize>,
}

impl Effort {
    pub(crate) fn new() -> Effort {
        Effort {
            left: Cell::new(STEPS),
        }
    }

    /// The steps that a pattern of this text takes.
    pub(crate) fn of_pattern(text: &str) -> usize {
        text.len().div_ceil(BYTES_A_STEP)
    }

    pub(crate) fn spend(&self, steps: usize) {
        self.left.set(self.left.get().saturating_sub(steps));
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

/// Tells that the check stopped here: `what` is no longer looked up.
pub(crate) fn tell_stop(check: &'static Check, what: &str, span: Span, report: &mut Report) {
    report.push(
        check
            .finding(span, format!("from here on {what}"))
            .because("the policy names too much to look all of it up"),
    );
}
