//! `policy`: IAM policies judged, decided and narrowed in a terminal and in CI, by the same core as the page.
//!
//! | module | what it holds |
//! |---|---|
//! | `arguments` | the command line, and its help |
//! | `input` | files and standard input; the catalogue |
//! | `check`, `compare`, `simulate`, `suggest`, `test`, `lesson`, `explain` | one command each |
//! | `ndjson` | inputs of which every line is answered |
//! | `snippet` | findings as text, with the line they are about |
//! | `outcome` | exit statuses, and what cannot go on |

mod arguments;
mod check;
mod compare;
mod explain;
mod input;
mod lesson;
mod ndjson;
mod outcome;
mod simulate;
mod snippet;
mod suggest;
mod test;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use arguments::{Command, Invocation};
use outcome::{Failure, Outcome};

fn main() -> ExitCode {
    let mut output = BufWriter::new(io::stdout().lock());
    let outcome = run(&mut output).and_then(|outcome| {
        output.flush()?;
        Ok(outcome)
    });
    match outcome {
        Ok(outcome) => outcome.exit_code(),
        // Whoever reads has read enough: `policy check … | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            // Nothing is left to be done if standard error is closed, too.
            let _ = writeln!(io::stderr(), "policy: {failure}");
            Outcome::Unusable.exit_code()
        }
    }
}

fn run(output: &mut impl Write) -> Result<Outcome, Failure> {
    let Invocation { command, catalog } = arguments::parse(lexopt::Parser::from_env())?;
    let catalog = || input::catalog(catalog.as_deref());
    match command {
        Command::Help(text) => {
            output.write_all(text.as_bytes())?;
            Ok(Outcome::Fine)
        }
        Command::Version => {
            let version = env!("CARGO_PKG_VERSION");
            writeln!(
                output,
                "policy {version} (catalogue of {})",
                catalog()?.date()
            )?;
            Ok(Outcome::Fine)
        }
        Command::Check(options) => check::run(&options, &catalog()?, output),
        Command::Compare(options) => compare::run(&options, &catalog()?, output),
        Command::Simulate(options) => simulate::run(&options, &catalog()?, output),
        Command::Suggest(options) => suggest::run(&options, &catalog()?, output),
        Command::Test(options) => test::run(&options, &catalog()?, output),
        Command::LessonCheck(sources) => lesson::run(&sources, &catalog()?, output),
        Command::Explain(code) => explain::run(&code, output),
    }
}
