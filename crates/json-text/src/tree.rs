//! The tree of a JSON text: nodes in one vector, in the order of the text, names and strings by their place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::{Span, SyntaxError, sort_by_place, strings};

/// No node, no decoded string.
pub(crate) const NONE: u32 = u32::MAX;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NodeKind {
    Null,
    True,
    False,
    Number,
    String,
    Object,
    Array,
    Member,
}

/// A value or a member. The first child of a node is the node after it, if that one calls it its parent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) parent: u32,
    /// Of a value: the node after its last descendant. Of a member: where its name ends in the text.
    pub(crate) after: u32,
    /// Of a string and of a member's name: the decoded text, if the source says it differently.
    pub(crate) decoded: u32,
}

impl Node {
    const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// A value of a document; copies of a document keep it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(u32);

/// A name that an object has more than once. Parsers keep the last one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DuplicateMember {
    /// The decoded name.
    pub name: String,
    /// Where it stands first, quotes included.
    pub first: Span,
    /// Where it stands again.
    pub again: Span,
}

/// A parsed text: its tree, as far as it could be read, and its errors.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) decoded: Vec<Box<str>>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) duplicates: Vec<DuplicateMember>,
}

impl Document {
    /// A document without a tree.
    pub(crate) fn without_tree(text: Arc<str>, errors: Vec<SyntaxError>) -> Self {
        Self {
            text,
            nodes: Vec::new(),
            decoded: Vec::new(),
            errors,
            duplicates: Vec::new(),
        }
    }

    /// The text, unchanged.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The outermost value; none if the text holds nothing like JSON.
    #[must_use]
    pub fn root(&self) -> Option<Value<'_>> {
        self.value(NodeId(0))
    }

    /// What is wrong with the text, in the order of the places; empty if and only if it is JSON.
    #[must_use]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The names that an object has more than once, in the order of the text. JSON allows them, so they are no errors.
    #[must_use]
    pub fn duplicate_members(&self) -> &[DuplicateMember] {
        &self.duplicates
    }

    /// The value of an id that came from this document or a copy of it.
    #[must_use]
    pub fn value(&self, id: NodeId) -> Option<Value<'_>> {
        let node = self.node(id.0)?;
        (node.kind != NodeKind::Member).then_some(Value {
            document: self,
            id: id.0,
            node,
        })
    }

    /// The innermost value around the byte `offset`, or that ends there. A member's name belongs to its object.
    #[must_use]
    pub fn value_at(&self, offset: usize) -> Option<Value<'_>> {
        self.around(offset).find_map(|id| self.value(NodeId(id)))
    }

    /// The innermost member around the byte `offset`, or that ends there.
    #[must_use]
    pub fn member_at(&self, offset: usize) -> Option<Member<'_>> {
        self.around(offset).find_map(|id| self.member(id))
    }

    /// The nodes around `offset`, innermost first.
    fn around(&self, offset: usize) -> impl Iterator<Item = u32> + '_ {
        let before = self
            .nodes
            .partition_point(|node| node.start as usize <= offset);
        let last = before
            .checked_sub(1)
            .and_then(|last| u32::try_from(last).ok());
        std::iter::successors(last, |id| self.node(*id).map(|node| node.parent))
            .take_while(|id| *id != NONE)
            .filter(move |id| {
                self.node(*id)
                    .is_some_and(|node| offset <= node.end as usize)
            })
    }

    fn node(&self, id: u32) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    fn member(&self, id: u32) -> Option<Member<'_>> {
        let node = self.node(id)?;
        (node.kind == NodeKind::Member).then_some(Member {
            document: self,
            id,
            node,
        })
    }

    /// The node `id` if it is a child of `parent`.
    fn child(&self, id: u32, parent: u32) -> Option<u32> {
        self.node(id)
            .is_some_and(|node| node.parent == parent)
            .then_some(id)
    }

    /// The children of `parent`, in order.
    fn children(&self, parent: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(self.child(parent.saturating_add(1), parent), move |id| {
            let node = self.node(*id)?;
            let after = if node.kind == NodeKind::Member {
                let value = self.child(id.saturating_add(1), *id);
                value.map_or(Some(id.saturating_add(1)), |value| {
                    self.node(value).map(|node| node.after)
                })?
            } else {
                node.after
            };
            self.child(after, parent)
        })
    }

    /// The text of a string node or of a member's name.
    fn decoded(&self, node: &Node, quoted: Span) -> &str {
        match self.decoded.get(node.decoded as usize) {
            Some(decoded) => decoded,
            None => Span::new(quoted.start.saturating_add(1), quoted.end.saturating_sub(1))
                .slice(&self.text),
        }
    }

    /// Finds the names that an object has more than once.
    pub(crate) fn find_duplicates(&mut self) {
        let mut found = Vec::new();
        for (id, node) in (0_u32..).zip(&self.nodes) {
            if node.kind == NodeKind::Object {
                duplicates_of(
                    Value {
                        document: self,
                        id,
                        node,
                    },
                    &mut found,
                );
            }
        }
        sort_by_place(&mut found, |duplicate| duplicate.again);
        self.duplicates = found;
    }
}

