//! Builders of edits that keep the formatting of the rest: commas, indentation, one line or several.
//!
//! They take the values of a [`Document`](crate::Document) and answer edits of its text. They work on trees of texts
//! with mistakes too, where they touch as little as they can.

use crate::format::{Layout, print};
use crate::{Edit, Kind, Member, Span, Value, parse, quote, sort_by_place};

/// The indentation of a level where the text shows none.
const UNIT: &str = "  ";

/// Removes a member together with its comma.
#[must_use]
pub fn remove_member(member: Member<'_>) -> Vec<Edit> {
    remove_members(&[member])
}

/// Removes members, of one object or of several, together with their commas. Removing them one by one would yield edits
/// that overlap where they are neighbours.
#[must_use]
pub fn remove_members(members: &[Member<'_>]) -> Vec<Edit> {
    remove(
        members
            .iter()
            .map(|member| (member.object(), member.span().start))
            .collect(),
    )
}

/// Removes an element of an array together with its comma; nothing if it is no element.
#[must_use]
pub fn remove_element(element: Value<'_>) -> Vec<Edit> {
    remove_elements(&[element])
}

/// Removes elements, of one array or of several, together with their commas; what is no element stays.
#[must_use]
pub fn remove_elements(elements: &[Value<'_>]) -> Vec<Edit> {
    let free = elements.iter().filter(|element| element.member().is_none());
    remove(
        free.filter_map(|element| Some((element.parent()?, element.span().start)))
            .collect(),
    )
}

/// Inserts a member before the one at `position`, at the end if there are not so many; nothing if `object` is none.
/// `value_json` is laid out as its surroundings are.
#[must_use]
pub fn insert_member(
    object: Value<'_>,
    position: usize,
    name: &str,
    value_json: &str,
) -> Vec<Edit> {
    if object.kind() != Kind::Object {
        return Vec::new();
    }
    let name = quote(name);
    let container = Container::of(object);
    container.insert(position, |style| {
        format!("{name}{}{}", style.colon, style.lay_out(value_json))
    })
}

/// Inserts an element before the one at `position`, at the end if there are not so many; nothing if `array` is none.
/// `value_json` is laid out as its surroundings are.
#[must_use]
pub fn insert_element(array: Value<'_>, position: usize, value_json: &str) -> Vec<Edit> {
    if array.kind() != Kind::Array {
        return Vec::new();
    }
    Container::of(array).insert(position, |style| style.lay_out(value_json))
}

/// Replaces a value by other JSON, of which several lines are indented as the line of the value is.
#[must_use]
pub fn replace(value: Value<'_>, json: &str) -> Vec<Edit> {
    let base = indentation(value.document().text(), value.span().start);
    vec![Edit::new(value.span(), indented(json, base, &unit(value)))]
}

/// Gives a member another name.
#[must_use]
pub fn rename(member: Member<'_>, name: &str) -> Vec<Edit> {
    vec![Edit::new(member.name_span(), quote(name))]
}

/// Removes the children that start at the given places of their containers.
fn remove(mut children: Vec<(Value<'_>, usize)>) -> Vec<Edit> {
    sort_by_place(&mut children, |(container, start)| {
        Span::new(container.span().start, *start)
    });
    let mut edits = Vec::new();
    let mut rest = children.as_slice();
    while let Some((container, _)) = rest.first() {
        let len = rest
            .iter()
            .take_while(|(other, _)| other.id() == container.id())
            .count();
        let (these, others) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        let starts: Vec<usize> = these.iter().map(|(_, start)| *start).collect();
        Container::of(*container).remove(&starts, &mut edits);
        rest = others;
    }
    edits
}

/// An object or an array, its borders and the places of its children.
struct Container<'a> {
    value: Value<'a>,
    text: &'a str,
    /// What stands between the brackets.
    inside: Span,
    children: Vec<Span>,
}

/// How new children are written.
struct Style<'a> {
    /// What separates them from their neighbours after a comma.
    gap: String,
    /// What stands between name and value.
    colon: String,
    /// The indentation of the line that they stand in.
    base: String,
    /// The indentation of a level.
    unit: String,
    one_line: Option<&'a str>,
}

impl Style<'_> {
    /// JSON as it is written here.
    fn lay_out(&self, json: &str) -> String {
        match self.one_line {
            Some(comma) if parse(json).errors().is_empty() => print(
                json,
                &Layout::OneLine {
                    comma,
                    colon: &self.colon,
                },
            ),
            _ => indented(json, &self.base, &self.unit),
        }
    }
}

