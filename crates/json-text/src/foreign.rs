//! Text that is no JSON at all gets one clear message instead of hundreds.

use crate::{Span, SyntaxError, SyntaxErrorKind};

/// How much of a text is looked at, in characters.
const SAMPLE: usize = 4096;

/// Recognises text that is something else than JSON with mistakes.
pub(crate) fn recognise(text: &str) -> Option<SyntaxError> {
    if is_binary(text) {
        let message =
            "this is not text: JSON begins with `{`, so check whether the right file was chosen";
        return Some(SyntaxError::new(
            SyntaxErrorKind::Binary,
            Span::at(0),
            message,
        ));
    }
    None
}

/// Whether a tenth of the text are characters that no text has.
fn is_binary(text: &str) -> bool {
    let refused = |character: &char| {
        *character == char::REPLACEMENT_CHARACTER
            || (character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{c}'))
    };
    let (mut all, mut strange) = (0_usize, 0_usize);
    for character in text.chars().take(SAMPLE) {
        all = all.saturating_add(1);
        strange = strange.saturating_add(usize::from(refused(&character)));
    }
    strange > 3 && strange.saturating_mul(10) > all
}
