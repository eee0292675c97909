//! Which pairs of neighbouring letters a text has.

use crate::text::is_letter_or_digit;

/// Characters of a text that are looked at.
const LOOK: usize = 600;

/// Bits in a set; a power of two.
const BITS: usize = 1 << 16;

/// The pairs of neighbouring letters of a text, as a set of bits in which few pairs share a bit.
pub(super) struct BigramSet {
    bits: Vec<u64>,
}

impl Default for BigramSet {
    fn default() -> Self {
        Self { bits: vec![0; BITS / 64] }
    }
}

impl BigramSet {
    /// Adds the pairs of `text`.
    pub(super) fn insert(&mut self, text: &str) {
        for bit in bigrams(text) {
            self.bits[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// The share of the pairs of `text` that are in the set.
    pub(super) fn share_of(&self, text: &str) -> f32 {
        let (mut found, mut all) = (0.0, 0.0);
        for bit in bigrams(text) {
            found += (self.bits[bit / 64] >> (bit % 64) & 1) as f32;
            all += 1.0_f32;
        }
        found / all.max(1.0)
    }
}

/// The bits of the pairs among the first characters of `text`.
fn bigrams(text: &str) -> impl Iterator<Item = usize> {
    let letters = text.chars().take(LOOK).filter(|c| is_letter_or_digit(*c));
    let mut before = None;
    letters.filter_map(move |b| before.replace(b).map(|a| (a, b))).map(|(a, b)| {
        let mixed = (a as u32).wrapping_mul(0x9E37_79B1) ^ (b as u32).wrapping_mul(0x85EB_CA77);
        (mixed >> 16) as usize % BITS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_tell_known_text_from_new() {
        let mut set = BigramSet::default();
        set.insert("渡口的船夫每天清晨摇着小船过江");
        assert!(set.share_of("小船过江") > 0.99);
        assert!(set.share_of("扫码领取优惠") < 0.2);
    }
}
