//! Ranges of the source text.

use std::ops::Range;

/// A half-open range of UTF-8 byte offsets into a document's source text.
///
/// Offsets are `u32`: a document is at most 1 GiB of text (`decode` refuses more), and a segmented novel holds
/// millions of spans. Offsets that leave the program are converted to code points (see [`super::CodePoints`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte covered.
    pub start: u32,
    /// First byte after the span.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` up to byte `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Self { start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is covered.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The covered part of `source`.
    #[must_use]
    pub fn of(self, source: &str) -> &str {
        &source[self.range()]
    }

    /// The span as a range of `usize`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
