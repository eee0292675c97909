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
pub(crate) fn sketch(shingles: impl Iterator<Item = u32> + Clone) -> [u32; WIDTH] {
    let mut bins = [u32::MAX; WIDTH];
    for round in 0..ROUNDS {
        let seed = u64::from(round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for shingle in shingles.clone() {
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

/// What stays in memory of a sketch: four bits of each number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Digest([u64; WIDTH / 16]);

impl Digest {
    /// The digest of a sketch.
    pub(crate) fn new(sketch: &[u32; WIDTH]) -> Self {
        let mut words = [0; WIDTH / 16];
        for (word, values) in words.iter_mut().zip(sketch.chunks(16)) {
            *word = values.iter().fold(0, |word, &value| word << 4 | mix(value.into()) & 15);
        }
        Self(words)
    }

    /// Estimate of the Jaccard resemblance of two sets (b-bit minwise hashing, Li and König 2010).
    pub(crate) fn resemblance(&self, other: &Self) -> f32 {
        let mut agree = 0;
        for (a, b) in self.0.iter().zip(&other.0) {
            let mut differ = a ^ b;
            differ |= differ >> 2;
            differ |= differ >> 1;
            agree += (!differ & 0x1111_1111_1111_1111).count_ones();
        }
        let chance = 1.0 / 16.0;
        (agree as f32 / WIDTH as f32 - chance) / (1.0 - chance)
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
        let set = |from: u64, to: u64| (from..to).map(|i| mix(i) as u32);
        for (size, shared) in [(2000, 1000), (300, 200), (60, 30)] {
            let (a, b) = (sketch(set(0, size)), sketch(set(size - shared, 2 * size - shared)));
            let agree = a.iter().zip(&b).filter(|(a, b)| a == b).count() as f64 / WIDTH as f64;
            let jaccard = shared as f64 / (2 * size - shared) as f64;
            assert!((agree - jaccard).abs() < 0.15, "{size} {shared}: {agree} for {jaccard}");
            let digest = f64::from(Digest::new(&a).resemblance(&Digest::new(&b)));
            assert!((digest - agree).abs() < 0.1, "{digest} for {agree}");
        }
    }
}
