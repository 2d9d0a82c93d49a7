//! Installing what is missing: the WASM target, wasm-bindgen, the npm packages, the editor's bundle.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::progress::must_run;
use crate::workspace::{cargo, command, find, root, tools};

/// The version that `wasm-bindgen` is pinned to in `Cargo.toml`; the command must be the same.
const WASM_BINDGEN: &str = "0.2.130";
/// What the page is compiled to.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs whatever is missing; a second call does nothing but look.
pub(crate) fn run() -> Result<()> {
    wasm_target()?;
    npm_packages()?;
    editor_bundle()?;
    wasm_bindgen()
}

fn wasm_target() -> Result<()> {
    let sysroot = Command::new("rustc")
        .args(["--print", "sysroot"])
        .current_dir(root())
        .output()
        .context("rustc")?;
    let sysroot = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .is_dir()
    {
        return Ok(());
    }
    must_run(
        "adding the WebAssembly target",
        &mut command("rustup", &["target", "add", WASM_TARGET])?,
    )
    .with_context(|| format!("Rust's target {WASM_TARGET} is needed and could not be added"))?;
    Ok(())
}

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn rust_components() -> Result<()> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let installed = cargo(&[probe, "--version"])?
            .output()
            .is_ok_and(|output| output.status.success());
        if !installed {
            let name = format!("adding {component}");
            must_run(
                &name,
                &mut command("rustup", &["component", "add", component])?,
            )?;
        }
    }
    Ok(())
}

fn wasm_bindgen() -> Result<()> {
    if has_version("wasm-bindgen", WASM_BINDGEN)?
        && has_version("wasm-bindgen-test-runner", WASM_BINDGEN)?
    {
        return Ok(());
    }
    // Without --locked: the registry no longer serves one of the locked packages.
    install("wasm-bindgen-cli", WASM_BINDGEN)
}

fn has_version(program: &str, version: &str) -> Result<bool> {
    if find(program)?.is_none() {
        return Ok(false);
    }
    let output = command(program, &["--version"])?.output();
    Ok(output.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout)
            .split_whitespace()
            .any(|word| word == version)
    }))
}

fn install(package: &str, version: &str) -> Result<()> {
    let root = tools()?;
    let mut install = cargo(&["install", package, "--version", version, "--root"])?;
    install.arg(&root).env_remove("CARGO_TARGET_DIR");
    must_run(
        &format!("installing {package} {version} (once, some minutes)"),
        &mut install,
    )?;
    Ok(())
}

fn npm_packages() -> Result<()> {
    if npm_packages_fit()? {
        return Ok(());
    }
    if find("npm")?.is_none() {
        bail!("Node.js with npm is needed (version 20 or newer): https://nodejs.org/");
    }
    must_run(
        "installing npm packages",
        &mut command("npm", &["ci", "--no-audit", "--no-fund"])?,
    )?;
    Ok(())
}

/// Whether `node_modules` holds what `package-lock.json` names; packages for other platforms may be absent.
fn npm_packages_fit() -> Result<bool> {
    let wanted: Value =
        serde_json::from_str(&fs::read_to_string(root().join("package-lock.json"))?)?;
    let Ok(installed) = fs::read_to_string(root().join("node_modules/.package-lock.json")) else {
        return Ok(false);
    };
    let installed: Value = serde_json::from_str(&installed)?;
    let packages = wanted
        .get("packages")
        .and_then(Value::as_object)
        .context("package-lock.json names no packages")?;
    Ok(packages
        .iter()
        .filter(|(folder, _)| !folder.is_empty())
        .all(|(folder, package)| {
            let is_optional = package
                .get("optional")
                .is_some_and(|optional| optional == true);
            let found = installed
                .get("packages")
                .and_then(|packages| packages.get(folder));
            match found {
                Some(found) => found.get("version") == package.get("version"),
                None => is_optional,
            }
        }))
}

/// The editor's JavaScript, beside the crate that binds it.
pub(crate) const EDITOR_BUNDLE: &str = "crates/code-editor/editor.bundle.js";

/// Writes [`EDITOR_BUNDLE`]; the file changes only when its content does.
pub(crate) fn editor_bundle() -> Result<()> {
    let outcome = command("node", &["www/editor/bundle.mjs"])?
        .output()
        .context("node")?;
    if !outcome.status.success() {
        bail!(
            "bundling the editor failed:\n{}",
            String::from_utf8_lossy(&outcome.stderr)
        );
    }
    Ok(())
}
