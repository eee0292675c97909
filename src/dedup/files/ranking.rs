//! Documents in the order in which they are preferred.

use crate::dedup::pass::{By, File};

/// What sorts the documents.
pub(crate) static PREFERENCES: File = File {
    name: "preferences",
    record: "preference (four words); document and place; shingles beyond templates",
    parted: By::Document,
    sorted: "preference, document",
};
/// The documents in their order.
pub(crate) static RANKING: File = File {
    name: "ranking",
    record: "document and shingles beyond templates of each rank; rank of each place",
    parted: By::Whole,
    sorted: "rank",
};

/// The documents that are long enough to be sketched, those known before first, then in the order of the settings.
pub(crate) struct Ranking {
    documents: Vec<u32>,
    lengths: Vec<u32>,
    ranks: Vec<u32>,
}

impl Ranking {
    /// Takes the document of each rank, the shingles beyond templates of each rank, and the rank of each place; places are
    /// in the order of documents.
    pub(crate) fn new(documents: Vec<u32>, lengths: Vec<u32>, ranks: Vec<u32>) -> Self {
        Self { documents, lengths, ranks }
    }

    /// Number of ranks.
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The document of `rank`.
    pub(crate) fn document(&self, rank: u32) -> u32 {
        self.documents.get(rank as usize).copied().unwrap_or_default()
    }

    /// Number of shingles of the document of `rank`, templates not counted.
    pub(crate) fn length(&self, rank: u32) -> u32 {
        self.lengths.get(rank as usize).copied().unwrap_or_default()
    }

    /// Rank of each place.
    pub(crate) fn ranks(&self) -> &[u32] {
        &self.ranks
    }
}
