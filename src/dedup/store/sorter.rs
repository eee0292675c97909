//! Sorting more records than fit in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io;
use std::path::Path;

use super::records::{Record, StoredRange, opened, write};

/// Fewest bytes of records that are sorted at a time: less makes more runs than can be merged at once.
const LEAST: usize = if cfg!(test) { 1 << 8 } else { 1 << 20 };

/// Gathers records and gives them back in order. Equal ones are all kept.
pub(crate) struct Sorter<const N: usize> {
    scratch: Box<Path>,
    room: usize,
    records: Vec<Record<N>>,
    file: Option<File>,
    /// Where each sorted run ends in the file, in records.
    ends: Vec<u64>,
}

impl<const N: usize> Sorter<N> {
    /// No records yet; about `bytes` of them stay in memory, others go to the folder `scratch`.
    pub(crate) fn new(scratch: &Path, bytes: usize) -> Self {
        let room = bytes.max(LEAST) / (8 * N);
        Self { scratch: scratch.into(), room, records: Vec::new(), file: None, ends: Vec::new() }
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, record: Record<N>) -> io::Result<()> {
        if self.records.len() >= self.room {
            self.records.sort_unstable();
            let file = opened(&mut self.file, &self.scratch)?;
            write(file, &self.records)?;
            self.ends.push(self.ends.last().copied().unwrap_or(0) + self.records.len() as u64);
            self.records.clear();
        }
        self.records.push(record);
        Ok(())
    }

    /// All records, least first.
    pub(crate) fn sorted(mut self) -> io::Result<Sorted<N>> {
        self.records.sort_unstable();
        let mut sorted = Sorted { memory: self.records.into_iter(), runs: Vec::new(), heap: BinaryHeap::new() };
        let Some(file) = self.file else { return Ok(sorted) };
        let mut start = 0;
        for end in self.ends {
            sorted.runs.push(StoredRange::new(file.try_clone()?, start, end));
            start = end;
        }
        for run in 0..=sorted.runs.len() {
            if let Some(record) = sorted.advance(run)? {
                sorted.heap.push(Reverse((record, run)));
            }
        }
        Ok(sorted)
    }
}

/// Sorted records: those in memory, or these merged with runs on disk.
pub(crate) struct Sorted<const N: usize> {
    memory: std::vec::IntoIter<Record<N>>,
    runs: Vec<StoredRange<File, N>>,
    /// The next record of every run; the one after the last is that in memory. Empty when nothing is on disk.
    heap: BinaryHeap<Reverse<(Record<N>, usize)>>,
}

impl<const N: usize> Sorted<N> {
    fn advance(&mut self, run: usize) -> io::Result<Option<Record<N>>> {
        match self.runs.get_mut(run) {
            Some(run) => run.next().transpose(),
            None => Ok(self.memory.next()),
        }
    }

    fn merge(&mut self) -> io::Result<Option<Record<N>>> {
        let Some(&Reverse((least, run))) = self.heap.peek() else { return Ok(None) };
        let next = self.advance(run)?;
        if let Some(mut top) = self.heap.peek_mut() {
            match next {
                Some(next) => *top = Reverse((next, run)),
                None => drop(PeekMut::pop(top)),
            }
        }
        Ok(Some(least))
    }
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = io::Result<Record<N>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.runs.is_empty() { self.memory.next().map(Ok) } else { self.merge().transpose() }
    }
}

/// The records of two sorted lists in one.
pub(crate) fn merge<const N: usize>(
    one: impl Iterator<Item = io::Result<Record<N>>>,
    other: impl Iterator<Item = io::Result<Record<N>>>,
) -> impl Iterator<Item = io::Result<Record<N>>> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(Ok(a)), Some(Ok(b))) if a <= b => one.next(),
        (Some(Err(_)), _) | (Some(_), None) => one.next(),
        _ => other.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::records::Records;
    use super::*;
    use crate::dedup::hash::mix;

    fn all<const N: usize>(records: impl Iterator<Item = io::Result<Record<N>>>) -> Vec<Record<N>> {
        records.collect::<io::Result<_>>().unwrap()
    }

    #[test]
    fn records_come_back_in_order_however_little_memory_there_is() {
        let mut wanted: Vec<[u64; 2]> = (0..200_000).map(|n| [mix(n) % 1000, n]).collect();
        for bytes in [1 << 18, 2 << 20, 1 << 30] {
            let mut sorter = Sorter::new(&std::env::temp_dir(), bytes);
            let mut records = Records::new(&std::env::temp_dir(), bytes);
            for &record in &wanted {
                sorter.push(record).unwrap();
                records.push(record).unwrap();
            }
            assert_eq!(all(records.iter()), wanted);
            let mut sorted = wanted.clone();
            sorted.sort_unstable();
            assert_eq!(all(sorter.sorted().unwrap()), sorted);
        }
        wanted.truncate(3);
        let list = |numbers: &[u64]| numbers.iter().map(|&n| Ok([n])).collect::<Vec<_>>().into_iter();
        assert_eq!(all(merge(list(&[1, 3, 9]), list(&[2, 3]))), [[1], [2], [3], [3], [9]]);
    }
}
