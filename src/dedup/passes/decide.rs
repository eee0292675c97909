//! Deciding: what copies, clusters and benchmarks together say of each document.

use std::io;

use crate::dedup::decision::Match;
use crate::dedup::files::{
    CLUSTERS, CONTAMINATED, COPIES, Clusters, EDGES, Edge, RANKING, Ranking, VERDICTS, Verdict, Verdicts,
};
use crate::dedup::kind::DuplicateKind;
use crate::dedup::options::Containment;
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::Records;

/// See the module.
pub(crate) static DECIDE: Pass = Pass {
    name: "decide",
    about: "say of each document whether it is like a better one, and how",
    parts: By::Whole,
    reads: &[&COPIES, &CONTAMINATED, &RANKING, &EDGES, &CLUSTERS],
    writes: &[&VERDICTS],
};

/// Decides about the documents that are in the cluster of another one.
pub(crate) fn decide_near(
    ranking: &Ranking,
    edges: &Records<3>,
    clusters: &Clusters,
    contained: Containment,
    verdicts: &mut Verdicts,
) -> io::Result<()> {
    for edge in edges.iter() {
        let edge = Edge::from_record(edge?);
        if clusters.holds(&edge) {
            let stays = edge.kind == DuplicateKind::Contained && contained == Containment::Mark;
            let [first, second] = [edge.first, edge.second].map(|rank| ranking.document(rank));
            verdicts.set(second, Verdict { kept: first, kind: edge.kind, similarity: edge.similarity, stays });
        }
    }
    Ok(())
}

/// Decides about the documents with the text of a better one, about which all is decided.
pub(crate) fn decide_copies(copies: &Records<2>, verdicts: &mut Verdicts) -> io::Result<()> {
    for copy in copies.iter() {
        let [numbers, same] = copy?;
        let (number, leader) = ((numbers >> 32) as u32, numbers as u32);
        let kind = if same == 1 { DuplicateKind::ExactBytes } else { DuplicateKind::ExactText };
        verdicts.copy(number, leader, kind);
    }
    Ok(())
}

/// Decides about the documents that hold a question of a benchmark.
pub(crate) fn decide_contaminated(contaminated: &[(u32, Match)], verdicts: &mut Verdicts) {
    for (number, found) in contaminated {
        let verdict = Verdict { kept: found.kept, kind: found.kind, similarity: found.similarity, stays: false };
        verdicts.set(*number, verdict);
    }
}
