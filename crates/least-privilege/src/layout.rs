//! How the entries of a list are laid out.

use diagnostics::Span;
use json_text::{Kind, Value, quote};

/// The white space around the entries of a list.
pub(crate) struct Layout<'a> {
    /// After `[`.
    before: Space<'a>,
    /// After each comma.
    between: Space<'a>,
    /// Before `]`.
    after: Space<'a>,
}

#[derive(Clone, Copy)]
enum Space<'a> {
    /// As it stands elsewhere in the text.
    Written(&'a str),
    /// The line break and indentation of a member, and the unit by which its entries stand deeper.
    Deeper(&'a str, &'a str),
}

impl Space<'_> {
    fn push_to(self, text: &mut String) {
        match self {
            Space::Written(space) => text.push_str(space),
            Space::Deeper(member, unit) => {
                text.push_str(member);
                text.push_str(unit);
            }
        }
    }
}

impl<'a> Layout<'a> {
    /// The layout of a list that is already there.
    pub(crate) fn of_list(list: Value<'a>) -> Option<Layout<'a>> {
        if list.kind() != Kind::Array {
            return None;
        }
        let whole = list.text();
        let inside = |span: Span| {
            Span::new(
                span.start.saturating_sub(list.span().start),
                span.end.saturating_sub(list.span().start),
            )
        };
        let mut entries = list.elements().map(|entry| inside(entry.span()));
        let first = entries.next()?;
        let second = entries.next();
        let last = entries.last().or(second).unwrap_or(first);
        let before = blank(Span::new(1, first.start).slice(whole));
        let after = blank(Span::new(last.end, whole.len().saturating_sub(1)).slice(whole));
        let between = match second {
            Some(second) => Span::new(first.end, second.start)
                .slice(whole)
                .trim_start_matches([' ', '\t', '\n', '\r'])
                .strip_prefix(',')
                .map(blank)
                .unwrap_or(" "),
            None if before.contains('\n') => before,
            None => " ",
        };
        Some(Layout {
            before: Space::Written(before),
            between: Space::Written(between),
            after: Space::Written(after),
        })
    }

    /// The layout that fits a member that has a single string so far.
    pub(crate) fn of_member(text: &'a str, statement: Span, name: Span) -> Layout<'a> {
        let member = white_space_before(text, name.start);
        if !member.contains('\n') {
            let space = if white_space_before(text, statement.end.saturating_sub(1)).is_empty()
                && member.is_empty()
            {
                ""
            } else {
                " "
            };
            return Layout {
                before: Space::Written(""),
                between: Space::Written(space),
                after: Space::Written(""),
            };
        }
        let closing = white_space_before(text, statement.end.saturating_sub(1));
        let unit = last_line(member)
            .strip_prefix(last_line(closing))
            .filter(|unit| !unit.is_empty() && closing.contains('\n'))
            .unwrap_or("  ");
        let line = member
            .rfind('\n')
            .and_then(|at| member.get(at..))
            .unwrap_or(member);
        Layout {
            before: Space::Deeper(line, unit),
            between: Space::Deeper(line, unit),
            after: Space::Written(line),
        }
    }

    /// The entries as JSON: a string alone where there was one, else a list.
    pub(crate) fn write(&self, was: Kind, entries: &[String]) -> String {
        if let ([entry], Kind::String) = (entries, was) {
            return quote(entry);
        }
        join(&self.of_new_list(), entries)
    }

    /// What stands before the first entry, between entries and after the last one of a list that is to take the place
    /// of a single string.
    pub(crate) fn of_new_list(&self) -> [String; 3] {
        let text = |start: &str, space: Space<'_>, end: &str| {
            let mut text = String::from(start);
            space.push_to(&mut text);
            text + end
        };
        [
            text("[", self.before, ""),
            text(",", self.between, ""),
            text("", self.after, "]"),
        ]
    }

    /// The same for entries that take the place of one in a list.
    pub(crate) fn within_list(&self) -> [String; 3] {
        let [_, between, _] = self.of_new_list();
        [String::new(), between, String::new()]
    }
}

/// Entries as JSON strings, with what stands before, between and after them.
pub(crate) fn join([before, between, after]: &[String; 3], entries: &[String]) -> String {
    let quoted: Vec<String> = entries.iter().map(|entry| quote(entry)).collect();
    format!("{before}{}{after}", quoted.join(between))
}

pub(crate) fn white_space_before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    let kept = before.trim_end_matches([' ', '\t', '\n', '\r']).len();
    before.get(kept..).unwrap_or_default()
}

fn last_line(space: &str) -> &str {
    space.rsplit('\n').next().unwrap_or_default()
}

/// White space as it is, anything else as none.
fn blank(text: &str) -> &str {
    if text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')) {
        text
    } else {
        ""
    }
}
