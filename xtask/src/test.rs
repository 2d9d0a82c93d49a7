//! Everything that has to pass before a change is taken, in the order of what fails soonest.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::browser::{self, Browser};
use crate::build::Mode;
use crate::counts::{self, of_cargo, of_node};
use crate::progress::{Outcome, run as run_command};
use crate::workspace::{cargo, command, dist, find, root};
use crate::{assemble, build, bytes, catalog, licences, setup};

/// Where cargo-deny gets known vulnerabilities from.
const ADVISORIES: &str = "https://github.com/rustsec/advisory-db";

/// One step of the suite.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<Verdict>,
}

/// How a step ended.
enum Verdict {
    /// Counted tests and, when something failed, what was printed.
    Tests {
        passed: usize,
        failed: usize,
        output: String,
    },
    /// It could not be run here, and why.
    Skipped(String),
}

const STEPS: [Step; 11] = [
    Step {
        name: "format",
        what: "cargo fmt",
        run: || check(cargo(&["fmt", "--all", "--check"])?),
    },
    Step {
        name: "clippy",
        what: "clippy, native",
        run: clippy_native,
    },
    Step {
        name: "clippy-wasm",
        what: "clippy, WebAssembly",
        run: clippy_wasm,
    },
    Step {
        name: "native",
        what: "native tests",
        run: native_tests,
    },
    Step {
        name: "catalog",
        what: "the catalogue's files are up to date",
        run: catalogue,
    },
    Step {
        name: "wasm",
        what: "WebAssembly tests in headless Chromium",
        run: wasm_tests,
    },
    Step {
        name: "site",
        what: "the site builds within its budgets of bytes",
        run: site,
    },
    Step {
        name: "browser",
        what: "browser tests on the built site",
        run: browser_tests,
    },
    Step {
        name: "licences",
        what: "licences of all crates",
        run: licences,
    },
    Step {
        name: "deny",
        what: "cargo-deny",
        run: deny,
    },
    Step {
        name: "audit",
        what: "npm audit",
        run: audit,
    },
];

/// Prints the names of the steps.
pub(crate) fn list() {
    for step in &STEPS {
        println!("{:<12} {}", step.name, step.what);
    }
}

/// Runs all steps, or those named; says whether all passed.
pub(crate) fn run(only: &[&str]) -> Result<bool> {
    if let Some(unknown) = only
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        bail!("there is no step `{unknown}`; `cargo xtask test --list` names them");
    }
    let start = Instant::now();
    setup::rust_components()?;
    setup::run()?;
    let setup_time = start.elapsed();
    let mut rows = vec![format!(
        "{:<12} {:>7.1} s",
        "set-up",
        setup_time.as_secs_f32()
    )];
    let (mut passed, mut failed) = (0, 0);
    for step in STEPS
        .iter()
        .filter(|step| only.is_empty() || only.contains(&step.name))
    {
        println!("→ {}: {}", step.name, step.what);
        let start = Instant::now();
        let verdict = (step.run)().unwrap_or_else(|error| Verdict::Tests {
            passed: 0,
            failed: 1,
            output: format!("{error:#}\n"),
        });
        let (told, counted) = tell(verdict, start.elapsed());
        println!("  {told}");
        rows.push(format!("{:<12} {told}", step.name));
        passed += counted.0;
        failed += counted.1;
    }
    println!(
        "\n{}\nin all {:.0} s\n\n{passed} passed, {failed} failed",
        rows.join("\n"),
        start.elapsed().as_secs_f32()
    );
    Ok(failed == 0)
}

fn tell(verdict: Verdict, elapsed: Duration) -> (String, (usize, usize)) {
    let seconds = elapsed.as_secs_f32();
    match verdict {
        Verdict::Tests {
            passed,
            failed,
            output,
        } => {
            if failed > 0 {
                print!("{output}");
            }
            (
                format!("{seconds:>7.1} s  {passed} passed, {failed} failed"),
                (passed, failed),
            )
        }
        Verdict::Skipped(reason) => (format!("{seconds:>7.1} s  skipped: {reason}"), (0, 0)),
    }
}

/// A command that passes or fails as a whole: one test.
fn check(mut command: std::process::Command) -> Result<Verdict> {
    let outcome = run_command("check", &mut command)?;
    Ok(whole(outcome))
}

fn whole(outcome: Outcome) -> Verdict {
    let passed = usize::from(outcome.success);
    Verdict::Tests {
        passed,
        failed: 1 - passed,
        output: outcome.output,
    }
}

fn clippy_native() -> Result<Verdict> {
    check(cargo(&[
        "clippy",
        "--locked",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ])?)
}

fn clippy_wasm() -> Result<Verdict> {
    let mut clippy = cargo(&[
        "clippy",
        "--locked",
        "--all-targets",
        "--quiet",
        "--target",
        "wasm32-unknown-unknown",
    ])?;
    clippy.args([
        "-p",
        "code-editor",
        "-p",
        "playground",
        "--",
        "-D",
        "warnings",
    ]);
    check(clippy)
}

