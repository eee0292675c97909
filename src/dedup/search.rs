//! The search for documents that are alike: nominated by bands, sifted by outlines, compared in full.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::Kind;
use super::cluster::{Edge, Own, Stars, is_kin, least_share};
use super::compare::Comparer;
use super::corpus::Corpus;
use super::meeting::{Pair, meet};
use super::parallel;
use super::ranking::{ROUNDS, Ranking};
use super::reader::Reader;
use super::sort::{Records, Sorter, merge};

/// Pairs that a thread compares at a time, at least; and the most, when all are of one component.
const PIECE: usize = 1024;
const LARGEST: usize = 1 << 16;
/// Pieces for each thread before results are gathered.
const AHEAD: usize = 8;

/// Documents meet in rounds, and are compared after some of them: after the first few, what is like a better one needs to
/// meet no others; then it is best to have all pairs of a document at once.
const PASSES: [Range<usize>; 3] = [0..2, 2..8, 8..ROUNDS];

/// How often documents are compared with the kept one of a cluster whose other members they are like.
const LOOKS: usize = 3;

/// A document that resembles a better one so much is absorbed: whatever is like it is like the better one, and need not
/// meet both.
const ABSORBED: f32 = 0.8;

/// What was found: the edges between ranks, and which of them hold.
pub(crate) struct Found {
    pub(crate) edges: Records<3>,
    pub(crate) stars: Stars,
}

/// Finds for each rank the kept document that it is like; takes about `bytes` of memory beside what is known of each.
pub(crate) fn search(corpus: &Corpus, ranking: &Ranking, threads: usize, bytes: usize) -> io::Result<Found> {
    let share = bytes / 8;
    let mut search = Search {
        corpus,
        ranking,
        threads,
        share,
        absorbed: vec![false; ranking.len()],
        tested: Records::new(&corpus.scratch, share),
        edges: Records::new(&corpus.scratch, share),
        kin: vec![0; ranking.len()],
        looks: Sorter::new(&corpus.scratch, share),
    };
    for rounds in PASSES {
        let mut pairs = Sorter::new(&corpus.scratch, share);
        meet(ranking, rounds, &search.absorbed, &mut pairs, &corpus.scratch, 2 * share)?;
        search.test(pairs, true)?;
    }
    for _ in 0..LOOKS {
        let stars = Stars::new(&search.kin, &search.edges, &corpus.options)?;
        let mut looks = std::mem::replace(&mut search.looks, Sorter::new(&corpus.scratch, share));
        stars.second_looks(&search.edges, &mut looks)?;
        search.test(looks, false)?;
    }
    let stars = Stars::new(&search.kin, &search.edges, &corpus.options)?;
    Ok(Found { edges: search.edges, stars })
}

struct Search<'a> {
    corpus: &'a Corpus,
    ranking: &'a Ranking,
    threads: usize,
    /// Bytes of each list that stay in memory.
    share: usize,
    absorbed: Vec<bool>,
    /// Pairs compared already, sorted.
    tested: Records<1>,
    /// What was found, sorted.
    edges: Records<3>,
    /// How many others each document shares a form with.
    kin: Vec<u16>,
    /// Pairs to be compared later on.
    looks: Sorter<1>,
}

/// What came of some pairs.
#[derive(Default)]
struct Compared {
    pairs: Vec<Pair>,
    edges: Vec<Edge>,
    kin: Vec<[u32; 2]>,
    looks: Vec<Pair>,
}

/// What came of all pairs of a test, to be sorted.
struct Results {
    pairs: Sorter<1>,
    edges: Sorter<3>,
}

