//! The least client that keeps a connection open: what it costs is little of what is measured, and the same for everybody who is.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How much is read at once.
const READ_BYTES: usize = 16 * 1024;

/// A connection on which one request follows another.
pub struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
}

/// What is sent: the head's first line without its version, further lines, and the body.
pub struct Request<'a> {
    /// Method and path: `GET /`.
    pub line: &'a str,
    /// Further lines of the head, each with its end.
    pub head: &'a str,
    /// The body.
    pub body: &'a str,
}

impl Connection {
    /// Opens a connection.
    ///
    /// # Errors
    /// When nobody listens there.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, request: Vec::new(), answer: Vec::new() })
    }

    /// Sends a request and waits for the whole answer: its status and its body.
    ///
    /// # Errors
    /// When the connection ends, and when the answer is none that this client can read.
    pub async fn ask(&mut self, request: &Request<'_>) -> Result<(u16, &str)> {
        let Request { line, head, body } = request;
        self.request.clear();
        let head = format!("{line} HTTP/1.1\r\nhost: localhost\r\n{head}content-length: {}\r\n\r\n", body.len());
        self.request.extend_from_slice(head.as_bytes());
        self.request.extend_from_slice(body.as_bytes());
        self.stream.write_all(&self.request).await?;
        self.answer.clear();
        let (status, begin, end) = loop {
            self.answer.reserve(READ_BYTES);
            ensure!(self.stream.read_buf(&mut self.answer).await? > 0, "the server ended the connection");
            let Some(head) = self.answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
            let (status, length) = read_head(self.answer.get(..head).unwrap_or_default())?;
            let (begin, end) = (head + 4, head + 4 + length);
            while self.answer.len() < end {
                self.answer.reserve(READ_BYTES);
                ensure!(self.stream.read_buf(&mut self.answer).await? > 0, "the server ended the connection");
            }
            break (status, begin, end);
        };
        let body = self.answer.get(begin..end).unwrap_or_default();
        Ok((status, std::str::from_utf8(body)?))
    }
}

/// The status of an answer and the length of its body.
fn read_head(head: &[u8]) -> Result<(u16, usize)> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("an answer without a status")?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse())
    });
    Ok((status.parse()?, length.context("an answer without a length")??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_status_and_length() {
        let head = read_head(b"HTTP/1.1 201 Created\r\nx: y\r\nContent-Length: 12").unwrap();
        assert_eq!(head, (201, 12));
        assert!(read_head(b"HTTP/1.1 201 Created\r\nx: y").is_err());
    }
}
