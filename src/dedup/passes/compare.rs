//! Comparing: which of the candidates are alike. Only what is compared in full counts.

use std::collections::HashMap;
use std::io;

use foldhash::fast::FixedState;

use crate::dedup::compare::{Comparer, Reader, judge, least_share, share_a_form};
use crate::dedup::files::{
    ABSORBED, COMPARED, COMPONENTS, EDGES, Edge, FORMS, PAIRS, Pair, RANKING, RECHECKS, Ranking, SHINGLES, Shingles,
    TEMPLATES, Templates,
};
use crate::dedup::options::Options;
use crate::dedup::parallel;
use crate::dedup::pass::{By, Pass};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static COMPARE: Pass = Pass {
    name: "compare",
    about: "compare linked pairs component by component, then the others, unless a document of them is absorbed",
    parts: By::Key("component"),
    reads: &[&COMPONENTS, &PAIRS, &ABSORBED, &RANKING, &SHINGLES, &TEMPLATES],
    writes: &[&COMPARED, &EDGES, &ABSORBED, &FORMS, &RECHECKS],
};

/// Pairs that a thread compares at a time, at least.
const PIECE: usize = if cfg!(test) { 8 } else { 1024 };
/// Most pairs of one component that are compared by one thread; after so many what is absorbed is forgotten. Counted from
/// the first pair of the component, so that no decision depends on documents that have nothing to do with it.
const LARGEST: usize = 1 << 16;
/// Pieces for each thread before results are gathered.
const AHEAD: usize = 8;

/// What this pass reads beside the pairs.
pub(crate) struct Inputs<'a> {
    pub(crate) shingles: &'a Shingles,
    pub(crate) templates: &'a Templates,
    pub(crate) ranking: &'a Ranking,
    /// Number of documents that were known before.
    pub(crate) known: u32,
    pub(crate) options: &'a Options,
}

impl Inputs<'_> {
    /// Whether the document of `rank` was known before.
    pub(crate) fn is_known(&self, rank: u32) -> bool {
        self.ranking.document(rank) < self.known
    }
}

/// What came of some pairs.
#[derive(Default)]
pub(crate) struct Compared {
    /// Those that were compared.
    pub(crate) pairs: Vec<Pair>,
    pub(crate) edges: Vec<Edge>,
    /// Documents that share a form without being alike.
    pub(crate) forms: Vec<[u32; 2]>,
    /// Pairs to be compared when the clusters are known.
    pub(crate) rechecks: Vec<Pair>,
}

/// Compares `pairs`, of which those with the same number belong together, and hands what comes of them to `take`, in
/// order.
pub(crate) fn compare_all(
    inputs: &Inputs<'_>,
    mut pairs: impl Iterator<Item = io::Result<(u64, Pair)>>,
    work: Workspace<'_>,
    mut take: impl FnMut(Compared) -> io::Result<()>,
) -> io::Result<()> {
    let mut next = pairs.next().transpose()?;
    while next.is_some() {
        let mut pieces: Vec<Vec<(u64, Pair)>> = Vec::new();
        while pieces.len() < AHEAD * work.threads.max(1)
            && let Some(first) = next
        {
            let mut piece = vec![first];
            // Pairs of the component that the piece ends with.
            let mut of_component = 1;
            loop {
                next = pairs.next().transpose()?;
                let Some(pair) = next else { break };
                let is_other = piece.last().is_some_and(|last| last.0 != pair.0);
                let is_full = if is_other { piece.len() >= PIECE } else { of_component == LARGEST };
                if is_full {
                    break;
                }
                of_component = if is_other { 1 } else { of_component + 1 };
                piece.push(pair);
            }
            pieces.push(piece);
        }
        let compared = parallel::map(&pieces, 1, work.threads, |pieces| {
            pieces.iter().map(|piece| compare_piece(inputs, piece)).collect::<io::Result<Vec<_>>>()
        });
        for compared in compared {
            compared?.into_iter().try_for_each(&mut take)?;
        }
    }
    Ok(())
}

/// Compares some pairs; those of one component follow one another.
fn compare_piece(inputs: &Inputs<'_>, pairs: &[(u64, Pair)]) -> io::Result<Compared> {
    let mut comparer = PairComparer::new(inputs);
    let mut component = None;
    for &(number, pair) in pairs {
        if component.replace(number) != Some(number) {
            comparer.absorbed_by.clear();
        }
        comparer.compare(pair)?;
    }
    Ok(comparer.all)
}

/// Compares one pair after another.
struct PairComparer<'a> {
    inputs: &'a Inputs<'a>,
    reader: Reader<'a>,
    comparer: Comparer,
    /// What the comparer holds: a document, and how far its shingles are thinned.
    loaded: Option<(u32, u8)>,
    /// Which documents of this component are absorbed by which.
    absorbed_by: HashMap<u32, u32, FixedState>,
    all: Compared,
}

impl<'a> PairComparer<'a> {
    fn new(inputs: &'a Inputs<'a>) -> Self {
        Self {
            inputs,
            reader: Reader::new(inputs.shingles, inputs.templates),
            comparer: Comparer::default(),
            loaded: None,
            absorbed_by: HashMap::default(),
            all: Compared::default(),
        }
    }

    fn compare(&mut self, pair: Pair) -> io::Result<()> {
        let Inputs { ranking, options, .. } = self.inputs;
        let Pair { first, second, .. } = pair;
        let stand_ins = [first, second].map(|rank| self.absorbed_by.get(&rank).copied().unwrap_or(rank));
        if stand_ins != [first, second] {
            if stand_ins[0] != stand_ins[1] {
                let (first, second) = (stand_ins[0].min(stand_ins[1]), stand_ins[0].max(stand_ins[1]));
                self.all.rechecks.push(Pair { first, second, linked: false });
            }
            return Ok(());
        }
        self.all.pairs.push(pair);
        let numbers = [first, second].map(|rank| ranking.document(rank));
        let lengths = [first, second].map(|rank| ranking.length(rank));
        let reader = &mut self.reader;
        let coarsest = reader.thinned(numbers[0], lengths[0])?.max(reader.thinned(numbers[1], lengths[1])?);
        if self.loaded != Some((first, coarsest)) {
            self.comparer.load(reader.read(numbers[0], lengths[0], coarsest)?);
            self.loaded = Some((first, coarsest));
        }
        // One that is part of a longer one gives way to it, whichever is preferred otherwise.
        let may_turn = lengths[1] > lengths[0] && !self.inputs.is_known(first);
        let least = if may_turn { 0.0 } else { least_share(options) };
        let other = reader.read(numbers[1], lengths[1], coarsest)?;
        let Some(found) = self.comparer.compare(other, least) else { return Ok(()) };
        let edge = judge(first, second, found, options);
        let turned = || judge(second, first, found.turned(), options);
        let edge = if may_turn { edge.or_else(turned) } else { edge };
        if edge.is_none() && share_a_form(&found, options) {
            self.all.forms.push([first, second]);
        }
        if let Some(edge) = edge.filter(Edge::absorbs) {
            self.absorbed_by.insert(edge.second, edge.first);
        }
        self.all.edges.extend(edge);
        Ok(())
    }
}
