//! Sketches: a few numbers that agree between two sets about as often as the sets overlap.

use std::borrow::Cow;

use crate::dedup::hash::mix;

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
    let mut shingles = Cow::Borrowed(shingles);
    for round in 0..ROUNDS {
        let seed = u64::from(round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for &shingle in &*shingles {
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
        // A long text that leaves bins empty says the same again and again; once is enough for all further rounds.
        if round == 0 {
            let set = shingles.to_mut();
            set.sort_unstable();
            set.dedup();
        }
    }
    bins
}
