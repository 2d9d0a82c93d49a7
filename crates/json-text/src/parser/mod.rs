//! Tokens to tree, with an explicit stack, so that no nesting is too deep.
//!
//! Where brackets do not match, several readings are tried and the one with the fewest mistakes is kept.

mod recovery;
mod unclosed;

use std::sync::Arc;

use crate::foreign;
use crate::lexer::{Lexer, Token, TokenKind, narrow};
use crate::tree::{Document, NONE, Node, NodeKind};
use crate::{Span, SyntaxError, SyntaxErrorKind};

/// So many forgotten `[` are found in a text.
const MOST_UNOPENED: usize = 4;

/// Parses `text`. Never fails: mistakes are listed in [`Document::errors`], and the tree holds what could be read. It
/// takes time and memory in proportion to the text, whatever its nesting.
#[must_use]
pub fn parse(text: &str) -> Document {
    let shared: Arc<str> = Arc::from(text);
    if u32::try_from(text.len()).map_or(true, |len| len == NONE) {
        let message = "the text is too long: four gigabytes are the limit";
        let error = SyntaxError::new(SyntaxErrorKind::TooLarge, Span::at(0), message);
        return Document::without_tree(shared, vec![error]);
    }
    let mut best = Parser::read(text, Reading::PLAIN, &[]);
    if best.lexer.reports.count() > 0 {
        if let Some(error) = foreign::recognise(text) {
            return Document::without_tree(shared, vec![error]);
        }
        if best.lexer.reports.is_about_brackets() {
            best = read_otherwise(text, best);
        }
    }
    let Parser { lexer, nodes, .. } = best;
    let Lexer {
        decoded, reports, ..
    } = lexer;
    let errors = reports.into_errors();
    let mut document = Document {
        text: shared,
        nodes,
        decoded,
        errors,
        duplicates: Vec::new(),
    };
    document.find_duplicates();
    document
}

/// Tries the other readings of a text whose brackets do not match; the fewest mistakes win.
fn read_otherwise<'a>(text: &'a str, mut best: Parser<'a>) -> Parser<'a> {
    for reading in Reading::OTHERS {
        let other = Parser::read(text, reading, &[]);
        let (count, least) = (other.mistakes(), best.mistakes());
        if count < least
            || (count == least && reading.by_indentation && !best.reading.by_indentation)
        {
            best = other;
        }
        // One mistake cannot be beaten, and the reading that wins a tie comes first.
        if best.mistakes() <= 1 {
            return best;
        }
    }
    for reading in [Reading::PLAIN, Reading::BY_INDENTATION] {
        let mut arrays = Vec::new();
        let mut suspect = Parser::read(text, reading, &arrays).suspect;
        while let Some(place) =
            suspect.filter(|place| arrays.len() < MOST_UNOPENED && !arrays.contains(place))
        {
            arrays.insert(arrays.partition_point(|held| *held < place), place);
            let other = Parser::read(text, reading, &arrays);
            suspect = other.suspect;
            if other.mistakes() < best.mistakes() {
                best = other;
            }
        }
    }
    best
}

/// How to understand brackets that do not match.
#[derive(Clone, Copy, Debug)]
struct Reading {
    /// A line that is indented no further than the one with the open bracket stands outside of it.
    by_indentation: bool,
    /// What a closing bracket of the wrong kind means.
    wrong_closing: WrongClosing,
    /// A name in an array: where the array is empty it was forgotten to be closed, elsewhere a `{` was forgotten;
    /// otherwise the other way round.
    swapped: bool,
}

/// What a closing bracket of the wrong kind means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum WrongClosing {
    /// The brackets up to the matching one were not closed.
    ClosesOuter,
    /// It is one too many.
    Surplus,
    /// It is the wrong kind.
    Typo,
}

impl Reading {
    const PLAIN: Self = Self {
        by_indentation: false,
        wrong_closing: WrongClosing::ClosesOuter,
        swapped: false,
    };
    const BY_INDENTATION: Self = Self {
        by_indentation: true,
        ..Self::PLAIN
    };
    const OTHERS: [Self; 5] = [
        Self::BY_INDENTATION,
        Self {
            wrong_closing: WrongClosing::Surplus,
            ..Self::PLAIN
        },
        Self {
            wrong_closing: WrongClosing::Typo,
            ..Self::PLAIN
        },
        Self {
            swapped: true,
            ..Self::PLAIN
        },
        Self {
            swapped: true,
            ..Self::BY_INDENTATION
        },
    ];
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
struct Frame {
    node: u32,
    object: bool,
    /// Whether the bracket itself is missing.
    supplied: bool,
    /// The member that waits for its value.
    member: u32,
    /// Where the value of its last member starts.
    value: u32,
    /// How far the line of the bracket is indented.
    indent: u32,
    /// How far its first child is indented, if that begins a line; 0 otherwise.
    child_indent: u32,
}

/// What is expected next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Value,
    Name,
    Colon,
    /// After a value: a comma or a closing bracket.
    After,
    Done,
}

struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    token: Token,
    ahead: Option<Token>,
    reading: Reading,
    /// Before these places a `[` was forgotten; the last one comes first.
    arrays: Vec<u32>,
    /// Where a `[` seems to be forgotten, the first of such places.
    suspect: Option<u32>,
    nodes: Vec<Node>,
    stack: Vec<Frame>,
    open_objects: usize,
    open_arrays: usize,
    /// Where the last token ended that was no comma.
    last_end: u32,
    /// A comma after which nothing came yet but a closing bracket.
    pending_comma: Option<Span>,
    /// After something unexpected: what follows from it is not told.
    quiet: bool,
    /// In a row of names without values, of which the first was told.
    row: bool,
    /// Whether the value ended before the text did.
    unread: bool,
}

impl<'a> Parser<'a> {
    fn read(text: &'a str, reading: Reading, arrays: &[u32]) -> Self {
        let mut lexer = Lexer::new(text);
        let token = lexer.next();
        let mut parser = Self {
            text,
            lexer,
            token,
            ahead: None,
            reading,
            arrays: arrays.iter().rev().copied().collect(),
            suspect: None,
            nodes: Vec::new(),
            stack: Vec::new(),
            open_objects: 0,
            open_arrays: 0,
            last_end: token.start,
            pending_comma: None,
            quiet: false,
            row: false,
            unread: false,
        };
        let mut state = parser.start();
        while state != State::Done {
            state = match state {
                State::Value => parser.value(),
                State::Name => parser.name(),
                State::Colon => parser.colon(),
                State::After => parser.after(),
                State::Done => State::Done,
            };
        }
        parser
    }

    /// How bad this reading is: its mistakes, and whether it left the rest of the text unread.
    fn mistakes(&self) -> usize {
        self.lexer
            .reports
            .count()
            .saturating_add(usize::from(self.unread))
    }

    fn start(&mut self) -> State {
        if self.token.kind == TokenKind::End {
            if self.lexer.reports.count() == 0 {
                self.report(
                    SyntaxErrorKind::EmptyText,
                    Span::at(0),
                    "there is no text: write a JSON value",
                );
            }
            return State::Done;
        }
        State::Value
    }

    /// Moves on to the next token.
    fn advance(&mut self) {
        if self.token.kind != TokenKind::Comma {
            self.last_end = self.token.end;
        }
        self.token = match self.ahead.take() {
            Some(token) => token,
            None => self.lexer.next(),
        };
    }

    /// What comes after the current token.
    fn next_kind(&mut self) -> TokenKind {
        match self.ahead {
            Some(token) => token.kind,
            None => {
                let token = self.lexer.next();
                self.ahead = Some(token);
                token.kind
            }
        }
    }

