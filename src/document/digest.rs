//! SHA-256 checksums (FIPS 180-4), in lower-case hex.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::Digest;

/// The checksum of bytes that come piece by piece.
#[derive(Default)]
pub(crate) struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Takes the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of all bytes taken.
    pub(crate) fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The checksum of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

/// The checksum of all that `reader` gives, and how many bytes that is.
///
/// # Errors
/// When reading fails.
pub(crate) fn sha256_of(mut reader: impl Read) -> io::Result<(String, u64)> {
    let (mut digest, mut count) = (Sha256::default(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok((digest.finish(), count)),
            Ok(read) => {
                digest.update(buffer.get(..read).unwrap_or_default());
                count += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The checksum of the file at `path`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn sha256_of_file(path: &Path) -> io::Result<String> {
    sha256_of(File::open(path)?).map(|(digest, _)| digest)
}

/// `bytes` in lower-case hex.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From FIPS 180-2, appendix B.1.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn all_ways_give_the_same() {
        let mut pieces = Sha256::default();
        pieces.update(b"a");
        pieces.update(b"bc");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "abc").unwrap();
        assert_eq!(sha256(b"abc"), ABC);
        assert_eq!(pieces.finish(), ABC);
        assert_eq!(sha256_of(&b"abc"[..]).unwrap(), (ABC.to_owned(), 3));
        assert_eq!(sha256_of_file(file.path()).unwrap(), ABC);
        assert_eq!(hex(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
    }
}
