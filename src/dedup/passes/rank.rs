//! Ranking: the documents in the order in which they are preferred.

use std::io;

use super::sketch::Sketches;
use crate::dedup::files::{BIT_SKETCHES, BitSketches, Keys, PLACED_SKETCHES, PREFERENCES, RANKING, Ranking};
use crate::dedup::pass::{By, Pass};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static RANK: Pass = Pass {
    name: "rank",
    about: "sort the documents by preference, and put their bit sketches in that order",
    parts: By::Whole,
    reads: &[&PREFERENCES, &PLACED_SKETCHES],
    writes: &[&RANKING, &BIT_SKETCHES],
};

/// The documents in their order, and what they are nominated and judged by.
pub(crate) struct Ranked {
    pub(crate) ranking: Ranking,
    pub(crate) bit_sketches: BitSketches,
    pub(crate) keys: Keys,
}

/// Ranks the documents that were sketched.
pub(crate) fn rank(sketches: Sketches, work: Workspace<'_>) -> io::Result<Ranked> {
    let Sketches { count, keys, bit_sketches, preferences } = sketches;
    let (mut documents, mut lengths) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut ranks = vec![0; count];
    for (rank, record) in (0..).zip(preferences.sorted()?) {
        let [.., document, length] = record?;
        documents.push((document >> 32) as u32);
        lengths.push(length as u32);
        if let Some(slot) = ranks.get_mut(document as u32 as usize) {
            *slot = rank;
        }
    }
    let bit_sketches = BitSketches::new(&bit_sketches, &ranks, work.folder, work.bytes / 4)?;
    Ok(Ranked { ranking: Ranking::new(documents, lengths, ranks), bit_sketches, keys })
}