    fn in_object(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.object)
    }

    /// Whether the innermost open bracket has nothing inside yet.
    fn is_empty(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|frame| narrow(self.nodes.len()) == frame.node.saturating_add(1))
    }

    fn value(&mut self) -> State {
        if let Some(state) = self.outdented(State::Value) {
            return state;
        }
        let token = self.token;
        if self.arrays.last() == Some(&token.start) {
            self.missing_array_open();
        }
        let kind = match token.kind {
            TokenKind::ObjectOpen => return self.open(NodeKind::Object),
            TokenKind::ArrayOpen => return self.open(NodeKind::Array),
            TokenKind::String => {
                if self.next_kind() == TokenKind::Colon
                    && let Some(state) = self.name_for_value()
                {
                    return state;
                }
                NodeKind::String
            }
            TokenKind::Number => NodeKind::Number,
            TokenKind::True => NodeKind::True,
            TokenKind::False => NodeKind::False,
            TokenKind::Null => NodeKind::Null,
            _ => return self.no_value(),
        };
        let node = self.push(kind, token);
        self.set_after(node, token.end);
        self.finish_member(token.end);
        self.advance();
        State::After
    }

    /// Adds a node for `token` to whatever waits for it.
    fn push(&mut self, kind: NodeKind, token: Token) -> u32 {
        let parent = match self.stack.last() {
            Some(frame) if frame.object && kind != NodeKind::Member => frame.member,
            Some(frame) => frame.node,
            None => NONE,
        };
        let id = narrow(self.nodes.len());
        if let Some(frame) = self.stack.last_mut()
            && frame.node.saturating_add(1) == id
            && token.first
        {
            frame.child_indent = token.indent;
        }
        self.nodes.push(Node {
            kind,
            start: token.start,
            end: token.end,
            parent,
            after: token.end,
            decoded: token.decoded,
        });
        id
    }

    /// Notes that the value `node` ends at `end` and that nothing further belongs to it.
    fn set_after(&mut self, node: u32, end: u32) {
        let after = narrow(self.nodes.len());
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.end = end;
            node.after = after;
        }
    }

    /// Lets the member that waits for a value end at `end`.
    fn finish_member(&mut self, end: u32) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let member = std::mem::replace(&mut frame.member, NONE);
        frame.value = self
            .nodes
            .get((member as usize).saturating_add(1))
            .map_or(NONE, |value| value.start);
        if let Some(member) = self.nodes.get_mut(member as usize) {
            member.end = end;
        }
    }

    /// Opens an object or an array with the current token.
    fn open(&mut self, kind: NodeKind) -> State {
        self.push_frame(kind, self.token, false);
        self.advance();
        self.first()
    }

    fn push_frame(&mut self, kind: NodeKind, token: Token, supplied: bool) {
        let node = self.push(kind, token);
        let object = kind == NodeKind::Object;
        self.stack.push(Frame {
            node,
            object,
            supplied,
            member: NONE,
            value: NONE,
            indent: token.indent,
            child_indent: 0,
        });
        let open = if object {
            &mut self.open_objects
        } else {
            &mut self.open_arrays
        };
        *open = open.saturating_add(1);
    }

    /// What is expected after an opening bracket.
    fn first(&self) -> State {
        match (self.in_object(), self.token.kind) {
            (_, TokenKind::ObjectClose | TokenKind::ArrayClose | TokenKind::End) => State::After,
            (true, _) => State::Name,
            (false, _) => State::Value,
        }
    }

    /// What is expected after a comma.
    fn next_child(&self) -> State {
        if self.stack.is_empty() {
            State::After
        } else if self.in_object() {
            State::Name
        } else {
            State::Value
        }
    }

    /// Closes the innermost open bracket.
    fn close(&mut self, end: u32) {
        let Some(frame) = self.stack.pop() else {
            return;
        };
        let open = if frame.object {
            &mut self.open_objects
        } else {
            &mut self.open_arrays
        };
        *open = open.saturating_sub(1);
        self.set_after(frame.node, end);
        self.finish_member(end);
    }

    fn name(&mut self) -> State {
        if let Some(state) = self.outdented(State::Name) {
            return state;
        }
        match self.token.kind {
            TokenKind::String => self.member(),
            _ => self.no_name(),
        }
    }

    /// Starts a member with the current token as its name.
    fn member(&mut self) -> State {
        let node = self.push(NodeKind::Member, self.token);
        if let Some(frame) = self.stack.last_mut() {
            frame.member = node;
        }
        self.advance();
        State::Colon
    }

    fn colon(&mut self) -> State {
        if self.token.kind != TokenKind::Colon {
            return self.no_colon();
        }
        self.row = false;
        self.advance();
        self.extend_member();
        while self.token.kind == TokenKind::Colon {
            self.unexpected("there is one `:` too many: remove it", true);
            self.quiet = true;
            self.advance();
        }
        State::Value
    }

    /// Lets the member that waits for a value reach to the last token.
    fn extend_member(&mut self) {
        let (member, end) = (
            self.stack.last().map_or(NONE, |frame| frame.member),
            self.last_end,
        );
        if let Some(member) = self.nodes.get_mut(member as usize) {
            member.end = end;
        }
    }

    fn after(&mut self) -> State {
        if let Some(state) = self.outdented(State::After) {
            return state;
        }
        if self.stack.is_empty() {
            return self.after_root();
        }
        match self.token.kind {
            TokenKind::Comma => self.comma(),
            TokenKind::ObjectClose | TokenKind::ArrayClose => self.closing(),
            TokenKind::End => {
                let open = self.stack.len();
                self.unclosed(open);
                State::Done
            }
            _ => self.no_comma(),
        }
    }

    fn comma(&mut self) -> State {
        let comma = self.token.span();
        self.quiet = false;
        self.lexer.names = self.in_object();
        self.advance();
        while self.token.kind == TokenKind::Comma {
            self.extra_comma();
            self.advance();
        }
        match self.token.kind {
            TokenKind::ObjectClose | TokenKind::ArrayClose | TokenKind::End => {
                self.pending_comma = Some(comma);
                State::After
            }
            _ => self.next_child(),
        }
    }

    /// A closing bracket.
    fn closing(&mut self) -> State {
        let object = self.token.kind == TokenKind::ObjectClose;
        if self.in_object() != object {
            return self.wrong_closing(object);
        }
        let surplus = self.reading.wrong_closing == WrongClosing::Surplus;
        if surplus
            && self.stack.len() == 1
            && matches!(
                self.next_kind(),
                TokenKind::Comma | TokenKind::Colon | TokenKind::String
            )
        {
            return self.surplus_bracket();
        }
        if let Some(comma) = self.pending_comma.take() {
            self.trailing_comma(comma);
        }
        self.quiet = false;
        let end = self.token.end;
        self.close(end);
        self.advance();
        State::After
    }
}
