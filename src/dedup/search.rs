//! The search for documents that are alike: nominated by bands, sifted by digests, compared in full.

use std::io;
use std::ops::Range;

use super::Kind;
use super::bands;
use super::cluster::{Edge, Own, is_kin, least_share, second_looks, stars};
use super::compare::{Comparer, Side};
use super::corpus::Corpus;
use super::parallel;
use super::ranking::{ROUNDS, Ranking};
use super::reader::Reader;

/// Pairs that a thread compares at a time.
const PIECE: usize = 1024;

/// Documents meet in rounds, and are compared after some of them: after the first few, what is like a better one needs to
/// meet no others; then it is best to have all pairs of a document at once.
const PASSES: [Range<usize>; 3] = [0..2, 2..8, 8..ROUNDS];

/// Estimated resemblance from which documents hang together; weaker ties would make all documents one component.
const TIE: f32 = 0.45;

/// How often documents are compared with the kept one of a cluster whose other members they are like.
const LOOKS: usize = 3;

/// A document that resembles a better one so much is absorbed: whatever is like it is like the better one, and need not
/// meet both.
const ABSORBED: f32 = 0.8;

/// For each rank the edge to the kept document that it is like; none for those that are kept.
pub(crate) fn search(corpus: &Corpus, ranking: &Ranking, threads: usize) -> io::Result<Vec<Option<Edge>>> {
    let mut search = Search {
        corpus,
        ranking,
        threads,
        absorbed: vec![false; ranking.len()],
        tested: Vec::new(),
        edges: Vec::new(),
        kin: vec![0; ranking.len()],
    };
    for rounds in PASSES {
        let mut pairs = Vec::new();
        for round in rounds {
            let entries = ranking.entries(round, &search.absorbed)?;
            let mut met = bands::nominate(entries, |first, second| ranking.is_promising(round, first, second));
            remove(&mut met, &search.tested);
            remove(&mut met, &pairs);
            // Two sorted runs, which a stable sort merges.
            pairs.append(&mut met);
            pairs.sort();
        }
        search.test(pairs)?;
    }
    for _ in 0..LOOKS {
        let found = stars(&search.kin, &search.edges, &corpus.options);
        search.test(second_looks(&search.edges, &found))?;
    }
    Ok(stars(&search.kin, &search.edges, &corpus.options))
}

struct Search<'a> {
    corpus: &'a Corpus,
    ranking: &'a Ranking,
    threads: usize,
    absorbed: Vec<bool>,
    /// Pairs compared already, sorted.
    tested: Vec<(u32, u32)>,
    /// What was found, sorted.
    edges: Vec<Edge>,
    /// How many others each document shares a form with.
    kin: Vec<u16>,
}

/// What came of some pairs.
#[derive(Default)]
struct Found {
    edges: Vec<Edge>,
    kin: Vec<(u32, u32)>,
}

impl Search<'_> {
    /// Compares those of `pairs` (sorted, of ranks) that were not compared before.
    fn test(&mut self, mut pairs: Vec<(u32, u32)>) -> io::Result<()> {
        let is_known = |rank| self.corpus.is_known(self.ranking.document(rank));
        remove(&mut pairs, &self.tested);
        pairs.retain(|pair| !(is_known(pair.0) && is_known(pair.1)));
        let order = self.by_component(&pairs);
        for found in parallel::map(&order, PIECE, self.threads, |piece| self.compare(piece)) {
            let found = found?;
            for rank in found.kin.into_iter().flat_map(|(first, second)| [first, second]) {
                let count = &mut self.kin[rank as usize];
                *count = count.saturating_add(1);
            }
            for edge in found.edges {
                if edge.kind == Kind::Near && edge.similarity >= ABSORBED && edge.own < Own::Passages {
                    self.absorbed[edge.second as usize] = true;
                }
                self.edges.push(edge);
            }
        }
        self.edges.sort_by_key(|edge| (edge.first, edge.second));
        self.tested.extend(pairs);
        self.tested.sort();
        Ok(())
    }

    fn compare(&self, pairs: &[(u32, u32)]) -> io::Result<Found> {
        let (mut reader, mut comparer, mut loaded) = (Reader::new(self.corpus), Comparer::default(), None);
        let mut all = Found::default();
        for &(first, second) in pairs {
            let numbers = [first, second].map(|rank| self.ranking.document(rank));
            let thinned = numbers.map(|number| self.corpus.document(number).thinned);
            let coarsest = thinned[0].max(thinned[1]);
            // Ranges of templates count shingles as they are on disk, so they mean nothing once these are thinned.
            let templates = |rank, own| if own == coarsest { self.ranking.templates(rank) } else { &[] };
            if loaded != Some((first, coarsest)) {
                let shingles = reader.read(numbers[0], coarsest)?;
                comparer.load(Side { shingles, templates: templates(first, thinned[0]) });
                loaded = Some((first, coarsest));
            }
            let shingles = reader.read(numbers[1], coarsest)?;
            let second_side = Side { shingles, templates: templates(second, thinned[1]) };
            // One that stands inside a longer one gives way to it, whichever is preferred otherwise.
            let is_longer = self.ranking.length(second) > self.ranking.length(first);
            let may_turn = is_longer && !self.corpus.is_known(numbers[0]);
            let least = if may_turn { 0.0 } else { least_share(&self.corpus.options) };
            let Some(found) = comparer.compare(second_side, least) else { continue };
            let edge = Edge::new(first, second, found, &self.corpus.options);
            let turned = || Edge::new(second, first, found.turned(), &self.corpus.options);
            let edge = if may_turn { edge.or_else(turned) } else { edge };
            if edge.is_none() && is_kin(&found, &self.corpus.options) {
                all.kin.push((first, second));
            }
            all.edges.extend(edge);
        }
        Ok(all)
    }

    /// Sorted pairs in another order: those of documents that hang together follow each other, so that most
    /// documents are read but once.
    fn by_component(&self, pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let mut parents: Vec<u32> = (0..self.ranking.len() as u32).collect();
        let root = |mut rank: u32, parents: &mut [u32]| {
            while parents[rank as usize] != rank {
                let above = parents[parents[rank as usize] as usize];
                parents[rank as usize] = above;
                rank = above;
            }
            rank
        };
        for &(first, second) in pairs.iter().filter(|pair| self.ranking.resemblance(pair.0, pair.1) >= TIE) {
            let roots = [first, second].map(|rank| root(rank, &mut parents));
            parents[roots[0].max(roots[1]) as usize] = roots[0].min(roots[1]);
        }
        let mut ordered = pairs.to_vec();
        ordered.sort_by_cached_key(|&(first, _)| root(first, &mut parents));
        ordered
    }
}

/// Removes from sorted `pairs` those in `others`, sorted too.
fn remove(pairs: &mut Vec<(u32, u32)>, others: &[(u32, u32)]) {
    let mut others = others.iter().peekable();
    pairs.retain(|pair| {
        while others.next_if(|other| *other < pair).is_some() {}
        others.peek() != Some(&pair)
    });
}