impl<'a> Container<'a> {
    fn of(value: Value<'a>) -> Self {
        let children: Vec<Span> = match value.kind() {
            Kind::Object => value.members().map(Member::span).collect(),
            _ => value.elements().map(Value::span).collect(),
        };
        let (open, close) = if value.kind() == Kind::Object {
            ('{', '}')
        } else {
            ('[', ']')
        };
        let span = value.span();
        let start = span
            .start
            .saturating_add(usize::from(value.text().starts_with(open)));
        let last = children.last().map_or(start, |child| child.end);
        // An object whose bracket is missing ends with its last member.
        let closed = span.end > last && value.text().ends_with(close);
        let inside = Span::new(start, span.end.saturating_sub(usize::from(closed)));
        Self {
            value,
            text: value.document().text(),
            inside,
            children,
        }
    }

    fn child(&self, at: usize) -> Option<Span> {
        self.children.get(at).copied()
    }

    /// What stands between the child `at` and the one after it, or the brackets where there is none.
    fn gap_after(&self, at: usize) -> Span {
        let start = self.child(at).map_or(self.inside.start, |child| child.end);
        let end = self
            .child(at.saturating_add(1))
            .map_or(self.inside.end, |child| child.start);
        Span::new(start, end)
    }

    fn remove(&self, starts: &[usize], edits: &mut Vec<Edit>) {
        let removed: Vec<bool> = self
            .children
            .iter()
            .map(|child| starts.binary_search(&child.start).is_ok())
            .collect();
        let mut at = 0_usize;
        while at < removed.len() {
            let count = removed
                .iter()
                .skip(at)
                .take_while(|removed| **removed)
                .count();
            if count > 0 {
                self.remove_run(at, at.saturating_add(count).saturating_sub(1), edits);
            }
            at = at.saturating_add(count).saturating_add(1);
        }
    }

    /// Removes the children from `first` to `last`.
    fn remove_run(&self, first: usize, last: usize, edits: &mut Vec<Edit>) {
        let (Some(start), Some(end)) = (self.child(first), self.child(last)) else {
            return;
        };
        let run = Span::new(start.start, end.end);
        let after = self.gap_after(last);
        let before = match first.checked_sub(1) {
            Some(previous) => self.gap_after(previous),
            None => Span::new(self.inside.start, start.start),
        };
        if self.child(last.saturating_add(1)).is_some() {
            edits.push(Edit::delete(Span::new(run.start, self.end_of_gap(after))));
        } else if first == 0 {
            let plain = is_plain(before.slice(self.text)) && is_plain(after.slice(self.text));
            edits.push(Edit::delete(if plain { self.inside } else { run }));
        } else if is_plain(before.slice(self.text)) {
            edits.push(Edit::delete(Span::new(before.start, run.end)));
        } else {
            let comma =
                comma_in(before.slice(self.text)).map(|comma| before.start.saturating_add(comma));
            edits
                .extend(comma.map(|comma| Edit::delete(Span::new(comma, comma.saturating_add(1)))));
            edits.push(Edit::delete(run));
        }
    }

    /// How far a removed child takes the gap after it along: all of it, or up to the comma if a comment follows.
    fn end_of_gap(&self, gap: Span) -> usize {
        let between = gap.slice(self.text);
        if is_plain(between) {
            return gap.end;
        }
        let Some(comma) = comma_in(between) else {
            return gap.start;
        };
        let rest = between.get(comma.saturating_add(1)..).unwrap_or_default();
        let blanks = rest.len().saturating_sub(rest.trim_start().len());
        gap.start
            .saturating_add(comma)
            .saturating_add(1)
            .saturating_add(blanks)
    }

