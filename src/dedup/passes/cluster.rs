//! Clustering: which document is kept of those that are alike.
//!
//! A cluster is a star: every member has been compared with the kept document itself, so that unlike documents cannot be
//! chained together.

use std::io;

use crate::dedup::files::{CLUSTERS, Clusters, EDGES, Edge, FORMS, Forms, OwnText, Pair, RECHECKS};
use crate::dedup::kind::DuplicateKind;
use crate::dedup::options::Options;
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::{Records, Sorter};

/// See the module.
pub(crate) static CLUSTER: Pass = Pass {
    name: "cluster",
    about: "take the best document that is in no cluster, and all that it has an edge with",
    parts: By::Whole,
    reads: &[&EDGES, &FORMS],
    writes: &[&CLUSTERS, &RECHECKS],
};

/// Ranks are taken from the best on: one that belongs to no other yet is kept, and takes those it has an edge with. Edges
/// of a form family are left out: when a document shares the better part of itself with `template_documents` others
/// which all go on differently, they were filled into one form. `edges` are sorted.
///
/// What is part of several kept documents belongs to the one that it resembles most.
pub(crate) fn cluster(forms: &Forms, edges: &Records<3>, options: &Options) -> io::Result<Clusters> {
    let families = FormFamilies::new(forms, edges, options)?;
    let count = forms.len();
    let mut stars = Stars { kept: (0..count as u32).collect(), weights: vec![0.0; count] };
    for edge in edges.iter() {
        let edge = Edge::from_record(edge?);
        if !families.have(&edge) {
            stars.join(&edge);
        }
    }
    for edge in edges.iter() {
        let edge = Edge::from_record(edge?);
        if !families.have(&edge) {
            stars.rejoin(&edge);
        }
    }
    Ok(Clusters::new(stars.kept))
}

/// Pairs still to be compared: a document with the kept one of a cluster to whose other members it has edges.
pub(crate) fn recheck(clusters: &Clusters, edges: &Records<3>, pairs: &mut Sorter<1>) -> io::Result<()> {
    for edge in edges.iter() {
        let edge = Edge::from_record(edge?);
        let (first, second) = (clusters.kept(edge.first), clusters.kept(edge.second));
        if first != second {
            for (a, b) in [(first, edge.second), (second, edge.first), (first, second)] {
                if a != b {
                    pairs.push(Pair { first: a.min(b), second: a.max(b), linked: false }.record())?;
                }
            }
        }
    }
    Ok(())
}

/// Documents that were filled into one form with others.
struct FormFamilies {
    forms: Forms,
    /// Others that make a family of a document.
    least: u32,
}

impl FormFamilies {
    fn new(forms: &Forms, edges: &Records<3>, options: &Options) -> io::Result<Self> {
        let mut forms = forms.clone();
        for edge in edges.iter() {
            let edge = Edge::from_record(edge?);
            if edge.own == OwnText::Passages {
                forms.count(edge.first);
                forms.count(edge.second);
            }
        }
        let least = match options.template_documents {
            0 => u32::MAX,
            least => least.saturating_sub(1).max(1),
        };
        Ok(Self { forms, least })
    }

    /// Whether two documents are alike by their form alone.
    fn have(&self, edge: &Edge) -> bool {
        let is_family = |rank| self.forms.of(rank) >= self.least;
        edge.own > OwnText::Nothing && (is_family(edge.first) || is_family(edge.second))
    }
}

/// Clusters while they are made.
struct Stars {
    /// For each rank the kept document of its cluster.
    kept: Vec<u32>,
    /// Of kept documents with others: 1. Of contained ones: their resemblance to the document that is kept.
    weights: Vec<f32>,
}

impl Stars {
    /// Puts the second document of `edge` into the cluster of the first if both belong to no other.
    fn join(&mut self, edge: &Edge) {
        let is_own = |rank: u32| self.kept.get(rank as usize) == Some(&rank);
        if is_own(edge.first) && is_own(edge.second) && !self.has_others(edge.second) {
            if let Some(weight) = self.weights.get_mut(edge.first as usize) {
                *weight = 1.0;
            }
            self.put(edge);
        }
    }

    /// Puts the second document of `edge` into the cluster of the first if it resembles that more than the kept document of
    /// its own cluster.
    fn rejoin(&mut self, edge: &Edge) {
        let kept = |rank: u32| self.kept.get(rank as usize).copied().unwrap_or(rank);
        let weight = self.weights.get(edge.second as usize).copied().unwrap_or_default();
        let is_kept = kept(edge.first) == edge.first && self.has_others(edge.first);
        if is_kept && kept(edge.second) != edge.second && weight < edge.jaccard {
            self.put(edge);
        }
    }

    fn has_others(&self, rank: u32) -> bool {
        self.weights.get(rank as usize).is_some_and(|&weight| weight > 0.0)
    }

    fn put(&mut self, edge: &Edge) {
        let place = edge.second as usize;
        if let (Some(kept), Some(weight)) = (self.kept.get_mut(place), self.weights.get_mut(place)) {
            *kept = edge.first;
            *weight = if edge.kind == DuplicateKind::Contained { edge.jaccard } else { 1.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(first: u32, second: u32, partial: bool) -> Edge {
        Edge {
            first,
            second,
            kind: DuplicateKind::Near,
            similarity: 0.9,
            jaccard: 0.9,
            own: if partial { OwnText::Passages } else { OwnText::Nothing },
        }
    }

    fn records(edges: &[Edge]) -> Records<3> {
        let mut records = Records::new(&std::env::temp_dir(), 1 << 10);
        edges.iter().for_each(|edge| records.push(edge.record()).unwrap());
        assert!(records.iter().map(|record| Edge::from_record(record.unwrap())).eq(edges.iter().copied()));
        records
    }

    fn clusters(forms: &[u16], edges: &[Edge]) -> Clusters {
        cluster(&forms.into(), &records(edges), &Options::default()).unwrap()
    }

    fn kept(count: usize, edges: &[Edge]) -> Vec<u32> {
        clusters(&vec![0; count], edges).all().to_vec()
    }

    #[test]
    fn a_chain_does_not_become_one_cluster() {
        let edges = [edge(0, 1, false), edge(1, 2, false), edge(2, 3, false)];
        assert_eq!(kept(4, &edges), [0, 0, 2, 2]);
        let mut pairs = Sorter::new(&std::env::temp_dir(), 0);
        recheck(&clusters(&[0; 4], &edges), &records(&edges), &mut pairs).unwrap();
        let mut pairs: Vec<_> = pairs.sorted().unwrap().map(|pair| Pair::from_record(pair.unwrap())).collect();
        pairs.dedup();
        assert_eq!(pairs.iter().map(|pair| (pair.first, pair.second)).collect::<Vec<_>>(), [(0, 2), (1, 2)]);
    }

    #[test]
    fn an_excerpt_belongs_to_what_it_resembles_most() {
        let contained =
            |first, second, jaccard| Edge { kind: DuplicateKind::Contained, jaccard, ..edge(first, second, false) };
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
        let little = Edge { own: OwnText::Little, ..edge(0, 1, false) };
        assert_eq!(clusters(&[0, 0], &[little]).kept(1), 0);
        assert_eq!(clusters(&[4, 0], &[little]).kept(1), 1);
    }
}
