//! What the local driver gives a pass to work with.

use std::io;
use std::path::Path;

use super::store::{Parted, Records, Sorter, Spill};

/// Memory, threads, a folder for what has no room, and into how many parts work is cut. None of it changes a result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workspace<'a> {
    /// Where unnamed files are made.
    pub(crate) folder: &'a Path,
    /// Bytes of memory, about.
    pub(crate) bytes: usize,
    pub(crate) threads: usize,
    /// Parts of what is cut by a key.
    pub(crate) parts: u32,
}

impl Workspace<'_> {
    /// The same with one in `share` of the memory.
    pub(crate) fn share(self, share: usize) -> Self {
        Self { bytes: self.bytes / share, ..self }
    }

    /// Records of which some stay in memory: one in `share` of the bytes.
    pub(crate) fn records<const N: usize>(self, share: usize) -> Records<N> {
        Records::new(self.folder, self.bytes / share)
    }

    /// Records to be sorted, which take one in `share` of the bytes.
    pub(crate) fn sorter<const N: usize>(self, share: usize) -> Sorter<N> {
        Sorter::new(self.folder, self.bytes / share)
    }

    /// Records by key, which take one in `share` of the bytes.
    pub(crate) fn parted<const N: usize>(self, share: usize) -> Parted<N> {
        Parted::new(self.parts, self.folder, self.bytes / share)
    }

    /// Lists by number, on disk.
    pub(crate) fn spill(self) -> io::Result<Spill> {
        Spill::new(self.folder)
    }
}
