//! Building the site into `dist/`: cargo, then the road that `assemble` describes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::assemble;
use crate::catalog;
use crate::progress::must_run;
use crate::setup;
use crate::workspace::{cargo, command, root, site_data, target_folder};

/// How the site is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As it is published: small.
    Release,
    /// While the page is worked on: soon.
    Quick,
}

/// Installs what is missing and builds the site.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    site(Mode::Release)
}

/// Builds the site, and of it one HTML file that needs nothing else.
pub(crate) fn single_file() -> Result<()> {
    run()?;
    assemble::single_file()
}

/// Builds the site with tools that are there.
pub(crate) fn site(mode: Mode) -> Result<()> {
    inputs()?;
    must_run("fetching crates", &mut cargo(&["fetch", "--locked"])?)?;
    let module = compile(mode)?;
    assemble::run(&module, mode)
}

/// Compiles the page; returns the WebAssembly module as the linker leaves it.
fn compile(mode: Mode) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Release => ("web", "web"),
        Mode::Quick => ("dev", "debug"),
    };
    let target = setup::WASM_TARGET;
    let mut build = cargo(&[
        "rustc",
        "--locked",
        "--profile",
        profile,
        "--target",
        target,
        "-p",
        "playground",
        "--bin",
        "playground",
        "--",
        // Relocations tell what needs what: by them the module is split.
        "-Clink-args=--emit-relocs",
    ])?;
    if mode == Mode::Release {
        build.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            short_paths()?,
        );
    }
    must_run("compiling the page", &mut build)?;
    Ok(target_folder()?
        .join(target)
        .join(folder)
        .join("playground.wasm"))
}

/// Flags by which panics name their source files from the root of the clone or of a crate: the same bytes on every machine,
/// and nothing of this one in what is published.
fn short_paths() -> Result<String> {
    let cargo = match env::var_os("CARGO_HOME").filter(|value| !value.is_empty()) {
        Some(home) => PathBuf::from(home),
        None => env::home_dir()
            .context("no home folder; set CARGO_HOME")?
            .join(".cargo"),
    };
    let mut folders = vec![root()];
    // One folder a registry; none before the first crate was fetched.
    for entry in fs::read_dir(cargo.join("registry/src"))
        .into_iter()
        .flatten()
    {
        folders.push(entry?.path());
    }
    let flags: Vec<String> = folders
        .iter()
        .map(|folder| format!("--remap-path-prefix={}/=", folder.display()))
        .collect();
    Ok(flags.join(" "))
}

/// Makes the files that the page is built from and that are not committed.
pub(crate) fn inputs() -> Result<()> {
    setup::editor_bundle()?;
    fs::create_dir_all(site_data())?;
    let catalogue = root().join(catalog::COMMITTED);
    let catalogue =
        fs::read(&catalogue).with_context(|| format!("reading {}", catalogue.display()))?;
    write_if_changed(&site_data().join("catalog.bin"), &catalogue)?;
    write_if_changed(
        &site_data().join("descriptions.bin"),
        &catalog::descriptions()?,
    )?;
    write_if_changed(
        &site_data().join("managed-policies.json"),
        &managed_policies()?,
    )?;
    write_if_changed(&site_data().join("lessons.json"), &lessons()?)
}

/// The lessons of the course as one list, in order, each as its file has it: policies keep the order of their elements.
fn lessons() -> Result<Vec<u8>> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("crates/lessons/lessons"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let read = |path: &PathBuf| {
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
    };
    let lessons = files.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(format!("[{}]", lessons.join(",")).into_bytes())
}

/// `{name: document, …}` of all AWS managed policies.
fn managed_policies() -> Result<Vec<u8>> {
    let output = command("node", &["xtask/scripts/managed-policies.mjs"])?
        .output()
        .context("node")?;
    if !output.status.success() {
        bail!(
            "gathering the managed policies failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(output.stdout)
}

/// Leaves a file alone that already holds the bytes: whoever watches it sees changes only.
fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
