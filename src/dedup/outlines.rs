//! The outlines of all documents, in memory or a block at a time.

use std::io;
use std::path::Path;

use super::sketch::Outline;
use super::sort::Records;
use super::spill::Spill;

/// Bytes of an outline.
const SIZE: usize = size_of::<Outline>();
/// Fewest ranks of a block.
const LEAST: usize = if cfg!(test) { 4 } else { 1 << 12 };

/// The outlines by rank. When there is no room for all, they are on disk in blocks of which two fit.
#[derive(Default)]
pub(crate) struct Outlines {
    whole: Vec<Outline>,
    blocks: Option<(Spill, usize)>,
}

impl Outlines {
    /// Puts outlines in the order of `ranks`, taking about `bytes` of memory.
    pub(crate) fn new(outlines: &Records<8>, ranks: &[u32], scratch: &Path, bytes: usize) -> io::Result<Self> {
        let size = (bytes / SIZE / 2).max(LEAST);
        let is_whole = ranks.len() <= 2 * size;
        let mut blocks = Spill::new(scratch)?;
        let mut block = vec![Outline::default(); if is_whole { ranks.len() } else { size }];
        for first in (0..ranks.len()).step_by(block.len().max(1)) {
            for (outline, &rank) in outlines.iter().zip(ranks) {
                let outline = Outline::from_record(outline?);
                if let Some(slot) = (rank as usize).checked_sub(first).and_then(|place| block.get_mut(place)) {
                    *slot = outline;
                }
            }
            if !is_whole {
                let halves = block
                    .iter()
                    .flat_map(|outline| outline.record())
                    .flat_map(|word| [word as u32, (word >> 32) as u32]);
                blocks.push_numbers(&halves.collect::<Vec<_>>())?;
            }
        }
        blocks.flush()?;
        Ok(if is_whole {
            Self { whole: block, blocks: None }
        } else {
            Self { whole: Vec::new(), blocks: Some((blocks, size)) }
        })
    }

    /// All of them, when there is room.
    pub(crate) fn whole(&self) -> Option<&[Outline]> {
        self.blocks.is_none().then_some(self.whole.as_slice())
    }

    /// The block in which the outline of `rank` is.
    pub(crate) fn block(&self, rank: u32) -> u32 {
        self.blocks.as_ref().map_or(0, |(_, size)| rank / *size as u32)
    }

    /// Reads a block; the outline of a rank is at the remainder of the rank.
    pub(crate) fn read(&self, block: u32) -> io::Result<Block> {
        let Some((blocks, size)) = &self.blocks else { return Ok(Block { outlines: Vec::new(), size: 1 }) };
        let (mut bytes, mut words) = (Vec::new(), [0; 8]);
        blocks.read_bytes(block as usize, &mut bytes)?;
        let outlines = bytes.as_chunks::<SIZE>().0.iter().map(|record| {
            words.iter_mut().zip(record.as_chunks().0).for_each(|(word, &bytes)| *word = u64::from_le_bytes(bytes));
            Outline::from_record(words)
        });
        Ok(Block { outlines: outlines.collect(), size: *size })
    }
}

/// A block of outlines.
pub(crate) struct Block {
    outlines: Vec<Outline>,
    size: usize,
}

impl Block {
    /// The outline of a rank in this block.
    pub(crate) fn outline(&self, rank: u32) -> Outline {
        self.outlines.get(rank as usize % self.size).copied().unwrap_or_default()
    }
}
