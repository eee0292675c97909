//! Sketches: a few numbers that agree between two sets about as often as the sets overlap.

/// Numbers in a sketch.
pub(crate) const WIDTH: usize = 144;

/// Fewest shingles that a sketch says anything about; shorter texts are compared for equality only.
pub(crate) const FEWEST: usize = 24;

/// Rounds after which a sketch is left as it is; no set of [`FEWEST`] shingles comes near it.
const ROUNDS: u32 = 255;

/// Fast similarity sketch of a set (Dahlgaard, Knudsen and Thorup, "Fast Similarity Sketching", FOCS 2017).
///
/// Every round throws each element into one bin, where the least hash wins; later rounds only fill bins still empty.
/// Bins of two sets agree with the probability of their Jaccard resemblance, as with MinHash, at a few hashes an
/// element instead of one a bin.
pub(crate) fn sketch(shingles: &[u32]) -> [u32; WIDTH] {
    let mut bins = [u32::MAX; WIDTH];
    for round in 0..ROUNDS {
        let seed = u64::from(round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for &shingle in shingles {
            let hash = mix(u64::from(shingle) ^ seed);
            let bin = ((hash & 0xffff_ffff) * WIDTH as u64) >> 32;
            // Written in any case: cheaper than a branch that cannot be foreseen.
            if let Some(least) = bins.get_mut(bin as usize) {
                *least = (*least).min(round << 24 | (hash >> 40) as u32);
            }
        }
        if !bins.contains(&u32::MAX) {
            break;
        }
    }
    bins
}

/// Numbers in a digest, and words of it.
const DIGESTED: usize = 120;
const WORDS: usize = DIGESTED.div_ceil(16);

/// What pairs of documents are judged by before they are compared: four bits of most numbers of the sketch, and the
/// length. One line of the cache, as what is looked at in any order should be.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Outline([u64; WORDS]);

impl Outline {
    /// The outline of a text of `length` shingles.
    pub(crate) fn new(sketch: &[u32; WIDTH], length: u32) -> Self {
        let mut words = [0; WORDS];
        for (word, values) in words.iter_mut().zip(sketch[..DIGESTED].chunks(16)) {
            *word = values.iter().fold(0, |word, &value| word << 4 | mix(value.into()) & 15);
        }
        words[WORDS - 1] |= u64::from(length) << 32;
        Self(words)
    }

    /// The outline kept as a record.
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
        (agree as f32 / DIGESTED as f32 - chance) / (1.0 - chance)
    }
}

/// A bijection that spreads the bits (the finaliser of splitmix64).
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_estimates_resemblance() {
        let set = |from: u64, to: u64| (from..to).map(|i| mix(i) as u32).collect::<Vec<_>>();
        for (size, shared) in [(2000, 1000), (300, 200), (60, 30)] {
            let (a, b) = (sketch(&set(0, size)), sketch(&set(size - shared, 2 * size - shared)));
            let agree = a.iter().zip(&b).filter(|(a, b)| a == b).count() as f64 / WIDTH as f64;
            let jaccard = shared as f64 / (2 * size - shared) as f64;
            assert!((agree - jaccard).abs() < 0.15, "{size} {shared}: {agree} for {jaccard}");
            let outlines = [Outline::new(&a, size as u32), Outline::new(&b, 7)];
            assert_eq!(outlines[0].length(), size as u32);
            let digest = f64::from(outlines[0].resemblance(&outlines[1]));
            assert!((digest - agree).abs() < 0.12, "{digest} for {agree}");
        }
    }
}
