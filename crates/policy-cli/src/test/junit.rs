//! The report that CI servers read: one `testsuite` for each input, one `testcase` for each expectation
//! (<https://github.com/testmoapp/junitxml>).

use workspace::TestResultForm;

use super::{Tested, difference};

/// The report of all inputs, by their names.
pub(super) fn report(tested: &[(String, Tested)]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    let all: Vec<Counts> = tested
        .iter()
        .map(|(_, tested)| Counts::of(tested))
        .collect();
    let sum = all.iter().fold(Counts::default(), |sum, counts| Counts {
        tests: sum.tests.saturating_add(counts.tests),
        failures: sum.failures.saturating_add(counts.failures),
        errors: sum.errors.saturating_add(counts.errors),
    });
    sum.write(&mut text);
    text.push_str(">\n");
    for ((file, tested), counts) in tested.iter().zip(all) {
        text.push_str("  <testsuite");
        attribute(&mut text, "name", file);
        counts.write(&mut text);
        text.push_str(">\n");
        match tested {
            Ok(results) => {
                for result in results {
                    write_case(&mut text, file, result);
                }
            }
            Err(error) => write_outcome(&mut text, file, file, "error", error, ""),
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(tested: &Tested) -> Counts {
        let Ok(results) = tested else {
            return Counts {
                tests: 1,
                failures: 0,
                errors: 1,
            };
        };
        let errors = results.iter().filter(|result| result.error.is_some());
        let failures = results
            .iter()
            .filter(|result| !result.met && result.error.is_none());
        Counts {
            tests: results.len(),
            failures: failures.count(),
            errors: errors.count(),
        }
    }

    fn write(self, text: &mut String) {
        attribute(text, "tests", &self.tests.to_string());
        attribute(text, "failures", &self.failures.to_string());
        attribute(text, "errors", &self.errors.to_string());
    }
}

fn write_case(text: &mut String, file: &str, result: &TestResultForm) {
    match result {
        TestResultForm {
            error: Some(error), ..
        } => write_outcome(text, file, &result.name, "error", error, ""),
        TestResultForm { met: false, .. } => {
            let why = result.why.as_deref().unwrap_or_default();
            write_outcome(
                text,
                file,
                &result.name,
                "failure",
                &difference(result),
                why,
            );
        }
        _ => {
            start_case(text, file, &result.name);
            text.push_str("/>\n");
        }
    }
}

fn write_outcome(
    text: &mut String,
    file: &str,
    name: &str,
    element: &str,
    message: &str,
    details: &str,
) {
    start_case(text, file, name);
    text.push_str(">\n      <");
    text.push_str(element);
    attribute(text, "message", message);
    text.push('>');
    escape(text, details);
    text.push_str("</");
    text.push_str(element);
    text.push_str(">\n    </testcase>\n");
}

fn start_case(text: &mut String, file: &str, name: &str) {
    text.push_str("    <testcase");
    attribute(text, "classname", file);
    attribute(text, "name", name);
}

fn attribute(text: &mut String, name: &str, value: &str) {
    text.push(' ');
    text.push_str(name);
    text.push_str("=\"");
    escape(text, value);
    text.push('"');
}

/// What users wrote stands for itself; characters that XML 1.0 cannot hold become U+FFFD.
fn escape(text: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' => text.push_str("&#9;"),
            '\n' => text.push_str("&#10;"),
            '\r' => text.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => text.push('\u{fffd}'),
            other => text.push(other),
        }
    }
}
