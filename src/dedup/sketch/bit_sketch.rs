//! Bit sketches: sketches cut to a few bits a number, small enough to be looked at for every candidate.

use super::minhash::WIDTH;
use crate::dedup::hash::mix;

/// Numbers in a bit sketch, and words of it.
const NUMBERS: usize = 120;
const WORDS: usize = NUMBERS.div_ceil(16);

/// What pairs of documents are judged by before they are compared: four bits of most numbers of the sketch, and the
/// length. One line of the cache, as what is looked at in any order should be.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(crate) struct BitSketch([u64; WORDS]);

impl BitSketch {
    /// The bit sketch of a text of `length` shingles.
    pub(crate) fn new(sketch: &[u32; WIDTH], length: u32) -> Self {
        let mut words = [0; WORDS];
        for (word, values) in words.iter_mut().zip(sketch[..NUMBERS].chunks(16)) {
            *word = values.iter().fold(0, |word, &value| word << 4 | mix(value.into()) & 15);
        }
        words[WORDS - 1] |= u64::from(length) << 32;
        Self(words)
    }

    /// One kept as a record.
    pub(crate) fn from_record(record: [u64; WORDS]) -> Self {
        Self(record)
    }

    /// The record to keep.
    pub(crate) fn record(self) -> [u64; WORDS] {
        self.0
    }

    /// Shingles of the text.
    pub(crate) fn length(&self) -> u32 {
        (self.0[WORDS - 1] >> 32) as u32
    }

    /// Estimate of the Jaccard resemblance of two sets (b-bit minwise hashing, Li and König 2010).
    pub(crate) fn resemblance(&self, other: &Self) -> f32 {
        let mut agree = 0;
        for (number, (a, b)) in self.0.iter().zip(&other.0).enumerate() {
            let mut differ = a ^ b;
            differ |= differ >> 2;
            differ |= differ >> 1;
            let numbers = if number + 1 < WORDS { u64::MAX } else { u64::MAX >> 32 };
            agree += (!differ & numbers & 0x1111_1111_1111_1111).count_ones();
        }
        let chance = 1.0 / 16.0;
        (agree as f32 / NUMBERS as f32 - chance) / (1.0 - chance)
    }
}

#[cfg(test)]
mod tests {
    use super::super::minhash::sketch;
    use super::*;

    #[test]
    fn agreement_estimates_resemblance() {
        let set = |from: u64, to: u64| (from..to).map(|i| mix(i) as u32).collect::<Vec<_>>();
        for (size, shared) in [(2000, 1000), (300, 200), (60, 30)] {
            let (a, b) = (sketch(&set(0, size)), sketch(&set(size - shared, 2 * size - shared)));
            let agree = a.iter().zip(&b).filter(|(a, b)| a == b).count() as f64 / WIDTH as f64;
            let jaccard = shared as f64 / (2 * size - shared) as f64;
            assert!((agree - jaccard).abs() < 0.15, "{size} {shared}: {agree} for {jaccard}");
            let bits = [BitSketch::new(&a, size as u32), BitSketch::new(&b, 7)];
            assert_eq!(bits[0].length(), size as u32);
            let estimate = f64::from(bits[0].resemblance(&bits[1]));
            assert!((estimate - agree).abs() < 0.12, "{estimate} for {agree}");
        }
    }
}
