//! Which document is kept of each cluster.

use super::edge::Edge;
use crate::dedup::pass::{By, File};

/// The kept document of each cluster.
pub(crate) static CLUSTERS: File = File {
    name: "clusters",
    record: "rank of the kept document of the cluster that each rank is of",
    parted: By::Whole,
    sorted: "rank",
};

/// For each rank the document that is kept of its cluster: itself, when it is kept.
pub(crate) struct Clusters(Vec<u32>);

impl Clusters {
    /// The clusters in which each document has the kept one that is given.
    pub(crate) fn new(kept: Vec<u32>) -> Self {
        Self(kept)
    }

    /// The document that is kept of the cluster of `rank`.
    pub(crate) fn kept(&self, rank: u32) -> u32 {
        self.0.get(rank as usize).copied().unwrap_or(rank)
    }

    /// Whether `edge` is the one by which its second document belongs to a cluster.
    pub(crate) fn holds(&self, edge: &Edge) -> bool {
        self.kept(edge.second) == edge.first
    }

    #[cfg(test)]
    pub(crate) fn all(&self) -> &[u32] {
        &self.0
    }
}
