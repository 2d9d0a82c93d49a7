//! How a choice is put into the text: its quotes, commas, lines, and the stops of the cursor.

use json_text::{Document, Kind, Span, Value, quote};

use crate::place::{Place, Slot};

/// Stands for a stop of the cursor in what is to be written.
pub(super) const STOP: char = '\u{1}';

/// JSON with `|` where the cursor stops.
pub(super) fn with_stops(json: &str) -> String {
    json.replace('|', STOP.encode_utf8(&mut [0; 4]))
}

/// A JSON string with the cursor at its end.
pub(super) fn open_string(text: &str) -> String {
    let mut quoted = quote(text);
    quoted.pop();
    quoted.push(STOP);
    quoted.push('"');
    quoted
}

/// What a place asks of whatever is written there.
#[derive(Clone, Debug)]
pub(super) struct Insertion {
    pub(super) replaced: Span,
    pub(super) comma_at: Option<usize>,
    /// Whether only a name is written, since a colon stands behind it.
    pub(super) name_only: bool,
    before: &'static str,
    after: &'static str,
    one_line: bool,
    /// Whether lines are a level deeper: in brackets that stood in one line.
    deeper: bool,
}

impl Insertion {
    pub(super) fn new(document: &Document, place: &Place<'_>) -> Insertion {
        let text = document.text();
        let behind = text.get(place.token.end..).unwrap_or_default();
        let next = behind.trim_start().chars().next();
        let comma_after = !matches!(next, None | Some(',' | '}' | ']' | ':'));
        let mut insertion = Insertion {
            replaced: place.token,
            comma_at: place.comma_before,
            name_only: matches!(place.slot, Slot::Name(_)) && next == Some(':'),
            before: "",
            after: match (comma_after, behind.starts_with(char::is_whitespace)) {
                (false, _) => "",
                (true, true) => ",",
                (true, false) => ", ",
            },
            one_line: is_one_line(document, place),
            deeper: false,
        };
        if let Some(inside) = alone_in_brackets(text, place) {
            insertion.replaced = inside;
            insertion.before = "\n\t";
            insertion.after = "\n";
            insertion.deeper = true;
            insertion.one_line = false;
        } else if !place.token.is_empty() || matches!(place.slot, Slot::Value(_)) {
            let after_colon = text.get(..place.token.start).unwrap_or_default();
            if after_colon.ends_with(':') {
                insertion.before = " ";
            }
        } else if let Some(container) = place.slot.container() {
            let before = text.get(..place.token.start).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            let begins_line = line.trim().is_empty();
            let has_lines = container.text().contains('\n');
            insertion.before = match (has_lines, begins_line) {
                (true, false) => "\n",
                (false, false) if before.ends_with([',', '"', '}', ']']) => " ",
                _ => "",
            };
        }
        insertion
    }

    /// Of a part of a string, which has its quotes.
    pub(super) fn within_string(replaced: Span) -> Insertion {
        Insertion {
            replaced,
            comma_at: None,
            name_only: false,
            before: "",
            after: "",
            one_line: true,
            deeper: false,
        }
    }

    /// The template of [`Completion::template`](super::Completion::template) for JSON with [`STOP`]s.
    pub(super) fn template(&self, json: &str) -> String {
        let laid_out = if self.one_line {
            in_one_line(json)
        } else if self.deeper {
            json.replace('\n', "\n\t")
        } else {
            json.to_owned()
        };
        let mut template = self.before.to_owned();
        push_escaped(&mut template, &laid_out);
        if !laid_out.contains(STOP) {
            template.push_str("${}");
        }
        template.push_str(self.after);
        template
    }
}

/// What stands between the brackets of a container that has a line of its own to offer: those of a policy, a statement,
/// a condition, an operator, and of lists of statements, with nothing inside but the place.
fn alone_in_brackets(text: &str, place: &Place<'_>) -> Option<Span> {
    let container = place.slot.container().filter(|container| {
        let names: Vec<&str> = place.around.iter().map(|member| member.name()).collect();
        let has_lines = matches!(
            (place.slot, names.as_slice()),
            (
                Slot::Name(_),
                [] | ["Statement"] | ["Statement", "Condition", ..]
            ) | (Slot::Element(_), ["Statement"])
        );
        has_lines && container.text().ends_with(['}', ']'])
    })?;
    let whole = container.span();
    let inside = Span::new(whole.start.saturating_add(1), whole.end.saturating_sub(1));
    let written = inside.slice(text);
    let alone = written.trim() == place.token.slice(text) && !written.contains('\n');
    let document_has_lines = text.trim().contains('\n');
    let is_root = place.around.is_empty();
    (alone && (document_has_lines || is_root)).then_some(inside)
}

/// Whether what is written stands in a policy of one line.
fn is_one_line(document: &Document, place: &Place<'_>) -> bool {
    let has_text = document.root().is_some();
    let holds = |container: Value<'_>| container.text().contains('\n');
    has_text
        && !place.slot.container().is_some_and(holds)
        && (!document.text().trim().contains('\n')
            || place.slot.container().is_some_and(|container| {
                container.kind() == Kind::Object && container.members().count() > 1
            }))
}

/// JSON of lines in one line.
fn in_one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    for part in json.split('\n') {
        let part = part.trim_start_matches('\t');
        let opens = line.ends_with(['{', '[']) || line.is_empty();
        if !opens && !part.starts_with(['}', ']']) {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// Writes JSON as a template: stops as `${}`, template variables of ARNs (`${BucketName}`) as stops that hold their own
/// text, every other brace escaped.
fn push_escaped(template: &mut String, json: &str) {
    let mut rest = json;
    while let Some(at) = rest.find(['{', '}', STOP]) {
        let (plain, found) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let variable = plain
            .ends_with('$')
            .then(|| found.strip_prefix('{')?.split_once('}'))
            .flatten()
            .filter(|(name, _)| {
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        if let Some((name, behind)) = variable {
            template.push_str(plain);
            template.push_str("{$\\{");
            template.push_str(name);
            template.push_str("\\}}");
            rest = behind;
            continue;
        }
        template.push_str(plain);
        let mut letters = found.chars();
        match letters.next() {
            Some(STOP) => template.push_str("${}"),
            Some(brace) => {
                template.push('\\');
                template.push(brace);
            }
            None => {}
        }
        rest = letters.as_str();
    }
    template.push_str(rest);
}
