//! Tables of bits.

/// A table of bits, as many as a power of two, found by hash.
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// A table of `count` bits, all unset.
    pub(crate) fn new(count: usize) -> Self {
        Self(vec![0; count / 64])
    }

    /// Sets the bit of `hash`; whether it was not set before.
    pub(crate) fn set(&mut self, hash: usize) -> bool {
        let place = self.place(hash);
        let Some(word) = self.0.get_mut(place) else { return false };
        let bit = 1 << (hash % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Whether the bit of `hash` is set.
    pub(crate) fn holds(&self, hash: usize) -> bool {
        self.0.get(self.place(hash)).is_some_and(|word| (word >> (hash % 64)) & 1 == 1)
    }

    fn place(&self, hash: usize) -> usize {
        (hash / 64) & self.0.len().wrapping_sub(1)
    }
}
