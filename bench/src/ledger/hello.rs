//! What HTTP alone allows on this machine: a server of the same make that says "hello", asked by the same client.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::routing::get;
use tokio::runtime::Handle;

use super::closed_loop::{Caller, Cell, Measured, run};
use super::http::{Connection, Request};
use super::workload::Pair;

/// How many connections ask.
pub const CONNECTIONS: usize = 64;

/// The subcommand that serves.
pub const SUBCOMMAND: &str = "probe-hello";

/// A server in a process of its own, which ends with this.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already is as it should be.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Says "hello" until the process is ended, and its address on standard output.
///
/// # Errors
/// When it cannot listen.
pub fn serve(runtime: &Handle) -> Result<()> {
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        Ok(axum::serve(listener, Router::new().route("/", get(async || "hello"))).await?)
    })
}

/// Starts a program that says on the first line of its output where it listens.
///
/// # Errors
/// When it does not start or says something else.
pub fn start(command: &mut Command, address: impl FnOnce(&str) -> Option<SocketAddr>) -> Result<(Server, SocketAddr)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let output = child.stdout.take().context("a program without output")?;
    let server = Server(child);
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let address = address(line.trim()).with_context(|| format!("the server said {line:?}"))?;
    Ok((server, address))
}

/// One who is told "hello", and waits for each answer.
struct HelloCaller(Connection);

impl HelloCaller {
    async fn ask(&mut self) -> Result<()> {
        let (status, body) = self.0.ask(&Request { line: "GET /", head: "", body: "" }).await?;
        ensure!((status, body) == (200, "hello"), "the server says {status} {body}");
        Ok(())
    }
}

impl Caller for HelloCaller {
    async fn hold(&mut self, _pair: &Pair) -> Result<()> {
        self.ask().await
    }

    async fn end(&mut self, _pair: &Pair) -> Result<()> {
        self.ask().await
    }
}

/// Asks for a while.
///
/// # Errors
/// When the server cannot be started or asked.
pub fn measure(program: &Path, cell: &Cell, runtime: &Handle) -> Result<Measured> {
    let (_server, address) = start(Command::new(program).arg(SUBCOMMAND), |line| line.parse().ok())?;
    runtime.block_on(async {
        let mut callers = Vec::new();
        for _ in 0..cell.callers {
            callers.push(HelloCaller(Connection::open(address).await?));
        }
        run(callers, cell).await
    })
}
