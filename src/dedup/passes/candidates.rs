//! Candidates: which pairs of documents are worth comparing.

use std::io;
use std::ops::Range;

use crate::dedup::files::{
    ABSORBED, Absorbed, BIT_SKETCHES, BitSketches, KEYS, Keys, PAIRS, Pair, RANKING, ROUNDS, Ranking,
};
use crate::dedup::hash::mix;
use crate::dedup::pass::{By, Part, Pass};
use crate::dedup::sketch::{self, BANDS, BitSketch};
use crate::dedup::store::Sorter;
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static CANDIDATES: Pass = Pass {
    name: "candidates",
    about: "pair documents with a key in common, and leave those pairs that may be alike as far as sketches tell",
    parts: By::Key("key"),
    reads: &[&KEYS, &RANKING, &BIT_SKETCHES, &ABSORBED],
    writes: &[&PAIRS],
};

/// Documents become candidates in rounds, and are compared after some of them: after the first few, what is like a better
/// one need be a candidate no more; then it is best to have all pairs of a document at once.
pub(crate) const STAGES: [Range<usize>; 3] = [0..2, 2..8, 8..ROUNDS];

/// Estimated resemblance from which a pair links its documents into a component; weaker links would make all documents
/// one component.
const LINK: f32 = 0.45;

/// Least resemblance of texts that are alike all over: one character in five edited (0.34), less [`MARGIN`].
const ALIKE: f32 = 0.25;
/// Share of a text that is to lie in another one at least.
const CONTAINED: f32 = 0.85;
/// Two standard deviations of an estimate.
const MARGIN: f32 = 0.08;
/// Estimates below this say nothing; for texts that share an anchor they say a little more.
const LEAST: f32 = 0.12;
const LEAST_ANCHORED: f32 = 0.06;
/// In most rounds of anchors texts are candidates only when the shorter one is at most this share of the other, in per
/// cent: what is more resembles it so much that most become candidates by their sketches. That saves a third of all
/// comparisons of bit sketches (docs/QUALITY.md). For the rest there are so many rounds in which all become candidates.
const EXCERPT: u64 = 60;
const OPEN: usize = 4;

/// Pairs that are remembered, for pairs that are alike become candidates in most rounds.
const REMEMBERED: usize = 1 << 18;

/// What this pass reads.
pub(crate) struct Inputs<'a> {
    pub(crate) keys: &'a Keys,
    pub(crate) ranking: &'a Ranking,
    pub(crate) bit_sketches: &'a BitSketches,
    pub(crate) absorbed: &'a Absorbed,
}

/// The pairs of some rounds that may be alike as far as their sketches tell, some of them more than once.
pub(crate) fn find_candidates(inputs: &Inputs<'_>, rounds: Range<usize>, work: Workspace<'_>) -> io::Result<Sorter<1>> {
    let mut found = Candidates {
        bit_sketches: inputs.bit_sketches,
        remembered: vec![u64::MAX; REMEMBERED],
        pairs: work.sorter(8),
        waiting: work.sorter(8),
    };
    // A document has some keys in each round: they are taken a part at a time when they do not fit.
    let least = (8 * 4 * inputs.ranking.len()).div_ceil((work.bytes / 8).max(1)).max(1) as u32;
    for round in rounds {
        for part in Part::all(least.max(work.parts)) {
            find_in_part(inputs, round, part, &mut found)?;
        }
    }
    found.sift()
}

/// Finds the candidates of one round with a key in `part`.
fn find_in_part(inputs: &Inputs<'_>, round: usize, part: Part, found: &mut Candidates<'_>) -> io::Result<()> {
    let is_anchored = round >= BANDS;
    let is_open = round < BANDS + OPEN;
    let may_pair = |a: u32, b: u32| is_open || u64::from(a.min(b)) * 100 <= u64::from(a.max(b)) * EXCERPT;
    let entries = inputs.keys.entries(round, part, inputs.ranking.ranks(), inputs.absorbed)?;
    let length = |rank| inputs.ranking.length(rank);
    sketch::pairs(entries, length, may_pair, |first, second| found.add(first, second, is_anchored))
}

/// Candidates on their way.
struct Candidates<'a> {
    bit_sketches: &'a BitSketches,
    /// The last pairs. Forgetting one costs time, and changes nothing.
    remembered: Vec<u64>,
    pairs: Sorter<1>,
    /// Pairs that wait for their bit sketches: blocks of these, pair.
    waiting: Sorter<2>,
}

impl Candidates<'_> {
    /// Judges two documents that have a key in common, an anchor or a band of their sketches.
    fn add(&mut self, first: u32, second: u32, is_anchored: bool) -> io::Result<()> {
        // While a pair waits, its lowest bit says whether it is by an anchor.
        let [key] = Pair { first, second, linked: is_anchored }.record();
        let Some(last) = self.remembered.get_mut(mix(key) as usize % REMEMBERED) else { return Ok(()) };
        if std::mem::replace(last, key) == key {
            return Ok(());
        }
        let Some(sketches) = self.bit_sketches.whole() else {
            let blocks = [first, second].map(|rank| u64::from(self.bit_sketches.block(rank)));
            return self.waiting.push([blocks[0] << 32 | blocks[1], key]);
        };
        let (Some(a), Some(b)) = (sketches.get(first as usize), sketches.get(second as usize)) else {
            return Ok(());
        };
        match judge(a, b, is_anchored) {
            Some(linked) => self.pairs.push(Pair { first, second, linked }.record()),
            None => Ok(()),
        }
    }

    /// Judges pairs that wait for their bit sketches, block by block.
    fn sift(mut self) -> io::Result<Sorter<1>> {
        let mut last = None;
        let mut loaded = None;
        for record in self.waiting.sorted()? {
            let record = record?;
            if last.replace(record) == Some(record) {
                continue;
            }
            let [blocks, pair] = record;
            let Pair { first, second, linked: is_anchored } = Pair::from_record([pair]);
            let both = match &loaded {
                Some((number, both)) if *number == blocks => both,
                _ => {
                    let both = [(blocks >> 32) as u32, blocks as u32].map(|block| self.bit_sketches.read(block));
                    let [a, b] = both;
                    &loaded.insert((blocks, [a?, b?])).1
                }
            };
            if let Some(linked) = judge(&both[0].sketch(first), &both[1].sketch(second), is_anchored) {
                self.pairs.push(Pair { first, second, linked }.record())?;
            }
        }
        Ok(self.pairs)
    }
}

/// Whether the sketches of two documents leave it open that they are alike, and if so, whether they link them.
///
/// They may be alike all over, or one may lie in the other; then the more they differ in length, the less they resemble
/// each other. Estimates miss by up to [`MARGIN`].
fn judge(first: &BitSketch, second: &BitSketch, is_anchored: bool) -> Option<bool> {
    let lengths = (first.length(), second.length());
    let ratio = lengths.0.min(lengths.1) as f32 / lengths.0.max(lengths.1).max(1) as f32;
    let contained = CONTAINED * ratio / (1.0 + (1.0 - CONTAINED) * ratio) - MARGIN;
    let least = if is_anchored { LEAST_ANCHORED } else { LEAST };
    let resemblance = first.resemblance(second);
    (resemblance >= contained.clamp(least, ALIKE)).then_some(resemblance >= LINK)
}
