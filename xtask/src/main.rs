//! The task runner.

mod assemble;
mod bench;
mod browser;
mod build;
mod bytes;
mod catalog;
mod counts;
mod licences;
mod progress;
mod reference;
mod serve;
mod setup;
mod test;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::build::Mode;

const HELP: &str = "\
cargo xtask COMMAND

  setup               install what is missing (tools go to the user's cache folder, outside the clone)
  serve               build the page, serve it on this machine, rebuild on changes
    --release           as it is published: smaller and faster, slower to build
    --port PORT         instead of 8080 or a free one
  build               build the page for publication into dist/
    --single-file       and all of it as one HTML file, dist/iam-policy-playground.html, that opens from a disk
    --inputs            only the files that it is built from
  test                everything that has to pass before a change is taken
    --only STEP[,STEP]  only these steps; `--list` names them
  bench               budgets and figures side by side
  catalog             encode the service authorization reference from npm packages, and print the sizes
    --check             only say whether the committed file is up to date and agrees with a second source
    --update            write the committed file; prints what was added and removed
    --descriptions FILE write the sentences and links that the page loads lazily
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command; says whether everything passed.
fn run(words: &[&str]) -> Result<bool> {
    let Some((command, options)) = words.split_first() else {
        print!("{HELP}");
        return Ok(true);
    };
    match (*command, options) {
        ("setup", []) => setup::run().map(|()| true),
        ("serve", options) => serve(options).map(|()| true),
        ("build", []) => build::run().map(|()| true),
        ("build", ["--single-file"]) => build::single_file().map(|()| true),
        ("build", ["--inputs"]) => build::inputs().map(|()| true),
        ("test", []) => test::run(&[]),
        ("test", ["--list"]) => {
            test::list();
            Ok(true)
        }
        ("test", ["--only", steps]) => test::run(&steps.split(',').collect::<Vec<_>>()),
        ("catalog", options) => catalog::run(options).map(|()| true),
        ("bench", []) => bench::run().map(|()| true),
        ("help" | "--help" | "-h", _) => {
            print!("{HELP}");
            Ok(true)
        }
        _ => bail!("`{}` is not understood\n\n{HELP}", words.join(" ")),
    }
}

fn serve(options: &[&str]) -> Result<()> {
    let mut mode = Mode::Quick;
    let mut port = None;
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--release" => mode = Mode::Release,
            "--port" => {
                let number = rest.next().context("--port needs a number")?;
                port = Some(
                    number
                        .parse()
                        .context("--port needs a number up to 65535")?,
                );
            }
            other => bail!("`{other}` is not understood\n\n{HELP}"),
        }
    }
    serve::run(mode, port)
}
