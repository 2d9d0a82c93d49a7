//! Running commands with one line a step: what, how long, and all output when it fails.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a step is silent before it says that it still runs, and at which line.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What a command printed and whether it ended well.
pub(crate) struct Outcome {
    pub(crate) success: bool,
    /// Standard output and error as they came.
    pub(crate) output: String,
    pub(crate) elapsed: Duration,
}

/// Runs a command quietly; while it takes long, says now and then where it is.
pub(crate) fn run(name: &str, command: &mut Command) -> Result<Outcome> {
    let start = Instant::now();
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{program}` can't be started"))?;
    let (sender, lines) = channel();
    let readers = [
        child
            .stdout
            .take()
            .map(|pipe| read_lines(pipe, sender.clone())),
        child.stderr.take().map(|pipe| read_lines(pipe, sender)),
    ];
    let mut output = String::new();
    let mut last = String::new();
    let mut next = start + HEARTBEAT;
    loop {
        match lines.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                output.push_str(&line);
                output.push('\n');
                last = line;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if Instant::now() >= next {
            let tail: String = last.trim().chars().take(100).collect();
            println!("  … {name}: {} s  {tail}", start.elapsed().as_secs());
            next = Instant::now() + HEARTBEAT;
        }
    }
    for reader in readers.into_iter().flatten() {
        // A reader that panicked has lost lines only.
        let _ = reader.join();
    }
    let success = child.wait()?.success();
    Ok(Outcome {
        success,
        output,
        elapsed: start.elapsed(),
    })
}

fn read_lines(pipe: impl Read + Send + 'static, sender: Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line)
                .trim_end_matches('\r')
                .to_owned();
            if sender.send(line).is_err() {
                break;
            }
        }
    })
}

/// Runs a command that has to succeed: one line when it does, its output and an error when not.
pub(crate) fn must_run(name: &str, command: &mut Command) -> Result<Outcome> {
    println!("→ {name}");
    let outcome = run(name, command)?;
    if !outcome.success {
        print!("{}", outcome.output);
        bail!("{name} failed after {} s", outcome.elapsed.as_secs());
    }
    println!("  done in {:.1} s", outcome.elapsed.as_secs_f32());
    Ok(outcome)
}
