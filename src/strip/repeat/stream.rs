//! The folded characters of a document's kept blocks, in one line, with the way back.

use std::ops::Range;

use crate::document::Document;
use crate::strip::fold::fold;

/// Folded characters, and where each block's begin.
pub(super) struct Stream {
    pub(super) chars: Vec<char>,
    /// Index of a block with folded characters, and the place in `chars` of its first.
    starts: Vec<(usize, usize)>,
}

/// A place in a block: its index and a byte offset into its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) block: usize,
    pub(super) offset: usize,
}

impl Stream {
    pub(super) fn new(document: &Document) -> Self {
        let mut chars = Vec::with_capacity(document.source().len() / 3);
        let mut starts = Vec::new();
        for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.is_kept()) {
            let start = chars.len();
            fold(block.value()).for_each(|(_, c)| chars.push(c));
            if chars.len() > start {
                starts.push((index, start));
            }
        }
        Self { chars, starts }
    }

    /// The block that holds character `at`, by its number among the blocks with characters.
    fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|&(_, start)| start <= at).saturating_sub(1)
    }

    /// Index of the block that holds character `at`.
    pub(super) fn block(&self, at: usize) -> usize {
        self.starts.get(self.number(at)).map_or(0, |&(index, _)| index)
    }

    /// The characters of the block that holds character `at`.
    pub(super) fn block_range(&self, at: usize) -> Range<usize> {
        let number = self.number(at);
        let start = |number: usize| self.starts.get(number).map_or(self.chars.len(), |&(_, start)| start);
        start(number)..start(number + 1)
    }

    /// Number of blocks that `range` touches.
    pub(super) fn blocks(&self, range: &Range<usize>) -> usize {
        if range.is_empty() { 0 } else { self.number(range.end - 1) - self.number(range.start) + 1 }
    }

    /// Where in their blocks the characters `at` stand, which must be sorted: one pass over the blocks they are in.
    pub(super) fn places(&self, document: &Document, at: &[usize]) -> Vec<Place> {
        let mut places = Vec::with_capacity(at.len());
        for group in at.chunk_by(|&x, &y| self.block(x) == self.block(y)) {
            let Some(&first) = group.first() else { continue };
            let (block, start) = (self.block(first), self.block_range(first).start);
            let value = document.blocks.get(block).map_or("", |block| block.value());
            let (mut letters, mut passed) = (fold(value), 0);
            let mut offset = 0;
            for &at in group {
                while passed <= at - start {
                    offset = letters.next().map_or(value.len(), |(offset, _)| offset);
                    passed += 1;
                }
                places.push(Place { block, offset });
            }
        }
        places
    }
}
