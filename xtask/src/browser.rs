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
const INSTALL: &str = "apt-get install --yes --no-install-recommends";
const CHROMIUM: &str = "chromium chromium-driver";

/// Programs that some browser tests drive, and their Debian packages: further browsers, and hosts of the page.
const FURTHER: [(&str, &str); 5] = [
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("xvfb-run", "xvfb xauth"),
    ("nginx", "nginx"),
    ("caddy", "caddy"),
];

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
    if !can_install()? {
        bail!(
            "Chromium and chromedriver are needed; on Debian: sudo {INSTALL} {CHROMIUM}; elsewhere set CHROME and CHROMEDRIVER"
        );
    }
    install(CHROMIUM)?;
    match locate()? {
        Some(browser) => Ok(browser),
        None => bail!("Chromium was installed but is not found; set CHROME and CHROMEDRIVER"),
    }
}

/// Installs what is missing of [`FURTHER`] where Chromium would be installed too. Without them the suite is whole: it says which
/// tests it skipped.
pub(crate) fn ensure_further() -> Result<()> {
    let mut missing = Vec::new();
    for (program, packages) in FURTHER {
        if find(program)?.is_none() {
            missing.push(packages);
        }
    }
    if missing.is_empty() || !can_install()? {
        return Ok(());
    }
    if let Err(error) = install(&missing.join(" ")) {
        println!("  {error:#}");
    }
    Ok(())
}

/// Whether Debian packages may be installed: as root, or where `CI` is set.
fn can_install() -> Result<bool> {
    let is_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
    Ok(find("apt-get")?.is_some() && (is_root() || is_ci))
}

fn install(packages: &str) -> Result<()> {
    let sudo = if is_root() { "" } else { "sudo " };
    let script = format!(
        "{sudo}apt-get update && {sudo}env DEBIAN_FRONTEND=noninteractive {INSTALL} {packages}"
    );
    must_run(
        &format!("installing {packages}"),
        &mut command("sh", &["-c", &script])?,
    )?;
    Ok(())
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
