use std::collections::HashMap;

use diagnostics::Finding;
use serde::Deserialize;

use crate::input::Source;
use crate::outcome::Failure;

/// Findings of an earlier run, which are not told again. They are known by file, code and message, not by place: other
/// lines of the file may have moved.
#[derive(Default)]
pub(crate) struct Baseline {
    known: HashMap<Identity, usize>,
}

#[derive(PartialEq, Eq, Hash)]
struct Identity {
    file: String,
    code: String,
    message: String,
}

/// A line of `policy check --format json`; of an input that could not be used there is nothing to know.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    file: String,
    #[serde(default)]
    findings: Vec<KnownFinding>,
}

#[derive(Deserialize)]
struct KnownFinding {
    code: String,
    message: String,
}

impl Baseline {
    /// Reads what `policy check --format json` wrote.
    pub(crate) fn read(source: &Source) -> Result<Baseline, Failure> {
        let name = source.name();
        let file = source
            .read()
            .map_err(|error| Failure::unusable(format!("{name}: {error}")))?;
        let mut known = HashMap::new();
        for (index, line) in file.text().lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let line: Line = serde_json::from_str(line).map_err(|error| {
                let number = index.saturating_add(1);
                Failure::unusable(format!(
                    "{name}: line {number} is none that `policy check --format json` wrote: {error}"
                ))
            })?;
            for finding in line.findings {
                let identity = Identity {
                    file: plain_path(&line.file),
                    code: finding.code,
                    message: finding.message,
                };
                let count: &mut usize = known.entry(identity).or_default();
                *count = count.saturating_add(1);
            }
        }
        Ok(Baseline { known })
    }

    /// Takes out the findings that the earlier run had, each as often as it had it.
    pub(crate) fn take_out_known(&mut self, file: &str, findings: &mut Vec<Finding>) {
        if self.known.is_empty() {
            return;
        }
        let file = plain_path(file);
        findings.retain(|finding| {
            let identity = Identity {
                file: file.clone(),
                code: finding.code.to_owned(),
                message: finding.message.clone(),
            };
            match self.known.get_mut(&identity) {
                Some(count) if *count > 0 => {
                    *count = count.saturating_sub(1);
                    false
                }
                _ => true,
            }
        });
    }
}

/// One spelling of a path: `./a/b.json` and `a\b.json` are `a/b.json`.
pub(crate) fn plain_path(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    path.trim_start_matches("./").to_owned()
}
