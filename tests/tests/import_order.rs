//! Imports run strictly downward, in the order of the table in ARCHITECTURE.md, which names every crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Crates outside the table: they stand above all of it.
const ABOVE: [&str; 2] = ["suite", "xtask"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The crates of the table, from the lowest up.
fn table() -> Vec<String> {
    let architecture = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    architecture
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Every crate of the workspace with those it imports, tests' imports left out.
fn imports() -> Vec<(String, Vec<String>)> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: Vec<&str> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    packages
        .iter()
        .map(|package| {
            let imported = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                .map(|dependency| dependency["name"].as_str().unwrap())
                .filter(|name| names.contains(name))
                .map(str::to_owned)
                .collect();
            (package["name"].as_str().unwrap().to_owned(), imported)
        })
        .collect()
}

#[test]
fn the_table_names_every_crate() {
    let table = table();
    for (name, _) in imports() {
        assert!(
            table.contains(&name) || ABOVE.contains(&name.as_str()),
            "`{name}` is missing from the table in ARCHITECTURE.md"
        );
    }
    for name in &table {
        assert!(
            imports().iter().any(|(each, _)| each == name),
            "ARCHITECTURE.md names `{name}`, which is no crate"
        );
    }
}

#[test]
fn imports_run_downward() {
    let table = table();
    let height = |name: &str| table.iter().position(|each| each == name);
    for (name, imported) in imports() {
        let Some(own) = height(&name) else {
            continue;
        };
        for below in imported {
            let other = height(&below).unwrap_or_else(|| {
                panic!("`{name}` imports `{below}`, which stands above the table")
            });
            assert!(
                other < own,
                "`{name}` imports `{below}`, which does not stand below it"
            );
        }
    }
}

/// Each pair would be a wrong turn that the order alone does not forbid.
#[test]
fn some_crates_never_meet() {
    for (name, forbidden) in [
        ("patterns", vec!["json-text"]),
        ("catalog", vec!["policy", "json-text"]),
        ("findings", vec!["least-privilege", "reasoning"]),
        ("least-privilege", vec!["findings"]),
        ("lessons", vec!["least-privilege", "language-service"]),
        ("code-editor", vec!["policy", "analysis", "workbench"]),
        ("policy-cli", vec!["workbench", "code-editor", "playground"]),
    ] {
        let (_, imported) = imports()
            .into_iter()
            .find(|(each, _)| each == name)
            .unwrap_or_else(|| panic!("there is no crate `{name}`"));
        for other in forbidden {
            assert!(
                !imported.iter().any(|each| each == other),
                "`{name}` must not import `{other}`"
            );
        }
    }
}

/// Only the editor and the page know that there is a browser.
#[test]
fn the_core_knows_no_browser() {
    for directory in std::fs::read_dir(root().join("crates")).unwrap() {
        let directory = directory.unwrap();
        let name = directory.file_name().into_string().unwrap();
        if ["code-editor", "playground"].contains(&name.as_str()) {
            continue;
        }
        let manifest = std::fs::read_to_string(directory.path().join("Cargo.toml")).unwrap();
        for foreign in ["web-sys", "js-sys", "wasm-bindgen", "yew", "gloo"] {
            assert!(
                !manifest.lines().any(|line| line.starts_with(foreign)),
                "`{name}` must not depend on `{foreign}`"
            );
        }
    }
}
