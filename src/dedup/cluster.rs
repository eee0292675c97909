//! Clusters: stars of documents around the one that is kept.

use std::io;

use super::compare::Comparison;
use super::meeting::Pair;
use super::sort::{Record, Records, Sorter};
use super::{Containment, Kind, Options};

/// Two documents that were compared and found alike, by rank; `first` is the better one, or holds the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) first: u32,
    pub(crate) second: u32,
    pub(crate) kind: Kind,
    pub(crate) similarity: f32,
    /// Jaccard resemblance: shared shingles among all.
    pub(crate) jaccard: f32,
    /// What either has of its own at least.
    pub(crate) own: Own,
}

/// How much of a text another one does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Own {
    /// Nothing but words here and there.
    Nothing,
    /// A little, such as another title; or one has passages of its own and the other has not.
    Little,
    /// Passages: more than [`HEADLINE`] shingles and a share of [`PASSAGES`].
    Passages,
}

/// Shingles in the longest title, or so.
const HEADLINE: u32 = 30;
const PASSAGES: f32 = 0.05;
/// Share of a text from which a passage that only it has may be what was filled into a form; a shorter text of which it
/// has less is an excerpt.
const FORM: f32 = 0.7;

impl Edge {
    /// As a record. Records have the order of documents.
    pub(crate) fn record(self) -> Record<3> {
        let kinds = Kind::ALL.iter().position(|&kind| kind == self.kind).unwrap_or(0) as u64;
        let shares = u64::from(self.similarity.to_bits()) << 32 | u64::from(self.jaccard.to_bits());
        [u64::from(self.first) << 32 | u64::from(self.second), kinds << 8 | self.own as u64, shares]
    }

    /// From a record.
    pub(crate) fn from_record([pair, kinds, shares]: Record<3>) -> Self {
        let own = [Own::Nothing, Own::Little, Own::Passages];
        Self {
            first: (pair >> 32) as u32,
            second: pair as u32,
            kind: Kind::ALL.get((kinds >> 8) as usize).copied().unwrap_or(Kind::Near),
            similarity: f32::from_bits((shares >> 32) as u32),
            jaccard: f32::from_bits(shares as u32),
            own: own.get(kinds as usize & 255).copied().unwrap_or(Own::Passages),
        }
    }

    /// The edge that a comparison makes, if it makes one.
    pub(crate) fn new(first: u32, second: u32, found: Comparison, options: &Options) -> Option<Self> {
        let least = found.first.min(found.second);
        let (kind, similarity) = if least >= options.resemblance {
            (Kind::Near, found.jaccard)
        } else if found.second >= options.containment && options.contained != Containment::Keep {
            (Kind::Contained, found.second)
        } else {
            return None;
        };
        let goes_on = |own: u32, share: f32| own > HEADLINE && share < 1.0 - PASSAGES;
        let own = match found.own {
            own if goes_on(own, found.first.max(found.second)) => Own::Passages,
            0..8 if least < FORM || !goes_on(found.most, least) => Own::Nothing,
            _ => Own::Little,
        };
        Some(Self { first, second, kind, similarity, jaccard: found.jaccard, own })
    }
}

/// Share of [`Options::resemblance`] from which two documents that are not alike enough may still be of one form.
const KIN: f32 = 0.75;

/// Whether two documents that make no edge share so much, and go on so differently, that both may be filled into one
/// form.
pub(crate) fn is_kin(found: &Comparison, options: &Options) -> bool {
    found.own > HEADLINE && found.first.min(found.second) >= KIN * options.resemblance
}

/// The least share of its second document in shared passages that can make an edge or kin.
pub(crate) fn least_share(options: &Options) -> f32 {
    (KIN * options.resemblance).min(options.containment)
}

/// For each rank the document that is kept of its cluster: itself, when it is kept.
pub(crate) struct Stars {
    kept: Vec<u32>,
}

