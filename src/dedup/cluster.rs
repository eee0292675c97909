//! Clusters: stars of documents around the one that is kept.

use super::compare::Comparison;
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

/// For each rank the edge that ties it to the kept document of its cluster; none for kept documents. `kin` says how many
/// others each is kin to.
///
/// Ranks are taken from the best on: one that belongs to nobody yet is kept, and takes those it has an edge with. Edges
/// of a template family are left out: when a document shares the better part of itself with `template_documents` others
/// which all go on differently, they were filled into one form. `edges` must be sorted by `first`.
///
/// What stands inside several kept documents belongs to the one that it resembles most.
pub(crate) fn stars(kin: &[u16], edges: &[Edge], options: &Options) -> Vec<Option<Edge>> {
    let mut partial: Vec<u32> = kin.iter().copied().map(u32::from).collect();
    for edge in edges.iter().filter(|edge| edge.own == Own::Passages) {
        for rank in [edge.first, edge.second] {
            if let Some(degree) = partial.get_mut(rank as usize) {
                *degree += 1;
            }
        }
    }
    let crowd = match options.template_documents {
        0 => u32::MAX,
        least => least.saturating_sub(1).max(1),
    };
    let is_family = |rank: u32| partial.get(rank as usize).is_some_and(|&degree| degree >= crowd);

    let is_form = |edge: &&Edge| edge.own > Own::Nothing && (is_family(edge.first) || is_family(edge.second));

    let mut owner: Vec<Option<Edge>> = vec![None; kin.len()];
    let mut owns = vec![false; kin.len()];
    for edge in edges.iter().filter(|edge| !is_form(edge)) {
        let (first, second) = (edge.first as usize, edge.second as usize);
        if owner[first].is_none() && owner[second].is_none() && !owns[second] {
            owner[second] = Some(*edge);
            owns[first] = true;
        }
    }
    for edge in edges.iter().filter(|edge| !is_form(edge) && owns[edge.first as usize]) {
        let found = &mut owner[edge.second as usize];
        if found.is_some_and(|found| found.kind == Kind::Contained && found.jaccard < edge.jaccard) {
            *found = Some(*edge);
        }
    }
    owner
}

/// Pairs still to be compared: a document with the kept one of a cluster to whose other members it has edges.
pub(crate) fn second_looks(edges: &[Edge], owners: &[Option<Edge>]) -> Vec<(u32, u32)> {
    let kept = |rank: u32| owners.get(rank as usize).and_then(Option::as_ref).map_or(rank, |edge| edge.first);
    let mut pairs = Vec::new();
    for edge in edges {
        let (first, second) = (kept(edge.first), kept(edge.second));
        if first != second {
            let looks = [(first, edge.second), (second, edge.first), (first, second)];
            pairs.extend(looks.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
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

    fn owners(count: usize, edges: &[Edge]) -> Vec<Option<u32>> {
        stars(&vec![0; count], edges, &Options::default()).iter().map(|owner| owner.map(|edge| edge.first)).collect()
    }

    #[test]
    fn a_chain_does_not_become_one_cluster() {
        let edges = [edge(0, 1, false), edge(1, 2, false), edge(2, 3, false)];
        assert_eq!(owners(4, &edges), [None, Some(0), None, Some(2)]);
        let stars = stars(&[0; 4], &edges, &Options::default());
        assert_eq!(second_looks(&edges, &stars), [(0, 2), (1, 2)]);
    }

    #[test]
    fn an_excerpt_belongs_to_what_it_resembles_most() {
        let contained = |first, second, jaccard| Edge { kind: Kind::Contained, jaccard, ..edge(first, second, false) };
        let edges = [contained(0, 2, 0.2), edge(0, 3, false), contained(1, 2, 0.5), edge(1, 4, false)];
        assert_eq!(owners(5, &edges), [None, None, Some(1), Some(0), Some(1)]);
    }

    #[test]
    fn texts_filled_into_one_form_are_not_duplicates() {
        let all = |count: u32, partial| {
            let pairs = (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)));
            pairs.map(|(a, b)| edge(a, b, partial)).collect::<Vec<_>>()
        };
        assert_eq!(owners(6, &all(6, true)), [None; 6]);
        assert_eq!(owners(3, &all(3, true)), [None, Some(0), Some(0)]);
        assert_eq!(owners(6, &all(6, false))[1..], [Some(0); 5]);
        let little = Edge { own: Own::Little, ..edge(0, 1, false) };
        assert!(stars(&[0, 0], &[little], &Options::default())[1].is_some());
        assert!(stars(&[4, 0], &[little], &Options::default())[1].is_none());
    }
}
