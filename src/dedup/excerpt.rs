//! How an excerpt meets the whole: sketches hardly see it, a passage of both tells more.

use super::bits::Bits;
use super::template::anchors;

/// Shingles of a document that is short: it has few passages, of which more must count.
const SHORT: usize = 128;
/// One shingle in so many begins an anchor of a short document, and one anchor in so many counts in any other.
pub(crate) const SAMPLING: u32 = 10;
const SPARSE: u64 = 4;
/// Bits of the table that knows the anchors of short documents.
const BITS: usize = 1 << 26;

/// The anchors of all short documents, by which longer ones know which of their own may be met.
pub(crate) struct Shorts(Bits);

impl Shorts {
    /// No short documents yet.
    pub(crate) fn new() -> Self {
        Self(Bits::new(BITS))
    }

    /// Notes the anchors of a document if it is short.
    pub(crate) fn note(&mut self, shingles: &[u32]) {
        if shingles.len() <= SHORT {
            for (_, anchor) in anchors(shingles, SAMPLING) {
                self.0.set(anchor as usize);
            }
        }
    }

    /// Whether documents meet by this anchor.
    pub(crate) fn meet_by(&self, anchor: u64) -> bool {
        anchor.is_multiple_of(SPARSE) || self.0.holds(anchor as usize)
    }
}
