//! The real server, on a free port, with a data folder of its own.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// What a journey may want to be different.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// Words that the built-in generator refuses.
    pub refused_words: Vec<String>,
}

/// A running server. Ends with the value.
pub struct Server {
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

impl Server {
    /// Starts the server and waits until it says that it is ready.
    ///
    /// # Panics
    /// When it does not start; its log is on the test's standard error.
    #[must_use]
    pub fn start(options: &ServerOptions) -> Self {
        let data = TempDir::new().expect("a folder for the server's data");
        let config = data.path().join("farebox.toml");
        let words = options.refused_words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
        std::fs::write(&config, format!("[generator]\nrefused_words = [{words}]\n"))
            .expect("the configuration can be written");
        let mut process = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--config"])
            .arg(&config)
            .arg("--data")
            .arg(data.path().join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server's binary; build it with `cargo build -p farebox`");
        let stdout = process.stdout.take().expect("standard output is a pipe");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("the server's first line");
        let origin = line.trim().rsplit(' ').next().unwrap_or_default().to_owned();
        assert!(origin.starts_with("http://"), "the server said {line:?} instead of its address");
        Self { process, origin, data }
    }

    /// Runs one of the operator's commands beside the server and returns what it printed.
    ///
    /// # Panics
    /// When the command fails.
    #[must_use]
    pub fn operator(&self, arguments: &[&str]) -> String {
        let output = Command::new(binary())
            .args(arguments)
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
