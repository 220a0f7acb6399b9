//! Just enough of Redis's protocol (RESP2) to call scripts: a request, and its answer as text.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;

/// A connection.
pub struct Connection {
    stream: BufReader<UnixStream>,
    request: Vec<u8>,
    line: String,
}

impl Connection {
    /// Connects to a server's socket.
    pub async fn open(socket: &Path) -> Result<Self> {
        let stream = UnixStream::connect(socket).await.context("cannot connect to Redis")?;
        Ok(Self { stream: BufReader::new(stream), request: Vec::new(), line: String::new() })
    }

    /// Asks, and waits for the answer. Of an array only the length is returned, which suffices for what is asked here.
    pub async fn ask(&mut self, words: &[&str]) -> Result<String> {
        self.request.clear();
        write!(self.request, "*{}\r\n", words.len())?;
        for word in words {
            write!(self.request, "${}\r\n{word}\r\n", word.len())?;
        }
        self.stream.get_mut().write_all(&self.request).await?;
        self.line.clear();
        self.stream.read_line(&mut self.line).await?;
        let line = self.line.trim_end();
        match line.split_at_checked(1) {
            Some(("+" | ":", rest)) => Ok(rest.to_owned()),
            Some(("-", rest)) => bail!("Redis refused: {rest}"),
            Some(("$", length)) => {
                let Ok(length) = length.parse::<usize>() else { return Ok(String::new()) };
                let mut bytes = vec![0; length + 2];
                self.stream.read_exact(&mut bytes).await?;
                bytes.truncate(length);
                String::from_utf8(bytes).context("Redis answered with bytes that are no text")
            }
            _ => bail!("Redis answered {line:?}"),
        }
    }
}
