//! Event streams that are open and read, by the thousand, without a browser.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How long one stream may take to open.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first thing that every stream tells.
const BEGINNING: &[u8] = b"event: balance";

/// Streams that are read until the value goes.
pub struct Streams {
    // Going ends the readers, and with them their connections.
    _readers: JoinSet<()>,
    count: usize,
    ended: Arc<AtomicUsize>,
}

impl Streams {
    /// Opens one stream for each of these sessions' cookies, and waits until each has told its balance.
    ///
    /// # Errors
    /// When one does not open.
    pub async fn open(origin: &str, cookies: impl Iterator<Item = &str>) -> Result<Self> {
        let host = origin.trim_start_matches("http://");
        let address = host.parse().with_context(|| format!("{origin} is no address"))?;
        let ended = Arc::new(AtomicUsize::new(0));
        let mut readers = JoinSet::new();
        for cookie in cookies {
            let opening = tokio::time::timeout(PATIENCE, open(address, host, cookie)).await;
            let stream = opening.with_context(|| format!("stream {} did not open", readers.len() + 1))??;
            readers.spawn(read_on(stream, Arc::clone(&ended)));
        }
        Ok(Self { count: readers.len(), _readers: readers, ended })
    }

    /// How many are open.
    pub fn count_open(&self) -> usize {
        self.count.saturating_sub(self.ended.load(Ordering::Relaxed))
    }
}

async fn open(address: SocketAddr, host: &str, cookie: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await.context("no connection")?;
    let request =
        format!("GET /api/events HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.context("the request cannot be sent")?;
    let mut heard = Vec::new();
    while !heard.windows(BEGINNING.len()).any(|window| window == BEGINNING) {
        if stream.read_buf(&mut heard).await.context("the stream cannot be read")? == 0 {
            bail!("a stream ended before it began: {}", String::from_utf8_lossy(&heard));
        }
    }
    Ok(stream)
}

async fn read_on(mut stream: TcpStream, ended: Arc<AtomicUsize>) {
    let mut buffer = [0; 4096];
    while matches!(stream.read(&mut buffer).await, Ok(1..)) {}
    ended.fetch_add(1, Ordering::Relaxed);
}

/// Lets this program, and every program that it starts from now on, have as many files open as the system allows it to ask for: many
/// systems begin with 1,024, and each stream is one on either side.
///
/// # Errors
/// When so many are not allowed.
pub fn allow_for(streams: usize) -> Result<()> {
    // Beside the streams there are the browser's connections, the driver's, and the server's own files.
    let needed = u64::try_from(streams)?.saturating_add(200);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    if maximum.is_some_and(|maximum| maximum < needed) {
        bail!("{streams} streams need {needed} open files, and this system allows {maximum:?}");
    }
    setrlimit(Resource::Nofile, Rlimit { current: Some(needed), maximum }).context("the limit of open files stays")
}
