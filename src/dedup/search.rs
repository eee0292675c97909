//! The search for documents that are alike: nominated by bands, sifted by digests, compared in full.

use std::io;

use super::Kind;
use super::bands;
use super::cluster::{Edge, Own, is_kin, second_looks, stars};
use super::compare::{Comparer, Side};
use super::corpus::Corpus;
use super::parallel;
use super::ranking::{ROUNDS, Ranking};
use super::shingle::thin;

/// Pairs that a thread compares at a time.
const PIECE: usize = 1024;

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
    for round in 0..ROUNDS {
        let mut pairs = bands::nominate(&mut ranking.entries(round, &search.absorbed)?);
        pairs.retain(|&(first, second)| first != second && ranking.is_promising(round, first, second));
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
        let mut tested = self.tested.iter().peekable();
        pairs.retain(|pair| {
            if is_known(pair.0) && is_known(pair.1) {
                return false;
            }
            while tested.next_if(|other| *other < pair).is_some() {}
            tested.peek() != Some(&pair)
        });
        for found in parallel::map(&pairs, PIECE, self.threads, |piece| self.compare(piece)) {
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
        let (mut bytes, mut shingles, mut other) = (Vec::new(), Vec::new(), Vec::new());
        let (mut comparer, mut loaded) = (Comparer::default(), None);
        let mut all = Found::default();
        for &(first, second) in pairs {
            let numbers = [first, second].map(|rank| self.ranking.document(rank));
            let thinned = numbers.map(|number| self.corpus.document(number).thinned);
            let coarsest = thinned[0].max(thinned[1]);
            // Ranges of templates count shingles as they are on disk, so they mean nothing once these are thinned.
            let templates = |rank, own| if own == coarsest { self.ranking.templates(rank) } else { &[] };
            if loaded != Some((first, coarsest)) {
                self.corpus.read(numbers[0], &mut bytes, &mut shingles)?;
                thin(&mut shingles, coarsest);
                comparer.load(Side { shingles: &shingles, templates: templates(first, thinned[0]) });
                loaded = Some((first, coarsest));
            }
            self.corpus.read(numbers[1], &mut bytes, &mut other)?;
            thin(&mut other, coarsest);
            let found = comparer.compare(Side { shingles: &other, templates: templates(second, thinned[1]) });
            let edge = Edge::new(first, second, found, &self.corpus.options);
            // One that stands inside a longer one gives way to it, whichever is preferred otherwise.
            let is_longer = self.ranking.length(second) > self.ranking.length(first);
            let turned = || Edge::new(second, first, found.turned(), &self.corpus.options);
            let edge = match edge {
                None if is_longer && !self.corpus.is_known(numbers[0]) => turned(),
                edge => edge,
            };
            if edge.is_none() && is_kin(&found, &self.corpus.options) {
                all.kin.push((first, second));
            }
            all.edges.extend(edge);
        }
        Ok(all)
    }
}