fn native_tests() -> Result<Verdict> {
    let mut tests = cargo(&["test", "--locked", "--no-fail-fast"])?;
    // A plain `cargo test` passes over what needs the npm packages; here they are installed.
    tests.env("REQUIRE_NPM_PACKAGES", "1");
    Ok(counted(run_command("native tests", &mut tests)?, of_cargo))
}

fn wasm_tests() -> Result<Verdict> {
    let Browser { driver, .. } = browser::ensure()?;
    let mut tests = cargo(&[
        "test",
        "--locked",
        "--no-fail-fast",
        "--target",
        "wasm32-unknown-unknown",
    ])?;
    tests
        .args(["-p", "code-editor", "-p", "playground"])
        .env("CHROMEDRIVER", driver);
    let outcome = run_command("WebAssembly tests", &mut tests)?;
    Ok(counted(outcome, of_cargo))
}

fn catalogue() -> Result<Verdict> {
    catalog::run(&["--check"])?;
    Ok(Verdict::Tests {
        passed: 1,
        failed: 0,
        output: String::new(),
    })
}

fn site() -> Result<Verdict> {
    build::site(Mode::Release)?;
    assemble::single_file()?;
    let mut output = String::new();
    let (mut passed, mut failed) = (1, 0);
    for part in bytes::parts()? {
        let line = bytes::line(&part);
        println!("  {line}");
        if part.budget.is_none() {
            continue;
        }
        if bytes::is_over(&part) {
            failed += 1;
            output.push_str(&line);
            output.push('\n');
        } else {
            passed += 1;
        }
    }
    Ok(Verdict::Tests {
        passed,
        failed,
        output,
    })
}

fn browser_tests() -> Result<Verdict> {
    if !dist().join("index.html").is_file() {
        bail!("the site is not built: cargo xtask build");
    }
    let Browser { chromium, .. } = browser::ensure()?;
    browser::ensure_further()?;
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("tests/browser")).context("tests/browser")? {
        let file = entry?.path();
        if file.to_string_lossy().ends_with(".test.mjs") {
            files.push(file);
        }
    }
    files.sort();
    let mut node = command(
        "node",
        &[
            // Firefox is driven through one; from version 22 on Node has it anyway.
            "--experimental-websocket",
            "--test",
            "--test-reporter=spec",
            "--test-concurrency=2",
        ],
    )?;
    node.args(files)
        .env("CHROME", chromium)
        .env_remove("NODE_OPTIONS");
    let outcome = run_command("browser tests", &mut node)?;
    for skipped in counts::skipped_of_node(&outcome.output) {
        println!("  skipped: {skipped}");
    }
    Ok(counted(outcome, of_node))
}

fn licences() -> Result<Verdict> {
    let refused = licences::refused()?;
    let failed = usize::from(!refused.is_empty());
    Ok(Verdict::Tests {
        passed: 1 - failed,
        failed,
        output: refused.join("\n") + "\n",
    })
}

/// Bans, sources and advisories. The advisories are fetched from a Git repository, so that is looked for first.
fn deny() -> Result<Verdict> {
    if find("cargo-deny")?.is_none() {
        return Ok(Verdict::Skipped(
            "cargo-deny is not installed (cargo install cargo-deny --locked)".to_owned(),
        ));
    }
    let offline = run_command(
        "cargo-deny",
        &mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"])?,
    )?;
    if !offline.success {
        return Ok(whole(offline));
    }
    let mut reach = command("git", &["ls-remote", "--exit-code", ADVISORIES, "HEAD"])?;
    reach.env("GIT_TERMINAL_PROMPT", "0");
    if !run_command("reaching the advisories", &mut reach).is_ok_and(|outcome| outcome.success) {
        println!("  the advisory database is out of reach: bans, licences and sources only");
        return Ok(whole(offline));
    }
    check(cargo(&["deny", "check", "advisories"])?)
}

fn audit() -> Result<Verdict> {
    let outcome = run_command(
        "npm audit",
        &mut command("npm", &["audit", "--audit-level=high"])?,
    )?;
    // Only a report ends in a count; anything else is a registry that gives none.
    if !outcome.success && !outcome.output.contains("vulnerabilit") {
        return Ok(Verdict::Skipped(
            "the registry gives no audit report".to_owned(),
        ));
    }
    Ok(whole(outcome))
}

/// Counts tests; a command that failed without a failed test (it did not compile, say) is one failure.
fn counted(outcome: Outcome, count: fn(&str) -> (usize, usize)) -> Verdict {
    let (passed, failed) = count(&outcome.output);
    let failed = if outcome.success {
        failed
    } else {
        failed.max(1)
    };
    Verdict::Tests {
        passed,
        failed,
        output: outcome.output,
    }
}
