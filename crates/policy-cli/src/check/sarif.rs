//! Findings as SARIF ("Static Analysis Results Interchange Format Version 2.1.0", OASIS), which code hosts and editors
//! read.

use diagnostics::{Finding, Fix, Kind, Span};
use findings::check_by_id;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use workspace::Places;

use super::Judged;
use super::baseline::plain_path;
use super::github::sentence;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What stays as it is in the path of an address (RFC 3986, section 3.3).
const ESCAPED_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// One run over all inputs.
#[derive(Default)]
pub(super) struct SarifLog {
    results: Vec<Value>,
    rules: Vec<&'static str>,
    notifications: Vec<Value>,
}

impl SarifLog {
    /// Adds the findings of an input.
    pub(super) fn push(&mut self, judged: &Judged<'_>) {
        let file = File {
            location: location(judged.name),
            places: Places::of_file(judged.file),
        };
        for finding in &judged.analysis.findings {
            let result = self.result(finding, &file);
            self.results.push(result);
        }
        for suppressed in &judged.analysis.suppressed {
            let mut result = self.result(&suppressed.finding, &file);
            if let Value::Object(members) = &mut result {
                let why = json!([{"kind": "external", "justification": suppressed.reason}]);
                members.insert("suppressions".to_owned(), why);
            }
            self.results.push(result);
        }
    }

    /// Adds that an input could not be used.
    pub(super) fn push_error(&mut self, name: &str, error: String) {
        self.notifications.push(json!({
            "level": "error",
            "message": {"text": error},
            "locations": [{"physicalLocation": {"artifactLocation": location(name)}}],
        }));
    }

    /// The whole log.
    pub(super) fn finish(self) -> Value {
        let rules: Vec<Value> = self.rules.iter().filter_map(|code| rule(code)).collect();
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "policy",
                    "fullName": "IAM Policy Playground",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "utf16CodeUnits",
                "invocations": [{
                    "executionSuccessful": self.notifications.is_empty(),
                    "toolExecutionNotifications": self.notifications,
                }],
                "results": self.results,
            }],
        })
    }

    fn result(&mut self, finding: &Finding, file: &File<'_>) -> Value {
        let rule = self.rules.iter().position(|code| *code == finding.code);
        let rule = rule.unwrap_or_else(|| {
            self.rules.push(finding.code);
            self.rules.len().saturating_sub(1)
        });
        let related: Vec<Value> = finding
            .related
            .iter()
            .map(|related| {
                json!({
                    "physicalLocation": file.physical_location(related.span),
                    "message": {"text": related.message},
                })
            })
            .collect();
        let fixes: Vec<Value> = finding.fixes.iter().map(|fix| file.fix(fix)).collect();
        json!({
            "ruleId": finding.code,
            "ruleIndex": rule,
            "level": level(finding.kind),
            "message": {"text": sentence(finding)},
            "locations": [{"physicalLocation": file.physical_location(finding.span)}],
            "relatedLocations": related,
            "fixes": fixes,
            "properties": {"kind": finding.kind.as_str()},
        })
    }
}

struct File<'a> {
    location: Value,
    places: Places<'a>,
}

impl File<'_> {
    fn physical_location(&self, span: Span) -> Value {
        json!({"artifactLocation": self.location, "region": self.region(span)})
    }

    fn region(&self, span: Span) -> Value {
        let (start, end) = (
            self.places.place(span),
            self.places.place(Span::at(span.end)),
        );
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
            "byteOffset": start.start,
            "byteLength": start.end.saturating_sub(start.start),
        })
    }

    fn fix(&self, fix: &Fix) -> Value {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": self.region(edit.span),
                    "insertedContent": {"text": self.places.inserted(&edit.insert)},
                })
            })
            .collect();
        json!({
            "description": {"text": fix.title},
            "artifactChanges": [{
                "artifactLocation": self.location,
                "replacements": replacements,
            }],
            "properties": {"safety": fix.safety.as_str()},
        })
    }
}

fn rule(code: &str) -> Option<Value> {
    let check = check_by_id(code)?;
    let page = check.page();
    Some(json!({
        "id": check.id,
        "shortDescription": {"text": check.title},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(check.kind)},
    }))
}

fn level(kind: Kind) -> &'static str {
    match kind {
        Kind::Error => "error",
        Kind::SecurityWarning | Kind::Warning => "warning",
        Kind::Suggestion => "note",
    }
}

/// Relative paths stay so: whoever reads the log knows the folder.
fn location(name: &str) -> Value {
    if name == "-" {
        return json!({"description": {"text": "standard input"}});
    }
    let path = plain_path(name);
    let encoded = utf8_percent_encode(&path, ESCAPED_IN_PATHS);
    let uri = if path.starts_with('/') {
        format!("file://{encoded}")
    } else {
        encoded.to_string()
    };
    json!({"uri": uri})
}
