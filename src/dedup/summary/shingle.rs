//! Shingles: the overlapping pieces of folded text by which texts are compared.
//!
//! The hash of a shingle is even. On the way to the corpus the lowest bit flags the first shingle of a line.

use std::ops::Range;

use super::fold::{Folded, Unit, fold};
use crate::dedup::hash::mix;

/// Units in a shingle that ends in an ideograph, kana or Hangul syllable, and in one that ends in a letter: about as
/// much is said by either.
const IDEOGRAPHS: usize = 3;
const LETTERS: usize = 6;

/// First unit that counts as an ideograph.
const FIRST_IDEOGRAPH: u16 = 0x2e80;

/// Most shingles kept of one document. Longer ones keep an even sample (FracMinHash, Irber et al. 2022).
const MOST: usize = 1 << 20;

/// Units cut at a time.
const PIECE: usize = 1 << 16;

/// Shingles of folded text in text order, as flagged hashes; and the number of binary digits by which they were
/// thinned: all hashes kept begin with so many zeros.
pub(crate) fn shingles(folded: &Folded) -> (Vec<u32>, u8) {
    let mut hashes = Vec::new();
    let mut thinned = 0_u8;
    let mut cutter = Cutter::default();
    let ends = folded.lines.iter().skip(1).map(|&end| end as usize).chain([folded.units.len()]);
    let mut start = 0;
    for end in ends {
        let line = folded.units.get(start..end).unwrap_or_default();
        start = end;
        let mut is_first = true;
        for piece in line.chunks(PIECE) {
            let mut length = hashes.len();
            hashes.resize(length + piece.len(), 0);
            for &unit in piece {
                // Written in any case and counted if it is one: cheaper than a branch that cannot be foreseen.
                let (hash, _, is_shingle) = cutter.cut(unit);
                if let Some(slot) = hashes.get_mut(length) {
                    *slot = hash | u32::from(is_first);
                    let counts = is_shingle && hash.leading_zeros() >= u32::from(thinned);
                    length += usize::from(counts);
                    is_first &= !counts;
                }
            }
            hashes.truncate(length);
            while hashes.len() > MOST && thinned < 31 {
                thinned += 1;
                thin(&mut hashes, thinned);
            }
        }
    }
    hashes.shrink_to_fit();
    (hashes, thinned)
}

/// Leaves the shingles that are kept when thinned by `digits`.
pub(crate) fn thin(hashes: &mut Vec<u32>, digits: u8) {
    hashes.retain(|hash| hash.leading_zeros() >= u32::from(digits));
}

/// The hash of a shingle without its flag.
pub(crate) fn bare(flagged: u32) -> u32 {
    flagged & !1
}

/// Whether a shingle is the first of a line.
pub(crate) fn begins_line(flagged: u32) -> bool {
    flagged & 1 == 1
}

/// Finds where shingles are in a text that comes piece by piece.
#[derive(Default)]
pub(crate) struct Positions {
    cutter: Cutter,
    /// Units so far.
    units: usize,
}

impl Positions {
    /// Visits the shingles that end in the next piece of the text: where each is, in units of the folded text, and its hash.
    pub(crate) fn visit(&mut self, piece: &str, mut visit: impl FnMut(Range<usize>, u32)) {
        for &unit in &fold(piece).units {
            self.units += 1;
            let (hash, units, is_shingle) = self.cutter.cut(unit);
            if is_shingle {
                visit(self.units - units..self.units, hash);
            }
        }
    }
}

/// Cuts folded text into shingles.
#[derive(Default)]
struct Cutter {
    /// The last units.
    window: u128,
    /// How many units there were, as far as that matters.
    count: usize,
}

impl Cutter {
    /// Takes the next unit: the hash of the shingle that ends in it, its units, and whether it counts.
    ///
    /// Half of those that end in a letter are left out, always the same ones: letters are many and say little each.
    #[inline]
    fn cut(&mut self, unit: Unit) -> (u32, usize, bool) {
        let unit = u16::from_le_bytes(unit);
        self.window = self.window << 16 | u128::from(unit);
        self.count = (self.count + 1).min(LETTERS);
        let near = self.window as u64;
        if unit >= FIRST_IDEOGRAPH {
            (bare(mix(near & 0xffff_ffff_ffff) as u32), IDEOGRAPHS, self.count >= IDEOGRAPHS)
        } else {
            let far = (self.window >> 64) as u64 & 0xffff_ffff;
            let hash = mix(near ^ far.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            (bare(hash as u32), LETTERS, self.count >= LETTERS && hash >> 63 == 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<u32> {
        shingles(&fold(text)).0.into_iter().map(bare).collect()
    }

    #[test]
    fn layout_does_not_matter() {
        assert_eq!(of("江 南 好， 风景\n旧曾谙。"), of("江南好,風景舊曾諳"));
        assert_eq!((of("江南好风景").len(), of("江南").len()), (3, 0));
        assert_eq!(of("Over the Hills"), of("overthe, hills"));
        let (mut positions, mut ranges) = (Positions::default(), Vec::new());
        ["江", "南，好", "", "风景"].iter().for_each(|piece| positions.visit(piece, |range, _| ranges.push(range)));
        assert_eq!(ranges, [0..3, 1..4, 2..5]);
    }

    #[test]
    fn lines_are_flagged() {
        let flags: Vec<bool> = shingles(&fold("江南好\n\n风景旧\n。\n曾谙")).0.into_iter().map(begins_line).collect();
        assert_eq!(flags, [true, true, false, false, true, false]);
    }

    #[test]
    fn long_texts_are_thinned() {
        let scramble = |i: u32| char::from_u32(0x4e00 + (i.wrapping_mul(0x9e37_79b1) >> 8) % 20_000);
        let text: String = (0..2_000_000).filter_map(scramble).collect();
        let (hashes, thinned) = shingles(&fold(&text));
        assert!(thinned > 0 && hashes.len() <= MOST);
        assert!(hashes.iter().all(|hash| hash.leading_zeros() >= u32::from(thinned)));
    }
}
