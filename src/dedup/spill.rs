//! Lists on disk: written once in order, read in any order.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 18;

/// Lists of bytes in an unnamed file, found again by number. The file vanishes with the value, even when the process
/// is killed.
pub(crate) struct Spill {
    file: File,
    buffer: Vec<u8>,
    /// Offset of each list's end.
    ends: Vec<u64>,
}

impl Spill {
    /// An empty spill in the folder `scratch`.
    pub(crate) fn new(scratch: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(scratch)?;
        Ok(Self { file, buffer: Vec::with_capacity(BUFFER), ends: Vec::new() })
    }

    /// Appends a list of numbers.
    pub(crate) fn push_numbers(&mut self, numbers: &[u32]) -> io::Result<()> {
        let start = self.buffer.len();
        self.buffer.resize(start + 4 * numbers.len(), 0);
        for (slot, number) in self.buffer[start..].as_chunks_mut().0.iter_mut().zip(numbers) {
            *slot = number.to_le_bytes();
        }
        self.close(4 * numbers.len())
    }

    /// Appends a list of bytes.
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        self.close(bytes.len())
    }

    fn close(&mut self, length: usize) -> io::Result<()> {
        self.ends.push(self.ends.last().copied().unwrap_or(0) + length as u64);
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    /// Writes what is still in memory; to be called before the first read.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Reads list `number` into `bytes`, whose room is used again. A number that was never pushed is an empty list.
    pub(crate) fn read_bytes(&self, number: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
        let end = self.ends.get(number).copied().unwrap_or(0);
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        bytes.resize(end.saturating_sub(start) as usize, 0);
        read_at(&self.file, bytes, start)
    }

    /// Reads lists `first` to `last` in one go into `bytes`, and visits each. Reading a list at a time costs more than
    /// what is in it.
    pub(crate) fn read_through(
        &self,
        first: usize,
        last: usize,
        bytes: &mut Vec<u8>,
        mut visit: impl FnMut(usize, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = first.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let ends = self.ends.get(first..=last).unwrap_or_default();
        bytes.resize(ends.last().map_or(0, |end| end - start) as usize, 0);
        read_at(&self.file, bytes, start)?;
        let mut rest = bytes.as_slice();
        let mut before = start;
        for (number, end) in (first..).zip(ends) {
            let (list, after) = rest.split_at((end - before) as usize);
            (rest, before) = (after, *end);
            visit(number, list)?;
        }
        Ok(())
    }

    /// Reads a list of numbers.
    pub(crate) fn read_numbers(&self, number: usize, bytes: &mut Vec<u8>, numbers: &mut Vec<u32>) -> io::Result<()> {
        self.read_bytes(number, bytes)?;
        decode(bytes, numbers);
        Ok(())
    }
}

/// Puts the numbers that `bytes` are into `numbers`, whose room is used again.
pub(crate) fn decode(bytes: &[u8], numbers: &mut Vec<u32>) {
    numbers.clear();
    numbers.extend(bytes.as_chunks().0.iter().map(|&number| u32::from_le_bytes(number)));
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_in_any_order() {
        let mut spill = Spill::new(&std::env::temp_dir()).unwrap();
        let lists: Vec<Vec<u32>> = (0..50_u32).map(|n| (0..n * n).collect()).collect();
        lists.iter().for_each(|list| spill.push_numbers(list).unwrap());
        spill.flush().unwrap();
        let (mut bytes, mut numbers) = (Vec::new(), Vec::new());
        for number in [49, 0, 7, 1] {
            spill.read_numbers(number, &mut bytes, &mut numbers).unwrap();
            assert_eq!(numbers, lists[number]);
        }
        let mut seen = Vec::new();
        let visit = |number, bytes: &[u8]| {
            decode(bytes, &mut numbers);
            assert_eq!(numbers, lists[number]);
            seen.push(number);
            Ok(())
        };
        spill.read_through(0, 5, &mut bytes, visit).unwrap();
        assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
    }
}
