//! The bit sketches of all documents, in memory or a block at a time.

use std::io;
use std::path::Path;

use crate::dedup::pass::{By, File};
use crate::dedup::sketch::BitSketch;
use crate::dedup::store::{Records, Spill};

/// Bit sketches in the order of documents.
pub(crate) static PLACED_SKETCHES: File =
    File { name: "placed-sketches", record: "bit sketch", parted: By::Document, sorted: "place" };
/// Bit sketches in the order of ranks.
pub(crate) static BIT_SKETCHES: File =
    File { name: "bit-sketches", record: "bit sketch", parted: By::Key("rank"), sorted: "rank" };

/// Bytes of a bit sketch.
const SIZE: usize = size_of::<BitSketch>();
/// Fewest ranks of a block.
const LEAST: usize = if cfg!(test) { 4 } else { 1 << 12 };

/// The sketches by rank. When there is no room for all, they are on disk in blocks of which two fit.
#[derive(Default)]
pub(crate) struct BitSketches {
    whole: Vec<BitSketch>,
    blocks: Option<(Spill, usize)>,
}

impl BitSketches {
    /// Puts bit sketches in the order of `ranks`, taking about `bytes` of memory.
    pub(crate) fn new(sketches: &Records<8>, ranks: &[u32], scratch: &Path, bytes: usize) -> io::Result<Self> {
        let size = (bytes / SIZE / 2).max(LEAST);
        let is_whole = ranks.len() <= 2 * size;
        let mut blocks = Spill::new(scratch)?;
        let mut block = vec![BitSketch::default(); if is_whole { ranks.len() } else { size }];
        for first in (0..ranks.len()).step_by(block.len().max(1)) {
            for (sketch, &rank) in sketches.iter().zip(ranks) {
                let sketch = BitSketch::from_record(sketch?);
                if let Some(slot) = (rank as usize).checked_sub(first).and_then(|place| block.get_mut(place)) {
                    *slot = sketch;
                }
            }
            if !is_whole {
                let halves =
                    block.iter().flat_map(|sketch| sketch.record()).flat_map(|word| [word as u32, (word >> 32) as u32]);
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
    pub(crate) fn whole(&self) -> Option<&[BitSketch]> {
        self.blocks.is_none().then_some(self.whole.as_slice())
    }

    /// The block in which the sketch of `rank` is.
    pub(crate) fn block(&self, rank: u32) -> u32 {
        self.blocks.as_ref().map_or(0, |(_, size)| rank / *size as u32)
    }

    /// Reads a block; the sketch of a rank is at the remainder of the rank.
    pub(crate) fn read(&self, block: u32) -> io::Result<Block> {
        let Some((blocks, size)) = &self.blocks else { return Ok(Block { sketches: Vec::new(), size: 1 }) };
        let (mut bytes, mut words) = (Vec::new(), [0; 8]);
        blocks.read_bytes(block as usize, &mut bytes)?;
        let sketches = bytes.as_chunks::<SIZE>().0.iter().map(|record| {
            words.iter_mut().zip(record.as_chunks().0).for_each(|(word, &bytes)| *word = u64::from_le_bytes(bytes));
            BitSketch::from_record(words)
        });
        Ok(Block { sketches: sketches.collect(), size: *size })
    }
}

/// A block of bit sketches.
pub(crate) struct Block {
    sketches: Vec<BitSketch>,
    size: usize,
}

impl Block {
    /// The sketch of a rank in this block.
    pub(crate) fn sketch(&self, rank: u32) -> BitSketch {
        self.sketches.get(rank as usize % self.size).copied().unwrap_or_default()
    }
}
