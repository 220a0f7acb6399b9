//! Compresses every file once, as well as it can be done, so that the server never has to.

use std::io::Write;

use anyhow::{Context, Result, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use super::files::{File, Packed};

/// Compresses all files, each in a thread of its own.
pub fn all(files: Vec<File>) -> Result<Vec<Packed>> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = files.into_iter().map(|file| scope.spawn(|| pack(file))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| anyhow!("a file could not be compressed"))?)
            .collect()
    })
}

fn pack(file: File) -> Result<Packed> {
    let br = brotli(&file.content).with_context(|| format!("cannot compress {} with brotli", file.name))?;
    let gz = gzip(&file.content).with_context(|| format!("cannot compress {} with gzip", file.name))?;
    Ok(Packed { file, br, gz })
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &params)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn both_forms_hold_the_same_bytes() {
        let content = b"farebox ".repeat(500);
        let packed = pack(File::hashed("a", "css", content.clone())).unwrap();
        let mut from_br = Vec::new();
        brotli::BrotliDecompress(&mut packed.br.as_slice(), &mut from_br).unwrap();
        let mut from_gz = Vec::new();
        flate2::read::GzDecoder::new(packed.gz.as_slice()).read_to_end(&mut from_gz).unwrap();
        assert_eq!(from_br, content);
        assert_eq!(from_gz, content);
        assert!(packed.br.len() < content.len() / 10);
    }
}