impl Search<'_> {
    /// Compares those of `pairs` that were not compared before: first those that hang together, component by component, so
    /// that most documents are read but once; then the others, but only the `free` ones, neither of which is absorbed, if
    /// that is asked for.
    fn test(&mut self, pairs: Sorter<1>, free: bool) -> io::Result<()> {
        let fresh = self.fresh(pairs)?;
        let mut parents: Vec<u32> = (0..self.ranking.len() as u32).collect();
        for pair in fresh.iter().map(|pair| pair.map(Pair::from_record)) {
            let pair = pair?;
            if pair.tied {
                let roots = [pair.first, pair.second].map(|rank| root(rank, &mut parents));
                parents[roots[0].max(roots[1]) as usize] = roots[0].min(roots[1]);
            }
        }
        let mut tied = Sorter::new(&self.corpus.scratch, self.share);
        for pair in fresh.iter() {
            let pair = pair?;
            let Pair { first, tied: true, .. } = Pair::from_record(pair) else { continue };
            tied.push([root(first, &mut parents).into(), pair[0]])?;
        }
        drop(parents);
        let scratch = &self.corpus.scratch;
        let mut found = Results { pairs: Sorter::new(scratch, self.share), edges: Sorter::new(scratch, self.share) };
        self.compare_all(
            tied.sorted()?.map(|pair| pair.map(|[root, pair]| (root, Pair::from_record([pair])))),
            &mut found,
        )?;

        let mut loose = Records::new(&self.corpus.scratch, self.share);
        for pair in fresh.iter() {
            let pair = pair?;
            let Pair { first, second, tied: false } = Pair::from_record(pair) else { continue };
            if !free || ![first, second].iter().any(|&rank| self.absorbed[rank as usize]) {
                loose.push(pair)?;
            }
        }
        let loose = loose.iter().map(|pair| pair.map(Pair::from_record));
        self.compare_all(loose.map(|pair| pair.map(|pair| (pair.first.into(), pair))), &mut found)?;

        let mut edges = Records::new(&self.corpus.scratch, self.share);
        merge(self.edges.iter(), found.edges.sorted()?).try_for_each(|edge| edges.push(edge?))?;
        self.edges = edges;
        let mut tested = Records::new(&self.corpus.scratch, self.share);
        merge(self.tested.iter(), found.pairs.sorted()?).try_for_each(|pair| tested.push(pair?))?;
        self.tested = tested;
        Ok(())
    }

    /// Those of `pairs` that were not compared before, sorted.
    fn fresh(&self, pairs: Sorter<1>) -> io::Result<Records<1>> {
        let is_known = |rank| self.corpus.is_known(self.ranking.document(rank));
        let mut fresh = Records::new(&self.corpus.scratch, self.share);
        let mut tested = self.tested.iter().peekable();
        let mut last = None;
        for pair in pairs.sorted()? {
            let pair @ [key] = pair?;
            // The lowest bit says whether they hang together.
            if last.replace(key >> 1) == Some(key >> 1) {
                continue;
            }
            while tested.next_if(|other| other.as_ref().is_ok_and(|[other]| other >> 1 < key >> 1)).is_some() {}
            match tested.peek() {
                Some(Ok([other])) if other >> 1 == key >> 1 => continue,
                Some(Err(_)) => _ = tested.next().transpose()?,
                _ => {}
            }
            let Pair { first, second, .. } = Pair::from_record(pair);
            if !(is_known(first) && is_known(second)) {
                fresh.push(pair)?;
            }
        }
        Ok(fresh)
    }

    /// Compares `pairs`, of which those with the same number belong together.
    fn compare_all(
        &mut self,
        mut pairs: impl Iterator<Item = io::Result<(u64, Pair)>>,
        found: &mut Results,
    ) -> io::Result<()> {
        let mut next = pairs.next().transpose()?;
        while next.is_some() {
            let mut pieces: Vec<Vec<(u64, Pair)>> = Vec::new();
            while pieces.len() < AHEAD * self.threads.max(1)
                && let Some(first) = next
            {
                let mut piece = vec![first];
                loop {
                    next = pairs.next().transpose()?;
                    let Some(pair) = next else { break };
                    let is_other = piece.last().is_some_and(|last| last.0 != pair.0);
                    if piece.len() >= LARGEST || is_other && piece.len() >= PIECE {
                        break;
                    }
                    piece.push(pair);
                }
                pieces.push(piece);
            }
            let compared = parallel::map(&pieces, 1, self.threads, |pieces| {
                pieces.iter().map(|piece| self.compare(piece)).collect::<io::Result<Vec<_>>>()
            });
            for compared in compared {
                for compared in compared? {
                    self.take(compared, found)?;
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, compared: Compared, found: &mut Results) -> io::Result<()> {
        for rank in compared.kin.into_iter().flatten() {
            if let Some(count) = self.kin.get_mut(rank as usize) {
                *count = count.saturating_add(1);
            }
        }
        for edge in compared.edges {
            if absorbs(&edge)
                && let Some(absorbed) = self.absorbed.get_mut(edge.second as usize)
            {
                *absorbed = true;
            }
            found.edges.push(edge.record())?;
        }
        compared.pairs.into_iter().try_for_each(|pair| found.pairs.push(pair.record()))?;
        compared.looks.into_iter().try_for_each(|pair| self.looks.push(pair.record()))
    }

    fn compare(&self, pairs: &[(u64, Pair)]) -> io::Result<Compared> {
        let (mut reader, mut comparer, mut loaded) = (Reader::new(self.corpus), Comparer::default(), None);
        let mut all = Compared::default();
        // Which documents of this component are absorbed by which.
        let mut absorbed: HashMap<u32, u32, FixedState> = HashMap::default();
        let mut component = None;
        for &(number, pair) in pairs {
            if component.replace(number) != Some(number) {
                absorbed.clear();
            }
            let Pair { first, second, .. } = pair;
            let heirs = [first, second].map(|rank| absorbed.get(&rank).copied().unwrap_or(rank));
            if heirs != [first, second] {
                if heirs[0] != heirs[1] {
                    let (first, second) = (heirs[0].min(heirs[1]), heirs[0].max(heirs[1]));
                    all.looks.push(Pair { first, second, tied: false });
                }
                continue;
            }
            all.pairs.push(pair);
            let numbers = [first, second].map(|rank| self.ranking.document(rank));
            let lengths = [first, second].map(|rank| self.ranking.length(rank));
            let thinned = [reader.thinned(numbers[0], lengths[0])?, reader.thinned(numbers[1], lengths[1])?];
            let coarsest = thinned[0].max(thinned[1]);
            if loaded != Some((first, coarsest)) {
                comparer.load(reader.read(numbers[0], lengths[0], coarsest)?);
                loaded = Some((first, coarsest));
            }
            // One that stands inside a longer one gives way to it, whichever is preferred otherwise.
            let is_longer = lengths[1] > lengths[0];
            let may_turn = is_longer && !self.corpus.is_known(numbers[0]);
            let least = if may_turn { 0.0 } else { least_share(&self.corpus.options) };
            let Some(found) = comparer.compare(reader.read(numbers[1], lengths[1], coarsest)?, least) else { continue };
            let edge = Edge::new(first, second, found, &self.corpus.options);
            let turned = || Edge::new(second, first, found.turned(), &self.corpus.options);
            let edge = if may_turn { edge.or_else(turned) } else { edge };
            if edge.is_none() && is_kin(&found, &self.corpus.options) {
                all.kin.push([first, second]);
            }
            if let Some(edge) = edge.filter(absorbs) {
                absorbed.insert(edge.second, edge.first);
            }
            all.edges.extend(edge);
        }
        Ok(all)
    }
}

/// Whether the first document of `edge` absorbs the second.
fn absorbs(edge: &Edge) -> bool {
    edge.kind == Kind::Near && edge.similarity >= ABSORBED && edge.own < Own::Passages
}

/// The best rank of a component.
fn root(mut rank: u32, parents: &mut [u32]) -> u32 {
    while parents[rank as usize] != rank {
        let above = parents[parents[rank as usize] as usize];
        parents[rank as usize] = above;
        rank = above;
    }
    rank
}
