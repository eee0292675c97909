//! Seeds: the hashes of some letters in a row, of which a sample is taken by content, so that both copies of a text
//! sample the same places.

use crate::text::Letter;

/// Han characters in a seed. Of an alphabet, whose letters say less, twice as many.
pub(super) const SEED: usize = 16;

/// First letter that is no letter of an alphabet.
const FIRST_IDEOGRAPH: Letter = 0x2E80;

/// The hash of the last letters: each one pushes the oldest out by some bits, as in the gear hash (Xia et al. 2014,
/// "Ddelta"), so that nothing has to be looked up again.
#[inline]
pub(super) fn roll(hash: u64, letter: Letter) -> u64 {
    const BITS: u32 = u64::BITS / SEED as u32;
    let spread = u64::from(letter).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let rest = if letter < FIRST_IDEOGRAPH { hash << (BITS / 2) } else { hash << BITS };
    rest.wrapping_add(spread ^ (spread >> 32))
}

/// The bound below which one hash in `every` lies, or in the power of two before it.
#[inline]
pub(super) fn limit(every: usize) -> u64 {
    u64::MAX >> every.max(1).ilog2()
}
