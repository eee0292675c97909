//! Documents that are alike: the passes from sketches to clusters, one after another.

use std::io;

use super::files::{Absorbed, Clusters, Forms, Heads, Pair, Ranking, Shingles, ShortAnchors, Templates};
use super::options::Options;
use super::passes::candidates::{self, STAGES, find_candidates};
use super::passes::cluster::{cluster, recheck};
use super::passes::compare::{self, Compared, compare_all};
use super::passes::components::{components, leave_out_compared};
use super::passes::rank::{Ranked, rank};
use super::passes::sketch::{self, sketch_all};
use super::store::{Bits, Records, Sorter, merge};
use super::workspace::Workspace;

/// How often documents are compared with the kept one of a cluster whose other members they are like.
const RECHECKS: usize = 3;

/// The files that these passes read.
pub(crate) struct Inputs<'a> {
    pub(crate) heads: &'a Heads,
    pub(crate) shingles: &'a Shingles,
    pub(crate) templates: &'a Templates,
    pub(crate) short_anchors: ShortAnchors,
    /// Documents with the text of a better one.
    pub(crate) is_copy: Bits,
}

/// The files that these passes write.
pub(crate) struct Near {
    pub(crate) ranking: Ranking,
    pub(crate) edges: Records<3>,
    pub(crate) clusters: Clusters,
}

/// Finds for each document that is no copy the kept one that it is like.
pub(crate) fn find_near(inputs: Inputs<'_>, options: &Options, work: Workspace<'_>) -> io::Result<Near> {
    let Inputs { heads, shingles, templates, short_anchors, is_copy } = inputs;
    let sketches = {
        let (is_copy, short_anchors) = (&is_copy, &short_anchors);
        sketch_all(&sketch::Inputs { heads, shingles, is_copy, templates, short_anchors }, &options.keep, work)?
    };
    drop((is_copy, short_anchors));
    let Ranked { ranking, bit_sketches, keys } = rank(sketches, work)?;
    let known = heads.known();
    let mut search = Search::new(compare::Inputs { shingles, templates, ranking: &ranking, known, options }, work);
    for rounds in STAGES {
        let absorbed = &search.absorbed;
        let inputs = candidates::Inputs { keys: &keys, ranking: &ranking, bit_sketches: &bit_sketches, absorbed };
        let pairs = find_candidates(&inputs, rounds, work)?;
        search.compare(pairs, Unlinked::UnlessAbsorbed)?;
    }
    for _ in 0..RECHECKS {
        let clusters = cluster(&search.forms, &search.edges, options)?;
        let mut pairs = std::mem::replace(&mut search.rechecks, work.sorter(8));
        recheck(&clusters, &search.edges, &mut pairs)?;
        search.compare(pairs, Unlinked::All)?;
    }
    let clusters = cluster(&search.forms, &search.edges, options)?;
    let edges = search.edges;
    Ok(Near { ranking, edges, clusters })
}

/// Which pairs that are no links are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unlinked {
    All,
    /// Those of which neither document is absorbed.
    UnlessAbsorbed,
}

/// The files that comparing adds to.
struct Search<'a> {
    inputs: compare::Inputs<'a>,
    work: Workspace<'a>,
    absorbed: Absorbed,
    /// Sorted.
    compared: Records<1>,
    /// Sorted.
    edges: Records<3>,
    forms: Forms,
    rechecks: Sorter<1>,
}

/// What one stage adds, to be sorted.
struct Added {
    compared: Sorter<1>,
    edges: Sorter<3>,
}

impl<'a> Search<'a> {
    fn new(inputs: compare::Inputs<'a>, work: Workspace<'a>) -> Self {
        let count = inputs.ranking.len();
        Self {
            inputs,
            work,
            absorbed: Absorbed::none(count),
            compared: work.records(8),
            edges: work.records(8),
            forms: Forms::none(count),
            rechecks: work.sorter(8),
        }
    }

    /// Compares those of `pairs` that were not compared before: first the linked ones, component by component, then the
    /// others that are asked for.
    fn compare(&mut self, pairs: Sorter<1>, unlinked: Unlinked) -> io::Result<()> {
        let (work, is_known) = (self.work, |rank| self.inputs.is_known(rank));
        let pairs = leave_out_compared(pairs, &self.compared, is_known, work)?;
        let linked = components(&pairs, self.inputs.ranking.len(), work)?;
        let mut added = Added { compared: work.sorter(8), edges: work.sorter(8) };
        let linked = linked.sorted()?.map(|pair| pair.map(|[root, pair]| (root, Pair::from_record([pair]))));
        self.compare_all(linked, &mut added)?;

        let mut others = work.records(8);
        for pair in pairs.iter() {
            let pair = pair?;
            let Pair { first, second, linked: false } = Pair::from_record(pair) else { continue };
            let is_absorbed = self.absorbed.holds(first) || self.absorbed.holds(second);
            if unlinked == Unlinked::All || !is_absorbed {
                others.push(pair)?;
            }
        }
        let others = others.iter().map(|pair| pair.map(Pair::from_record));
        self.compare_all(others.map(|pair| pair.map(|pair| (pair.first.into(), pair))), &mut added)?;
        self.add(added)
    }

    fn compare_all(
        &mut self,
        pairs: impl Iterator<Item = io::Result<(u64, Pair)>>,
        added: &mut Added,
    ) -> io::Result<()> {
        let Self { inputs, work, absorbed, forms, rechecks, .. } = self;
        compare_all(inputs, pairs, *work, |Compared { pairs, edges, forms: shared, rechecks: later }| {
            shared.into_iter().flatten().for_each(|rank| forms.count(rank));
            for edge in edges {
                if edge.absorbs() {
                    absorbed.note(edge.second);
                }
                added.edges.push(edge.record())?;
            }
            pairs.into_iter().try_for_each(|pair| added.compared.push(pair.record()))?;
            later.into_iter().try_for_each(|pair| rechecks.push(pair.record()))
        })
    }

    fn add(&mut self, added: Added) -> io::Result<()> {
        let mut edges = self.work.records(8);
        merge(self.edges.iter(), added.edges.sorted()?).try_for_each(|edge| edges.push(edge?))?;
        self.edges = edges;
        let mut compared = self.work.records(8);
        merge(self.compared.iter(), added.compared.sorted()?).try_for_each(|pair| compared.push(pair?))?;
        self.compared = compared;
        Ok(())
    }
}
