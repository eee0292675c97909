//! Stretches of text as bytes of a charset.

use std::ops::Range;

use super::wrong::Wrong;

/// A longest stretch of text that a charset can write, with the bytes that it writes.
pub(super) struct Run {
    pub(super) bytes: Vec<u8>,
    /// Byte of `bytes` at which each character begins, and where that character begins in the text; one more at the
    /// end.
    pub(super) chars: Vec<(u32, u32)>,
    /// Whether the charset writes some characters in several bytes.
    pub(super) is_wide: bool,
    /// Whether a character that the charset cannot write comes right before or after.
    pub(super) is_torn: bool,
}

/// The stretches of a text that a charset can write.
pub(super) struct Runs<'a> {
    text: &'a str,
    at: usize,
    wrong: &'a Wrong,
}

impl<'a> Runs<'a> {
    pub(super) fn new(text: &'a str, wrong: &'a Wrong) -> Self {
        Self { text, at: 0, wrong }
    }
}

impl Iterator for Runs<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let is_wide = self.wrong.is_wide;
        while self.at < self.text.len() {
            let mut run = Run { bytes: Vec::new(), chars: Vec::new(), is_wide, is_torn: self.at > 0 };
            let mut has_high = false;
            let mut end = self.at;
            for c in self.text[self.at..].chars() {
                let before = run.bytes.len() as u32;
                self.at += c.len_utf8();
                if !self.wrong.write(c, &mut run.bytes) {
                    run.is_torn = true;
                    break;
                }
                has_high |= !c.is_ascii();
                run.chars.push((before, end as u32));
                end = self.at;
            }
            run.chars.push((run.bytes.len() as u32, end as u32));
            if has_high {
                return Some(run);
            }
        }
        None
    }
}

impl Run {
    /// The part of the text that the characters `range` (indices into `chars`) are.
    pub(super) fn text_range(&self, range: Range<usize>) -> Range<usize> {
        self.chars[range.start].1 as usize..self.chars[range.end].1 as usize
    }

    /// Index of the character that begins at `byte`, if one does.
    pub(super) fn char_at(&self, byte: usize) -> Option<usize> {
        self.chars.binary_search_by_key(&(byte as u32), |(at, _)| *at).ok()
    }
}
