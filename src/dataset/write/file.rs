//! Files that know their checksum when they are done.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::dataset::error::Error;
use crate::dataset::manifest::FileEntry;
use crate::document::Sha256;

/// Writes a file and its SHA-256 in one go.
pub(super) struct Hashing {
    file: BufWriter<fs::File>,
    sha: Sha256,
    bytes: u64,
}

impl Hashing {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(1 << 20, fs::File::create(path)?), sha: Sha256::default(), bytes: 0 })
    }

    /// Number of bytes written.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Brings everything to the disk, so that a full one is noticed here; gives the checksum in hex.
    pub(super) fn finish(self) -> io::Result<String> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(self.sha.finish())
    }
}

impl Write for Hashing {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.sha.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a whole file below `folder`.
pub(super) fn write(folder: &Path, name: &str, content: &[u8]) -> Result<FileEntry, Error> {
    let path: PathBuf = folder.join(name);
    let mut file = Hashing::create(&path).map_err(Error::io(&path))?;
    file.write_all(content).map_err(Error::io(&path))?;
    let sha256 = file.finish().map_err(Error::io(&path))?;
    Ok(FileEntry { path: name.to_owned(), bytes: content.len() as u64, rows: None, sha256 })
}
