//! A slow line between a browser and a server: pages come in pieces, as they do over a weak connection.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::Server;

/// How many bytes of a page come at once, and how long after each other: a page of 3 KB takes half a second.
const PIECE_BYTES: usize = 128;
const PAUSE: Duration = Duration::from_millis(20);

/// The line. It is there for as long as the test's runtime.
pub struct SlowLine {
    /// Where the server is reached over it.
    pub(crate) origin: String,
}

impl SlowLine {
    /// Lays a line to a server.
    ///
    /// # Panics
    /// When there is no port left.
    pub async fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server.origin.trim_start_matches("http://").to_owned();
        tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                tokio::spawn(carry(browser, server.clone()));
            }
        });
        Self { origin }
    }
}

/// Carries what is asked at once, and what is answered as slowly as it deserves. Whoever hangs up ends it.
async fn carry(browser: TcpStream, server: String) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (mut asked, answer) = browser.into_split();
    let (answered, mut ask) = server.into_split();
    let asks = async { copy(&mut asked, &mut ask).await.map(drop) };
    let answers = carry_answers(answered, answer);
    // One who hangs up has nothing to say to the other any more.
    tokio::select! { _ = asks => {}, _ = answers => {} }
}

async fn carry_answers(mut answered: OwnedReadHalf, mut answer: OwnedWriteHalf) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut is_page = false;
    loop {
        let read = match answered.read(&mut buffer).await? {
            0 => return Ok(()),
            read => &buffer[..read],
        };
        if read.starts_with(b"HTTP/1.1 ") {
            let head = read.windows(4).position(|end| end == b"\r\n\r\n").unwrap_or(read.len());
            is_page = read[..head].windows(9).any(|word| word == b"text/html");
        }
        for piece in read.chunks(if is_page { PIECE_BYTES } else { read.len() }) {
            answer.write_all(piece).await?;
            if is_page {
                sleep(PAUSE).await;
            }
        }
    }
}
