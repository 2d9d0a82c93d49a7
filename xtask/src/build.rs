//! Building the site into `dist/`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::catalog;
use crate::progress::must_run;
use crate::setup;
use crate::workspace::{cargo, command, dist, root, site_data};

/// Installs what is missing and builds the site.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    site()
}

/// Builds the site with tools that are there.
pub(crate) fn site() -> Result<()> {
    inputs()?;
    must_run("fetching crates", &mut cargo(&["fetch", "--locked"])?)?;
    let mut trunk = trunk(&["build", "--release"])?;
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        short_paths()?,
    );
    must_run("building the site", &mut trunk)?;
    minify()
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

/// Shortens the scripts and styles beside the page; the editor's bundle is short already.
fn minify() -> Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dist()).context("dist")? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "js" || extension == "css")
        {
            files.push(path.display().to_string());
        }
    }
    let folder = format!("--outdir={}", dist().display());
    let mut words: Vec<&str> = files.iter().map(String::as_str).collect();
    words.extend([
        "--minify",
        "--allow-overwrite",
        "--log-level=warning",
        &folder,
    ]);
    must_run(
        "shortening scripts and styles",
        &mut command("esbuild", &words)?,
    )?;
    Ok(())
}

/// Trunk, with the surroundings that it needs.
pub(crate) fn trunk(arguments: &[&str]) -> Result<std::process::Command> {
    let mut trunk = command("trunk", arguments)?;
    // Trunk takes NO_COLOR for one of its own switches and refuses the usual value.
    trunk.env_remove("NO_COLOR");
    Ok(trunk)
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
    )
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
