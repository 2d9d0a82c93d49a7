//! # Character that IAM does not take
//!
//! A name or a string has a character that is neither a tab, a line break nor one from U+0020 to U+00FF: a typographic
//! quote or dash, an invisible space, a letter of another script.
//!
//! ## Why it matters
//!
//! IAM refuses the policy. Such characters come with text that was pasted from a document, and often cannot be told from
//! those that were meant.
//!
//! Only policies that IAM and STS take are held to this; a service that keeps resource policies has rules of its own.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue–green"}}
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue-green"}}
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "IAM and AWS STS quotas", IAM User Guide
//! - "CreatePolicy", IAM API Reference: the characters of `PolicyDocument`

use diagnostics::{Edit, Fix, Kind, Span};
use policy::{PolicyDocument, PolicyType};

use crate::check::Check;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "document-charset",
    title: "Character that IAM does not take",
    aws_code: None,
    kind: Kind::Error,
    applies_to: &[
        PolicyType::Identity,
        PolicyType::Boundary,
        PolicyType::Session,
        PolicyType::Trust,
    ],
    supersedes: &[],
    run,
};

/// The last character that IAM takes.
const LAST: char = '\u{ff}';

fn run(subject: &Facts<'_>, report: &mut Report) {
    let text = subject.document.text();
    if text.is_ascii() {
        return;
    }
    let told = told_as_syntax(subject.document);
    let refused = text.char_indices().filter(|(at, character)| {
        let before = told.partition_point(|span| span.start <= *at);
        let last = before.checked_sub(1).and_then(|before| told.get(before));
        *character > LAST && last.is_none_or(|span| span.end <= *at)
    });
    // Neighbours are one place.
    let mut places: Vec<Span> = Vec::new();
    let (mut plain, mut escaped) = (Some(Vec::new()), Vec::new());
    for (start, character) in refused {
        let place = Span::new(start, start.saturating_add(character.len_utf8()));
        match places.last_mut() {
            Some(last) if last.end == start => last.end = place.end,
            _ => places.push(place),
        }
        plain = plain.zip(plain_form(character)).map(|(mut edits, form)| {
            edits.push(Edit::new(place, form));
            edits
        });
        escaped.push(Edit::new(place, escape(character)));
    }
    let Some((span, others)) = places.split_first() else {
        return;
    };
    let written = span.slice(text);
    let Some(first) = written.chars().next() else {
        return;
    };
    let message = if plain_form(first).is_some_and(|form| form.trim().is_empty()) {
        format!(
            "an invisible character stands here, U+{:04X}",
            u32::from(first)
        )
    } else {
        format!("IAM does not take `{written}`")
    };
    let mut finding = CHECK.finding(*span, message).because(
        "IAM refuses the policy: it takes tabs, line breaks and the characters from U+0020 to U+00FF",
    );
    for place in others {
        finding = finding.related(*place, "nor this");
    }
    if let Some(edits) = plain {
        finding = finding.fix(Fix::safe("write plain characters instead", edits));
    } else if subject.document.json().errors().is_empty() {
        // Whether a comparison with such a character ever holds is not documented.
        let title = format!("write such characters as escapes: `{}`", escape(first));
        finding = finding.fix(Fix::needs_review(title, escaped));
    }
    report.push(finding);
}

/// What is told as a mistake of JSON, in order and apart: quotes and white space between the strings.
fn told_as_syntax(document: &PolicyDocument) -> Vec<Span> {
    let errors = document.json().errors().iter().filter(|error| {
        use json_text::SyntaxErrorKind::{ByteOrderMark, RefusedCharacter, TypographicQuotes};
        matches!(
            error.kind,
            ByteOrderMark | RefusedCharacter | TypographicQuotes
        )
    });
    let mut spans: Vec<Span> = errors
        .flat_map(|error| {
            let fix = error.fix.iter().flat_map(|(_, edits)| edits);
            fix.map(|edit| edit.span).chain([error.span])
        })
        .collect();
    json_text::sort_by_place(&mut spans, |span| *span);
    spans.dedup_by(|next, last| {
        let joined = next.start <= last.end;
        if joined {
            last.end = last.end.max(next.end);
        }
        joined
    });
    spans
}

/// What a person would have typed for it, as it stands in a JSON string; `None` for a letter of another script.
fn plain_form(character: char) -> Option<String> {
    let form = match character {
        '\u{2018}'..='\u{201b}' | '\u{2032}' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' => "\\\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => "",
        _ => return None,
    };
    Some(form.to_owned())
}

/// The JSON escape of a character.
fn escape(character: char) -> String {
    let mut units = [0; 2];
    let units = character.encode_utf16(&mut units).iter();
    units.map(|unit| format!("\\u{unit:04x}")).collect()
}