/// The repeated names of one object.
fn duplicates_of(object: Value<'_>, found: &mut Vec<DuplicateMember>) {
    /// Up to so many members, comparing each with each is cheaper than a table.
    const FEW: usize = 12;
    let mut names = [("", Span::at(0)); FEW];
    let mut count = 0_usize;
    let found_before = found.len();
    for member in object.members() {
        let (name, again) = (member.name(), member.name_span());
        if let Some((_, first)) = names.iter().take(count).find(|(known, _)| *known == name) {
            found.push(DuplicateMember {
                name: name.to_owned(),
                first: *first,
                again,
            });
        } else if let Some(free) = names.get_mut(count) {
            *free = (name, again);
            count = count.saturating_add(1);
        } else {
            found.truncate(found_before);
            return duplicates_of_many(object, found);
        }
    }
}

/// The repeated names of an object with many members.
fn duplicates_of_many(object: Value<'_>, found: &mut Vec<DuplicateMember>) {
    let mut firsts: HashMap<&str, Span> = HashMap::new();
    for member in object.members() {
        let again = member.name_span();
        let first = *firsts.entry(member.name()).or_insert(again);
        if first != again {
            found.push(DuplicateMember {
                name: member.name().to_owned(),
                first,
                again,
            });
        }
    }
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An object.
    Object,
    /// An array.
    Array,
}

/// A value in its document.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    document: &'a Document,
    id: u32,
    node: &'a Node,
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?} {:?} at {:?}",
            self.kind(),
            self.text(),
            self.span()
        )
    }
}

impl<'a> Value<'a> {
    /// Its id, to find it again in its document.
    #[must_use]
    pub const fn id(self) -> NodeId {
        NodeId(self.id)
    }

