//! Pairs of documents that were compared and found alike.

use crate::dedup::kind::DuplicateKind;
use crate::dedup::pass::{By, File};
use crate::dedup::store::Record;

/// Pairs that were found alike.
pub(crate) static EDGES: File = File {
    name: "edges",
    record: "ranks of the better document and of the other; kind, and what either has of its own; similarity and resemblance",
    parted: By::Key("pair"),
    sorted: "pair",
};

/// Two documents that were compared and found alike, by rank; `first` is the better one, or holds the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) first: u32,
    pub(crate) second: u32,
    pub(crate) kind: DuplicateKind,
    pub(crate) similarity: f32,
    /// Jaccard resemblance: shared shingles among all.
    pub(crate) jaccard: f32,
    /// What either has of its own at least.
    pub(crate) own: OwnText,
}

/// How much of a text another one does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OwnText {
    /// Nothing but words here and there.
    Nothing,
    /// A little, such as another title; or one has passages of its own and the other has not.
    Little,
    /// Passages.
    Passages,
}

/// Resemblance from which a document is absorbed by a better one.
const ABSORBED: f32 = 0.8;

impl Edge {
    /// As a record. Records have the order of documents.
    pub(crate) fn record(self) -> Record<3> {
        let kinds = DuplicateKind::ALL.iter().position(|&kind| kind == self.kind).unwrap_or(0) as u64;
        let shares = u64::from(self.similarity.to_bits()) << 32 | u64::from(self.jaccard.to_bits());
        [u64::from(self.first) << 32 | u64::from(self.second), kinds << 8 | self.own as u64, shares]
    }

    /// From a record.
    pub(crate) fn from_record([pair, kinds, shares]: Record<3>) -> Self {
        let own = [OwnText::Nothing, OwnText::Little, OwnText::Passages];
        Self {
            first: (pair >> 32) as u32,
            second: pair as u32,
            kind: DuplicateKind::ALL.get((kinds >> 8) as usize).copied().unwrap_or(DuplicateKind::Near),
            similarity: f32::from_bits((shares >> 32) as u32),
            jaccard: f32::from_bits(shares as u32),
            own: own.get(kinds as usize & 255).copied().unwrap_or(OwnText::Passages),
        }
    }

    /// Whether the second document is so like the first that it is absorbed: whatever is like it is like the better one,
    /// and need not be compared with both.
    pub(crate) fn absorbs(&self) -> bool {
        self.kind == DuplicateKind::Near && self.similarity >= ABSORBED && self.own < OwnText::Passages
    }
}
