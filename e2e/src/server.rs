//! The real server, on a free port, with a data folder of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a journey may want to be different.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// Words that the built-in generator refuses.
    pub refused_words: Vec<String>,
}

/// A running server. Ends with the value.
pub struct Server {
    binary: PathBuf,
    process: Child,
    /// Where it listens: `http://127.0.0.1:…`.
    pub origin: String,
    data: TempDir,
}

/// The binary under test: named by `FAREBOX_BINARY`, else the development build.
fn binary() -> PathBuf {
    std::env::var_os("FAREBOX_BINARY")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/debug/farebox"), PathBuf::from)
}

/// Starts a server on its folder and waits until it says where it is.
fn launch(binary: &Path, folder: &Path, listen: &str) -> (Child, String) {
    let mut process = Command::new(binary)
        .args(["serve", "--listen", listen, "--config"])
        .arg(folder.join("farebox.toml"))
        .arg("--data")
        .arg(folder.join("data"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server's binary; build it with `cargo build -p farebox`");
    let stdout = process.stdout.take().expect("standard output is a pipe");
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).expect("the server's first line");
    let origin = line.trim().rsplit(' ').next().unwrap_or_default().to_owned();
    assert!(origin.starts_with("http://"), "the server said {line:?} instead of its address");
    (process, origin)
}

impl Server {
    /// Starts the server and waits until it says that it is ready.
    ///
    /// # Panics
    /// When it does not start; its log is on the test's standard error.
    #[must_use]
    pub fn start(options: &ServerOptions) -> Self {
        let words = options.refused_words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
        Self::start_with(&binary(), &format!("[generator]\nrefused_words = [{words}]\n"))
    }

    /// Starts the server with a configuration of its own, as it would stand in `farebox.toml`.
    ///
    /// # Panics
    /// When it does not start; its log is on the test's standard error.
    #[must_use]
    pub fn start_configured(config: &str) -> Self {
        Self::start_with(&binary(), config)
    }

    /// Starts that binary with a configuration of its own, as it would stand in `farebox.toml`.
    ///
    /// # Panics
    /// When it does not start; its log is on standard error.
    #[must_use]
    pub fn start_with(binary: &Path, config: &str) -> Self {
        let data = TempDir::new().expect("a folder for the server's data");
        std::fs::write(data.path().join("farebox.toml"), config).expect("the configuration can be written");
        let (process, origin) = launch(binary, data.path(), "127.0.0.1:0");
        Self { binary: binary.to_owned(), process, origin, data }
    }

    /// Starts a server that keeps everything in a database and its files in a folder, beside others that do the same.
    ///
    /// # Panics
    /// When it does not start; its log is on the test's standard error.
    #[must_use]
    pub fn start_on(database: &postgres_fixture::Database, assets: &Path) -> Self {
        let config = format!("database_url = {:?}\nassets = {assets:?}\n", database.address());
        Self::start_configured(&config)
    }

    /// Kills the server, which is told nothing.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(&mut self) {
        self.process.kill().expect("the server can be killed");
        self.process.wait().expect("the server ends");
    }

    /// Stops the server as an operator does, and waits until it has ended.
    ///
    /// # Panics
    /// When it does not end well.
    pub fn stop(&mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server cannot be asked to stop");
        let status = self.process.wait().expect("the server ends");
        assert!(status.success(), "the server stopped with {status}");
    }

    /// Starts the server that was stopped once more: at the same address, with the same data.
    ///
    /// # Panics
    /// When it does not start; its log is on the test's standard error.
    pub fn start_again(&mut self) {
        let (process, origin) = launch(&self.binary, self.data.path(), self.origin.trim_start_matches("http://"));
        assert_eq!(origin, self.origin, "the server is where it was");
        self.process = process;
    }

    /// Gives an account credits, as the operator does.
    ///
    /// # Panics
    /// When the operator's command fails.
    pub fn gives(&self, email: &str, credits: i64) {
        let _ = self.operator(&["account", "grant", email, &credits.to_string(), "--reason", "a journey"]);
    }

    /// Every number of credits that an account could ever spend, as its ledger has them, from the first to the present one.
    ///
    /// # Panics
    /// When the operator's command fails.
    #[must_use]
    pub fn ledger_of(&self, email: &str) -> Vec<i64> {
        let shown = self.operator(&["account", "show", email, "--limit", "1000", "--json"]);
        let shown: Value = serde_json::from_str(&shown).expect("the operator's command prints JSON");
        let changes = shown["entries"].as_array().into_iter().flatten().rev();
        let mut numbers = vec![0];
        for change in changes {
            let before = numbers.last().copied().unwrap_or_default();
            numbers.push(before + change["available_delta"].as_i64().expect("an entry says by how much"));
        }
        assert_eq!(numbers.last().copied(), shown["balance"]["available"].as_i64(), "not all entries are shown");
        numbers
    }

    /// Lets the time of every checkout be over that was begun, as if a day had passed.
    ///
    /// # Panics
    /// When the server's data cannot be written.
    pub fn lets_checkouts_expire(&self) {
        let database = rusqlite::Connection::open(self.data.path().join("data/app.db")).expect("the server's data");
        let over = "UPDATE billing_test_sessions SET expires_at_us = created_at_us";
        database.execute(over, []).expect("the checkouts' time can be written");
    }

    /// Runs one of the operator's commands beside the server and returns what it printed.
    ///
    /// # Panics
    /// When the command fails.
    #[must_use]
    pub fn operator(&self, arguments: &[&str]) -> String {
        let output = Command::new(&self.binary)
            .args(arguments)
            .arg("--config")
            .arg(self.data.path().join("farebox.toml"))
            .arg("--data")
            .arg(self.data.path().join("data"))
            .output()
            .expect("the operator's command can be run");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}: {printed}{}", String::from_utf8_lossy(&output.stderr));
        printed
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have ended already; either way nothing of it is left.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
