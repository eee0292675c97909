//! Sorting and keeping more records than fit in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::spill::read_at;

/// Bytes read or written at a time.
const BUFFER: usize = 1 << 17;
/// Fewest bytes of records that are sorted at a time: less makes more runs than can be merged at once.
const LEAST: usize = if cfg!(test) { 1 << 8 } else { 1 << 20 };

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
        let file = self.file.iter().flat_map(|file| Run::new(file, 0, self.written));
        self.head.iter().copied().map(Ok).chain(file).chain(self.tail.iter().copied().map(Ok))
    }
}

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
            sorted.runs.push(Run::new(file.try_clone()?, start, end));
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

/// The file, made in the folder `scratch` when there is none yet.
fn opened<'a>(file: &'a mut Option<File>, scratch: &Path) -> io::Result<&'a mut File> {
    Ok(match file {
        Some(file) => file,
        none => none.insert(tempfile::tempfile_in(scratch)?),
    })
}

/// Sorted records: those in memory, or these merged with runs on disk.
pub(crate) struct Sorted<const N: usize> {
    memory: std::vec::IntoIter<Record<N>>,
    runs: Vec<Run<File, N>>,
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

/// Records of a file, read a buffer at a time.
struct Run<F, const N: usize> {
    file: F,
    next: u64,
    end: u64,
    bytes: Vec<u8>,
    at: usize,
}

impl<F: std::borrow::Borrow<File>, const N: usize> Run<F, N> {
    fn new(file: F, next: u64, end: u64) -> Self {
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

impl<F: std::borrow::Borrow<File>, const N: usize> Iterator for Run<F, N> {
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

fn write<const N: usize>(file: &mut File, records: &[Record<N>]) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(BUFFER);
    for piece in records.chunks(BUFFER / (8 * N)) {
        bytes.clear();
        bytes.extend(piece.as_flattened().iter().flat_map(|word| word.to_le_bytes()));
        file.write_all(&bytes)?;
    }
    Ok(())
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
    use super::super::sketch::mix;
    use super::*;

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
