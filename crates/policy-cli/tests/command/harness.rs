//! Runs the command and holds what it writes against the published schemas.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `policy` in the folder of the inputs.
pub(crate) fn policy(arguments: &[&str], input: &[u8]) -> Ran {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    policy_in(&folder, arguments, input)
}

/// Runs `policy` in a folder.
pub(crate) fn policy_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_policy"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // On a thread of its own: the command may write before it has read all.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs `policy` and expects this status; gives what it wrote.
pub(crate) fn output(arguments: &[&str], input: &str, status: i32) -> String {
    let ran = policy(arguments, input.as_bytes());
    assert_eq!(ran.status, status, "{arguments:?}\n{}{}", ran.out, ran.err);
    assert_eq!(ran.err, "", "{arguments:?}");
    ran.out
}

/// Holds lines of JSON against a published schema and gives them.
pub(crate) fn lines(schema: &str, text: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/schemas")
        .join(format!("{schema}.json"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            if let Err(error) = validator.validate(&value) {
                panic!("{error} at {}\n{line}", error.instance_path());
            }
            value
        })
        .collect()
}
