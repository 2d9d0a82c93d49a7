//! Figures beside their budgets: bytes of the page, and the timings of every `tests/src/bin/bench_*.rs`.
//!
//! A bench prints lines `name<tab>figure<tab>budget`. It is run twice: natively in the release profile, and compiled to
//! WebAssembly in the page's profile and run by Node. Milliseconds are shown, never asserted.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::build::Mode;
use crate::progress::must_run;
use crate::workspace::{cargo, command, root, target_folder};
use crate::{browser, build, bytes, setup};

/// Builds the site and every bench, and prints the figures.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    build::site(Mode::Release)?;
    let mut report = vec!["bytes, brotli".to_owned()];
    for part in bytes::parts()? {
        report.push(format!("  {}", bytes::line(&part)));
    }
    report.push("page, Chromium".to_owned());
    report.extend(page()?);
    revisions()?;
    for bench in benches()? {
        let figures = native(&bench)?;
        report.push(format!("{bench}, native, one core{}", load()));
        report.extend(figures);
        let figures = in_node(&bench)?;
        report.push(format!("{bench}, WebAssembly in Node{}", load()));
        report.extend(figures);
    }
    println!("\n{}", report.join("\n"));
    Ok(())
}

/// How busy the machine was during the last minute, where Linux tells: a figure taken on a busy one says little.
fn load() -> String {
    let loads = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let last_minute = loads.split(' ').next().unwrap_or_default();
    if last_minute.is_empty() {
        String::new()
    } else {
        format!(" (load {last_minute})")
    }
}

/// What `tests/browser/measure.mjs` measures on the built page.
fn page() -> Result<Vec<String>> {
    let browser = browser::ensure()?;
    let mut measure = command("node", &["tests/browser/measure.mjs"])?;
    measure.env("CHROME", browser.chromium);
    let outcome = must_run("measuring the page", &mut measure)?;
    Ok(table(&outcome.output))
}

/// Writes consecutive versions of the AWS managed policies for the comparisons to read.
fn revisions() -> Result<()> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let output = command("node", &["xtask/scripts/revisions.mjs"])?
        .output()
        .context("node")?;
    if !output.status.success() {
        bail!(
            "gathering the revisions failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    fs::write(folder.join("revisions.json"), output.stdout).context("writing the revisions")
}

/// The names of the bench programs.
fn benches() -> Result<Vec<String>> {
    let Ok(folder) = fs::read_dir(root().join("tests/src/bin")) else {
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    for entry in folder {
        let file = entry?.path();
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("bench_") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn native(bench: &str) -> Result<Vec<String>> {
    let mut run = cargo(&[
        "run",
        "--locked",
        "--release",
        "--quiet",
        "-p",
        "suite",
        "--bin",
        bench,
    ])?;
    let outcome = must_run(&format!("{bench}, native"), &mut run)?;
    Ok(table(&outcome.output))
}

fn in_node(bench: &str) -> Result<Vec<String>> {
    let target = "wasm32-unknown-unknown";
    let mut compile = cargo(&[
        "build",
        "--locked",
        "--profile",
        "web",
        "--target",
        target,
        "-p",
        "suite",
        "--bin",
        bench,
    ])?;
    must_run(&format!("{bench}, compiling to WebAssembly"), &mut compile)?;
    let module = target_folder()?
        .join(target)
        .join("web")
        .join(format!("{bench}.wasm"));
    let out = root().join("target/bench").join(bench);
    let mut bind = command(
        "wasm-bindgen",
        &["--target", "nodejs", "--no-typescript", "--out-dir"],
    )?;
    bind.arg(&out).arg(module);
    must_run(&format!("{bench}, binding"), &mut bind)?;
    let mut node = command("node", &[])?;
    node.arg(out.join(format!("{bench}.js")));
    let outcome = must_run(&format!("{bench}, WebAssembly in Node"), &mut node)?;
    Ok(table(&outcome.output))
}

/// Lines of three tab-separated fields, set in columns; others as they are.
fn table(output: &str) -> Vec<String> {
    output
        .lines()
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields.as_slice() {
                [name, figure, budget] => format!("  {name:<44} {figure:>16}   budget {budget}"),
                _ => format!("  {line}"),
            }
        })
        .collect()
}
