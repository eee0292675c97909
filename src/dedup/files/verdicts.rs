//! For each document whether it is like a better one.

use crate::dedup::kind::DuplicateKind;
use crate::dedup::pass::{By, File};
use crate::dedup::store::Bits;

/// Documents that are like a better one.
pub(crate) static VERDICTS: File = File {
    name: "verdicts",
    record: "better document, kind and whether it stays, similarity; whether others belong to it",
    parted: By::Whole,
    sorted: "document",
};

/// That a document is like another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verdict {
    /// The better one.
    pub(crate) kept: u32,
    pub(crate) kind: DuplicateKind,
    pub(crate) similarity: f32,
    /// Whether it is kept all the same, in the cluster of the other.
    pub(crate) stays: bool,
}

/// For each document whether it is like a better one: nine bytes of each.
pub(crate) struct Verdicts {
    kept: Vec<u32>,
    /// Number of the kind from 1, and [`STAYS`]; 0 for documents that are like none.
    kinds: Vec<u8>,
    similarities: Vec<f32>,
    /// Documents that others belong to.
    owns: Bits,
}

const STAYS: u8 = 0x80;

impl Verdicts {
    /// Nothing is decided yet about `count` documents.
    pub(crate) fn new(count: u32) -> Self {
        let count = count as usize;
        Self {
            kept: vec![0; count],
            kinds: vec![0; count],
            similarities: vec![0.0; count],
            owns: Bits::new(count.next_power_of_two().max(64)),
        }
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> u32 {
        self.kept.len() as u32
    }

    /// Decides about `number`.
    pub(crate) fn set(&mut self, number: u32, verdict: Verdict) {
        let place = number as usize;
        let kind = DuplicateKind::ALL.iter().position(|&kind| kind == verdict.kind).unwrap_or(0) as u8 + 1;
        let slots = (self.kept.get_mut(place), self.kinds.get_mut(place), self.similarities.get_mut(place));
        if let (Some(kept), Some(kinds), Some(similarity)) = slots {
            (*kept, *similarity) = (verdict.kept, verdict.similarity);
            *kinds = kind | if verdict.stays { STAYS } else { 0 };
        }
        if let Some(cluster) = self.cluster(number) {
            self.owns.set(cluster as usize);
        }
    }

    /// Decides about a document with the text of `leader`, about which all is decided.
    pub(crate) fn copy(&mut self, number: u32, leader: u32, kind: DuplicateKind) {
        let own = Verdict { kept: leader, kind, similarity: 1.0, stays: false };
        self.set(number, self.get(leader).filter(|verdict| !verdict.stays).unwrap_or(own));
    }

    fn get(&self, number: u32) -> Option<Verdict> {
        let place = number as usize;
        let flags = *self.kinds.get(place)?;
        let kind = *DuplicateKind::ALL.get(usize::from(flags & !STAYS).checked_sub(1)?)?;
        let (kept, similarity) = (*self.kept.get(place)?, *self.similarities.get(place)?);
        Some(Verdict { kept, kind, similarity, stays: flags & STAYS != 0 })
    }

    /// Why a document is a duplicate, if it is one.
    pub(crate) fn duplicate(&self, number: u32) -> Option<Verdict> {
        self.get(number).filter(|verdict| !verdict.stays)
    }

    /// Whether a document is a duplicate.
    pub(crate) fn is_dropped(&self, number: u32) -> bool {
        self.duplicate(number).is_some()
    }

    /// The kept document of the cluster of `number`, if there is a cluster.
    pub(crate) fn cluster(&self, number: u32) -> Option<u32> {
        match self.get(number) {
            Some(Verdict { kind: DuplicateKind::Contaminated, .. }) => None,
            Some(Verdict { kept, .. }) => Some(self.get(kept).map_or(kept, |above| above.kept)),
            None => self.owns.holds(number as usize).then_some(number),
        }
    }
}
