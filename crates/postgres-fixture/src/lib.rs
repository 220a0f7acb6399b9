//! A real PostgreSQL for tests: started from the programs that the system has, in a folder of its own, and gone when its owner is.
//!
//! The server speaks over a socket in that folder and over no network. It does not wait for the disk, so that it is no server to prove
//! durability with. However its owner ends, a watchman beside it finds the pipe between them closed, ends the server and removes the folder;
//! and a server that ends by itself, or is killed, is started again.

#[cfg(feature = "databases")]
mod database;
mod programs;
mod server;

use std::path::PathBuf;

#[cfg(feature = "databases")]
pub use database::{Database, END_SESSIONS, ask, own_server};
pub use programs::Programs;
pub use server::Server;

/// The variable with the address of a server that tests may make databases in. Without it each test program starts a server of its own.
pub const VARIABLE: &str = "FAREBOX_TEST_POSTGRES";

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// The system has no PostgreSQL.
    #[error("there are no programs of PostgreSQL: neither `initdb` on the PATH nor one under /usr/lib/postgresql")]
    NoPrograms,
    /// A program did not do what it was started for.
    #[error("{program} failed: {said}")]
    Program {
        /// Which one.
        program: &'static str,
        /// What it said, or what became of it.
        said: String,
    },
    /// The folder could not be made or read.
    #[error("{}: {source}", .path.display())]
    Folder {
        /// Which folder or file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
}
