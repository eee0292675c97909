//! What comparing says of single documents, by rank.

use crate::dedup::pass::{By, File};

/// Documents that are absorbed.
pub(crate) static ABSORBED: File = File {
    name: "absorbed",
    record: "whether the document of each rank is nearly equal to a better one",
    parted: By::Whole,
    sorted: "rank",
};
/// Documents that share a form.
pub(crate) static FORMS: File = File {
    name: "forms",
    record: "with how many documents that of each rank shares a form without being alike",
    parted: By::Whole,
    sorted: "rank",
};

/// Documents that are absorbed by a better one: they are candidates no more.
pub(crate) struct Absorbed(Vec<bool>);

impl Absorbed {
    /// None of `count` documents.
    pub(crate) fn none(count: usize) -> Self {
        Self(vec![false; count])
    }

    /// Notes that a document is absorbed.
    pub(crate) fn note(&mut self, rank: u32) {
        if let Some(absorbed) = self.0.get_mut(rank as usize) {
            *absorbed = true;
        }
    }

    /// Whether a document is absorbed.
    pub(crate) fn holds(&self, rank: u32) -> bool {
        self.0.get(rank as usize).copied().unwrap_or_default()
    }
}

/// With how many others each document shares a form.
#[derive(Clone)]
pub(crate) struct Forms(Vec<u16>);

impl Forms {
    /// `count` documents that share none.
    pub(crate) fn none(count: usize) -> Self {
        Self(vec![0; count])
    }

    /// Counts one more for the document of `rank`.
    pub(crate) fn count(&mut self, rank: u32) {
        if let Some(count) = self.0.get_mut(rank as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// With how many others the document of `rank` shares a form.
    pub(crate) fn of(&self, rank: u32) -> u32 {
        self.0.get(rank as usize).copied().unwrap_or_default().into()
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
impl From<&[u16]> for Forms {
    fn from(counts: &[u16]) -> Self {
        Self(counts.to_vec())
    }
}
