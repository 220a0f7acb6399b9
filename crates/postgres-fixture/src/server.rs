//! A server, from its folder to its end.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{FixtureError, Programs};

/// Runs the server, again when it has ended, and ends it as soon as nobody holds the other end of its input any more. Then it removes the
/// folder. A server that has just begun may not be there to be told yet, and is told until it has heard.
const WATCHMAN: &str = r#"
folder=$1; shift
(
    while [ ! -e "$folder/over" ]; do
        "$@" >> "$folder/log" 2>&1 < /dev/null
        [ -e "$folder/over" ] || sleep 0.05
    done
    : > "$folder/ended"
) &
cat > /dev/null
: > "$folder/over"
while [ ! -e "$folder/ended" ]; do
    kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")"
    sleep 0.02
done
wait
rm -rf "$folder"
"#;

/// What makes a server quick to start and to write: it does not outlive a test, so that nothing of it needs to be durable.
const SETTINGS: [&str; 8] = [
    "fsync=off",
    "full_page_writes=off",
    "autovacuum=on",
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=32MB",
    "max_wal_size=256MB",
    "log_statement=none",
];

/// What a server says when it takes connections.
const READY: &str = "ready to accept connections";

/// How long the server has to begin.
const START_WITHIN: Duration = Duration::from_secs(60);

/// A server that ends when this is dropped, and when the process ends without doing so.
#[derive(Debug)]
pub struct Server {
    watchman: Child,
    folder: TempDir,
}

impl Server {
    /// Makes a database cluster in a new folder and starts a server over it.
    ///
    /// # Errors
    /// When the system has no PostgreSQL, and when it does not start.
    pub fn start() -> Result<Self, FixtureError> {
        Self::start_with(&[], &[])
    }

    /// Starts one that is also reached over loopback at a port, and over TLS, with a certificate and its key as PEM.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_over_tls(port: u16, certificate: &str, key: &str) -> Result<Self, FixtureError> {
        let settings = ["listen_addresses=localhost".to_owned(), format!("port={port}"), "ssl=on".to_owned()];
        Self::start_with(&settings, &[("server.crt", certificate), ("server.key", key)])
    }

    fn start_with(settings: &[String], files: &[(&str, &str)]) -> Result<Self, FixtureError> {
        let programs = Programs::find()?;
        // Short, because the path of a socket may have about a hundred characters.
        let folder = tempfile::Builder::new().prefix("farebox-pg-").tempdir();
        let folder = folder.map_err(|source| FixtureError::Folder { path: std::env::temp_dir(), source })?;
        let path = folder.path();
        programs.give(path).map_err(|source| FixtureError::Folder { path: path.to_owned(), source })?;
        initialise(&programs, path)?;
        for (name, text) in files {
            write_secret(&programs, &path.join("data").join(name), text)?;
        }
        let watchman = watch(&programs, path, settings)?;
        let mut server = Self { watchman, folder };
        server.wait_until_it_answers()?;
        Ok(server)
    }

    /// The address of the database that every server has, from which others are made.
    #[must_use]
    pub fn address(&self) -> String {
        format!("postgresql:///postgres?host={}&user=postgres", self.folder.path().display())
    }

    /// Kills the server as nothing that it could see coming, and waits until it is back.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn kill(&self) -> Result<(), FixtureError> {
        let begun = self.beginnings();
        let path = self.folder.path().join("data/postmaster.pid");
        let file = std::fs::read_to_string(&path).map_err(|source| FixtureError::Folder { path, source })?;
        let number = file.lines().next().unwrap_or_default();
        let failed = |said: String| FixtureError::Program { program: "kill", said };
        let killed =
            Command::new("kill").args(["-KILL", number]).status().map_err(|error| failed(error.to_string()))?;
        if !killed.success() {
            return Err(failed(format!("{number} was not there to be killed")));
        }
        let since = Instant::now();
        while self.beginnings() == begun {
            if since.elapsed() > START_WITHIN {
                return Err(FixtureError::Program { program: "postgres", said: self.log() });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// How often it has begun to take connections.
    fn beginnings(&self) -> usize {
        self.log().matches(READY).count()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The server makes its socket before it takes anybody: a line in its log says when it does.
    fn wait_until_it_answers(&mut self) -> Result<(), FixtureError> {
        let begun = Instant::now();
        loop {
            let said = self.log();
            if said.contains(READY) {
                return Ok(());
            }
            let has_ended = said.contains("FATAL") || matches!(self.watchman.try_wait(), Ok(Some(_)) | Err(_));
            if has_ended || begun.elapsed() > START_WITHIN {
                return Err(FixtureError::Program { program: "postgres", said });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Closing its input is the sign; it ends within a moment, and is not left behind as a zombie.
        drop(self.watchman.stdin.take());
        let _ = self.watchman.wait();
    }
}

fn initialise(programs: &Programs, folder: &Path) -> Result<(), FixtureError> {
    let failed = |said: String| FixtureError::Program { program: "initdb", said };
    let mut command = programs.command(&programs.path("initdb").to_string_lossy());
    command.arg("--pgdata").arg(folder.join("data"));
    command.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
    command.args(["--no-sync", "--no-instructions", "--wal-segsize=4"]);
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() { Ok(()) } else { Err(failed(String::from_utf8_lossy(&output.stderr).into_owned())) }
}

/// Writes a file that only the server's user can read.
fn write_secret(programs: &Programs, path: &Path, text: &str) -> Result<(), FixtureError> {
    let written = std::fs::write(path, text)
        .and_then(|()| std::fs::set_permissions(path, Permissions::from_mode(0o600)))
        .and_then(|()| programs.give(path));
    written.map_err(|source| FixtureError::Folder { path: path.to_owned(), source })
}

fn watch(programs: &Programs, folder: &Path, settings: &[String]) -> Result<Child, FixtureError> {
    let mut command = programs.command("sh");
    command.args(["-c", WATCHMAN, "watchman"]).arg(folder);
    command.arg(programs.path("postgres")).arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    for setting in SETTINGS.into_iter().chain(settings.iter().map(String::as_str)) {
        command.args(["-c", setting]);
    }
    let started = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    started.map_err(|error| FixtureError::Program { program: "postgres", said: error.to_string() })
}
