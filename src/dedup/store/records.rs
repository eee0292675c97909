//! Records in the order in which they came, in memory as far as there is room.

use std::borrow::Borrow;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::read_at::read_at;

/// Bytes read or written at a time.
const BUFFER: usize = 1 << 17;

/// A record: words that are compared one after another.
pub(crate) type Record<const N: usize> = [u64; N];

/// Records in the order in which they were pushed; what has no room in memory is in an unnamed file.
pub(crate) struct Records<const N: usize> {
    scratch: Box<Path>,
    room: usize,
    head: Vec<Record<N>>,
    /// Records after those of `head`, and those of them that are not written yet.
    file: Option<File>,
    written: u64,
    tail: Vec<Record<N>>,
}

impl<const N: usize> Records<N> {
    /// No records yet; about `bytes` of them stay in memory, others go to the folder `scratch`.
    pub(crate) fn new(scratch: &Path, bytes: usize) -> Self {
        let room = bytes / (8 * N);
        Self { scratch: scratch.into(), room, head: Vec::new(), file: None, written: 0, tail: Vec::new() }
    }

    /// Appends a record.
    pub(crate) fn push(&mut self, record: Record<N>) -> io::Result<()> {
        if self.head.len() < self.room {
            self.head.push(record);
            return Ok(());
        }
        self.tail.push(record);
        if self.tail.len() * 8 * N < BUFFER {
            return Ok(());
        }
        let file = opened(&mut self.file, &self.scratch)?;
        write(file, &self.tail)?;
        self.written += self.tail.len() as u64;
        self.tail.clear();
        Ok(())
    }

    /// The records, from the first on.
    pub(crate) fn iter(&self) -> impl Iterator<Item = io::Result<Record<N>>> + '_ {
        let file = self.file.iter().flat_map(|file| StoredRange::new(file, 0, self.written));
        self.head.iter().copied().map(Ok).chain(file).chain(self.tail.iter().copied().map(Ok))
    }
}

/// Records of a file, read a buffer at a time.
pub(super) struct StoredRange<F, const N: usize> {
    file: F,
    next: u64,
    end: u64,
    bytes: Vec<u8>,
    at: usize,
}

impl<F: Borrow<File>, const N: usize> StoredRange<F, N> {
    /// Records `next` to `end` of `file`, `end` not among them.
    pub(super) fn new(file: F, next: u64, end: u64) -> Self {
        Self { file, next, end, bytes: Vec::new(), at: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        let count = (self.end - self.next).min((BUFFER / (8 * N)) as u64);
        self.bytes.resize(count as usize * 8 * N, 0);
        self.at = 0;
        read_at(self.file.borrow(), &mut self.bytes, self.next * 8 * N as u64)?;
        self.next += count;
        Ok(())
    }
}

impl<F: Borrow<File>, const N: usize> Iterator for StoredRange<F, N> {
    type Item = io::Result<Record<N>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at == self.bytes.len() {
            if self.next == self.end {
                return None;
            }
            if let Err(error) = self.fill() {
                self.next = self.end;
                self.bytes.clear();
                self.at = 0;
                return Some(Err(error));
            }
        }
        let mut record = [0; N];
        let words = self.bytes.get(self.at..).unwrap_or_default().as_chunks().0;
        record.iter_mut().zip(words).for_each(|(word, &bytes)| *word = u64::from_le_bytes(bytes));
        self.at += 8 * N;
        Some(Ok(record))
    }
}

/// Appends records to a file.
pub(super) fn write<const N: usize>(file: &mut File, records: &[Record<N>]) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(BUFFER);
    for piece in records.chunks(BUFFER / (8 * N)) {
        bytes.clear();
        bytes.extend(piece.as_flattened().iter().flat_map(|word| word.to_le_bytes()));
        file.write_all(&bytes)?;
    }
    Ok(())
}

/// The file, made in the folder `scratch` when there is none yet.
pub(super) fn opened<'a>(file: &'a mut Option<File>, scratch: &Path) -> io::Result<&'a mut File> {
    Ok(match file {
        Some(file) => file,
        none => none.insert(tempfile::tempfile_in(scratch)?),
    })
}
