//! Sets of shingles, by which those of another document are looked for.

use std::ops::Range;

/// A set of shingles: one bit each, found by some digits of the hash. Most sets stay in the nearest caches.
#[derive(Default)]
pub(super) struct Set {
    words: Vec<u64>,
    /// Words that are not 0.
    used: Vec<u32>,
}

/// Places of a set for each shingle in it, so that one shingle in so many at most is found which is not there; fewest and
/// most places.
const SPARSE: usize = 512;
const PLACES: Range<usize> = 1 << 19..1 << 26;

impl Set {
    /// Empties the set and makes it large enough for `count` shingles.
    pub(super) fn clear(&mut self, count: usize) {
        let size = (SPARSE * count).next_power_of_two().clamp(PLACES.start, PLACES.end) / 64;
        if self.words.len() == size {
            for word in self.used.drain(..) {
                if let Some(word) = self.words.get_mut(word as usize) {
                    *word = 0;
                }
            }
        } else {
            self.words.clear();
            self.words.resize(size, 0);
            self.used.clear();
        }
    }

    /// Adds a shingle.
    pub(super) fn insert(&mut self, shingle: u32) {
        let place = self.place(shingle);
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
            self.used.push(place as u32 / 64);
        }
    }

    /// The lowest bit of a hash flags lines.
    fn place(&self, shingle: u32) -> usize {
        (shingle >> 1) as usize & (self.words.len() * 64).wrapping_sub(1)
    }

    /// Puts into `hits` which of `shingles` are in the set, a bit each.
    pub(super) fn look(&self, shingles: &[u32], hits: &mut Vec<u64>) {
        hits.clear();
        hits.extend(shingles.chunks(64).map(|shingles| {
            shingles.iter().rev().fold(0, |hits, &shingle| hits << 1 | u64::from(self.holds(shingle)))
        }));
    }

    /// Whether a shingle is in the set, or one that has its place.
    #[inline]
    pub(super) fn holds(&self, shingle: u32) -> bool {
        let place = self.place(shingle);
        let word = self.words.get(place / 64).copied().unwrap_or_default();
        (word >> (place % 64)) & 1 == 1
    }
}
