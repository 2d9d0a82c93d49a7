//! Where things are: the clone, the tools' cache, the site.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The root of the clone.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The built site.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Files made for the site's folder `data`.
pub(crate) fn site_data() -> PathBuf {
    root().join("target/site/data")
}

/// Where tools are installed: outside the clone, so that a second clone does not compile them again.
pub(crate) fn tools() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => env::home_dir()
            .context("no home folder to keep tools in; set XDG_CACHE_HOME")?
            .join(".cache"),
    };
    Ok(cache.join("iam-policy-playground/tools"))
}

/// PATH with the npm packages' commands and the cached tools in front.
pub(crate) fn path() -> Result<OsString> {
    let mut folders = vec![root().join("node_modules/.bin"), tools()?.join("bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(folders).context("a folder in PATH holds the separator")
}

/// A command run in the root, finding the tools of this project first.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Result<Command> {
    let path = path()?;
    let mut command =
        Command::new(find_in(program, &path).unwrap_or_else(|| PathBuf::from(program)));
    command
        .args(arguments)
        .current_dir(root())
        .env("PATH", path);
    Ok(command)
}

/// Cargo, as it was called to run this.
pub(crate) fn cargo(arguments: &[&str]) -> Result<Command> {
    command(
        &env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()),
        arguments,
    )
}

/// The place of a program on the project's PATH.
pub(crate) fn find(program: &str) -> Result<Option<PathBuf>> {
    Ok(find_in(program, &path()?))
}

fn find_in(program: &str, path: &OsString) -> Option<PathBuf> {
    let names = if cfg!(windows) {
        vec![format!("{program}.exe"), format!("{program}.cmd")]
    } else {
        vec![program.to_owned()]
    };
    env::split_paths(path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

/// Whether this runs as root (who may install Debian packages, and whom Chromium refuses its sandbox).
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Where cargo puts what it builds, which a variable or a configuration may move.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let output =
        cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"])?.output()?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let folder = metadata
        .get("target_directory")
        .and_then(serde_json::Value::as_str)
        .context("no target directory")?;
    Ok(folder.into())
}
