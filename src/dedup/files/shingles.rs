//! The shingles of all documents: the one file that grows with the text.

use std::io;

use crate::dedup::pass::{By, File};
use crate::dedup::store::Spill;

/// Shingles of each document.
pub(crate) static SHINGLES: File = File {
    name: "shingles",
    record: "source, how far the shingles were thinned, shingles in text order flagged where lines begin",
    parted: By::Document,
    sorted: "document",
};

/// Words before the shingles of a document.
const HEAD: usize = 2;

/// What precedes the shingles of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShingleHead {
    /// Hash of the site or folder.
    pub(crate) source: u32,
    /// How far the shingles were thinned.
    pub(crate) thinned: u8,
}

/// The shingles of all documents by number.
pub(crate) struct Shingles {
    lists: Spill,
    list: Vec<u32>,
}

impl Shingles {
    /// No documents yet; their lists go to `lists`.
    pub(crate) fn new(lists: Spill) -> Self {
        Self { lists, list: Vec::new() }
    }

    /// Adds the next document.
    pub(crate) fn push(&mut self, head: ShingleHead, shingles: &[u32]) -> io::Result<()> {
        self.list.clear();
        self.list.extend([head.source, head.thinned.into()]);
        self.list.extend_from_slice(shingles);
        self.lists.push_numbers(&self.list)
    }

    /// Ends adding; to be called before the first read.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.lists.flush()
    }

    /// Number of shingles of a document.
    pub(crate) fn count(&self, document: u32) -> usize {
        (self.lists.length(document as usize) / 4).saturating_sub(HEAD)
    }

    /// Bytes from the start of one document to the end of another.
    pub(crate) fn distance(&self, first: u32, last: u32) -> u64 {
        self.lists.distance(first as usize, last as usize + 1)
    }

    /// Reads the shingles of a document; the room of `bytes` and `shingles` is used again.
    pub(crate) fn read(&self, document: u32, bytes: &mut Vec<u8>, shingles: &mut Vec<u32>) -> io::Result<ShingleHead> {
        self.lists.read_bytes(document as usize, bytes)?;
        Ok(Self::decode(bytes, shingles))
    }

    /// Reads documents `first` to `last` in one go into `bytes`, and visits the bytes of each.
    pub(crate) fn read_through(
        &self,
        first: u32,
        last: u32,
        bytes: &mut Vec<u8>,
        visit: impl FnMut(usize, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.lists.read_through(first as usize, last as usize, bytes, visit)
    }

    /// Puts the shingles of the list that `bytes` are into `shingles`, whose room is used again.
    pub(crate) fn decode(bytes: &[u8], shingles: &mut Vec<u32>) -> ShingleHead {
        let mut words = bytes.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word));
        let (source, thinned) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        shingles.clear();
        shingles.extend(words);
        ShingleHead { source, thinned: thinned as u8 }
    }
}
