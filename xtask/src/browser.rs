//! Finding Chromium and its driver; installing them where that is this suite's business.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::progress::must_run;
use crate::workspace::{command, find, is_root};

const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const MAC_BROWSERS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const INSTALL: &str = "apt-get install --yes --no-install-recommends chromium chromium-driver";

/// A browser and the driver of its version.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// The browser named by `CHROME` or found on PATH, and the driver named by `CHROMEDRIVER` or found there.
///
/// What is missing is installed by apt-get, as root on Debian or where `CI` is set; elsewhere the error says how.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(browser) = locate()? {
        return Ok(browser);
    }
    let has_apt = find("apt-get")?.is_some();
    let is_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
    if !has_apt || !(is_root() || is_ci) {
        bail!(
            "Chromium and chromedriver are needed; on Debian: sudo {INSTALL}; elsewhere set CHROME and CHROMEDRIVER"
        );
    }
    let sudo = if is_root() { "" } else { "sudo " };
    let script =
        format!("{sudo}apt-get update && {sudo}env DEBIAN_FRONTEND=noninteractive {INSTALL}");
    must_run("installing Chromium", &mut command("sh", &["-c", &script])?)?;
    match locate()? {
        Some(browser) => Ok(browser),
        None => bail!("Chromium was installed but is not found; set CHROME and CHROMEDRIVER"),
    }
}

fn locate() -> Result<Option<Browser>> {
    let chromium = match named("CHROME")? {
        Some(chromium) => Some(chromium),
        None => first(&BROWSERS)?.or_else(|| {
            MAC_BROWSERS
                .iter()
                .map(PathBuf::from)
                .find(|file| file.is_file())
        }),
    };
    let driver = match named("CHROMEDRIVER")? {
        Some(driver) => Some(driver),
        None => find("chromedriver")?,
    };
    Ok(chromium
        .zip(driver)
        .map(|(chromium, driver)| Browser { chromium, driver }))
}

fn named(variable: &str) -> Result<Option<PathBuf>> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let file = PathBuf::from(value);
    if Path::new(&file).is_file() {
        return Ok(Some(file));
    }
    match find(&file.to_string_lossy())? {
        Some(file) => Ok(Some(file)),
        None => bail!("{variable} names {}, which is no file", file.display()),
    }
}

fn first(names: &[&str]) -> Result<Option<PathBuf>> {
    for name in names {
        if let Some(file) = find(name)? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}
