//! Words as white space separates them.

use std::ops::Range;

/// How many bytes of white space there are at `at` in `bytes`, at most those of one character; see [`crate::text::is_gap`].
fn gap_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b' ' | b'\t') => 1,
        Some(0xc2) if bytes.get(at + 1) == Some(&0xa0) => 2,
        Some(0xe3) if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80]) => 3,
        _ => 0,
    }
}

/// The words of a line, as white space separates them.
#[derive(Clone)]
pub(super) struct Words<'a> {
    line: &'a [u8],
    at: usize,
}

impl<'a> Words<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        Self { line: line.as_bytes(), at: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let (line, mut at) = (self.line, self.at);
        while let length @ 1.. = gap_at(line, at) {
            at += length;
        }
        let start = at;
        while let Some(&byte) = line.get(at) {
            // From character to character: white space never begins inside one. The most common characters go first.
            at += match byte {
                0xe4..0xf0 => 3,
                b' ' | b'\t' => break,
                0..0x80 => 1,
                0xc2 | 0xe3 if gap_at(line, at) > 0 => break,
                _ => byte.leading_ones() as usize,
            };
        }
        self.at = at;
        (start < at).then_some(start..at)
    }
}
