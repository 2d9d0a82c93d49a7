//! What the parser does where something is missing or too much: one mistake, one error, and on with the rest.

use super::unclosed::unclosed_error;
use super::{Frame, Parser, State, WrongClosing};
use crate::errors::quoted;
use crate::lexer::TokenKind;
use crate::tree::{NONE, NodeKind};
use crate::{Edit, Span, SyntaxError, SyntaxErrorKind};

impl Parser<'_> {
    /// Tells an error without a fix.
    pub(super) fn report(&mut self, kind: SyntaxErrorKind, span: Span, message: &str) {
        self.lexer
            .reports
            .add(kind, || SyntaxError::new(kind, span, message));
    }

    /// Tells that the current token has no place here, unless that follows from something told before.
    pub(super) fn unexpected(&mut self, message: &str, remove: bool) {
        if self.quiet {
            return;
        }
        let span = self.token.span();
        self.lexer.reports.add(SyntaxErrorKind::Unexpected, || {
            let error = SyntaxError::new(SyntaxErrorKind::Unexpected, span, message);
            if remove {
                error.fix("remove it", vec![Edit::delete(span)])
            } else {
                error
            }
        });
    }

    /// Skips the current token and, if it is an opening bracket, all up to the closing one; silent until the next comma.
    fn skip(&mut self) -> State {
        self.quiet = true;
        let mut depth = 0_usize;
        loop {
            match self.token.kind {
                TokenKind::ObjectOpen | TokenKind::ArrayOpen => depth = depth.saturating_add(1),
                TokenKind::ObjectClose | TokenKind::ArrayClose => depth = depth.saturating_sub(1),
                TokenKind::End => return State::After,
                _ => {}
            }
            self.advance();
            if depth == 0 {
                return State::After;
            }
        }
    }

    pub(super) fn after_root(&mut self) -> State {
        let token = self.token;
        if token.kind == TokenKind::End {
            return State::Done;
        }
        self.unread = true;
        let text = self.text;
        self.lexer.reports.add(SyntaxErrorKind::TextAfterValue, || {
            let what = quoted(text, token.span());
            let message =
                format!("the JSON value has ended before {what}: remove what comes after it");
            let rest = Span::new(token.start as usize, text.trim_end().len());
            SyntaxError::new(SyntaxErrorKind::TextAfterValue, token.span(), message)
                .fix("remove the text after the value", vec![Edit::delete(rest)])
        });
        State::Done
    }

    pub(super) fn extra_comma(&mut self) {
        let span = self.token.span();
        self.lexer.reports.add(SyntaxErrorKind::ExtraComma, || {
            let message = "there is one comma too many: remove it";
            SyntaxError::new(SyntaxErrorKind::ExtraComma, span, message)
                .fix("remove the comma", vec![Edit::delete(span)])
        });
    }

    pub(super) fn trailing_comma(&mut self, comma: Span) {
        let bracket = if self.in_object() { "}" } else { "]" };
        self.lexer.reports.add(SyntaxErrorKind::TrailingComma, || {
            let message = format!("JSON has no comma before `{bracket}`: remove it");
            SyntaxError::new(SyntaxErrorKind::TrailingComma, comma, message)
                .fix("remove the comma", vec![Edit::delete(comma)])
        });
    }

    fn missing_comma(&mut self) {
        if self.quiet {
            return;
        }
        let (at, text, what) = (self.last_end as usize, self.text, self.token.span());
        self.lexer.reports.add(SyntaxErrorKind::MissingComma, || {
            let message = format!("a comma is missing before {}", quoted(text, what));
            SyntaxError::new(SyntaxErrorKind::MissingComma, Span::at(at), message)
                .fix("insert the comma", vec![Edit::insert(at, ",")])
        });
    }

    /// Tells that the member that waits for a value has none, and gives up on it.
    fn missing_value(&mut self) {
        let frame = self.stack.last_mut();
        let member = frame.map_or(NONE, |frame| std::mem::replace(&mut frame.member, NONE));
        let Some(node) = self.nodes.get(member as usize) else {
            return;
        };
        let name = Span::new(node.start as usize, node.after as usize);
        if self.quiet {
            return;
        }
        let (text, at) = (self.text, self.last_end as usize);
        self.lexer.reports.add(SyntaxErrorKind::MissingValue, || {
            let message = format!(
                "the name {} has no value: write one after it",
                quoted(text, name)
            );
            let span = if at > name.end { Span::at(at) } else { name };
            SyntaxError::new(SyntaxErrorKind::MissingValue, span, message)
        });
    }

    /// Tells that the innermost `count` open brackets are never closed, as one mistake, and closes them.
    pub(super) fn unclosed(&mut self, count: usize) {
        let from = self.stack.len().saturating_sub(count);
        let comma = self.pending_comma.take();
        let at = self.last_end as usize;
        let open = self.stack.get(from..).unwrap_or_default().iter().rev();
        // A bracket that is missing itself was told already.
        let frames: Vec<(Frame, usize)> = open
            .filter(|frame| !frame.supplied)
            .map(|frame| {
                (
                    *frame,
                    self.nodes
                        .get(frame.node as usize)
                        .map_or(0, |node| node.start as usize),
                )
            })
            .collect();
        if let Some((inner, _)) = frames.first() {
            let kind = if inner.object {
                SyntaxErrorKind::UnclosedObject
            } else {
                SyntaxErrorKind::UnclosedArray
            };
            let complete = self.stack.last().is_some_and(|frame| frame.member == NONE);
            let text = self.text;
            self.lexer.reports.add(kind, || {
                unclosed_error(
                    text,
                    kind,
                    at,
                    &frames,
                    comma.filter(|comma| comma.start >= at),
                    complete,
                )
            });
        }
        for _ in 0..count {
            self.close(self.last_end);
        }
    }

    pub(super) fn wrong_closing(&mut self, object: bool) -> State {
        let matching = if object {
            self.open_objects
        } else {
            self.open_arrays
        };
        match self.reading.wrong_closing {
            WrongClosing::ClosesOuter if matching > 0 => {
                let above = self
                    .stack
                    .iter()
                    .rev()
                    .take_while(|frame| frame.object != object)
                    .count();
                self.unclosed(above);
                State::After
            }
            WrongClosing::Typo => {
                let (span, right) = (self.token.span(), if object { "]" } else { "}" });
                self.pending_comma = None;
                self.lexer
                    .reports
                    .add(SyntaxErrorKind::WrongClosingBracket, || {
                        let wrong = if object { "}" } else { "]" };
                        let message =
                            format!("`{wrong}` cannot close what is open here: write `{right}`");
                        SyntaxError::new(SyntaxErrorKind::WrongClosingBracket, span, message)
                            .fix(format!("write `{right}`"), vec![Edit::new(span, right)])
                    });
                self.quiet = false;
                let end = self.token.end;
                self.close(end);
                self.advance();
                State::After
            }
            _ => self.surplus_bracket(),
        }
    }

    /// Tells a closing bracket that closes nothing, and skips it.
    pub(super) fn surplus_bracket(&mut self) -> State {
        let (span, text) = (self.token.span(), self.text);
        self.lexer
            .reports
            .add(SyntaxErrorKind::UnexpectedClosingBracket, || {
                let message = format!(
                    "{} closes nothing that is open here: remove it",
                    quoted(text, span)
                );
                SyntaxError::new(SyntaxErrorKind::UnexpectedClosingBracket, span, message)
                    .fix("remove the bracket", vec![Edit::delete(span)])
            });
        self.advance();
        if self.is_empty() {
            self.first()
        } else {
            State::After
        }
    }

    /// After a value comes something that is neither comma nor closing bracket.
    pub(super) fn no_comma(&mut self) -> State {
        let parent_is_array = self.parent_is_object() == Some(false);
        match (self.token.kind, self.in_object()) {
            (TokenKind::Colon, _) => {
                self.unexpected(
                    "`:` stands only between a name and its value: remove it",
                    false,
                );
                self.skip()
            }
            (TokenKind::String, true) => {
                if self.token.first || self.next_kind() == TokenKind::Colon {
                    self.missing_comma();
                    State::Name
                } else {
                    self.unexpected_value()
                }
            }
            (TokenKind::ObjectOpen, true) if parent_is_array => {
                self.unclosed(1);
                State::Value
            }
            (_, true) => self.unexpected_value(),
            (TokenKind::String, false) if self.next_kind() == TokenKind::Colon => {
                if let Some(state) = self.name_for_value() {
                    return state;
                }
                self.missing_comma();
                State::Value
            }
            (_, false) => {
                self.missing_comma();
                State::Value
            }
        }
    }

    /// A value where a member ought to be.
    fn unexpected_value(&mut self) -> State {
        if self.quiet {
            return self.skip();
        }
        let what = quoted(self.text, self.token.span());
        self.unexpected(
            &format!(
                "{what} has no name: an object holds names and values, such as `\"name\": {what}`"
            )
            .replace('\n', " "),
            false,
        );
        self.skip()
    }

    /// Whether what holds the innermost open bracket is an object.
    fn parent_is_object(&self) -> Option<bool> {
        self.stack.iter().rev().nth(1).map(|frame| frame.object)
    }

    /// The current token is a name, as a colon follows, where a value is expected: either a bracket before it was left
    /// open, or one was forgotten.
    pub(super) fn name_for_value(&mut self) -> Option<State> {
        match self.stack.last() {
            None => {}
            Some(frame)
                if frame.object
                    && self.token.first
                    && frame.child_indent > 0
                    && self.token.indent <= frame.child_indent =>
            {
                self.missing_value();
                return Some(State::Name);
            }
            Some(_) => {
                let closes = self.is_empty() == self.reading.swapped;
                if closes && self.parent_is_object() == Some(true) {
                    self.unclosed(1);
                    return Some(State::Name);
                }
                if closes {
                    return None;
                }
            }
        }
        self.missing_object_open();
        Some(State::Name)
    }

    /// Tells that `{` is missing before the current token, and opens an object.
    fn missing_object_open(&mut self) {
        let (span, text) = (self.token.span(), self.text);
        self.lexer
            .reports
            .add(SyntaxErrorKind::MissingOpeningBracket, || {
                let message = format!("a `{{` is missing before {}", quoted(text, span));
                SyntaxError::new(
                    SyntaxErrorKind::MissingOpeningBracket,
                    Span::at(span.start),
                    message,
                )
                .fix("insert the bracket", vec![Edit::insert(span.start, "{")])
            });
        self.push_frame(NodeKind::Object, self.token, true);
    }

    /// Tells that `[` is missing before the current token, and opens an array.
    pub(super) fn missing_array_open(&mut self) {
        self.arrays.pop();
        let (span, text) = (self.token.span(), self.text);
        self.lexer
            .reports
            .add(SyntaxErrorKind::MissingOpeningBracket, || {
                let message = format!("a `[` is missing before {}", quoted(text, span));
                SyntaxError::new(
                    SyntaxErrorKind::MissingOpeningBracket,
                    Span::at(span.start),
                    message,
                )
                .fix("insert the bracket", vec![Edit::insert(span.start, "[")])
            });
        self.push_frame(NodeKind::Array, self.token, true);
    }

    /// Notes that the value before the current place seems to be the first of a list.
    fn suspect_list(&mut self) {
        if let Some(frame) = self.stack.last().filter(|frame| frame.value != NONE) {
            self.suspect = self.suspect.or(Some(frame.value));
        }
    }

    /// No value where one is expected.
    pub(super) fn no_value(&mut self) -> State {
        match (self.token.kind, self.stack.last().map(|frame| frame.object)) {
            (TokenKind::End, None) => State::Done,
            (TokenKind::End, _) => State::After,
            (_, None) => {
                if !self.quiet {
                    let what = quoted(self.text, self.token.span());
                    self.unexpected(&format!("a JSON value cannot begin with {what}"), true);
                }
                self.quiet = true;
                self.advance();
                State::Value
            }
            (TokenKind::Comma, Some(false)) => {
                self.extra_comma();
                self.advance();
                self.first()
            }
            (TokenKind::Colon, Some(false)) => {
                self.unexpected(
                    "`:` stands only between a name and its value: remove it",
                    true,
                );
                self.advance();
                self.first()
            }
            (_, Some(false)) => State::After,
            (_, Some(true)) => {
                let value = |next| {
                    matches!(
                        next,
                        TokenKind::String | TokenKind::ObjectOpen | TokenKind::ArrayOpen
                    )
                };
                if self.is_surplus(value) {
                    self.surplus_bracket();
                    return State::Value;
                }
                self.missing_value();
                State::After
            }
        }
    }

    /// Whether the current token is a closing bracket to be ignored for what comes next.
    fn is_surplus(&mut self, fits: impl FnOnce(TokenKind) -> bool) -> bool {
        self.reading.wrong_closing == WrongClosing::Surplus
            && matches!(
                self.token.kind,
                TokenKind::ObjectClose | TokenKind::ArrayClose
            )
            && fits(self.next_kind())
    }

    /// No name where one is expected.
    pub(super) fn no_name(&mut self) -> State {
        let kind = self.token.kind;
        match kind {
            TokenKind::Comma => {
                self.extra_comma();
                self.advance();
                self.first()
            }
            TokenKind::Number | TokenKind::True | TokenKind::False | TokenKind::Null
                if self.next_kind() == TokenKind::Colon =>
            {
                self.unquoted_name();
                self.member()
            }
            TokenKind::ObjectOpen if !self.is_empty() && self.parent_is_object() == Some(false) => {
                self.unclosed(1);
                State::Value
            }
            TokenKind::Colon => {
                if !self.quiet {
                    let span = self.token.span();
                    self.report(
                        SyntaxErrorKind::MissingName,
                        span,
                        "a name is missing before `:`",
                    );
                }
                self.advance();
                self.skip()
            }
            TokenKind::ObjectClose | TokenKind::ArrayClose | TokenKind::End => State::After,
            TokenKind::ObjectOpen | TokenKind::ArrayOpen
                if self.is_empty() || self.reading.wrong_closing == WrongClosing::Surplus =>
            {
                let what = quoted(self.text, self.token.span());
                self.unexpected(&format!("there is one {what} too many: remove it"), true);
                self.advance();
                self.first()
            }
            TokenKind::ObjectOpen => {
                self.suspect_list();
                self.unexpected_value()
            }
            _ => self.unexpected_value(),
        }
    }

    fn unquoted_name(&mut self) {
        let (span, text) = (self.token.span(), self.text);
        self.lexer.reports.add(SyntaxErrorKind::UnquotedText, || {
            let message = format!(
                "the name {} needs double quotes around it",
                quoted(text, span)
            );
            let edits = vec![Edit::insert(span.start, "\""), Edit::insert(span.end, "\"")];
            SyntaxError::new(SyntaxErrorKind::UnquotedText, span, message)
                .fix("put it in double quotes", edits)
        });
        let decoded = span.slice(self.text).into();
        self.token.decoded = crate::lexer::narrow(self.lexer.decoded.len());
        self.lexer.decoded.push(decoded);
    }

    /// No colon after a name.
    pub(super) fn no_colon(&mut self) -> State {
        let kind = self.token.kind;
        if self.is_surplus(|next| next == TokenKind::Colon) {
            self.surplus_bracket();
            return State::Colon;
        }
        match kind {
            TokenKind::End => State::After,
            TokenKind::Comma | TokenKind::ObjectClose | TokenKind::ArrayClose => {
                if kind != TokenKind::ObjectClose {
                    self.suspect_list();
                }
                let quiet = self.quiet;
                self.quiet |= self.row;
                self.missing_value();
                self.quiet = quiet;
                self.row = true;
                State::After
            }
            TokenKind::String if self.next_kind() == TokenKind::Colon => {
                self.missing_value();
                State::Name
            }
            _ => {
                let (at, text, value) = (self.last_end as usize, self.text, self.token.span());
                if !self.quiet {
                    self.lexer.reports.add(SyntaxErrorKind::MissingColon, || {
                        let message = format!("a `:` is missing before {}", quoted(text, value));
                        SyntaxError::new(SyntaxErrorKind::MissingColon, Span::at(at), message)
                            .fix("insert the colon", vec![Edit::insert(at, ":")])
                    });
                }
                State::Value
            }
        }
    }

    /// By the indentation, the current token stands outside of open brackets: tells and closes them.
    pub(super) fn outdented(&mut self, state: State) -> Option<State> {
        let token = self.token;
        if !self.reading.by_indentation || !token.first || token.kind == TokenKind::End {
            return None;
        }
        // Nor is a member that waits for its value cut, nor a bracket closed that was only just supplied here.
        let last = self.nodes.last().map_or(NONE, |node| node.start);
        if last == token.start || self.stack.last().is_none_or(|frame| frame.member != NONE) {
            return None;
        }
        let closes = |frame: &Frame| match token.kind {
            TokenKind::ObjectClose => frame.object,
            TokenKind::ArrayClose => !frame.object,
            _ => false,
        };
        // A frame tells by its own first child, or by its parent's, whether the text is indented at all.
        let indented = |frame: &Frame| frame.child_indent > frame.indent;
        let outside = |(frame, parent): &(&Frame, &Frame)| {
            (indented(frame) || (frame.child_indent == 0 && indented(parent)))
                && (token.indent < frame.indent || (token.indent == frame.indent && !closes(frame)))
        };
        let inner = self.stack.iter().skip(1).rev();
        let count = inner
            .zip(self.stack.iter().rev().skip(1))
            .take_while(outside)
            .count();
        if count == 0 {
            return None;
        }
        self.unclosed(count);
        Some(if state == State::After {
            State::After
        } else {
            self.next_child()
        })
    }
}
