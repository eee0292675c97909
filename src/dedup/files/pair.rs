//! Pairs of documents that are worth comparing.

use crate::dedup::pass::{By, File};
use crate::dedup::store::Record;

/// Pairs to be compared.
pub(crate) static PAIRS: File = File {
    name: "pairs",
    record: "rank of the better document; rank of the other, and whether their sketches link them (lowest bit)",
    parted: By::Key("pair"),
    sorted: "pair",
};
/// Pairs that were compared already.
pub(crate) static COMPARED: File =
    File { name: "compared", record: PAIRS.record, parted: By::Key("pair"), sorted: "pair" };
/// Linked pairs by the component that they are of.
pub(crate) static COMPONENTS: File = File {
    name: "components",
    record: "best rank of the component; the pair",
    parted: By::Key("component"),
    sorted: "component, pair",
};
/// Pairs to be compared when the clusters are known.
pub(crate) static RECHECKS: File =
    File { name: "rechecks", record: PAIRS.record, parted: By::Key("pair"), sorted: "pair" };

/// Two documents by rank, the better one first, and whether their sketches are so alike that they link them into a
/// component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) first: u32,
    pub(crate) second: u32,
    pub(crate) linked: bool,
}

impl Pair {
    /// As a record. Pairs have the order of their records.
    pub(crate) fn record(self) -> Record<1> {
        [u64::from(self.first) << 32 | u64::from(self.second) << 1 | u64::from(self.linked)]
    }

    /// From a record.
    pub(crate) fn from_record([pair]: Record<1>) -> Self {
        Self { first: (pair >> 32) as u32, second: pair as u32 >> 1, linked: pair & 1 == 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_the_order_of_their_records() {
        let pair = |first, second, linked| Pair { first, second, linked };
        let pairs = [pair(0, 5, true), pair(1, 2, false), pair(1, 2, true), pair(1, u32::MAX >> 1, false)];
        assert!(pairs.is_sorted() && pairs.map(Pair::record).is_sorted());
        assert_eq!(pairs.map(|pair| Pair::from_record(pair.record())), pairs);
    }
}
