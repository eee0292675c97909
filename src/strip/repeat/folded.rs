//! The letters of a document's kept blocks, in one line, with the way back.

use std::ops::Range;

use crate::document::Document;
use crate::text::{Letter, extend, letters};

/// Letters, and where each block's begin.
pub(super) struct Folded {
    pub(super) letters: Vec<Letter>,
    /// Index of a block with letters, and the place in `letters` of its first.
    starts: Vec<(usize, usize)>,
}

/// A place in a block: its index and a byte offset into its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) block: usize,
    pub(super) offset: usize,
}

impl Folded {
    pub(super) fn new(document: &Document) -> Self {
        let mut letters = Vec::with_capacity(document.source().len() / 3);
        let mut starts = Vec::new();
        for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.is_kept()) {
            let start = letters.len();
            extend(&mut letters, block.value());
            if letters.len() > start {
                starts.push((index, start));
            }
        }
        Self { letters, starts }
    }

    /// Indices of the blocks with letters, in order.
    pub(super) fn indices(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().map(|&(index, _)| index)
    }

    /// The blocks that `range` touches, each with all its letters.
    pub(super) fn ranges(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let numbers = if range.is_empty() { 0..0 } else { self.number(range.start)..self.number(range.end - 1) + 1 };
        numbers.filter_map(|number| {
            let &(index, start) = self.starts.get(number)?;
            let end = self.starts.get(number + 1).map_or(self.letters.len(), |&(_, start)| start);
            Some((index, start..end))
        })
    }

    /// The block that holds letter `at`, by its number among the blocks with letters.
    fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|&(_, start)| start <= at).saturating_sub(1)
    }

    /// Index of the block that holds letter `at`.
    pub(super) fn block(&self, at: usize) -> usize {
        self.starts.get(self.number(at)).map_or(0, |&(index, _)| index)
    }

    /// The letters of the block that holds letter `at`.
    pub(super) fn block_range(&self, at: usize) -> Range<usize> {
        let number = self.number(at);
        let start = |number: usize| self.starts.get(number).map_or(self.letters.len(), |&(_, start)| start);
        start(number)..start(number + 1)
    }

    /// Number of blocks that `range` touches.
    pub(super) fn blocks(&self, range: &Range<usize>) -> usize {
        if range.is_empty() { 0 } else { self.number(range.end - 1) - self.number(range.start) + 1 }
    }

    /// Where in their blocks the letters `at` are, which must be sorted: one pass over the blocks they are in.
    pub(super) fn places(&self, document: &Document, at: &[usize]) -> Vec<Place> {
        let mut places = Vec::with_capacity(at.len());
        for group in at.chunk_by(|&x, &y| self.block(x) == self.block(y)) {
            let Some(&first) = group.first() else { continue };
            let (block, start) = (self.block(first), self.block_range(first).start);
            let value = document.blocks.get(block).map_or("", |block| block.value());
            let (mut letters, mut passed) = (letters(value), 0);
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
