//! Records by key: cut into parts, and sorted in each of them.

use std::io;
use std::path::Path;

use super::records::Record;
use super::sorter::{Sorted, Sorter};

/// Records cut into parts by the range of their first word, which is evenly spread. Parts one after another are sorted
/// as a whole.
pub(crate) struct Parted<const N: usize> {
    parts: Vec<Sorter<N>>,
}

impl<const N: usize> Parted<N> {
    /// No records yet; about `bytes` of those of all `parts` stay in memory, others go to the folder `scratch`.
    pub(crate) fn new(parts: u32, scratch: &Path, bytes: usize) -> Self {
        let parts = parts.max(1);
        Self { parts: (0..parts).map(|_| Sorter::new(scratch, bytes / parts as usize)).collect() }
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, record: Record<N>) -> io::Result<()> {
        let key = record.first().copied().unwrap_or_default();
        let part = (u128::from(key) * self.parts.len() as u128) >> 64;
        match self.parts.get_mut(part as usize) {
            Some(part) => part.push(record),
            None => Ok(()),
        }
    }

    /// The parts, each sorted when its turn comes.
    pub(crate) fn into_parts(self) -> impl Iterator<Item = io::Result<Sorted<N>>> {
        self.parts.into_iter().map(Sorter::sorted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::hash::mix;

    #[test]
    fn parts_one_after_another_are_sorted() {
        for parts in [1, 3, 8] {
            let mut parted = Parted::new(parts, &std::env::temp_dir(), 1 << 12);
            (0..5000).for_each(|number| parted.push([mix(number), number]).unwrap());
            let parts: Vec<Vec<Record<2>>> =
                parted.into_parts().map(|part| part.unwrap().map(Result::unwrap).collect()).collect();
            assert!(parts.iter().all(|part| !part.is_empty()));
            let all = parts.concat();
            assert!(all.len() == 5000 && all.is_sorted());
        }
    }
}