impl Stars {
    /// Ranks are taken from the best on: one that belongs to nobody yet is kept, and takes those it has an edge with. Edges
    /// of a template family are left out: when a document shares the better part of itself with `template_documents` others
    /// which all go on differently, they were filled into one form. `kin` says how many others each is kin to; `edges` are
    /// sorted.
    ///
    /// What stands inside several kept documents belongs to the one that it resembles most.
    pub(crate) fn new(kin: &[u16], edges: &Records<3>, options: &Options) -> io::Result<Self> {
        let mut partial = kin.to_vec();
        for edge in edges.iter().map(|edge| edge.map(Edge::from_record)) {
            let edge = edge?;
            if edge.own == Own::Passages {
                for rank in [edge.first, edge.second] {
                    if let Some(degree) = partial.get_mut(rank as usize) {
                        *degree = degree.saturating_add(1);
                    }
                }
            }
        }
        let crowd = match options.template_documents {
            0 => u32::MAX,
            least => least.saturating_sub(1).max(1),
        };
        let is_family = |rank: u32| partial.get(rank as usize).is_some_and(|&degree| u32::from(degree) >= crowd);
        let is_form = |edge: &Edge| edge.own > Own::Nothing && (is_family(edge.first) || is_family(edge.second));

        let mut kept: Vec<u32> = (0..kin.len() as u32).collect();
        // Of kept documents with others: 1. Of contained ones: their resemblance to the document that is kept.
        let mut weights = vec![0.0_f32; kin.len()];
        for edge in edges.iter().map(|edge| edge.map(Edge::from_record)) {
            let edge = edge?;
            let (first, second) = (edge.first as usize, edge.second as usize);
            let is_free = |rank: usize| kept.get(rank).is_some_and(|&kept| kept as usize == rank);
            let owns = weights.get(second).is_some_and(|&weight| weight > 0.0);
            if !is_form(&edge) && is_free(first) && is_free(second) && !owns {
                kept[second] = edge.first;
                weights[first] = 1.0;
                weights[second] = if edge.kind == Kind::Contained { edge.jaccard } else { 1.0 };
            }
        }
        for edge in edges.iter().map(|edge| edge.map(Edge::from_record)) {
            let edge = edge?;
            let (first, second) = (edge.first as usize, edge.second as usize);
            let owns = kept[first] as usize == first && weights[first] > 0.0;
            if owns && kept[second] as usize != second && weights[second] < edge.jaccard && !is_form(&edge) {
                kept[second] = edge.first;
                weights[second] = if edge.kind == Kind::Contained { edge.jaccard } else { 1.0 };
            }
        }
        Ok(Self { kept })
    }

    /// The document that is kept of the cluster of `rank`.
    pub(crate) fn kept(&self, rank: u32) -> u32 {
        self.kept.get(rank as usize).copied().unwrap_or(rank)
    }

    /// Whether `edge` is the one by which its second document belongs to a cluster.
    pub(crate) fn holds(&self, edge: &Edge) -> bool {
        self.kept(edge.second) == edge.first
    }

    /// Pairs still to be compared: a document with the kept one of a cluster to whose other members it has edges.
    pub(crate) fn second_looks(&self, edges: &Records<3>, pairs: &mut Sorter<1>) -> io::Result<()> {
        for edge in edges.iter().map(|edge| edge.map(Edge::from_record)) {
            let edge = edge?;
            let (first, second) = (self.kept(edge.first), self.kept(edge.second));
            if first != second {
                for (a, b) in [(first, edge.second), (second, edge.first), (first, second)] {
                    if a != b {
                        pairs.push(Pair { first: a.min(b), second: a.max(b), tied: false }.record())?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(first: u32, second: u32, partial: bool) -> Edge {
        Edge {
            first,
            second,
            kind: Kind::Near,
            similarity: 0.9,
            jaccard: 0.9,
            own: if partial { Own::Passages } else { Own::Nothing },
        }
    }

    fn records(edges: &[Edge]) -> Records<3> {
        let mut records = Records::new(&std::env::temp_dir(), 1 << 10);
        edges.iter().for_each(|edge| records.push(edge.record()).unwrap());
        assert!(records.iter().map(|record| Edge::from_record(record.unwrap())).eq(edges.iter().copied()));
        records
    }

    fn stars(kin: &[u16], edges: &[Edge]) -> Stars {
        Stars::new(kin, &records(edges), &Options::default()).unwrap()
    }

    fn kept(count: usize, edges: &[Edge]) -> Vec<u32> {
        stars(&vec![0; count], edges).kept
    }

    #[test]
    fn a_chain_does_not_become_one_cluster() {
        let edges = [edge(0, 1, false), edge(1, 2, false), edge(2, 3, false)];
        assert_eq!(kept(4, &edges), [0, 0, 2, 2]);
        let mut pairs = Sorter::new(&std::env::temp_dir(), 0);
        stars(&[0; 4], &edges).second_looks(&records(&edges), &mut pairs).unwrap();
        let mut pairs: Vec<_> = pairs.sorted().unwrap().map(|pair| Pair::from_record(pair.unwrap())).collect();
        pairs.dedup();
        assert_eq!(pairs.iter().map(|pair| (pair.first, pair.second)).collect::<Vec<_>>(), [(0, 2), (1, 2)]);
    }

    #[test]
    fn an_excerpt_belongs_to_what_it_resembles_most() {
        let contained = |first, second, jaccard| Edge { kind: Kind::Contained, jaccard, ..edge(first, second, false) };
        let edges = [contained(0, 2, 0.2), edge(0, 3, false), contained(1, 2, 0.5), edge(1, 4, false)];
        assert_eq!(kept(5, &edges), [0, 1, 1, 0, 1]);
    }

    #[test]
    fn texts_filled_into_one_form_are_not_duplicates() {
        let all = |count: u32, partial| {
            let pairs = (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)));
            pairs.map(|(a, b)| edge(a, b, partial)).collect::<Vec<_>>()
        };
        assert_eq!(kept(6, &all(6, true)), [0, 1, 2, 3, 4, 5]);
        assert_eq!(kept(3, &all(3, true)), [0; 3]);
        assert_eq!(kept(6, &all(6, false)), [0; 6]);
        let little = Edge { own: Own::Little, ..edge(0, 1, false) };
        assert_eq!(stars(&[0, 0], &[little]).kept(1), 0);
        assert_eq!(stars(&[4, 0], &[little]).kept(1), 1);
    }
}
