//! Building the site into `dist/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::catalog;
use crate::progress::must_run;
use crate::setup;
use crate::workspace::{cargo, command, root, site_data};

/// Installs what is missing and builds the site.
pub(crate) fn run() -> Result<()> {
    setup::run()?;
    site()
}

/// Builds the site with tools that are there.
pub(crate) fn site() -> Result<()> {
    inputs()?;
    must_run("fetching crates", &mut cargo(&["fetch", "--locked"])?)?;
    must_run("building the site", &mut trunk(&["build", "--release"])?)?;
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