    /// The document that it belongs to.
    #[must_use]
    pub const fn document(self) -> &'a Document {
        self.document
    }

    /// Where it stands, brackets and quotes included.
    #[must_use]
    pub const fn span(self) -> Span {
        self.node.span()
    }

    /// What it is.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self.node.kind {
            NodeKind::Null => Kind::Null,
            NodeKind::True | NodeKind::False => Kind::Bool,
            NodeKind::Number => Kind::Number,
            NodeKind::String => Kind::String,
            NodeKind::Object | NodeKind::Member => Kind::Object,
            NodeKind::Array => Kind::Array,
        }
    }

    /// The text as it is written.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.span().slice(&self.document.text)
    }

    /// The object or array that holds it.
    #[must_use]
    pub fn parent(self) -> Option<Value<'a>> {
        match self.member() {
            Some(member) => Some(member.object()),
            None => self.document.value(NodeId(self.node.parent)),
        }
    }

    /// The member whose value it is.
    #[must_use]
    pub fn member(self) -> Option<Member<'a>> {
        self.document.member(self.node.parent)
    }

    /// What a string says, escapes resolved.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        (self.node.kind == NodeKind::String).then(|| self.document.decoded(self.node, self.span()))
    }

    /// What `true` or `false` says.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.node.kind {
            NodeKind::True => Some(true),
            NodeKind::False => Some(false),
            _ => None,
        }
    }

    /// A number as it is written.
    #[must_use]
    pub fn number_text(self) -> Option<&'a str> {
        (self.node.kind == NodeKind::Number).then(|| self.text())
    }

    /// The members of an object in the order of the text, repeated names included; nothing for other values.
    pub fn members(self) -> impl Iterator<Item = Member<'a>> {
        self.document
            .children(self.id)
            .filter_map(move |id| self.document.member(id))
    }

    /// The elements of an array; nothing for other values.
    pub fn elements(self) -> impl Iterator<Item = Value<'a>> {
        self.document
            .children(self.id)
            .filter_map(move |id| self.document.value(NodeId(id)))
    }

    /// The value of the last member of that name, as parsers keep it.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.members()
            .filter(|member| member.name() == name)
            .last()?
            .value()
    }

    /// Where a range of bytes of [`Value::as_str`] stands in the text. A border within an escape moves outwards to the
    /// escape's own. Empty at the value's start for other values.
    #[must_use]
    pub fn string_span(self, decoded: Range<usize>) -> Span {
        if self.node.kind != NodeKind::String {
            return Span::at(self.span().start);
        }
        map_decoded(self.document, self.node, self.span(), decoded)
    }
}

/// A member of an object in its document.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    document: &'a Document,
    id: u32,
    node: &'a Node,
}

impl std::fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?}: {:?} at {:?}",
            self.name(),
            self.value(),
            self.span()
        )
    }
}

impl<'a> Member<'a> {
    /// Its name, escapes resolved.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.document.decoded(self.node, self.name_span())
    }

    /// Where its name stands, quotes included.
    #[must_use]
    pub const fn name_span(self) -> Span {
        Span::new(self.node.start as usize, self.node.after as usize)
    }

    /// Where a range of bytes of [`Member::name`] stands in the text, as [`Value::string_span`] does it.
    #[must_use]
    pub fn name_part_span(self, decoded: Range<usize>) -> Span {
        map_decoded(self.document, self.node, self.name_span(), decoded)
    }

    /// Its value; none where a mistake left it out.
    #[must_use]
    pub fn value(self) -> Option<Value<'a>> {
        let id = self.document.child(self.id.saturating_add(1), self.id)?;
        self.document.value(NodeId(id))
    }

    /// From its name to the end of its value.
    #[must_use]
    pub const fn span(self) -> Span {
        self.node.span()
    }

    /// The object that holds it.
    #[must_use]
    pub fn object(self) -> Value<'a> {
        let id = self.node.parent;
        // Every member has its object as parent; its own node stands in so that this cannot fail.
        let node = self.document.node(id).unwrap_or(self.node);
        Value {
            document: self.document,
            id,
            node,
        }
    }
}

/// Where a range of bytes of a decoded string stands in the text.
fn map_decoded(document: &Document, node: &Node, span: Span, decoded: Range<usize>) -> Span {
    let source = span.slice(&document.text);
    let quote = source
        .chars()
        .next()
        .filter(|first| strings::is_quote(*first))
        .map_or(0, char::len_utf8);
    let content = source.get(quote..).unwrap_or_default();
    let length = document.decoded(node, span).len();
    let (from, to) = (decoded.start.min(length), decoded.end.min(length));
    let base = span.start.saturating_add(quote);
    if node.decoded == NONE {
        return Span::new(base.saturating_add(from), base.saturating_add(to));
    }
    let start = strings::locate(content, from, false);
    let end = if to > from {
        strings::locate(content, to, true)
    } else {
        start
    };
    Span::new(base.saturating_add(start), base.saturating_add(end))
}
