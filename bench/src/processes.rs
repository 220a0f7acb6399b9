//! The programs that a measurement starts: the server and the browser's driver. Each ends with the value that stands for it.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// A running server with a data folder of its own.
pub struct Server {
    _group: Group,
    _data: TempDir,
    /// Where it listens: `http://127.0.0.1:…`.
    pub origin: String,
}

impl Server {
    /// Starts the binary on a free port and waits for its address.
    ///
    /// # Errors
    /// When it does not start or says something else.
    pub fn start(binary: &Path) -> Result<Self> {
        let data = TempDir::new().context("no folder for the server's data")?;
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path().join("data"));
        let (group, mut lines) = Group::start(&mut command)?;
        let mut line = String::new();
        lines.read_line(&mut line).context("the server says nothing")?;
        let Some(origin) = line.split_whitespace().find(|word| word.starts_with("http://")) else {
            bail!("the server said {line:?} instead of its address");
        };
        let origin = origin.trim_end_matches('/').to_owned();
        drain(lines);
        Ok(Self { _group: group, _data: data, origin })
    }
}

/// A running `chromedriver`, with every browser that it starts.
pub struct Driver {
    _group: Group,
    /// Where it listens.
    pub address: String,
}

impl Driver {
    /// Starts the driver on a free port.
    ///
    /// # Errors
    /// When it is not installed or does not say its port.
    pub fn start() -> Result<Self> {
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let (group, mut lines) = Group::start(Command::new(program).args(["--port=0", "--log-level=SEVERE"]))?;
        let mut line = String::new();
        while lines.read_line(&mut line)? > 0 {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                let address = format!("http://127.0.0.1:{}", port.trim().trim_end_matches('.'));
                drain(lines);
                return Ok(Self { _group: group, address });
            }
            line.clear();
        }
        bail!("chromedriver ended without saying its port")
    }
}

/// A program in a process group of its own, so that nothing which it started outlives it.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Result<(Self, BufReader<ChildStdout>)> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let stdout = child.stdout.take().with_context(|| format!("{name} has no output"))?;
        Ok((Self(child), BufReader::new(stdout)))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Nothing can be done when the group is gone already.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.wait();
    }
}

/// Reads on, so that the program never stops at a full pipe.
fn drain(lines: BufReader<ChildStdout>) {
    std::thread::spawn(move || lines.lines().map_while(Result::ok).for_each(drop));
}
