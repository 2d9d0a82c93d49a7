//! Serving the page on this machine, rebuilt whenever a file changes.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{self, ChildStdin, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::build::{self, Mode};
use crate::setup;
use crate::workspace::{command, dist, root};

/// Taken when it is free, so that the address is the same from day to day.
const USUAL_PORT: u16 = 8080;

/// What the page is built from, without what the build itself writes.
const SOURCES: [&str; 5] = ["crates", "www", "index.html", "docs/checks", "Cargo.toml"];

/// How often the sources are looked at. There are a few hundred files; watching them by the system's means would need a
/// crate for each system.
const PAUSE: Duration = Duration::from_millis(500);

/// Installs what is missing, builds, serves, and stays until it is stopped.
pub(crate) fn run(mode: Mode, port: Option<u16>) -> Result<()> {
    setup::run()?;
    let mut built = sources()?;
    build::site(mode)?;
    let port = match port {
        Some(port) => port,
        None => free_port()?,
    };
    let _server = Server::start(port)?;
    println!("\n  IAM Policy Playground: http://127.0.0.1:{port}/   (Ctrl-C ends it)\n");
    loop {
        thread::sleep(PAUSE);
        let now = sources()?;
        if now == built {
            continue;
        }
        built = now;
        // A build that fails leaves the site as it was; the output above says why.
        match build::site(mode) {
            Ok(()) => println!("\n  built again: reload the page\n"),
            Err(error) => println!("\n  not built: {error:#}\n"),
        }
    }
}

/// Tells the state of the sources from every other: which files there are, and when each was changed.
fn sources() -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut waiting: Vec<PathBuf> = SOURCES.iter().map(|source| root().join(source)).collect();
    while let Some(path) = waiting.pop() {
        // A file may go between two looks; the next one sees the new state.
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            let entries = fs::read_dir(&path).into_iter().flatten();
            waiting.extend(entries.flatten().map(|entry| entry.path()));
        } else if !path.ends_with(setup::EDITOR_BUNDLE) {
            path.hash(&mut hasher);
            metadata.modified()?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// esbuild's file server on `dist/`. It ends when this process does: it reads from its standard input until then.
struct Server {
    _input: ChildStdin,
}

impl Server {
    fn start(port: u16) -> Result<Server> {
        let mut server = command(
            "esbuild",
            &[
                // As a host should: module scripts in a sandboxed frame are fetched with CORS.
                "--cors-origin=*",
                "--log-level=warning",
            ],
        )?;
        server
            .arg(format!("--serve=127.0.0.1:{port}"))
            .arg(format!("--servedir={}", dist().display()))
            .stdin(Stdio::piped());
        let mut server = server.spawn().context("esbuild can't be started")?;
        let input = server.stdin.take().context("esbuild has no input")?;
        thread::spawn(move || {
            let ended = server.wait();
            eprintln!("xtask: the file server has ended ({ended:?})");
            process::exit(1);
        });
        Ok(Server { _input: input })
    }
}

fn free_port() -> Result<u16> {
    let usual = TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL_PORT));
    let listener = match usual {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?,
    };
    Ok(listener.local_addr()?.port())
}
