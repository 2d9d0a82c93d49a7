//! What is wrong with a text, said for people who do not know parsers.

use crate::{Edit, Span, sort_by_place};

/// How many errors a document lists; a last one says that there are more.
pub const MAX_ERRORS: usize = 100;
/// How many further places one error points at.
const MAX_RELATED: usize = 8;
/// How much of the text a message quotes, in characters.
const MAX_QUOTED: usize = 40;

/// One mistake in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// The smallest place that tells it; empty where something is missing.
    pub span: Span,
    /// What is wrong and what to do: lower case, no full stop, text of the user in backticks.
    pub message: String,
    /// Other places that belong to it, such as the bracket that is never closed, each with what it is.
    pub related: Vec<(Span, String)>,
    /// How to mend it, where that is obvious: what the fix does, and its edits.
    pub fix: Option<(String, Vec<Edit>)>,
}

/// What can be wrong with a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SyntaxErrorKind {
    /// Nothing but white space.
    EmptyText,
    /// Another format: YAML, XML, HCL, percent-encoded or escaped JSON.
    OtherFormat,
    /// Not text.
    Binary,
    /// Four gigabytes or more.
    TooLarge,
    /// A byte order mark before the text.
    ByteOrderMark,
    /// No comma between two members or elements.
    MissingComma,
    /// A comma before a closing bracket.
    TrailingComma,
    /// A comma after another one or after an opening bracket.
    ExtraComma,
    /// No colon between a name and its value.
    MissingColon,
    /// A name without a value.
    MissingValue,
    /// A value without a name.
    MissingName,
    /// `{` without `}`.
    UnclosedObject,
    /// `[` without `]`.
    UnclosedArray,
    /// No closing quote.
    UnclosedString,
    /// No opening quote.
    UnopenedString,
    /// Members without the `{` before them, or elements without the `[`.
    MissingOpeningBracket,
    /// A closing bracket that closes nothing.
    UnexpectedClosingBracket,
    /// `]` where `}` belongs, or the other way round.
    WrongClosingBracket,
    /// Something that has no place where it stands.
    Unexpected,
    /// A comment.
    Comment,
    /// `'single'` quotes.
    SingleQuotes,
    /// Quotes of a word processor.
    TypographicQuotes,
    /// A quote inside a string without `\` before it.
    UnescapedQuote,
    /// A name or a string without quotes.
    UnquotedText,
    /// A template variable outside a string.
    Placeholder,
    /// `True`, `None`, `undefined` and the like.
    WrongLiteral,
    /// `01`, `+1`, `.5`, `0x1F` and the like.
    BadNumber,
    /// A control character inside a string.
    ControlCharacter,
    /// A string that goes on in the next line.
    LineBreakInString,
    /// An escape that JSON does not have.
    BadEscape,
    /// Half a surrogate pair.
    LoneSurrogate,
    /// White space that JSON does not have, or an invisible character.
    RefusedCharacter,
    /// `=` for a colon, `;` for a comma.
    WrongSeparator,
    /// Something after the end of the value.
    TextAfterValue,
    /// There are more errors than are listed.
    TooManyErrors,
}

impl SyntaxErrorKind {
    /// Whether the error is about which bracket closes which.
    pub(crate) const fn is_about_brackets(self) -> bool {
        matches!(
            self,
            Self::UnclosedObject
                | Self::UnclosedArray
                | Self::MissingOpeningBracket
                | Self::UnexpectedClosingBracket
                | Self::TextAfterValue
                | Self::Unexpected
                | Self::MissingValue
        )
    }
}

impl SyntaxError {
    /// An error with neither other places nor a fix.
    pub(crate) fn new(kind: SyntaxErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            span,
            message: message.into(),
            related: Vec::new(),
            fix: None,
        }
    }

    /// Adds a fix.
    pub(crate) fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some((title.into(), edits));
        self
    }

    /// Adds another place.
    pub(crate) fn related(mut self, span: Span, what: impl Into<String>) -> Self {
        if self.related.len() < MAX_RELATED {
            self.related.push((span, what.into()));
        }
        self
    }
}

/// The errors of one reading of a text.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    errors: Vec<SyntaxError>,
    /// All of them, also the unlisted ones.
    count: usize,
    about_brackets: bool,
}

impl Reports {
    /// Notes an error, which is built only if it will be listed.
    pub(crate) fn add(&mut self, kind: SyntaxErrorKind, build: impl FnOnce() -> SyntaxError) {
        self.count = self.count.saturating_add(1);
        self.about_brackets |= kind.is_about_brackets();
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(build());
        } else if self.errors.len() == MAX_ERRORS {
            let message = format!(
                "more than {MAX_ERRORS} mistakes: the rest is listed when these are mended"
            );
            let span = build().span;
            self.errors.push(SyntaxError::new(
                SyntaxErrorKind::TooManyErrors,
                span,
                message,
            ));
        }
    }

    /// Notes one more place of a mistake that people make throughout a text: it is told once, with all its places, and
    /// mended at once.
    pub(crate) fn add_throughout(&mut self, error: SyntaxError) {
        let Some(first) = self
            .errors
            .iter_mut()
            .find(|first| first.kind == error.kind)
        else {
            return self.add(error.kind, || error);
        };
        if first.related.len() < MAX_RELATED {
            first.related.push((error.span, "here too".to_owned()));
        }
        if let (Some((_, all)), Some((_, edits))) = (&mut first.fix, error.fix) {
            all.extend(edits);
        }
    }

    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    pub(crate) const fn is_about_brackets(&self) -> bool {
        self.about_brackets
    }

    /// The errors by their place.
    pub(crate) fn into_errors(mut self) -> Vec<SyntaxError> {
        sort_by_place(&mut self.errors, |error| {
            Span::at(if error.kind == SyntaxErrorKind::TooManyErrors {
                usize::MAX
            } else {
                error.span.start
            })
        });
        self.errors
    }
}

/// The first line of a piece of the text, in backticks, cut where it gets long.
pub(crate) fn quoted(text: &str, span: Span) -> String {
    let line = span.slice(text).lines().next().unwrap_or_default().trim();
    let mut shown: String = line.chars().take(MAX_QUOTED).collect();
    if shown.len() < line.len() || line.len() < span.slice(text).trim().len() {
        shown.push('…');
    }
    format!("`{shown}`")
}
