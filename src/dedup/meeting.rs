//! Meeting: which pairs of documents are worth comparing.

use std::io;
use std::ops::Range;
use std::path::Path;

use super::bands::{self, BANDS};
use super::ranking::Ranking;
use super::sketch::{Outline, mix};
use super::sort::{Record, Sorter};

/// Estimated resemblance from which documents hang together; weaker ties would make all documents one component.
const TIE: f32 = 0.45;

/// Least resemblance of texts that are alike all over: one character in five edited (0.34), less [`MARGIN`].
const ALIKE: f32 = 0.25;
/// Share of a text that is to lie in another one at least.
const CONTAINED: f32 = 0.85;
/// Two standard deviations of an estimate.
const MARGIN: f32 = 0.08;
/// Estimates below this say nothing; for texts that share an anchor they say a little more.
const LEAST: f32 = 0.12;
const LEAST_ANCHORED: f32 = 0.06;
/// Texts meet by anchors when the shorter one is at most this share of the other, in per cent. What is more resembles it so
/// much that they meet by their sketches.
const EXCERPT: u64 = 60;

/// Pairs that are remembered, for pairs that are alike meet in most rounds.
const REMEMBERED: usize = 1 << 18;

/// Two documents by rank, the better one first, and whether they hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) first: u32,
    pub(crate) second: u32,
    pub(crate) tied: bool,
}

impl Pair {
    /// As a record. Pairs have the order of their records.
    pub(crate) fn record(self) -> Record<1> {
        [u64::from(self.first) << 32 | u64::from(self.second) << 1 | u64::from(self.tied)]
    }

    /// From a record.
    pub(crate) fn from_record([pair]: Record<1>) -> Self {
        Self { first: (pair >> 32) as u32, second: pair as u32 >> 1, tied: pair & 1 == 1 }
    }
}

/// Adds to `pairs` those that meet in `rounds` and may be alike as far as their sketches tell, some of them more than once.
/// `absorbed` documents meet nobody. Takes about `bytes` of memory.
pub(crate) fn meet(
    ranking: &Ranking,
    rounds: Range<usize>,
    absorbed: &[bool],
    pairs: &mut Sorter<1>,
    scratch: &Path,
    bytes: usize,
) -> io::Result<()> {
    let mut waiting = Sorter::new(scratch, bytes / 2);
    let mut remembered = vec![u64::MAX; REMEMBERED];
    // A document has some keys in each round: they are taken a share at a time when they do not fit.
    let parts = (8 * 4 * ranking.len()).div_ceil((bytes / 2).max(1)).max(1) as u32;
    for round in rounds {
        let anchored = round >= BANDS;
        let may_meet = |a: u32, b: u32| !anchored || u64::from(a.min(b)) * 100 <= u64::from(a.max(b)) * EXCERPT;
        for part in 0..parts {
            let entries = ranking.entries(round, (part, parts), absorbed)?;
            bands::meet(
                entries,
                |rank| ranking.length(rank),
                may_meet,
                |first, second| {
                    let mut pair = Pair { first, second, tied: false };
                    let [key] = Pair { tied: anchored, ..pair }.record();
                    let Some(last) = remembered.get_mut(mix(key) as usize % REMEMBERED) else { return Ok(()) };
                    if std::mem::replace(last, key) == key {
                        return Ok(());
                    }
                    let Some(outlines) = ranking.outlines.whole() else {
                        let blocks = [first, second].map(|rank| u64::from(ranking.outlines.block(rank)));
                        return waiting.push([blocks[0] << 32 | blocks[1], key]);
                    };
                    let (Some(a), Some(b)) = (outlines.get(first as usize), outlines.get(second as usize)) else {
                        return Ok(());
                    };
                    if let Some(tied) = judge(a, b, anchored) {
                        pair.tied = tied;
                        pairs.push(pair.record())?;
                    }
                    Ok(())
                },
            )?;
        }
    }
    sift(ranking, waiting, pairs)
}

/// Judges pairs that wait for their outlines, block by block.
fn sift(ranking: &Ranking, waiting: Sorter<2>, pairs: &mut Sorter<1>) -> io::Result<()> {
    let mut last = None;
    let mut loaded = None;
    for record in waiting.sorted()? {
        let record = record?;
        if last.replace(record) == Some(record) {
            continue;
        }
        let [blocks, pair] = record;
        let Pair { first, second, tied: anchored } = Pair::from_record([pair]);
        let both = match &loaded {
            Some((number, both)) if *number == blocks => both,
            _ => {
                let both = [ranking.outlines.read((blocks >> 32) as u32)?, ranking.outlines.read(blocks as u32)?];
                &loaded.insert((blocks, both)).1
            }
        };
        if let Some(tied) = judge(&both[0].outline(first), &both[1].outline(second), anchored) {
            pairs.push(Pair { first, second, tied }.record())?;
        }
    }
    Ok(())
}

/// Whether the sketches of two documents leave it open that they are alike, and if so, whether they hang together.
///
/// They may be alike all over, or one may lie in the other; then the more they differ in length, the less they resemble
/// each other. Estimates miss by up to [`MARGIN`].
fn judge(first: &Outline, second: &Outline, anchored: bool) -> Option<bool> {
    let lengths = (first.length(), second.length());
    let ratio = lengths.0.min(lengths.1) as f32 / lengths.0.max(lengths.1).max(1) as f32;
    let contained = CONTAINED * ratio / (1.0 + (1.0 - CONTAINED) * ratio) - MARGIN;
    let least = if anchored { LEAST_ANCHORED } else { LEAST };
    let resemblance = first.resemblance(second);
    (resemblance >= contained.clamp(least, ALIKE)).then_some(resemblance >= TIE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_the_order_of_their_records() {
        let pair = |first, second, tied| Pair { first, second, tied };
        let pairs = [pair(0, 5, true), pair(1, 2, false), pair(1, 2, true), pair(1, u32::MAX >> 1, false)];
        assert!(pairs.is_sorted() && pairs.map(Pair::record).is_sorted());
        assert_eq!(pairs.map(|pair| Pair::from_record(pair.record())), pairs);
    }
}
