//! The browser's driver, in a process group of its own, so that a journey that panics leaves no browser behind.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// How often a driver is started before none is to be had.
const STARTS_MAX: usize = 20;

/// A running driver. Ends with the value, and everything it started with it.
pub(crate) struct Driver {
    process: Child,
    /// Where it listens.
    pub(crate) address: String,
}

impl Driver {
    /// Starts the driver on a free port.
    pub(crate) fn start() -> Self {
        (0..STARTS_MAX).find_map(|_| Self::attempt()).expect("the driver finds a port")
    }

    /// `None` when somebody was quicker to take the port. Left to choose for itself the driver takes one that is free for IPv6, and ends when
    /// the same is not free for IPv4, where everybody is.
    fn attempt() -> Option<Self> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let free = TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port is free").port();
        let mut process = Command::new(&program)
            .args([&format!("--port={free}"), "--log-level=SEVERE"])
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} cannot be started ({error}); `cargo xtask test` installs it"));
        let stdout = process.stdout.take().expect("standard output is a pipe");
        // Ends it as well, should it not have ended.
        let mut driver = Self { process, address: String::new() };
        let mut lines = BufReader::new(stdout).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split("started successfully on port ").nth(1).map(|rest| rest.trim_end_matches('.').to_owned())
        })?;
        // The driver must not stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        driver.address = format!("http://127.0.0.1:{port}");
        Some(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        // Nothing can be done when the group is gone already.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a good part of the ports that the system gives away, for IPv4 alone.
    #[test]
    fn a_driver_starts_though_many_ports_are_taken() {
        let taken: Vec<_> = (0..800).map_while(|_| TcpListener::bind("127.0.0.1:0").ok()).collect();
        assert!(taken.len() > 100, "{}", taken.len());
        // A driver that chose for itself would meet one of them in about every fifteenth start.
        for _ in 0..100 {
            assert!(Driver::start().address.starts_with("http://127.0.0.1:"));
        }
    }
}
