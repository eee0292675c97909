//! Keys of documents: those that have one in common are candidates.

use std::io;

use super::marks::Absorbed;
use crate::dedup::pass::{By, File, Part};
use crate::dedup::sketch::BANDS;
use crate::dedup::store::Spill;

/// Keys of each document in each round.
pub(crate) static KEYS: File = File {
    name: "keys",
    record: "of each block of documents the keys of all in the first round, then in the second; of anchors with the place",
    parted: By::Document,
    sorted: "block, round, place",
};

/// Documents of a block: those that a thread sketches at a time.
pub(crate) const BLOCK: usize = if cfg!(test) { 16 } else { 1024 };

/// Rounds with the anchors of documents as keys, each with its own part of all anchors.
pub(crate) const ANCHOR_ROUNDS: usize = 16;
/// Rounds with keys of their own.
pub(crate) const ROUNDS: usize = BANDS + ANCHOR_ROUNDS;

/// The keys of all documents, by block and round.
pub(crate) struct Keys {
    /// Of each block all of the first band, then all of the second...
    bands: Spill,
    /// Of each block those of the first round of anchors, then those of the second; each a key and a place in the block.
    anchors: Spill,
}

impl Keys {
    /// No documents yet.
    pub(crate) fn new(bands: Spill, anchors: Spill) -> Self {
        Self { bands, anchors }
    }

    /// Adds the next block, of `count` documents.
    pub(crate) fn push(&mut self, count: usize, bands: &[u32], anchors: &[Vec<u32>; ANCHOR_ROUNDS]) -> io::Result<()> {
        bands.chunks(count.max(1)).try_for_each(|band| self.bands.push_numbers(band))?;
        anchors.iter().try_for_each(|round| self.anchors.push_numbers(round))
    }

    /// Ends adding; to be called before the first read.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.bands.flush()?;
        self.anchors.flush()
    }

    /// Key (high half) and rank (low half) in `round` of every document that is not absorbed: those of the keys in
    /// `part`. `ranks` has the rank of each place.
    pub(crate) fn entries(&self, round: usize, part: Part, ranks: &[u32], absorbed: &Absorbed) -> io::Result<Vec<u64>> {
        let entry = |key: u32, rank: u32| {
            let is_wanted = part.holds(u64::from(key) << 32) && !absorbed.holds(rank);
            is_wanted.then_some(u64::from(key) << 32 | u64::from(rank))
        };
        let (mut bytes, mut numbers, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (block, ranks) in ranks.chunks(BLOCK).enumerate() {
            match round.checked_sub(BANDS) {
                None => {
                    self.bands.read_numbers(block * BANDS + round, &mut bytes, &mut numbers)?;
                    entries.extend(numbers.iter().zip(ranks).filter_map(|(&key, &rank)| entry(key, rank)));
                }
                Some(round) => {
                    self.anchors.read_numbers(block * ANCHOR_ROUNDS + round, &mut bytes, &mut numbers)?;
                    let anchors = numbers.as_chunks().0.iter();
                    entries.extend(anchors.filter_map(|&[key, place]| entry(key, *ranks.get(place as usize)?)));
                }
            }
        }
        Ok(entries)
    }
}
