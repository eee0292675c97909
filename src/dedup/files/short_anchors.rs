//! How an excerpt is compared with the whole: sketches hardly see it, a passage of both tells more.

use crate::dedup::pass::{By, File};
use crate::dedup::store::Bits;
use crate::dedup::summary::anchors;

/// The anchors of short documents.
pub(crate) static SHORT_ANCHORS: File = File {
    name: "short-anchors",
    record: "anchor of a document of few shingles, in a table of bits",
    parted: By::Whole,
    sorted: "anchor",
};

/// Shingles of a document that is short: it has few passages, of which more must count.
const SHORT: usize = 128;
/// One shingle in so many begins an anchor of a short document, and one anchor in so many counts in any other.
pub(crate) const SHORT_SAMPLING: u32 = 10;
const SPARSE: u64 = 4;
/// Bits of the table that knows the anchors of short documents.
const BITS: usize = 1 << 26;

/// The anchors of all short documents, by which longer ones know which of their own make candidates.
pub(crate) struct ShortAnchors(Bits);

impl ShortAnchors {
    /// No short documents yet.
    pub(crate) fn new() -> Self {
        Self(Bits::new(BITS))
    }

    /// Notes the anchors of a document if it is short.
    pub(crate) fn note(&mut self, shingles: &[u32]) {
        if shingles.len() <= SHORT {
            for (_, anchor) in anchors(shingles, SHORT_SAMPLING) {
                self.0.set(anchor as usize);
            }
        }
    }

    /// Whether documents with this anchor are candidates.
    pub(crate) fn nominates(&self, anchor: u64) -> bool {
        anchor.is_multiple_of(SPARSE) || self.0.holds(anchor as usize)
    }
}
