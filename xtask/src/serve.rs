//! Serving the page on this machine, rebuilt whenever a file changes.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::progress::must_run;
use crate::workspace::cargo;
use crate::{build, setup};

/// Taken when it is free, so that the address is the same from day to day.
const USUAL_PORT: u16 = 8080;

/// Installs what is missing, builds, serves, and stays until it is stopped.
pub(crate) fn run(release: bool, port: Option<u16>) -> Result<()> {
    setup::run()?;
    build::inputs()?;
    must_run("fetching crates", &mut cargo(&["fetch", "--locked"])?)?;
    let port = match port {
        Some(port) => port,
        None => free_port()?,
    };
    println!("→ building the site, then serving it (Ctrl-C ends it)");
    let mut arguments = vec!["serve", "--port"];
    let number = port.to_string();
    arguments.push(&number);
    if release {
        arguments.push("--release");
    }
    let mut server = build::trunk(&arguments)?
        .spawn()
        .context("trunk can't be started")?;
    thread::spawn(move || announce(port));
    let status = server.wait()?;
    if !status.success() {
        bail!("trunk ended: {status}");
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    let usual = TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL_PORT));
    let listener = match usual {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?,
    };
    Ok(listener.local_addr()?.port())
}

/// Says the address once the server answers.
fn announce(port: u16) {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        thread::sleep(Duration::from_millis(300));
    }
    println!("\n  IAM Policy Playground: http://{address}/\n");
}
