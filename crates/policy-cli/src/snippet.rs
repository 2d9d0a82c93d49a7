//! Findings and suggestions as text, each with the line that it is about.

use std::io::IsTerminal;
use std::ops::Range;

use analysis::{Skipped, Suggestion};
use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
    normalize_untrusted_str,
};
use diagnostics::{Finding, Fix, Kind, Span};
use workspace::Places;

/// More than this around a finding is not shown: policies without line breaks have long lines.
const MOST_SHOWN: usize = 8 * 1024;

/// What is shown on either side of a place in such a line.
const AROUND: usize = 200;

/// Text for a terminal: control characters, which could hide or forge output there, are made visible.
pub(crate) fn plain(text: &str) -> String {
    normalize_untrusted_str(text)
}

/// Renders places of one text.
pub(crate) struct Snippets<'a> {
    name: &'a str,
    text: &'a str,
    places: Places<'static>,
    renderer: Renderer,
}

impl<'a> Snippets<'a> {
    /// Colours are used on a terminal alone, and not where `NO_COLOR` is set (<https://no-color.org>).
    pub(crate) fn new(name: &'a str, text: &'a str) -> Snippets<'a> {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let renderer = if std::io::stdout().is_terminal() && !forbidden {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Snippets {
            name,
            text,
            places: Places::of_text(text),
            renderer,
        }
    }

    /// A finding: message, place, consequence, fixes.
    pub(crate) fn finding(&self, finding: &Finding) -> String {
        let level = match finding.kind {
            Kind::Error => Level::ERROR,
            Kind::SecurityWarning => Level::WARNING.with_name("security warning"),
            Kind::Warning => Level::WARNING,
            Kind::Suggestion => Level::HELP.with_name("suggestion"),
        };
        let related: Vec<(Span, &str)> = finding
            .related
            .iter()
            .map(|related| (related.span, related.message.as_str()))
            .collect();
        let mut group = level
            .primary_title(finding.message.as_str())
            .id(finding.code)
            .elements(self.marked(finding.span, &related));
        if !finding.because.is_empty() {
            group = group.element(Level::NOTE.message(plain(&finding.because)));
        }
        for fix in &finding.fixes {
            group = group.element(Level::HELP.message(fix_line(fix)));
        }
        self.renderer.render(&[group])
    }

    /// A suggestion: message, place, what it removes, the change itself.
    pub(crate) fn suggestion(&self, suggestion: &Suggestion) -> String {
        let mut group = Level::HELP
            .with_name("suggestion")
            .primary_title(suggestion.message.as_str())
            .id(suggestion.code)
            .elements(self.marked(suggestion.span, &[]))
            .element(Level::NOTE.message(plain(&suggestion.because)));
        for removed in &suggestion.removes {
            group = group.element(
                Level::NOTE
                    .with_name("no longer allowed")
                    .message(plain(removed)),
            );
        }
        let proof = &suggestion.proof;
        group = group.element(
            Level::NOTE
                .with_name(proof.title())
                .message(plain(proof.why())),
        );
        let change = self.change(&suggestion.fix);
        self.renderer.render(&[group, change])
    }

    /// Something that was left alone.
    pub(crate) fn skipped(&self, skipped: &Skipped) -> String {
        let group = Level::NOTE
            .primary_title(skipped.why.as_str())
            .elements(self.marked(skipped.span, &[]));
        self.renderer.render(&[group])
    }

    fn marked(&self, span: Span, related: &[(Span, &str)]) -> Vec<Element<'a>> {
        let mut shown = self.lines_of(span);
        for (other, _) in related {
            let lines = self.lines_of(*other);
            let both = lines.start.min(shown.start)..lines.end.max(shown.end);
            if both.len() <= MOST_SHOWN {
                shown = both;
            }
        }
        if shown.len() > MOST_SHOWN {
            shown = self.around(span);
        }
        let within = |span: Span| {
            let start = span.start.clamp(shown.start, shown.end);
            let end = span.end.clamp(start, shown.end);
            start.saturating_sub(shown.start)..end.saturating_sub(shown.start)
        };
        let source = self.text.get(shown.clone()).unwrap_or_default();
        let mut snippet = Snippet::source(source)
            .line_start(self.places.place(Span::at(shown.start)).line)
            .annotation(AnnotationKind::Primary.span(within(span)));
        for (other, message) in related {
            if shown.start <= other.start && other.end <= shown.end {
                snippet = snippet.annotation(
                    AnnotationKind::Context
                        .span(within(*other))
                        .label(plain(message)),
                );
            }
        }
        // The renderer counts columns in characters of what it is shown. Where that is another number than ours
        // (UTF-16 units of the whole line), the place is given to it.
        let place = self.places.place(Span::at(span.start));
        let before = self.text.get(shown.start..span.start).unwrap_or_default();
        let last_line = before.rsplit('\n').next().unwrap_or_default();
        if last_line.chars().count().saturating_add(1) == place.column {
            return vec![snippet.path(self.name).into()];
        }
        let origin = Origin::path(self.name)
            .line(place.line)
            .char_column(place.column);
        vec![origin.into(), snippet.into()]
    }

    /// A fix as a change of lines; without them where they are too long to be read.
    fn change(&self, fix: &Fix) -> Group<'a> {
        let title = Level::HELP.secondary_title(fix_line(fix));
        let start = fix.edits.first().map_or(0, |edit| edit.span.start);
        let end = fix.edits.last().map_or(start, |edit| edit.span.end);
        let shown = self.lines_of(Span::new(start, end));
        if shown.len() > MOST_SHOWN {
            return Group::with_title(title);
        }
        let patches = fix.edits.iter().map(|edit| {
            let from = edit.span.start.saturating_sub(shown.start);
            let to = edit.span.end.saturating_sub(shown.start);
            Patch::new(from..to, edit.insert.clone())
        });
        let line = self.places.place(Span::at(shown.start)).line;
        let source = self.text.get(shown.clone()).unwrap_or_default();
        title.element(Snippet::source(source).line_start(line).patches(patches))
    }

    /// The whole lines that a span touches, without the last line's end.
    fn lines_of(&self, span: Span) -> Range<usize> {
        let before = self.text.get(..span.start).unwrap_or_default();
        let behind = self.text.get(span.end..).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let rest = behind.find('\n').unwrap_or(behind.len());
        start..span.end.saturating_add(rest)
    }

    /// A piece of the line in which a span starts.
    fn around(&self, span: Span) -> Range<usize> {
        let line = self.lines_of(Span::at(span.start));
        let start = self
            .text
            .ceil_char_boundary(span.start.saturating_sub(AROUND))
            .max(line.start);
        let end = self
            .text
            .floor_char_boundary(span.start.saturating_add(AROUND))
            .min(line.end);
        start..end
    }
}

fn fix_line(fix: &Fix) -> String {
    plain(&format!("{} ({})", fix.title, fix.safety.as_str()))
}
