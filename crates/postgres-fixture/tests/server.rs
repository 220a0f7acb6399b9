//! A server is there while its owner is, and nothing of it is left behind, however the owner ends.
#![expect(clippy::unwrap_used, reason = "a test may end at the first thing that is not as expected")]

use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use postgres_fixture::Server;

/// Makes this program an owner that waits to be killed.
const OWNER: &str = "FAREBOX_TEST_OWNER";

/// The folder in an address.
fn folder(address: &str) -> PathBuf {
    let (_, host) = address.split_once("host=").unwrap();
    PathBuf::from(host.split('&').next().unwrap())
}

fn answers(folder: &Path) -> bool {
    UnixStream::connect(folder.join(".s.PGSQL.5432")).is_ok()
}

#[test]
fn a_server_that_is_dropped_is_gone_with_its_folder() {
    let server = Server::start().unwrap();
    let folder = folder(&server.address());
    assert!(answers(&folder));
    drop(server);
    assert!(!answers(&folder));
    assert!(!folder.exists());
}

#[test]
fn a_server_that_is_killed_comes_back() {
    let server = Server::start().unwrap();
    for _ in 0..2 {
        server.kill().unwrap();
        assert!(answers(&folder(&server.address())));
    }
}

#[test]
fn a_server_whose_owner_is_killed_is_gone_with_its_folder() {
    if std::env::var_os(OWNER).is_some() {
        let server = Server::start().unwrap();
        println!("\n{}", server.address());
        std::thread::sleep(Duration::from_secs(600));
    }
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_server_whose_owner_is_killed_is_gone_with_its_folder", "--nocapture"])
        .env(OWNER, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(owner.stdout.take().unwrap()).lines();
    let address = lines.map(Result::unwrap).find(|line| line.starts_with("postgresql:"));
    let folder = folder(&address.unwrap());
    assert!(answers(&folder));
    owner.kill().unwrap();
    owner.wait().unwrap();
    let killed = Instant::now();
    while folder.exists() {
        assert!(killed.elapsed() < Duration::from_secs(30), "{} is still there", folder.display());
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!answers(&folder));
}
