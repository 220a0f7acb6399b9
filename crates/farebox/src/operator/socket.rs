//! The admin socket: the operator's commands of this machine come in beside the running server. One line each way.

use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

use super::{Answer, Desk, Request};

/// The longest request. An e-mail address, a reason and a key are far below it.
const REQUEST_BYTES_MAX: u64 = 64 * 1024;

/// How long a caller may take to say what it wants and to read the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long nothing is accepted after the system could not give a connection.
const PAUSE_AFTER_TROUBLE: Duration = Duration::from_millis(200);

/// A listening admin socket. Its file goes with it.
pub struct AdminSocket {
    listener: UnixListener,
    path: PathBuf,
    owner: u32,
}

/// Why there is no admin socket.
#[derive(Debug, thiserror::Error)]
#[error("the admin socket {} cannot be made: {source}{hint}", .path.display())]
pub struct SocketError {
    path: PathBuf,
    source: std::io::Error,
    hint: &'static str,
}

impl AdminSocket {
    /// Starts to listen. The caller holds the data folder's lock, so that a file which is there already was left by a server that
    /// was killed.
    ///
    /// # Errors
    /// When the file cannot be made; unlike other files its path may have only about 100 characters.
    pub fn bind(path: &Path) -> Result<Self, SocketError> {
        let wrong = |source: std::io::Error| {
            let hint = match source.kind() {
                ErrorKind::InvalidInput => {
                    ". A socket's path may have about 100 characters: name a shorter data folder"
                }
                _ => "",
            };
            SocketError { path: path.to_owned(), source, hint }
        };
        match std::fs::remove_file(path) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(wrong(error)),
        }
        let listener = UnixListener::bind(path).map_err(wrong)?;
        std::fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(wrong)?;
        let owner = std::fs::metadata(path).map_err(wrong)?.uid();
        Ok(Self { listener, path: path.to_owned(), owner })
    }

    /// Answers callers until told to stop.
    pub async fn serve(self, desk: Desk, shutdown: CancellationToken) {
        loop {
            let accepted = tokio::select! {
                () = shutdown.cancelled() => return,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, _)) if self.is_allowed(&stream) => {
                    let desk = desk.clone();
                    tokio::spawn(async move {
                        if tokio::time::timeout(PATIENCE, converse(stream, desk)).await.is_err() {
                            tracing::warn!("a caller at the admin socket took too long");
                        }
                    });
                }
                Ok(_) => tracing::warn!("a caller at the admin socket is not the owner of the data folder"),
                Err(error) => {
                    tracing::warn!(cause = %error, "the admin socket could not take a caller");
                    tokio::time::sleep(PAUSE_AFTER_TROUBLE).await;
                }
            }
        }
    }

    /// The file's mode keeps others out already; this holds where a system does not look at it.
    fn is_allowed(&self, stream: &UnixStream) -> bool {
        stream.peer_cred().is_ok_and(|caller| caller.uid() == self.owner || caller.uid() == 0)
    }
}

impl Drop for AdminSocket {
    fn drop(&mut self) {
        // A file that stays behind is removed at the next start.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Reads one request, does it, and writes the answer. A caller that goes away early is its own loss: what it asked for is done.
async fn converse(stream: UnixStream, desk: Desk) {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    if BufReader::new(read.take(REQUEST_BYTES_MAX)).read_line(&mut line).await.is_err() {
        return;
    }
    let answer = match serde_json::from_str::<Request>(&line) {
        Ok(request) => desk.answer(request).await,
        Err(error) => Answer::Refused(format!("this server does not understand the command: {error}")),
    };
    match serde_json::to_string(&answer) {
        Ok(text) => {
            let _ = write.write_all(format!("{text}\n").as_bytes()).await;
        }
        Err(error) => tracing::error!(cause = %error, "an answer at the admin socket could not be written"),
    }
}
