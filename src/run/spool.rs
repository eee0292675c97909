//! Finished documents waiting on disk until the whole corpus is known.

use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::SpooledTempFile;

/// A queue of values that is written once, then read once. Stays in memory while it is small, then moves to a file
/// without a name in the scratch folder: a killed run leaves nothing behind.
pub(super) struct Spool<T> {
    file: BufWriter<SpooledTempFile>,
    count: u64,
    of: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Spool<T> {
    /// An empty spool that holds up to `memory` bytes before it moves to a file in `scratch`.
    pub(super) fn new(memory: usize, scratch: &Path) -> Self {
        let file = SpooledTempFile::new_in(memory, scratch);
        Self { file: BufWriter::with_capacity(1 << 16, file), count: 0, of: PhantomData }
    }

    /// Appends a value.
    pub(super) fn push(&mut self, value: &T) -> io::Result<()> {
        let bytes = postcard::to_stdvec(value).map_err(io::Error::other)?;
        self.file.write_all(&(bytes.len() as u64).to_le_bytes())?;
        self.file.write_all(&bytes)?;
        self.count += 1;
        Ok(())
    }

    /// Reads the values back in the order in which they were pushed.
    pub(super) fn drain(self) -> io::Result<impl Iterator<Item = io::Result<T>>> {
        let mut file = self.file.into_inner().map_err(|error| error.into_error())?;
        file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut buffer = Vec::new();
        Ok((0..self.count).map(move |_| {
            let mut length = [0; 8];
            reader.read_exact(&mut length)?;
            buffer.resize(u64::from_le_bytes(length) as usize, 0);
            reader.read_exact(&mut buffer)?;
            postcard::from_bytes(&buffer).map_err(io::Error::other)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_in_order_from_memory_and_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        for memory in [0, 1 << 20] {
            let mut spool = Spool::new(memory, folder.path());
            for n in 0..1000_u32 {
                spool.push(&(n, "字".repeat(n as usize % 9))).unwrap();
            }
            let back: Vec<(u32, String)> = spool.drain().unwrap().collect::<io::Result<_>>().unwrap();
            assert_eq!(back.len(), 1000);
            assert!(back.iter().enumerate().all(|(i, (n, s))| *n == i as u32 && s.chars().count() == i % 9));
        }
    }
}
