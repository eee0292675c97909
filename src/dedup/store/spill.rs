//! Lists on disk: written once in order, read in any order.

use std::fs::File;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use super::read_at::read_at;

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 18;
/// Bytes of a text that are read at once.
const PIECE: usize = 1 << 16;
/// Lists of which only the first one's offset is in memory; that of another is found by adding up.
const STRIDE: usize = 32;

/// Lists of bytes, found again by number: the first ones in memory, the others in an unnamed file. The file vanishes with
/// the value, even when the process is killed.
pub(crate) struct Spill {
    /// Bytes before those of the file, and how many there may be.
    head: Vec<u8>,
    room: usize,
    /// Whether all is there so far.
    is_in_memory: bool,
    file: File,
    buffer: Vec<u8>,
    /// Bytes of each list.
    lengths: Vec<u32>,
    /// Offset of one list in [`STRIDE`].
    starts: Vec<u64>,
    end: u64,
}

impl Spill {
    /// An empty spill in the folder `scratch`.
    pub(crate) fn new(scratch: &Path) -> io::Result<Self> {
        Self::with_memory(scratch, 0)
    }

    /// An empty spill of which about `room` bytes stay in memory.
    pub(crate) fn with_memory(scratch: &Path, room: usize) -> io::Result<Self> {
        let file = tempfile::tempfile_in(scratch)?;
        Ok(Self {
            head: Vec::new(),
            room,
            is_in_memory: true,
            file,
            buffer: Vec::with_capacity(BUFFER),
            lengths: Vec::new(),
            starts: Vec::new(),
            end: 0,
        })
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
        if bytes.len() < BUFFER {
            self.buffer.extend_from_slice(bytes);
        } else {
            // What is long goes past the buffer, which would stay as long as it.
            self.flush()?;
            self.put(bytes)?;
        }
        self.close(bytes.len())
    }

    fn close(&mut self, length: usize) -> io::Result<()> {
        if self.lengths.len().is_multiple_of(STRIDE) {
            self.starts.push(self.end);
        }
        let too_long = |_| io::Error::new(io::ErrorKind::FileTooLarge, "a list of more than 4 GiB");
        self.lengths.push(u32::try_from(length).map_err(too_long)?);
        self.end += length as u64;
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    /// Bytes of list `number`.
    pub(crate) fn length(&self, number: usize) -> usize {
        self.lengths.get(number).map_or(0, |&length| length as usize)
    }

    /// Bytes from the start of list `first` to that of list `next`.
    pub(crate) fn distance(&self, first: usize, next: usize) -> u64 {
        self.start(next).saturating_sub(self.start(first))
    }

    fn start(&self, number: usize) -> u64 {
        let first = number / STRIDE * STRIDE;
        let before = self.lengths.get(first..number).unwrap_or_default();
        let start = self.starts.get(number / STRIDE).copied().unwrap_or(self.end);
        start + before.iter().map(|&length| u64::from(length)).sum::<u64>()
    }

    /// Writes what is still in memory; to be called before the first read.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let done = self.put(&buffer);
        buffer.clear();
        buffer.shrink_to(BUFFER);
        self.buffer = buffer;
        done
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_in_memory && self.head.len() < self.room {
            self.head.extend_from_slice(bytes);
            return Ok(());
        }
        self.is_in_memory = false;
        self.file.write_all(bytes)
    }

    /// Reads list `number` into `bytes`, whose room is used again. A number that was never pushed is an empty list.
    pub(crate) fn read_bytes(&self, number: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.resize(self.length(number), 0);
        self.fill(bytes, self.start(number))
    }

    /// Reads a list that was pushed as the bytes of a text.
    pub(crate) fn read_text(&self, number: u32) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.read_bytes(number as usize, &mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    /// Visits a list that was pushed as the bytes of a text, piece by piece, until `visit` breaks.
    pub(crate) fn visit_text(&self, number: usize, mut visit: impl FnMut(&str) -> ControlFlow<()>) -> io::Result<()> {
        let (mut at, mut left) = (self.start(number), self.length(number));
        let mut bytes = Vec::new();
        // Bytes of a character that goes on in the next piece.
        let mut begun = 0;
        while left > 0 {
            let more = left.min(PIECE);
            bytes.resize(begun + more, 0);
            self.fill(bytes.get_mut(begun..).unwrap_or_default(), at)?;
            (at, left) = (at + more as u64, left - more);
            let whole = match str::from_utf8(&bytes) {
                Err(error) if error.error_len().is_some() || left == 0 => return Err(io::Error::other(error)),
                Err(error) => error.valid_up_to(),
                Ok(text) => text.len(),
            };
            let text = str::from_utf8(bytes.get(..whole).unwrap_or_default()).map_err(io::Error::other)?;
            if visit(text).is_break() {
                return Ok(());
            }
            bytes.copy_within(whole.., 0);
            begun = begun + more - whole;
        }
        Ok(())
    }

    fn fill(&self, bytes: &mut [u8], start: u64) -> io::Result<()> {
        let known = usize::try_from(start).ok().and_then(|start| self.head.get(start..)).unwrap_or_default();
        let (inside, outside) = bytes.split_at_mut(known.len().min(bytes.len()));
        inside.copy_from_slice(&known[..inside.len()]);
        if outside.is_empty() {
            return Ok(());
        }
        read_at(&self.file, outside, (start + inside.len() as u64).saturating_sub(self.head.len() as u64))
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
        let lengths = self.lengths.get(first..=last).unwrap_or_default();
        bytes.resize(lengths.iter().map(|&length| length as usize).sum(), 0);
        self.fill(bytes, self.start(first))?;
        let mut rest = bytes.as_slice();
        for (number, &length) in (first..).zip(lengths) {
            let (list, after) = rest.split_at(length as usize);
            rest = after;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_in_any_order() {
        for room in [0, 9 << 14, usize::MAX] {
            come_back(Spill::with_memory(&std::env::temp_dir(), room).unwrap());
        }
    }

    #[test]
    fn texts_come_back_in_pieces() {
        let texts: Vec<String> = ["", "一行字", &"字a𠀀".repeat(100_000)].map(Into::into).into();
        for room in [0, 1, usize::MAX] {
            let mut spill = Spill::with_memory(&std::env::temp_dir(), room).unwrap();
            texts.iter().for_each(|text| spill.push_bytes(text.as_bytes()).unwrap());
            spill.push_bytes(b"\xff").unwrap();
            spill.flush().unwrap();
            for (number, text) in texts.iter().enumerate() {
                let mut back = String::new();
                let mut pieces = 0;
                spill
                    .visit_text(number, |piece| {
                        back.push_str(piece);
                        pieces += 1;
                        ControlFlow::Continue(())
                    })
                    .unwrap();
                assert!(back == *text && pieces == text.len().div_ceil(PIECE), "{number} in {pieces} pieces");
            }
            assert!(spill.visit_text(3, |_| ControlFlow::Continue(())).is_err());
        }
    }

    fn come_back(mut spill: Spill) {
        let lists: Vec<Vec<u32>> = (0..90_u32).map(|n| (0..n * n).collect()).collect();
        lists.iter().for_each(|list| spill.push_numbers(list).unwrap());
        spill.flush().unwrap();
        let (mut bytes, mut numbers) = (Vec::new(), Vec::new());
        for number in [89, 0, 7, 1, 88, 50, 60, 70, 80] {
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
