//! JSON lines, a block at a time.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeSeed;

use crate::dedup::error::Error;

/// Bytes of a block; longer lines make longer blocks.
const BYTES: usize = 8 << 20;

/// Some lines of a file as they are. Whether they are UTF-8 is found out when one is parsed.
pub(super) struct Block {
    path: PathBuf,
    bytes: Vec<u8>,
    /// Lines that are not blank.
    pub(super) lines: Vec<Line>,
}

/// Where a line is: its number in the file from 1, and its bytes in the block.
pub(super) struct Line {
    number: usize,
    range: Range<usize>,
}

impl Block {
    /// Parses line `index`.
    pub(super) fn parse<'a, S: DeserializeSeed<'a>>(&'a self, index: usize, seed: S) -> serde_json::Result<S::Value> {
        let bytes = self.lines.get(index).and_then(|line| self.bytes.get(line.range.clone())).unwrap_or_default();
        // Known to be text as a whole, which costs less than to find it out string by string.
        match simdutf8::basic::from_utf8(bytes) {
            Ok(line) => whole(serde_json::Deserializer::from_str(line), seed),
            Err(_) => whole(serde_json::Deserializer::from_slice(bytes), seed),
        }
    }

    /// Number of line `index` in the file, from 1.
    pub(super) fn line(&self, index: usize) -> usize {
        self.lines.get(index).map_or(0, |line| line.number)
    }

    /// The beginning of line `index`, as text.
    pub(super) fn excerpt(&self, index: usize) -> String {
        const BYTES: usize = 1000;
        let bytes = self.lines.get(index).and_then(|line| self.bytes.get(line.range.clone())).unwrap_or_default();
        String::from_utf8_lossy(bytes.get(..BYTES).unwrap_or(bytes)).trim_end().to_owned()
    }

    /// Where line `index` is to be found, for messages.
    pub(super) fn place(&self, index: usize) -> String {
        format!("{}, line {}", self.path.display(), self.line(index))
    }
}

/// The one value that there is to read.
fn whole<'a, R: serde_json::de::Read<'a>, S: DeserializeSeed<'a>>(
    mut deserializer: serde_json::Deserializer<R>,
    seed: S,
) -> serde_json::Result<S::Value> {
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads the lines of a file.
pub(super) struct Lines<'a> {
    path: &'a Path,
    file: File,
    /// The beginning of a line of which the rest is not read yet.
    rest: Vec<u8>,
    /// Lines read so far.
    count: usize,
}

impl<'a> Lines<'a> {
    /// Reads `file`, which is at `path`.
    pub(super) fn new(path: &'a Path, file: File) -> Self {
        Self { path, file, rest: Vec::new(), count: 0 }
    }

    /// The next whole lines; nothing at the end of the file.
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            bytes.reserve(BYTES);
            let before = bytes.len();
            let is_end = (&self.file).take(BYTES as u64).read_to_end(&mut bytes)? == 0;
            let fresh = bytes.get(before..).unwrap_or_default();
            match memchr::memrchr(b'\n', fresh) {
                Some(last) => {
                    self.rest = bytes.split_off(before + last + 1);
                    return Ok(bytes);
                }
                None if is_end => return Ok(bytes),
                None => {}
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Block, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let bytes = match self.read() {
                Ok(bytes) if bytes.is_empty() => return None,
                Ok(bytes) => bytes,
                Err(error) => {
                    let place = format!("{}, after line {}", self.path.display(), self.count);
                    let problem = "cannot be read".to_owned();
                    return Some(Err(Error::Input { place, problem, source: Some(error.into()) }));
                }
            };
            let mut lines = Vec::new();
            // A mark of UTF-8 at the beginning of a file is no part of its first line.
            let mut start = if self.count == 0 && bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
            let ends = memchr::memchr_iter(b'\n', &bytes).map(|at| at + 1);
            let last = (bytes.last() != Some(&b'\n')).then_some(bytes.len());
            for end in ends.chain(last) {
                let range = std::mem::replace(&mut start, end)..end;
                self.count += 1;
                if bytes.get(range.clone()).is_some_and(|line| !line.trim_ascii().is_empty()) {
                    lines.push(Line { number: self.count, range });
                }
            }
            if !lines.is_empty() {
                return Some(Ok(Block { path: self.path.to_owned(), bytes, lines }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use serde_json::Value;

    use super::*;

    #[test]
    fn lines_are_numbered_whatever_is_blank_and_however_long_they_are() {
        let mut file = tempfile::tempfile().unwrap();
        let long = format!("\"{}\"", "長".repeat(BYTES / 2));
        write!(file, "1\n\n{long}\r\n \n\"end\"").unwrap();
        file.rewind().unwrap();
        let mut found = Vec::new();
        for block in Lines::new(Path::new("in.jsonl"), file) {
            let block = block.unwrap();
            for index in 0..block.lines.len() {
                let value: Value = block.parse(index, std::marker::PhantomData).unwrap();
                found.push((block.place(index), value.to_string().len()));
            }
        }
        let place = |number| format!("in.jsonl, line {number}");
        assert_eq!(found, [(place(1), 1), (place(3), long.len()), (place(5), 5)]);
    }
}