    fn insert(&self, position: usize, write: impl FnOnce(&Style<'_>) -> String) -> Vec<Edit> {
        let position = position.min(self.children.len());
        let Some(first) = self.child(0) else {
            return self.fill(write);
        };
        let compact = is_compact(self.value);
        let (neighbour, gap) = match position.checked_sub(1) {
            Some(previous) if self.child(position).is_some() => {
                (previous, self.gap_after(previous))
            }
            Some(previous) if previous > 0 => {
                (previous, self.gap_after(previous.saturating_sub(1)))
            }
            None if self.children.len() > 1 => (0, self.gap_after(0)),
            _ => (0, Span::new(self.inside.start, first.start)),
        };
        let lines = gap.slice(self.text).contains('\n');
        let beside = self.child(neighbour).unwrap_or(first);
        let base = indentation(self.text, beside.start);
        let written = gap
            .slice(self.text)
            .split_once(',')
            .map(|(_, blanks)| blanks)
            .filter(|blanks| is_plain(blanks));
        let blanks = written.unwrap_or(if compact { "" } else { " " });
        let comma = format!(",{blanks}");
        let style = Style {
            gap: if lines {
                format!("\n{base}")
            } else {
                blanks.to_owned()
            },
            colon: if compact {
                ":".to_owned()
            } else {
                ": ".to_owned()
            },
            base: base.to_owned(),
            unit: unit(self.value),
            one_line: (!self.inside.slice(self.text).contains('\n')).then_some(comma.as_str()),
        };
        let new = write(&style);
        match position
            .checked_sub(1)
            .and_then(|previous| self.child(previous))
        {
            Some(previous) => vec![Edit::insert(previous.end, format!(",{}{new}", style.gap))],
            None => vec![Edit::insert(first.start, format!("{new},{}", style.gap))],
        }
    }

    /// Inserts the first child: in a line of its own if the document has lines.
    fn fill(&self, write: impl FnOnce(&Style<'_>) -> String) -> Vec<Edit> {
        let compact = is_compact(self.value);
        let outer = indentation(self.text, self.value.span().start);
        let unit = unit(self.value);
        let lines = self.text.trim_end().contains('\n');
        let style = Style {
            gap: String::new(),
            colon: if compact {
                ":".to_owned()
            } else {
                ": ".to_owned()
            },
            base: format!("{outer}{unit}"),
            unit,
            one_line: (!lines).then_some(if compact { "," } else { ", " }),
        };
        let new = write(&style);
        let insert = if lines {
            format!("\n{}{new}\n{outer}", style.base)
        } else {
            new
        };
        let blank = is_plain(self.inside.slice(self.text));
        vec![Edit::new(
            if blank {
                self.inside
            } else {
                Span::at(self.inside.start)
            },
            insert,
        )]
    }
}

/// Whether a gap holds nothing but white space and commas.
fn is_plain(gap: &str) -> bool {
    gap.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b','))
}

/// The first comma of a gap that stands in no comment.
fn comma_in(gap: &str) -> Option<usize> {
    let mut at = 0_usize;
    loop {
        let rest = gap.get(at..)?;
        let next = rest.find([',', '/', '#'])?;
        at = at.saturating_add(next);
        let rest = gap.get(at..)?;
        let skip = if rest.starts_with(',') {
            return Some(at);
        } else if rest.starts_with("/*") {
            rest.find("*/")?
        } else if rest.starts_with("//") || rest.starts_with('#') {
            rest.find('\n')?
        } else {
            1
        };
        at = at.saturating_add(skip.max(1));
    }
}

/// Whether no blank follows the colons around `value`.
fn is_compact(value: Value<'_>) -> bool {
    let outer =
        std::iter::successors(Some(value), |value| value.parent()).find_map(|value| value.member());
    let Some(member) = value.members().next().or(outer) else {
        return false;
    };
    let Some(inner) = member.value() else {
        return false;
    };
    let colon = Span::new(member.name_span().end, inner.span().start);
    !colon
        .slice(value.document().text())
        .contains([' ', '\t', '\n'])
}

/// The indentation of the line of `offset`.
fn indentation(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |line| line.saturating_add(1));
    let line = before.get(line..).unwrap_or_default();
    let blanks = line
        .len()
        .saturating_sub(line.trim_start_matches([' ', '\t']).len());
    line.get(..blanks).unwrap_or_default()
}

/// The indentation of a level, as the nearest container with lines shows it.
fn unit(value: Value<'_>) -> String {
    let text = value.document().text();
    for container in std::iter::successors(Some(value), |value| value.parent()) {
        let first = match container.kind() {
            Kind::Object => container.members().next().map(Member::span),
            _ => container.elements().next().map(Value::span),
        };
        let Some(first) = first else { continue };
        let start = container.span().start;
        if !Span::new(start, first.start).slice(text).contains('\n') {
            continue;
        }
        let (outer, inner) = (indentation(text, start), indentation(text, first.start));
        if let Some(unit) = inner.strip_prefix(outer).filter(|unit| !unit.is_empty()) {
            return unit.to_owned();
        }
    }
    UNIT.to_owned()
}

/// JSON of several lines with `base` before every line but the first, and its levels in steps of `unit`.
fn indented(json: &str, base: &str, unit: &str) -> String {
    let json = json.trim();
    let depth = |line: &str| {
        line.len()
            .saturating_sub(line.trim_start_matches([' ', '\t']).len())
    };
    let rest = || json.lines().skip(1).filter(|line| !line.trim().is_empty());
    let least = rest().map(depth).min().unwrap_or(0);
    let step = rest()
        .map(|line| depth(line).saturating_sub(least))
        .filter(|depth| *depth > 0)
        .min()
        .unwrap_or(1);
    let mut result = String::with_capacity(json.len());
    result.push_str(json.lines().next().unwrap_or_default());
    for line in rest() {
        result.push('\n');
        result.push_str(base);
        let depth = depth(line).saturating_sub(least);
        result.push_str(&unit.repeat(depth.checked_div(step).unwrap_or(0)));
        result.push_str(&" ".repeat(depth.checked_rem(step).unwrap_or(0)));
        result.push_str(line.trim_start_matches([' ', '\t']));
    }
    result
}
