//! Components: which pairs are compared together, so that most documents are read but once.

use std::io;

use crate::dedup::files::{COMPARED, COMPONENTS, PAIRS, Pair, RANKING, RECHECKS};
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::{Records, Sorter};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static COMPONENTS_PASS: Pass = Pass {
    name: "components",
    about: "leave out the pairs that were compared, and put linked ones in the order of their components",
    parts: By::Whole,
    reads: &[&PAIRS, &RECHECKS, &COMPARED, &RANKING],
    writes: &[&PAIRS, &COMPONENTS],
};

/// Those of `pairs` that were not compared before, sorted, each once; of two documents that were both known before there
/// is nothing to decide.
pub(crate) fn leave_out_compared(
    pairs: Sorter<1>,
    compared: &Records<1>,
    is_known: impl Fn(u32) -> bool,
    work: Workspace<'_>,
) -> io::Result<Records<1>> {
    let mut fresh = work.records(8);
    let mut compared = compared.iter().peekable();
    let mut last = None;
    for pair in pairs.sorted()? {
        let pair @ [key] = pair?;
        // The lowest bit says whether the pair is a link.
        if last.replace(key >> 1) == Some(key >> 1) {
            continue;
        }
        while compared.next_if(|other| other.as_ref().is_ok_and(|[other]| other >> 1 < key >> 1)).is_some() {}
        match compared.peek() {
            Some(Ok([other])) if other >> 1 == key >> 1 => continue,
            Some(Err(_)) => _ = compared.next().transpose()?,
            _ => {}
        }
        let Pair { first, second, .. } = Pair::from_record(pair);
        if !(is_known(first) && is_known(second)) {
            fresh.push(pair)?;
        }
    }
    Ok(fresh)
}

/// The linked ones of `pairs` with the best rank of their component, by component; `count` is the number of ranks.
pub(crate) fn components(pairs: &Records<1>, count: usize, work: Workspace<'_>) -> io::Result<Sorter<2>> {
    let mut sets = Sets::new(count);
    for pair in pairs.iter().map(|pair| pair.map(Pair::from_record)) {
        let pair = pair?;
        if pair.linked {
            sets.unite(pair.first, pair.second);
        }
    }
    let mut linked = work.sorter(8);
    for pair in pairs.iter() {
        let pair = pair?;
        let Pair { first, linked: true, .. } = Pair::from_record(pair) else { continue };
        linked.push([sets.root(first).into(), pair[0]])?;
    }
    Ok(linked)
}

/// Sets of ranks, each known by its best one (union and find).
struct Sets {
    parents: Vec<u32>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parents: (0..count as u32).collect() }
    }

    fn parent(&self, rank: u32) -> u32 {
        self.parents.get(rank as usize).copied().unwrap_or(rank)
    }

    fn set(&mut self, rank: u32, parent: u32) {
        if let Some(slot) = self.parents.get_mut(rank as usize) {
            *slot = parent;
        }
    }

    /// The best rank of a set.
    fn root(&mut self, mut rank: u32) -> u32 {
        while self.parent(rank) != rank {
            let above = self.parent(self.parent(rank));
            self.set(rank, above);
            rank = above;
        }
        rank
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.set(a.max(b), a.min(b));
    }
}
